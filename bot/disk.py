"""Making files last, for their owner alone: what was synced survives a power cut."""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
OTHERS = 0o077
"""What a mode grants to other users of the machine."""


def touch_private(path: Path) -> None:
    """Make an empty file that its owner alone can read, if there is none of that name."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))


def sync_file(path: Path) -> None:
    """Return once a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return once a folder's names are on the disk, where a folder can be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
