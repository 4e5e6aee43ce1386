"""What is remembered of questions: who asked what, what went to staff, what staff taught the assistant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

UnansweredState = Literal["open", "answered", "dismissed"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question that somebody asked. It is forgotten after the course's `asking.keep_days`."""

    id: int
    guild_id: int
    user_id: int
    text: str
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
    guild_id: int
    text: str
    key: str
    at: datetime
    state: UnansweredState
    people: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """A question and its answer that staff added while the course runs."""

    id: int
    guild_id: int
    text: str
    answer: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """What was asked in a week: numbers only, no names and no wordings.

    Attributes:
        topics: what was asked most, as (known question's id, times).
    """

    asked: int
    people: int
    helpful: int
    not_helpful: int
    unanswered: int
    topics: tuple[tuple[str, int], ...]
