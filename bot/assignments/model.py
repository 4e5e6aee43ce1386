"""What is handed in, by whom, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.course.sessions import Deadline
from bot.course.work import EntryItem

REVIEW, SLIDES = "review", "slides"

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
    "unknown",
]
Trouble = Literal[
    "empty",
    "encrypted",
    "truncated",
    "unreadable",
    "script",
    "huge image",
    "too slow",
    "too much memory",
]


@dataclass(frozen=True, slots=True)
class Task:
    """Something that can be handed in.

    Attributes:
        id: `review`, `slides`, or a lab's id.
        title: as it stands in a sentence: paper review, Lab 1 entry, slides.
        by_group: it belongs to the whole group rather than to a person.
        items: what a lab's entry holds.
    """

    id: str
    title: str
    deadline: Deadline
    by_group: bool = False
    items: tuple[EntryItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose hand-in it is: a person's or a group's."""

    kind: Literal["user", "group"]
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


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


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a hand-in; its bytes lie in the vault under its hash.

    Attributes:
        item: the id of the entry's item that it is for; empty for none.
        name: as the person named it, made safe to show and to write.
        size: bytes.
    """

    item: str
    name: str
    size: int
    sha256: str
    kind: FileKind
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What was said with a hand-in.

    Attributes:
        paper: which paper is reviewed.
        ticked: the parts confirmed to be there (a review's two, or that the number is on the slides).
        texts: typed text for an entry's items, by item id.
        link: the slides' address.
    """

    paper: str = ""
    ticked: bool = False
    texts: dict[str, str] = field(default_factory=dict[str, str])
    link: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One hand-in as it was received. Versions are never changed.

    Attributes:
        number: 1 for the first of this owner and task.
        by: who handed it in, and the name they had.
        at: when Discord received it, aware UTC.
        due_at: the deadline that held for this owner, extension included.
        warnings: what staff should look at; the person was told each.
        flags: what only staff need to know.
    """

    guild_id: int
    receipt: str
    task: str
    owner: Owner
    by: int
    by_name: str
    number: int
    at: datetime
    due_at: datetime
    files: tuple[KeptFile, ...]
    details: Details
    warnings: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    code: str = ""

    @property
    def late_by(self) -> timedelta | None:
        """How late it is, or None if on time. The second that a deadline names still counts."""
        ends = self.due_at + timedelta(seconds=1)
        return self.at - self.due_at if self.at >= ends else None


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one owner."""

    task: str
    owner: Owner
    due_at: datetime
    by: int
    reason: str
    at: datetime
