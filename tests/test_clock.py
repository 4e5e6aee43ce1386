"""The clocks: what time it is, and waiting for an instant."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import BorrowedClock, WallClock
from tests.instants import et


async def test_the_wall_clock_is_aware_and_waits_for_no_past_instant() -> None:
    clock = WallClock()
    assert clock.now().tzinfo is UTC
    await clock.sleep_until(datetime(2000, 1, 1, tzinfo=UTC))
    soon = clock.now() + timedelta(milliseconds=20)
    await clock.sleep_until(soon)
    assert clock.now() >= soon


async def test_a_borrowed_clock_wakes_who_waits_when_its_owner_says_so() -> None:
    now = [et(1, 18, 9)]
    clock = BorrowedClock(lambda: now[0])
    await clock.sleep_until(now[0])
    early = asyncio.create_task(clock.sleep_until(et(1, 18, 10)))
    late = asyncio.create_task(clock.sleep_until(et(1, 18, 12)))
    given_up = asyncio.create_task(clock.sleep_until(et(1, 18, 10)))
    await asyncio.sleep(0)
    given_up.cancel()
    now[0] = et(1, 18, 11)
    clock.tick()
    await early
    assert not late.done()
    now[0] = et(1, 18, 12)
    clock.tick()
    await late
