"""What is remembered of questions: who asked what, what went to staff, what staff taught the assistant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.ids import GuildId, UserId

NO_SERVER = GuildId(0)
"""Where questions in direct messages are kept that belong to no single server."""

UnansweredState = Literal["open", "answered", "dismissed"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question that somebody asked. It is forgotten after the course's `asking.keep_days`."""

    id: int
    guild_id: GuildId
    user_id: UserId
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody asks, and what they were told.

    Attributes:
        topic: the known question it was taken for; "" where none fits.
        abstained: they were told that the course page doesn't state it.
    """

    guild_id: GuildId
    user_id: UserId
    text: str
    topic: str
    abstained: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question for staff. Questions that are alike are one.

    Attributes:
        text: as the first person typed it.
        key: what it is about, for finding others that are alike.
        people: how many have asked for it.
        answer: what staff said; empty while it is open.
    """

    id: int
    guild_id: GuildId
    text: str
    key: str
    at: datetime
    state: UnansweredState
    people: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class StaffAnswer:
    """What staff answer to a question on their board.

    Attributes:
        id: the question's.
        learn: it joins the FAQ, too.
    """

    guild_id: GuildId
    id: int
    text: str
    learn: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and its answer, for a server's FAQ."""

    guild_id: GuildId
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Learned:
    """An entry that staff added to the FAQ while the course runs."""

    id: int
    guild_id: GuildId
    text: str
    answer: str
    by_id: UserId
    at: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """What was asked in a week: numbers only, no names and no wordings.

    Attributes:
        topics: what was asked most, as (known question's id, times).
        waiting: questions that wait for staff when the week is summed up.
    """

    asked: int
    people: int
    helpful: int
    not_helpful: int
    unanswered: int
    topics: tuple[tuple[str, int], ...]
    waiting: int = 0
