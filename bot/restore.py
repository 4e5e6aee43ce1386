"""Putting a backup in the database's place, so that a whole database lies there at every instant.

The backup is copied beside the database and checked there. What was there before gets a second name; then one rename
puts the checked copy in its place. A crash leaves the old database or the new one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils
from sqlite_utils import Migrations

from bot.disk import PRIVATE_FOLDER, sync_file, sync_folder, touch_private
from bot.errors import NotRestored, StateUnusable
from bot.soundness import applied, damage, is_database, known

LOGS = ("-wal", "-journal")
"""Files beside a database that belong to it: what isn't in it yet, or has to be undone in it."""
BESIDE = (*LOGS, "-shm")
USE_TIMEOUT_S = 1.0
IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)


def restore(
    backup: Path,
    target: Path,
    migrations: Sequence[Migrations],
    now: datetime,
    *,
    force: bool = False,
) -> Path | None:
    """Put a backup in the place of the database.

    Args:
        backup: what `backup` wrote, or an earlier database.
        target: the bot's database; it may be missing or damaged.
        migrations: what this version of the bot knows of tables.
        now: names the file that the replaced database becomes.
        force: also replace a sound database that was written to after the backup.
    Returns:
        Where the replaced database lies now; None if there was none.
    Raises:
        NotRestored: nothing was replaced.
        StateUnusable: the state folder can't be used.
    """
    _check_file(backup, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        return _replace(backup, target, migrations, now, force)
    except OSError as error:
        raise StateUnusable(target.parent, error.strerror or str(error)) from error


def _replace(
    backup: Path, target: Path, migrations: Sequence[Migrations], now: datetime, force: bool
) -> Path | None:
    staged = target.with_name(f"{target.name}.restoring")
    _discard(staged)
    try:
        _copy(backup, staged)
        _check_contents(staged, backup, migrations)
        _date_like(staged, backup)
        kept = _set_aside(target, backup, now, force) if target.exists() else None
        sync_file(staged)
        staged.replace(target)
        sync_folder(target.parent)
        return kept
    finally:
        _discard(staged)


def _check_file(backup: Path, target: Path) -> None:
    try:
        if not is_database(backup):
            raise NotRestored(f"{backup} isn't a copy of the bot's database")
    except OSError as error:
        raise NotRestored(f"{backup} can't be read ({error.strerror})") from error
    if target.exists() and backup.samefile(target):
        raise NotRestored(f"{backup} is the bot's database itself")


def _copy(backup: Path, staged: Path) -> None:
    for suffix in ("", *LOGS):
        if (source := _beside(backup, suffix)).exists():
            touch_private(_beside(staged, suffix))
            shutil.copyfile(source, _beside(staged, suffix))


def _check_contents(staged: Path, backup: Path, migrations: Sequence[Migrations]) -> None:
    """Refuse what is damaged, isn't this bot's, or knows tables that this version doesn't."""
    try:
        with _opened(staged) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            db = sqlite_utils.Database(connection)
            wrong = damage(db)
            made_by = set[tuple[str, str]]() if wrong else applied(db)
    except sqlite3.DatabaseError as error:
        wrong, made_by = str(error), set[tuple[str, str]]()
    if wrong:
        raise NotRestored(f"{backup} is damaged ({wrong})", "Try an earlier backup.")
    if not made_by & known(migrations):
        raise NotRestored(f"{backup} isn't a copy of the bot's database")
    if made_by - known(migrations):
        raise NotRestored(f"{backup} is from a newer version of the bot", "Update the bot first.")


def _set_aside(target: Path, backup: Path, now: datetime, force: bool) -> Path:
    """Give the database that is there a second, dated name."""
    changed = _changed_ns(target)
    sound, made = _settle(target, changed), backup.stat().st_mtime_ns
    if sound and not force and changed > made:
        raise NotRestored(
            f"{target} was last written to at {_shown(changed)}, after this backup ({_shown(made)})",
            "To replace it anyway, add --force: it's kept under another name.",
        )
    kept = target.with_name(f"{target.stem}-replaced-{now:%Y%m%dT%H%M%SZ}{target.suffix}")
    try:
        kept.hardlink_to(target)
    except FileExistsError:
        raise
    except OSError:  # not every file system has links
        shutil.copy2(target, kept)
        sync_file(kept)
    for suffix in BESIDE:
        if (file := _beside(target, suffix)).exists():
            file.replace(_beside(kept, suffix))
    sync_folder(kept.parent)
    return kept


def _settle(target: Path, changed_ns: int) -> bool:
    """Bring what lies beside the database into it, and return whether it is sound. Nobody else may have it open."""
    if not is_database(target):
        return False
    try:
        with _opened(target) as connection:
            # Leaving WAL takes the database for itself: while the bot has it open, SQLite refuses.
            connection.execute("PRAGMA journal_mode=DELETE")
            sound = not damage(sqlite_utils.Database(connection))
    except sqlite3.DatabaseError as error:
        code = error.sqlite_errorcode & 0xFF
        if code in IN_USE:
            raise NotRestored(
                f"{target} is in use, most likely by the bot", "Stop it first."
            ) from error
        if code not in DAMAGED:
            raise StateUnusable(target.parent, str(error)) from error
        sound = False
    os.utime(target, ns=(changed_ns, changed_ns))
    return sound


def _opened(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(path, timeout=USE_TIMEOUT_S, isolation_level=None))


def _changed_ns(target: Path) -> int:
    files = [target, *(_beside(target, suffix) for suffix in LOGS)]
    return max(file.stat().st_mtime_ns for file in files if file.exists())


def _date_like(staged: Path, backup: Path) -> None:
    """Date a copy as its original, so that what is written after restoring it counts as newer, and nothing else."""
    times = backup.stat()
    os.utime(staged, ns=(times.st_atime_ns, times.st_mtime_ns))


def _shown(ns: int) -> str:
    return f"{datetime.fromtimestamp(ns / 1e9, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _beside(database: Path, suffix: str) -> Path:
    return database.with_name(f"{database.name}{suffix}")


def _discard(staged: Path) -> None:
    for path in (staged, *(_beside(staged, suffix) for suffix in BESIDE)):
        path.unlink(missing_ok=True)
