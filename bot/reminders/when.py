"""A moment to be reminded at, as people type it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.course.instants import MomentUnreadable, read_moment
from bot.reminders.errors import NoTime


def parse_moment(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a moment ahead, off the event loop: see `read_moment`. Raises NoTime."""
    try:
        return read_moment(typed, now, zone)
    except MomentUnreadable as error:
        raise NoTime(error.typed, error.why) from error
