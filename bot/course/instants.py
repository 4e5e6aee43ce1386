"""What people type for an instant -> that instant: an operator's ISO text, or a moment in plain words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.course.years import FIRST_YEAR, LAST_YEAR, is_possible
from bot.errors import OperatorError, UserError, echoed

FARTHEST = timedelta(days=366)
"""How far ahead a moment may be. Our own choice: no course is longer."""
LONGEST_MOMENT = 100
DAYS_A_WEEK = 7
MORNING = 9
"""The hour of a day that is named without a time."""
_DAY = re.compile(
    r"\b(today|tomorrow|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?|(jan|feb|mar|apr|may|june?|july?|aug|sept?"
    r"|oct|nov|dec)[a-z]*|next (week|month)|\d{1,2}/\d{1,2}|\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d{1,2}:\d{2}|\b\d{1,2}\s*([ap]\.?m\b|o'clock)|\bat\s+\d|\b(noon|midnight|morning|afternoon|evening|night|tonight"
    r"|hours?|minutes?|mins?|now)\b|T\d{2}",
    re.IGNORECASE,
)


class InstantUnreadable(OperatorError):
    """What was typed isn't an instant."""

    def __init__(self, typed: str, zone: ZoneInfo, name: str) -> None:
        self.typed, self.name = typed, name
        super().__init__(
            f"{name} is “{echoed(typed)}”, which isn't a date and time I can use. Write one from {FIRST_YEAR} to "
            f"{LAST_YEAR}, like 2021-01-25T10:00 (in the course's time zone, {zone.key}) or 2021-01-25T10:00-05:00."
        )


class MomentUnreadable(UserError):
    """What was typed names no moment ahead. `why` completes "I can't use it:"."""

    def __init__(self, typed: str, why: str) -> None:
        self.typed, self.why = typed, why
        super().__init__(
            f"**“{typed}” isn't a time I can use: {why}.** Nothing was changed. "
            "Try `in 2 hours`, `tomorrow 9am`, `friday 17:00` or `jan 27 20:00`."
        )


def read_instant(typed: str, zone: ZoneInfo, name: str) -> datetime:
    """Read an ISO 8601 instant.

    Args:
        typed: with an offset, or without: then it's in the course's zone.
        zone: the course's.
        name: what was given it, such as `--at`; the error names it.
    Returns:
        Aware UTC.
    Raises:
        InstantUnreadable: it's something else, or in a year that Discord can't count.
    """
    try:
        moment = datetime.fromisoformat(typed)
        instant = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InstantUnreadable(typed, zone, name) from None
    if not is_possible(instant):
        raise InstantUnreadable(typed, zone, name)
    return instant


def assumes_morning(typed: str) -> bool:
    """Return whether somebody names a day without a time of day, so that the morning is meant."""
    return bool(_DAY.search(typed)) and not _TIME.search(typed)


def read_moment(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a moment ahead as people type it: in 2 hours, tomorrow 9am, friday 17:00. A day alone is its morning.

    Loading dateparser takes a good part of a second: call this off the event loop.

    Returns:
        Aware UTC, whole seconds.
    Raises:
        MomentUnreadable: it names no moment, one that has passed, or one too far ahead.
    """
    import dateparser

    text = " ".join(typed.split())[:LONGEST_MOMENT]
    settings: Any = {
        "TIMEZONE": zone.key,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
    }
    try:
        found: datetime | None = dateparser.parse(_clock(text), languages=["en"], settings=settings)
        if found and assumes_morning(text):
            found = found.replace(hour=MORNING, minute=0, second=0)
        at = found and _soonest(text, found, now).astimezone(UTC).replace(microsecond=0)
    except (
        ValueError,
        OverflowError,
    ):  # a day that is in no calendar once it's moved to another zone
        at = None
    if at is None:
        raise MomentUnreadable(text, "I can't read that as a time")
    if at <= now:
        raise MomentUnreadable(text, "that has passed")
    if at > now + FARTHEST:
        raise MomentUnreadable(text, "that is more than a year away")
    return at


def _clock(typed: str) -> str:
    """Write "at 9" as a time of day, which dateparser doesn't take it for: 1 to 7 are in the afternoon."""

    def time(found: re.Match[str]) -> str:
        hour = int(found[1])
        return f"at {hour + 12 if 1 <= hour < 8 else hour}:00"

    return re.sub(r"\bat (\d{1,2})(?![\d:.]|\s*[ap]\.?m\b)", time, typed, flags=re.IGNORECASE)


def _soonest(typed: str, found: datetime, now: datetime) -> datetime:
    """Return today's moment where somebody names today's weekday and a time that is still ahead.

    dateparser takes today's weekday for the one in a week's time, whatever the time of day.
    """
    today = now.astimezone(found.tzinfo)
    in_a_week = (found.date() - today.date()).days == DAYS_A_WEEK
    named = re.match(rf"(on |this )?({today:%A}|{today:%a})\b", typed, re.IGNORECASE)
    sooner = found - timedelta(days=DAYS_A_WEEK)
    return sooner if in_a_week and named and sooner > today else found
