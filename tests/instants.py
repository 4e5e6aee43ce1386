"""Instants of the course, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def et(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """An instant of January 2021 in Cambridge, Massachusetts (UTC-5), as aware UTC."""
    return datetime(2021, month, day, hour, minute, second, tzinfo=UTC) + timedelta(hours=5)
