"""Jobs and the belt: on time, however many there are, and on with a clock of any speed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from bot.clock import BorrowedClock, Clock, RehearsalClock, WallClock
from bot.delivery.scheduler import LOOK_EVERY, DeliveryScheduler


class Woken:
    """Counts looks; `errors` are what was reported."""

    def __init__(self) -> None:
        self.looks: list[bool] = []
        self.errors: list[BaseException] = []
        self.event = asyncio.Event()
        self.fails = False

    async def __call__(self, timely: bool) -> None:
        self.looks.append(timely)
        self.event.set()
        if self.fails:
            raise ValueError("broken")


@contextlib.asynccontextmanager
async def running(clock: Clock, woken: Woken) -> AsyncIterator[DeliveryScheduler]:
    scheduler = DeliveryScheduler(clock, woken, woken.errors.append)
    scheduler.start()
    yield scheduler
    await scheduler.stop()


async def test_a_job_wakes_the_desk_when_something_is_due() -> None:
    woken, clock = Woken(), WallClock()
    async with running(clock, woken) as scheduler:
        due = clock.now() + timedelta(milliseconds=60)
        scheduler.arm([due])
        await asyncio.wait_for(woken.event.wait(), 5)
        assert clock.now() - due < timedelta(milliseconds=250)
        assert woken.looks == [True]


async def test_each_instant_has_one_job_and_others_have_none() -> None:
    woken, clock = Woken(), WallClock()
    async with running(clock, woken) as scheduler:
        later = clock.now() + timedelta(hours=1)
        instants = [later + timedelta(seconds=n) for n in range(5)]
        scheduler.arm([*instants, *instants])
        scheduler.arm(instants)
        assert scheduler.armed == 5
        scheduler.arm(instants[:2])
        assert scheduler.armed == 2
        scheduler.arm_also(instants[3:])
        assert scheduler.armed == 4


async def test_an_instant_that_has_passed_still_wakes() -> None:
    woken, clock = Woken(), WallClock()
    async with running(clock, woken) as scheduler:
        scheduler.arm([clock.now() - timedelta(days=3)])
        await asyncio.wait_for(woken.event.wait(), 5)
        assert woken.errors == []


async def test_a_wake_by_hand_is_no_timely_one() -> None:
    woken = Woken()
    async with running(WallClock(), woken) as scheduler:
        scheduler.wake()
        await asyncio.wait_for(woken.event.wait(), 5)
        assert woken.looks == [False]


async def test_a_rehearsal_at_speed_uses_its_own_time() -> None:
    clock, woken = RehearsalClock(datetime(2021, 1, 18, tzinfo=UTC), 3600), Woken()
    async with running(clock, woken) as scheduler:
        scheduler.arm([clock.now() + timedelta(minutes=3)])
        await asyncio.wait_for(woken.event.wait(), 5)
        assert clock.now() < datetime(2021, 1, 18, 1, tzinfo=UTC)


async def test_the_belt_wakes_every_minute_of_the_clock() -> None:
    held = [datetime(2021, 1, 18, tzinfo=UTC)]
    clock, woken = BorrowedClock(lambda: held[0]), Woken()
    async with running(clock, woken):
        for _ in range(3):
            await asyncio.sleep(0)
            held[0] += LOOK_EVERY
            woken.event.clear()
            clock.tick()
            await asyncio.wait_for(woken.event.wait(), 5)
        assert woken.looks == [True] * 3


async def test_a_look_that_fails_is_reported_and_the_next_one_comes() -> None:
    woken = Woken()
    woken.fails = True
    async with running(WallClock(), woken) as scheduler:
        for _ in range(2):
            woken.event.clear()
            scheduler.wake()
            await asyncio.wait_for(woken.event.wait(), 5)
            await asyncio.sleep(0)
        assert [type(error) for error in woken.errors] == [ValueError, ValueError]


async def test_a_clock_that_is_moved_has_its_jobs_set_anew() -> None:
    held = [datetime(2021, 1, 18, tzinfo=UTC)]
    clock, woken = BorrowedClock(lambda: held[0]), Woken()
    async with running(clock, woken) as scheduler:
        due = held[0] + timedelta(hours=1)
        scheduler.arm([due])
        held[0] += timedelta(hours=1)
        scheduler.arm([due])
        await asyncio.wait_for(woken.event.wait(), 5)
        assert woken.looks == [True]
