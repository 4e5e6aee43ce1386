"""What a nudge leaves with the delivery desk: one message a person, known by the preview that staff have pressed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.delivery.model import Notice, at_once, to_person
from bot.ids import UserId

NUDGE = "group nudge"
NUDGES = "nudges"
"""What every nudge is found by."""


def nudges(people: Iterable[UserId], shown_at: datetime, at: datetime) -> list[Notice]:
    """Return one notice a person. `shown_at`: when staff saw whom it would reach; pressed twice, it is sent once."""
    return [
        at_once(NUDGE, f"{start_of(shown_at)}{user_id}", to_person(user_id), at, NUDGES)
        for user_id in people
    ]


def start_of(shown_at: datetime) -> str:
    """Return how the keys begin of everything that one preview has sent."""
    return f"nudge:{stamp_of(shown_at)}:"


def stamp_of(shown_at: datetime) -> int:
    """Return what a preview is known by: its instant, in milliseconds."""
    return round(shown_at.timestamp() * 1000)
