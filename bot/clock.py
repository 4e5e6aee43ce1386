"""The only source of "now". Everything else is told the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """Give the current instant, aware UTC."""
        ...


class WallClock:
    """The time on the wall."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class BorrowedClock:
    """A clock that reads somebody else's: the sandbox's world, or a test's."""

    def __init__(self, read: Callable[[], datetime]) -> None:
        self._read = read

    def now(self) -> datetime:
        return self._read().astimezone(UTC)
