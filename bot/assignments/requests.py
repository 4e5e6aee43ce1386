"""What the submission service is asked for, each as one frozen object; and what giving more time has done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.assignments.model import Assignment, Details, Extension, Owner, Sender
from bot.ids import UserId


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way.

    Attributes:
        chunks: begins the download.
        size: its bytes, as Discord says.
        part: the id of the part that it was given for; empty where its kind decides.
    """

    name: str
    chunks: Callable[[], AsyncIterator[bytes]]
    size: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True)
class HandIn:
    """A person hands in an assignment.

    Attributes:
        assignment: its id.
        at: Discord's own instant of the command or form, aware UTC.
    """

    assignment: str
    sender: Sender
    at: datetime
    uploads: tuple[Upload, ...] = ()
    details: Details = field(default_factory=Details)


@dataclass(frozen=True, slots=True)
class Check:
    """A person asks whether a receipt is genuine, and perhaps whether a file is the one that was handed in."""

    typed: str
    by: UserId
    at: datetime
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Staff give an owner more time.

    Attributes:
        assignment: its id.
        more: from the course's deadline, or from `at` once that has passed; nothing where `until` says it.
        at: Discord's own instant of the command, aware UTC.
    """

    assignment: str
    owner: Owner
    more: timedelta
    reason: str
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """An extension as it was stored: `stated_at` is the course's deadline for them, `people` are told."""

    extension: Extension
    assignment: Assignment
    stated_at: datetime
    replaced: Extension | None
    people: tuple[UserId, ...]
