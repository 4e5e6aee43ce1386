"""One SQLite file through sqlite-utils: open, migrate, read, write, back up.

All SQL runs on the database's own thread. A write is durable when its caller resumes: WAL with
synchronous=FULL, one BEGIN IMMEDIATE transaction. Writes that wait together share one commit; each keeps
a savepoint of its own, so that one that fails takes nothing with it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlite_utils
from sqlite_utils import Migrations

from bot.disk import PRIVATE_FOLDER, sync_file, touch_private
from bot.errors import BackupFailed, DatabaseDamaged, StateUnusable

FILE_NAME = "coursebot.sqlite3"
BUSY_TIMEOUT_S = 10
CACHE_KIB = 16 * 1024
"""Pages that SQLite may keep in memory; its own 2 MiB are too few for a large server."""
MAX_SHARED_COMMIT = 500
"""Writes in one transaction at most, so that the first of a long queue doesn't wait for the last."""


T = TypeVar("T")
Tables = sqlite_utils.Database
"""What a transaction works on; its methods are for stores alone."""


@dataclass(slots=True)
class _Write:
    work: Callable[[sqlite_utils.Database], Any]
    done: asyncio.Future[Any]


class Database:
    """The bot's database. Use from one event loop."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._db: sqlite_utils.Database | None = None
        self._waiting: list[_Write] = []
        self._flushing: asyncio.Task[None] | None = None
        self._watchers: list[Callable[[], None]] = []

    def after_commit(self, watcher: Callable[[], None]) -> None:
        """Have a function called on the event loop after every commit, before the writers resume."""
        self._watchers.append(watcher)

    async def open(self, migrations: Sequence[Migrations]) -> None:
        """Open the file and bring its tables up to date.

        Raises:
            StateUnusable: the folder or the file can't be used.
            DatabaseDamaged: the file is no database any more.
        """
        try:
            await self._on_thread(self._open, migrations)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise StateUnusable(self.path.parent, str(error)) from error
            raise DatabaseDamaged(self.path, str(error)) from error
        except OSError as error:
            raise StateUnusable(self.path.parent, str(error)) from error

    async def read(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run `work` on the database's thread. It must not change anything."""
        return await self._on_thread(lambda: work(self._opened()))

    async def write(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run `work` in a transaction and resume once its commit is durable.

        Whatever `work` raises undoes its changes and is raised here.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Write(work, done))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush(), name="database-flush")
        return await asyncio.shield(done)

    async def backup(self, target: Path) -> None:
        """Write a consistent copy of the database to a new file, which has its name once it is whole.

        Raises:
            BackupFailed: the copy can't be written, or the database not be read.
        """
        try:
            await self._on_thread(self._backup, target)
        except OSError as error:
            raise BackupFailed(target, error.strerror or str(error)) from error
        except sqlite3.Error as error:
            raise BackupFailed(target, str(error)) from error

    async def close(self) -> None:
        """Finish the writes that wait, then close. Closing twice is fine."""
        if self._db is None:
            return
        while self._flushing is not None and not self._flushing.done():
            await asyncio.wait([self._flushing])
        await self._on_thread(self._close)
        self._thread.shutdown()

    def _open(self, migrations: Sequence[Migrations]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        touch_private(self.path)
        connection = sqlite3.connect(
            self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        self._db = sqlite_utils.Database(connection)
        for migration in migrations:
            migration.apply(self._db)

    def _backup(self, target: Path) -> None:
        partial = target.with_name(f"{target.name}.partial")
        partial.unlink(missing_ok=True)
        try:
            touch_private(partial)
            self._opened().execute("VACUUM INTO ?", [str(partial)])
            sync_file(partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _opened(self) -> sqlite_utils.Database:
        if self._db is None:
            raise StateUnusable(self.path.parent, "the database is closed")
        return self._db

    async def _on_thread(self, work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = (
                self._waiting[:MAX_SHARED_COMMIT],
                self._waiting[MAX_SHARED_COMMIT:],
            )
            try:
                outcomes: list[Any] = await self._on_thread(self._commit, batch)
            except Exception as error:
                outcomes = [error] * len(batch)
            else:
                for watcher in self._watchers:
                    watcher()
            for write, outcome in zip(batch, outcomes, strict=True):
                if write.done.cancelled():
                    continue
                if isinstance(outcome, Exception):
                    write.done.set_exception(outcome)
                else:
                    write.done.set_result(outcome)

    def _commit(self, batch: list[_Write]) -> list[Any]:
        db = self._opened()
        outcomes: list[Any] = []
        db.execute("BEGIN IMMEDIATE")
        try:
            for write in batch:
                outcomes.append(_attempt(db, write.work))
            db.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.execute("ROLLBACK")
            raise
        return outcomes


def rows(db: sqlite_utils.Database, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Run a query and give its rows as dicts by column name."""
    untyped: Any = db
    return list(untyped.query(sql, list(values)))


def damage(db: Tables) -> str:
    """Return what is wrong with a database's pages; nothing if it is sound."""
    try:
        found = [str(row["integrity_check"]) for row in rows(db, "PRAGMA integrity_check(1)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == ["ok"] else "; ".join(found)


def instant_text(instant: datetime) -> str:
    """Write an instant as it is stored: UTC, always with microseconds, so that texts sort as instants do."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _attempt(db: sqlite_utils.Database, work: Callable[[sqlite_utils.Database], Any]) -> Any:
    db.execute("SAVEPOINT attempt")
    try:
        result = work(db)
    except Exception as error:
        db.execute("ROLLBACK TO attempt")
        result = error
    db.execute("RELEASE attempt")
    return result
