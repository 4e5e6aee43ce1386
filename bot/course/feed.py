"""A course as a calendar feed: a file that calendars fetch again and again, so what changes there changes in them.

Each entry keeps its UID. What is different from the feed before has the next SEQUENCE, and what has gone from the
course stays in the feed as cancelled, since a calendar only forgets what it is told to (RFC 5546, "Cancel").
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from icalendar import Calendar, Event

from bot.course.calendar import EVERYTHING, calendar_file
from bot.course.timeline import Timeline

REFRESH = "PT1H"
"""How often calendars are asked to look; they do as they like."""
OURS = ("DTSTAMP", "SEQUENCE", "LAST-MODIFIED")
"""What doesn't count as a change."""


def feed_file(timeline: Timeline, before: bytes | None, now: datetime) -> bytes:
    """Write the feed of a course.

    Args:
        before: the feed as it was written last; None for none.
        now: the instant of what has changed since, aware UTC.
    Returns:
        UTF-8 text, the same as before where nothing has changed.
    """
    known = _events(before) if before else {}
    calendar: Any = Calendar.from_ical(calendar_file(timeline, EVERYTHING, now))
    calendar.add("refresh-interval;value=duration", REFRESH)
    calendar.add("x-published-ttl", REFRESH)
    there = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    for uid, event in there.items():
        _number(event, known.get(uid), now)
    for uid, gone in known.items():
        if uid not in there:
            calendar.add_component(_cancelled(gone, now))
    return calendar.to_ical()


def _events(feed: bytes) -> dict[str, Any]:
    """Read a feed's entries by UID; none from what is no calendar."""
    try:
        calendar: Any = Calendar.from_ical(feed)
        return {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    except (ValueError, KeyError):
        return {}


def _number(event: Any, known: Any | None, now: datetime) -> None:
    sequence, at = 0, now
    if known is not None:
        same = _content(event) == _content(known)
        sequence = int(known.get("SEQUENCE", 0)) + (0 if same else 1)
        at = known["DTSTAMP"].dt if same else now
    _stamp(event, sequence, at)


def _cancelled(event: Any, now: datetime) -> Event:
    if str(event.get("STATUS")) != "CANCELLED":
        event["STATUS"] = "CANCELLED"
        _stamp(event, int(event.get("SEQUENCE", 0)) + 1, now)
    return event


def _stamp(event: Any, sequence: int, at: datetime) -> None:
    for name in OURS:
        event.pop(name, None)
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("sequence", sequence)


def _content(event: Any) -> dict[str, bytes]:
    return {name: _written(value) for name, value in event.items() if name not in OURS}


def _written(value: Any) -> bytes:
    parts = cast("list[Any]", value if isinstance(value, list) else [value])
    return b"|".join(part.to_ical() for part in parts)
