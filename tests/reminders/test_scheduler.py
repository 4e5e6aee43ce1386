"""Jobs and the belt: on time, however many there are, and on with a clock of any speed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.clock import BorrowedClock, Clock, RehearsalClock, WallClock
from bot.delivery.model import Planned, Row
from bot.delivery.scheduler import SWEEP_EVERY, ReminderScheduler


def row(due: datetime, number: int = 0) -> Row:
    planned = Planned(f"k{number}", "free", "user:1", "", due, due, due + timedelta(days=1))
    return Row(1, planned, "planned")


class Woken:
    """Counts wakes; `errors` are what was reported."""

    def __init__(self) -> None:
        self.times = 0
        self.errors: list[BaseException] = []
        self.event = asyncio.Event()
        self.fails = False

    async def __call__(self) -> None:
        self.times += 1
        self.event.set()
        if self.fails:
            raise ValueError("broken")


@contextlib.asynccontextmanager
async def running(clock: Clock, woken: Woken) -> AsyncIterator[ReminderScheduler]:
    scheduler = ReminderScheduler(clock, woken, woken.errors.append)
    scheduler.start()
    yield scheduler
    await scheduler.stop()


async def test_a_job_wakes_the_courier_when_its_row_is_due() -> None:
    woken, clock = Woken(), WallClock()
    async with running(clock, woken) as scheduler:
        due = clock.now() + timedelta(milliseconds=60)
        scheduler.arm([row(due)])
        await asyncio.wait_for(woken.event.wait(), 5)
        assert clock.now() - due < timedelta(milliseconds=250)


async def test_each_open_row_has_one_job_and_settled_ones_have_none() -> None:
    woken, clock = Woken(), WallClock()
    async with running(clock, woken) as scheduler:
        later = clock.now() + timedelta(hours=1)
        rows = [row(later, n) for n in range(5)]
        scheduler.arm(rows)
        scheduler.arm(rows)
        assert scheduler.armed == 5
        scheduler.arm(rows[:2])
        assert scheduler.armed == 2
        scheduler.arm([replace(rows[0], next_try_at=clock.now())])
        await asyncio.wait_for(woken.event.wait(), 5)


async def test_a_row_that_was_due_long_ago_still_wakes() -> None:
    woken, clock = Woken(), WallClock()
    async with running(clock, woken) as scheduler:
        scheduler.arm([row(clock.now() - timedelta(days=7))])
        await asyncio.wait_for(woken.event.wait(), 5)


async def test_a_failing_wake_is_reported_and_the_next_one_comes() -> None:
    woken, clock = Woken(), WallClock()
    woken.fails = True
    async with running(clock, woken) as scheduler:
        for _ in range(2):
            woken.event.clear()
            await scheduler.poke()
            await asyncio.wait_for(woken.event.wait(), 5)
    assert [type(e) for e in woken.errors] == [ValueError, ValueError]


async def test_the_belt_sweeps_every_minute_of_the_clock() -> None:
    woken, shown = Woken(), [datetime(2021, 1, 26, tzinfo=UTC)]
    clock = BorrowedClock(lambda: shown[0])
    async with running(clock, woken):
        await asyncio.sleep(0)
        for minutes in (1, 2):
            shown[0] += SWEEP_EVERY
            woken.event.clear()
            clock.tick()
            await asyncio.wait_for(woken.event.wait(), 5)
            assert woken.times == minutes
            await asyncio.sleep(0)


async def test_a_rehearsal_runs_at_its_speed() -> None:
    start = datetime(2021, 1, 18, 13, tzinfo=UTC)
    clock = RehearsalClock(start, 3600)
    woken = Woken()
    ahead = clock.wall_time_of(start + timedelta(hours=1)) - WallClock().now()
    assert timedelta(0) < ahead <= timedelta(seconds=1)
    async with running(clock, woken) as scheduler:
        scheduler.arm([row(clock.now() + timedelta(minutes=5))])
        await asyncio.wait_for(woken.event.wait(), 5)
    due = clock.now() + timedelta(minutes=2)
    await clock.sleep_until(due)
    assert clock.now() >= due
