"""What is known of a file by its bytes. It imports nothing of ours: the worker loads it for each file anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FileKind = Literal[
    "pdf",
    "docx",
    "notebook",
    "audio",
    "video",
    "image",
    "text",
    "web page",
    "archive",
    "program",
    "script",
    "shortcut",
    "rich text",
    "old office",
    "drawing",
    "unknown",
]
Trouble = Literal[
    "empty",
    "encrypted",
    "truncated",
    "unreadable",
    "script",
    "acts by itself",
    "attached",
    "fetches",
    "two in one",
    "bomb",
    "huge image",
    "too slow",
    "busy machine",
    "too much memory",
]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What looking at a file's bytes has found.

    Attributes:
        kind: by content, never by name.
        pages: of a PDF; None where it can't be known.
        words: of text found on a PDF's first pages; None for other files.
        cells, run: a notebook's code cells, and how many of them have been run.
        trouble: why it can't be read, or must not be opened; `detail` says more.
    """

    kind: FileKind
    pages: int | None = None
    words: int | None = None
    cells: int | None = None
    run: int | None = None
    trouble: Trouble | None = None
    detail: str = ""
