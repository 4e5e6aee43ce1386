"""A moment as people type it, read by dateparser in the course's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.reminders.errors import NoTime

FARTHEST = timedelta(days=366)
LONGEST = 100


def parse_moment(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a moment ahead: in 2 hours, tomorrow 9am, friday 17:00. Give it as aware UTC, whole seconds.

    Loading dateparser takes a good part of a second: call this off the event loop.

    Raises:
        NoTime: it names no moment, one that has passed, or one too far ahead.
    """
    import dateparser

    text = " ".join(typed.split())[:LONGEST]
    settings: Any = {
        "TIMEZONE": zone.key,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
    }
    found: datetime | None = dateparser.parse(text, languages=["en"], settings=settings)
    if found is None:
        raise NoTime(text, "I can't read that as a time")
    at = found.astimezone(UTC).replace(microsecond=0)
    if at <= now:
        raise NoTime(text, "that has passed")
    if at > now + FARTHEST:
        raise NoTime(text, "that is more than a year away")
    return at
