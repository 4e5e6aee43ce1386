"""A course's versions, and what is about to become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.changed import Line
from bot.ids import GuildId, UserId

QUIET = "📭"
"""Begins the line of what follows from a change that says that nobody hears of it."""
Via = Literal["file", "discord"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a server's course.

    Attributes:
        number: from 1.
        by: who made it in Discord; None for the file on the server.
        changes: what was different from the version before, in words.
        digest: of its text. file_digest: of the operator's file that it takes account of.
    """

    guild_id: GuildId
    number: int
    at: datetime
    by: UserId | None
    via: Via
    why: str
    changes: tuple[Line, ...]
    digest: str
    file_digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A change as somebody was shown it, until they confirm it.

    Attributes:
        base: the number of the version that it changes.
        edit: what was filled in, as stored; empty for a whole text.
        changes: what it changes. follows: what follows from that for whom, a line each, as shown.
    """

    id: int
    guild_id: GuildId
    base: int
    by: UserId
    edit: str
    why: str
    changes: tuple[Line, ...]
    follows: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A change to be shown: an edit or a whole text, and why."""

    guild_id: GuildId
    text: str
    by: UserId
    why: str = ""
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The operator has changed a file that staff have changed in Discord, too. Discord's stands.

    Attributes:
        file: what the file has changed since they last agreed. discord: what staff have.
    """

    guild_id: GuildId
    file: tuple[Line, ...]
    discord: tuple[Line, ...]


def texts_of(lines: Sequence[Line]) -> list[str]:
    """Return what lines say."""
    return [line.text for line in lines]
