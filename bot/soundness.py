"""The database's file: opened and copied only if it is whole, this bot's, and of a version that this bot knows.

Where it isn't, it is said which backup would replace it.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

from bot.disk import PRIVATE_FOLDER, sync_file, touch_private
from bot.errors import (
    BackupFailed,
    DatabaseDamaged,
    DatabaseNewer,
    OperatorError,
    StateInUse,
    StateUnusable,
)
from bot.trouble import (
    DatabaseBusy,
    DatabaseUnreadable,
    DiskFails,
    DiskFull,
    NumberTooLarge,
    TextUnusable,
)

log = logging.getLogger("bot.database")

HEADER = b"SQLite format 3\0"
PREAMBLE = "*** in database main ***"
UNFINISHED = (".partial", ".restoring")
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
OPENING_S = 10
"""How long opening waits for a database that another process has locked."""
ONE_ATTEMPT_MS = 20
"""How long SQLite itself waits for a lock; whoever works with the database tries again."""
CACHE_KIB = 16 * 1024
"""Pages that SQLite may keep in memory; its own 2 MiB are too few for a large server."""
DISK = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def opened(path: Path, migrations: Sequence[Migrations]) -> sqlite_utils.Database:
    """Open a database and bring its tables up to date.

    Raises:
        StateUnusable: the folder or the file can't be used.
        StateInUse: another program has locked the file.
        DatabaseDamaged: the file is no whole database any more.
        DatabaseNewer: it is of a newer version; nothing was changed.
    """
    with _told_at_opening(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        touch_private(path)
        with _connected(str(path)) as db:
            check(db, path, migrations)
            db.conn.execute("PRAGMA journal_mode=WAL")
            db.conn.execute("PRAGMA synchronous=FULL")
            db.conn.execute("PRAGMA foreign_keys=ON")
            db.conn.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            for migration in migrations:
                migration.apply(db)
            db.conn.execute(f"PRAGMA busy_timeout={ONE_ATTEMPT_MS}")
            return db


def opened_to_copy(path: Path, migrations: Sequence[Migrations]) -> sqlite_utils.Database:
    """Open a database for reading alone. Raises as `opened` does."""
    with _told_at_opening(path), _connected(f"{path.resolve().as_uri()}?mode=ro") as db:
        check(db, path, migrations)
        return db


@contextmanager
def _told_at_opening(path: Path) -> Generator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise at_opening(error, path) from error
    except OSError as error:
        raise StateUnusable(path.parent, error.strerror or str(error)) from error


@contextmanager
def _connected(name: str) -> Generator[sqlite_utils.Database]:
    """Connect to a database; a failure inside gives the file free at once, for whoever is to mend it."""
    connection = sqlite3.connect(
        name,
        uri=name.startswith("file:"),
        timeout=OPENING_S,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        yield sqlite_utils.Database(connection)
    except BaseException:
        connection.close()
        raise


def copy(db: sqlite_utils.Database, path: Path, target: Path) -> None:
    """Write a consistent copy of an open database to a new file, which has its name once it is whole.

    Raises:
        BackupFailed: the copy can't be written, or the database not be read.
        DatabaseDamaged: the database isn't whole.
    """
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        try:
            touch_private(partial)
            db.execute("VACUUM INTO ?", [str(partial)])
            sync_file(partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise BackupFailed(target, error.strerror or str(error)) from error
    except sqlite3.Error as error:
        if code_of(error) in DAMAGED:
            raise damaged(path, str(error)) from error
        raise BackupFailed(target, str(error)) from error


def damage(db: sqlite_utils.Database, *, quickly: bool = False) -> str:
    """Return what is wrong with a database's pages; nothing if it is sound.

    Args:
        quickly: leave out whether the indexes agree with their tables.
    """
    check = "quick_check" if quickly else "integrity_check"
    try:
        found = [str(row[0]) for row in db.execute(f"PRAGMA {check}(1)").fetchall()]
    except sqlite3.DatabaseError as error:
        if code_of(error) in BUSY:
            raise
        return str(error)
    return "" if found == ["ok"] else " ".join("; ".join(found).replace(PREAMBLE, "").split())


def applied(db: sqlite_utils.Database) -> set[tuple[str, str]]:
    """Return the migrations that made a database what it is: (set, name)."""
    if Migrations.migrations_table not in db.table_names():
        return set()
    found = db.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
    return {(str(migration_set), str(name)) for migration_set, name in found}


def known(migrations: Sequence[Migrations]) -> set[tuple[str, str]]:
    """Return the migrations that this version of the bot knows: (set, name)."""
    empty = sqlite_utils.Database(memory=True)
    return {(some.name, one.name) for some in migrations for one in some.pending(empty)}


def check(db: sqlite_utils.Database, path: Path, migrations: Sequence[Migrations]) -> None:
    """Refuse a database that can't be worked with.

    Args:
        migrations: all that this version knows; none where any version will do.
    Raises:
        DatabaseDamaged: its pages contradict each other.
        DatabaseNewer: a newer version of the bot has changed its tables.
    """
    if wrong := damage(db, quickly=True):
        raise damaged(path, wrong)
    if migrations and applied(db) - known(migrations):
        raise DatabaseNewer(path)


def damaged(path: Path, why: str) -> DatabaseDamaged:
    """Say that a database is damaged, and which backup of it lies at hand."""
    return DatabaseDamaged(path, why, newest_backup(path))


def newest_backup(path: Path) -> Path | None:
    """Return the newest sound copy of a database in its folder; None if there is none."""
    found = list(_copies(path))
    found.sort(key=lambda copy: copy.stat().st_mtime_ns, reverse=True)
    return next((copy for copy in found if _is_sound_copy(copy)), None)


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; -1 for an error of the library around it."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF


def is_busy(error: BaseException) -> bool:
    """Return whether another process has locked the database."""
    return isinstance(error, sqlite3.OperationalError) and code_of(error) in BUSY


def told(error: Exception) -> Exception:
    """Return what a person is told when their work fails in the database; the error itself if nobody expected it."""
    if isinstance(error, OverflowError):
        return NumberTooLarge()
    if isinstance(error, UnicodeEncodeError):
        return TextUnusable()
    code = code_of(error) if isinstance(error, sqlite3.Error) else None
    if code in BUSY:
        return DatabaseBusy()
    if code == sqlite3.SQLITE_FULL:
        return DiskFull()
    if code in DISK:
        return DiskFails()
    return DatabaseUnreadable() if code in DAMAGED else error


def at_opening(error: sqlite3.DatabaseError, path: Path) -> OperatorError:
    """Return what the operator is told when a database can't be opened."""
    code = code_of(error)
    if code in BUSY:
        return StateInUse(path.parent, f"another program has locked {path.name}")
    if code == sqlite3.SQLITE_FULL:
        return StateUnusable(path.parent, "its disk is full", "Make room there, then start again.")
    torn = code == sqlite3.SQLITE_IOERR and path.exists()
    if code in DAMAGED or torn:
        return damaged(path, str(error))
    return StateUnusable(path.parent, str(error))


def is_database(path: Path) -> bool:
    """Return whether a file begins as SQLite's do. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER


def _copies(path: Path) -> Iterator[Path]:
    for copy in path.parent.iterdir():
        if copy != path and copy.suffix not in UNFINISHED and copy.is_file() and is_database(copy):
            yield copy


def _is_sound_copy(copy: Path) -> bool:
    try:
        uri = f"{copy.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            db = sqlite_utils.Database(connection)
            return not damage(db, quickly=True) and bool(applied(db))
    except sqlite3.Error as error:
        log.warning("%s is no sound backup: %s", copy, error)
        return False
