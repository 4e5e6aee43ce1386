"""The only source of "now", and the only place that waits for an instant. Everything else is told the time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

LONGEST_SLEEP_S = 3600.0
"""A long wait looks at the clock again each hour, since the clock of a machine may be set."""


def real_seconds() -> float:
    """Return the seconds of real time since some moment before this process: for how long something takes."""
    return time.perf_counter()


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """Return the current instant, aware UTC."""
        ...

    async def sleep_until(self, instant: datetime) -> None:
        """Return once an instant (aware UTC) has come; at once if it has."""
        ...

    def wall_time_of(self, instant: datetime) -> datetime:
        """Return when the clock on the wall will show the moment at which this one shows an instant."""
        ...

    def shown_at(self, wall_time: datetime) -> datetime:
        """Return what this clock showed at a time that Discord has stamped on something."""
        ...

    def since(self, wall_time: datetime) -> timedelta:
        """Return how much real time has passed since Discord stamped something, however fast this clock runs."""
        ...


class WallClock:
    """The time on the wall."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, instant: datetime) -> None:
        while (left := (instant - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - only time is awaited
            await asyncio.sleep(min(left, LONGEST_SLEEP_S))

    def wall_time_of(self, instant: datetime) -> datetime:
        return instant

    def shown_at(self, wall_time: datetime) -> datetime:
        return wall_time

    def since(self, wall_time: datetime) -> timedelta:
        return self.now() - wall_time


class RehearsalClock:
    """A clock that starts at any instant and runs at any speed.

    Args:
        start: what it shows when it is made, aware UTC.
        speed: its seconds for each real one.
    """

    def __init__(self, start: datetime, speed: float) -> None:
        self._start, self._speed = start.astimezone(UTC), speed
        self._begun = datetime.now(UTC)

    def now(self) -> datetime:
        return self._start + (datetime.now(UTC) - self._begun) * self._speed

    async def sleep_until(self, instant: datetime) -> None:
        while (left := (instant - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - only time is awaited
            await asyncio.sleep(min(left / self._speed, LONGEST_SLEEP_S))

    def wall_time_of(self, instant: datetime) -> datetime:
        return self._begun + (instant - self._start) / self._speed

    def shown_at(self, wall_time: datetime) -> datetime:
        return self._start + (wall_time - self._begun) * self._speed

    def since(self, wall_time: datetime) -> timedelta:
        return datetime.now(UTC) - wall_time


class BorrowedClock:
    """A clock that reads somebody else's: the sandbox's world, or a test's. Its owner calls `tick`."""

    def __init__(self, read: Callable[[], datetime]) -> None:
        self._read = read
        self._waiting: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._read().astimezone(UTC)

    async def sleep_until(self, instant: datetime) -> None:
        if instant > self.now():
            woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((instant, woken))
            await woken

    def wall_time_of(self, instant: datetime) -> datetime:
        """As if it ran as fast as the wall's; `tick` wakes whoever waits when it doesn't."""
        return datetime.now(UTC) + (instant - self.now())

    def shown_at(self, wall_time: datetime) -> datetime:
        return wall_time

    def since(self, wall_time: datetime) -> timedelta:
        return self.now() - wall_time

    def tick(self) -> None:
        """Wake whoever waits for an instant that has come."""
        now = self.now()
        due = [woken for instant, woken in self._waiting if instant <= now]
        self._waiting = [(instant, woken) for instant, woken in self._waiting if instant > now]
        for woken in due:
            if not woken.done():
                woken.set_result(None)
