"""The state folder: for its owner's eyes alone, and one process at a time.

The lock is the kernel's (`flock`): it ends with the process that holds it, however that ends. What stands in the
lock file is for people.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from bot.disk import OTHERS, PRIVATE_FILE, PRIVATE_FOLDER
from bot.errors import StateInUse, StateUnusable

try:
    import fcntl
except ImportError:  # Windows has none: there, nothing keeps a second process away
    fcntl = None

log = logging.getLogger("bot")

LOCK_NAME = "lock"


@contextmanager
def held(folder: Path, use: str, now: datetime) -> Generator[None]:
    """Make a state folder private and hold it: until the end of the block, no other process can.

    Args:
        use: what it is held for, such as `run`; the next process reads that.
        now: aware UTC.
    Raises:
        StateInUse: another process holds it.
        StateUnusable: it can't be made or written.
    """
    with private_files(), _lock_file(folder) as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StateInUse(folder, _holder(lock)) from error
        lock.seek(0)
        lock.truncate()
        json.dump({"pid": os.getpid(), "use": use, "since": f"{now:%Y-%m-%d %H:%M:%S} UTC"}, lock)
        lock.flush()
        yield


@contextmanager
def private_files() -> Generator[None]:
    """Let what this process writes be read by its owner alone, until the end of the block."""
    before = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def make_private(folder: Path) -> None:
    """Make a folder, and take from others what they may do with it and with everything in it.

    What belongs to somebody else stays as it is; the log says so, once.

    Raises:
        OSError: the folder can't be made.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    open_to_others = [path for path in _within(folder) if is_open(path)]
    for path in open_to_others:
        try:
            path.chmod(path.stat().st_mode & 0o7777 & ~OTHERS)
        except PermissionError:
            log.warning("%s belongs to another user, so I can't make it private", path)
            return


def is_open(path: Path) -> bool:
    """Return whether others may do anything with a file or folder. Systems without such modes: never."""
    return os.name == "posix" and bool(path.stat().st_mode & OTHERS)


def _lock_file(folder: Path) -> IO[str]:
    """Open the lock file of a folder that is private from now on. Raises StateUnusable."""
    try:
        make_private(folder)
        return os.fdopen(os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, PRIVATE_FILE), "r+")
    except OSError as error:
        raise StateUnusable(folder, error.strerror or str(error)) from error


def _within(folder: Path) -> Iterator[Path]:
    """Yield a folder and all that is in it; links lead elsewhere and are left out."""
    yield folder
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place) / name
            if not path.is_symlink():
                yield path


def _holder(lock: IO[str]) -> str:
    """Return who holds the lock, in words."""
    try:
        known = json.load(lock)
        return f"process {known['pid']} (`{known['use']}`) has used it since {known['since']}"
    except (ValueError, KeyError, TypeError):  # it has only just begun
        return "another process has just begun to use it"
