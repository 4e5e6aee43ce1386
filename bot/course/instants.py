"""What an operator types for an instant -> that instant."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.errors import OperatorError

FIRST_YEAR, LAST_YEAR = 2015, 2150
"""Discord's ids hold milliseconds since 2015 in 42 bits ("Snowflakes"), which lasts until 2154."""


class InstantUnreadable(OperatorError):
    """What was typed isn't an instant."""

    def __init__(self, typed: str, zone: ZoneInfo, name: str) -> None:
        self.typed, self.name = typed, name
        super().__init__(
            f"{name} is “{typed}”, which isn't a date and time I can use. Write one from {FIRST_YEAR} to {LAST_YEAR}, "
            f"like 2021-01-25T10:00 (in the course's time zone, {zone.key}) or 2021-01-25T10:00-05:00."
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
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise InstantUnreadable(typed, zone, name)
    return instant
