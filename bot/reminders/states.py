"""What people know of a thing: whether it's held, when, where and until when; pure."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.course.items import Item
from bot.course.occurrences import DAY_OFF
from bot.course.timeline import Timeline
from bot.delivery.model import Notice

GONE_AT = datetime(1970, 1, 1, tzinfo=UTC)
"""What a posted reminder counts down to once people know that there is nothing to count down to."""


def end_of(item: Item | None) -> str:
    """Return when something ends as it stands in a correction's facts."""
    return item.ends_at.isoformat() if item and item.ends_at else ""


def own_state(item: Item | None) -> tuple[object, ...] | None:
    """Return what somebody who asked for it was told of an item."""
    ends = item.ends_at if item and item.is_meeting else None
    return (item.is_held, item.begins_at, item.where, ends) if item else None


def same_thing(timeline: Timeline, was: Item) -> Item | None:
    """Return what an item of another version is in a course; None if it isn't there."""
    if was.deadline:
        return next((i for i in timeline.deadlines if i.stem == was.stem), None)
    return timeline.find(was.key)


def state_of(item: Item | None) -> tuple[object, ...] | None:
    """Return what of an item people are told: whether it's held, when and where."""
    if item is None:
        return None
    follows = item.hours is not None and item.hours.after is not None
    ends = item.ends_at if item.is_meeting else None
    return (item.is_held, item.starts_at if follows else item.begins_at, item.where, ends)


def when_of(item: Item) -> str:
    """Return when something is as it stands in a correction's facts."""
    at = item.begins_at if item.is_held else None
    return (at or GONE_AT).isoformat()


def as_it_was(timeline: Timeline, notice: Notice) -> bool:
    """Return whether what a row speaks of is again as it was before the change that it tells of."""
    now, facts = timeline.find(notice.item), notice.facts
    if now is None or facts.get("new"):
        return now is None and bool(facts.get("new"))
    return when_of(now) == facts.get("was") and facts.get("place") in (None, now.where or "")


def day_of(key: str) -> date | None:
    """Return the day of a day off, from its key; None for anything else."""
    id, _, day = key.partition("@")
    return date.fromisoformat(day) if id == DAY_OFF else None
