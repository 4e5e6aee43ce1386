"""One SQLite file through sqlite-utils: read, read once for many, write.

All SQL runs on the database's own thread. A write is durable when its caller resumes: WAL with
synchronous=FULL, one BEGIN IMMEDIATE transaction. Writes that wait together share one commit; each keeps
a savepoint of its own, so that one that fails takes nothing with it.

While another process has locked the database, whoever reads or writes waits as long as `patience` says, and is then
refused. What was refused is never stored.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import sqlite_utils
from sqlite_utils import Migrations

from bot import soundness
from bot.clock import real_seconds
from bot.errors import StateUnusable
from bot.trouble import DatabaseBusy


def unhurried() -> float:
    """Return the patience of whoever keeps nobody waiting."""
    return 30.0


patience: ContextVar[Callable[[], float]] = ContextVar("patience", default=unhurried)
"""How many seconds whoever reads or writes now can wait for a locked database."""


@dataclass(slots=True)
class Stored:
    """Whether what somebody asked for has been stored, whatever comes after it."""

    anything: bool = False


stored: ContextVar[Stored | None] = ContextVar("stored", default=None)
"""What has become of the request that a task works on; None where nobody waits for an answer."""


FILE_NAME = "coursebot.sqlite3"
PAUSE_S = 0.005
"""A lock is waited for by short attempts, so that it doesn't hold up those who only want to read."""
MAX_SHARED_COMMIT = 500
"""Writes in one transaction at most, so that the first of a long queue doesn't wait for the last."""
T = TypeVar("T")
Tables = sqlite_utils.Database
"""What a transaction works on; its methods are for stores alone."""


@dataclass(slots=True)
class _Write:
    work: Callable[[sqlite_utils.Database], Any]
    done: asyncio.Future[Any]
    until: float
    taken_back: bool = False


class Database:
    """The bot's database. Use from one event loop."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._db: sqlite_utils.Database | None = None
        self._waiting: list[_Write] = []
        self._flushing: asyncio.Task[None] | None = None
        self._watchers: list[Callable[[], None]] = []
        self._once: dict[Callable[[], None], None] = {}
        self._version: int | None = None

    def after_commit(self, watcher: Callable[[], None]) -> None:
        """Have a function called on the event loop after every commit, before the writers resume."""
        self._watchers.append(watcher)

    def once_committed(self, work: Callable[[], None]) -> None:
        """Have a function called on the event loop after the next commit alone, before the writers resume."""
        self._once[work] = None

    async def open(self, migrations: Sequence[Migrations]) -> None:
        """Open the file and bring its tables up to date. Raises as `soundness.opened` does."""
        self._db = await self._on_thread(soundness.opened, self.path, migrations)

    async def open_to_copy(self, migrations: Sequence[Migrations]) -> bool:
        """Open the file for reading alone. Return whether its tables are up to date. Raises as `open` does."""
        self._db = await self._on_thread(soundness.opened_to_copy, self.path, migrations)
        return await self.read(soundness.applied) >= soundness.known(migrations)

    async def read(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run `work` on the database's thread. It must not change anything.

        Raises:
            CannotStore: the database or its disk refuses.
            NumberTooLarge: `work` was given a number that no column holds.
            TextUnusable: `work` was given text that can't be written down.
        """
        until = real_seconds() + patience.get()()
        spoken = copy_context()
        while True:
            try:
                return await self._on_thread(
                    _attempt_alone, lambda: spoken.run(work, self._opened())
                )
            except Exception as error:
                if soundness.is_busy(error) and real_seconds() < until:
                    continue
                told = soundness.told(error)
                if told is error:
                    raise
                raise told from error

    async def write(self, work: Callable[[sqlite_utils.Database], T], *, aside: bool = False) -> T:
        """Run `work` in a transaction and resume once its commit is durable.

        Whatever `work` raises undoes its changes and is raised here. A caller that is cancelled before the
        transaction has begun takes its work back.

        Args:
            aside: it isn't what somebody asked for, but what goes with it, such as counting it.
        Raises:
            CannotStore, NumberTooLarge, TextUnusable: as in `read`; nothing was stored, nor will it be.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        write = _Write(partial(copy_context().run, work), done, real_seconds() + patience.get()())
        self._waiting.append(write)
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush(), name="database-flush")
        try:
            result = await asyncio.shield(done)
        except asyncio.CancelledError:
            write.taken_back = True
            raise
        request = stored.get()
        if request is not None and not aside:
            request.anything = True
        return result

    async def touched(self) -> bool:
        """Return whether another process has stored anything since this was asked last, or since the start."""
        found = await self.read(lambda db: db.execute("PRAGMA data_version").fetchone()[0])
        before, self._version = self._version, found
        return before != found

    async def backup(self, target: Path) -> None:
        """Write a consistent copy of the database to a new file. Raises as `soundness.copy` does."""
        await self._on_thread(lambda: soundness.copy(self._opened(), self.path, target))

    async def close(self) -> None:
        """Finish the writes that wait, then close."""
        if self._db is None:  # twice is fine
            return
        while self._flushing is not None and not self._flushing.done():
            await asyncio.wait([self._flushing])
        await self._on_thread(self._close)
        self._thread.shutdown()

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
        while batch := self._next_batch():
            try:
                commit = partial(self._commit, batch)
                outcomes: list[Any] = await self._on_thread(_attempt_alone, commit)
            except Exception as error:
                if soundness.is_busy(error):
                    self._waiting[:0] = batch
                    continue
                outcomes = [error] * len(batch)
            else:
                once, self._once = self._once, {}
                for watcher in (*self._watchers, *once):
                    watcher()
            for write, outcome in zip(batch, outcomes, strict=True):
                _settle(write, outcome)

    def _next_batch(self) -> list[_Write]:
        """Take the next writes. Those whose caller can't wait any longer are refused, so that they never come later."""
        for write in self._waiting:
            if write.until <= real_seconds():
                _settle(write, DatabaseBusy())
        left = [w for w in self._waiting if not w.done.done() and not w.taken_back]
        self._waiting = left[MAX_SHARED_COMMIT:]
        return left[:MAX_SHARED_COMMIT]

    def _commit(self, batch: list[_Write]) -> list[Any]:
        db = self._opened()
        outcomes: list[Any] = []
        db.execute("BEGIN IMMEDIATE")
        try:
            for write in batch:
                outcomes.append(None if write.taken_back else _attempt(db, write.work))
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


def instant_text(instant: datetime) -> str:
    """Write an instant as it is stored: UTC, always with microseconds, so that texts sort as instants do."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _settle(write: _Write, outcome: Any) -> None:
    if write.done.done():
        return
    if isinstance(outcome, Exception):
        told = soundness.told(outcome)
        told.__cause__ = told.__cause__ if told is outcome else outcome
        write.done.set_exception(told)
    else:
        write.done.set_result(outcome)


def _attempt_alone(work: Callable[[], T]) -> T:
    try:
        return work()
    except sqlite3.OperationalError as error:  # SQLite itself doesn't wait for every lock
        if soundness.is_busy(error):
            time.sleep(PAUSE_S)
        raise


def _attempt(db: sqlite_utils.Database, work: Callable[[sqlite_utils.Database], Any]) -> Any:
    db.execute("SAVEPOINT attempt")
    try:
        result = work(db)
    except Exception as error:
        if not db.conn.in_transaction:  # SQLite has undone everything: the disk is full, or worse
            raise
        db.execute("ROLLBACK TO attempt")
        result = error
    db.execute("RELEASE attempt")
    return result


MOST = 64
"""Results kept at a time. Each lives until the next commit at the latest."""


class SharedReads:
    """What one service reads for many people who press the same at one moment."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._found: dict[Hashable, asyncio.Task[Any]] = {}
        db.after_commit(self._found.clear)

    async def once(self, work: Callable[[Tables], T], *about: Hashable) -> T:
        """Read what `about` names, unless that was read since the last commit. Nobody may change what comes of it.

        Args:
            about: all that the result depends on, except for the tables.
        Raises:
            CannotStore, and whatever `work` raises.
        """
        reading: asyncio.Task[T] | None = self._found.get(about)
        if reading is None:
            if len(self._found) >= MOST:
                self._found.clear()
            reading = asyncio.create_task(self._db.read(work), name="a reading")
            self._found[about] = reading
            reading.add_done_callback(lambda done: self._drop_failed(about, done))
        return await asyncio.shield(reading)

    def _drop_failed(self, about: Hashable, done: asyncio.Task[Any]) -> None:
        if (done.cancelled() or done.exception()) and self._found.get(about) is done:
            del self._found[about]
