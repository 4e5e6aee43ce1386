"""What is begun, when, and what isn't: a rush costs a sentence, and nothing is begun that can't be answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.client import gate as gates
from bot.client.errors import Overloaded, TooLate
from bot.client.gate import Ages, Gate, Limits
from bot.clock import WallClock
from bot.database import patience
from bot.errors import Restarting

LIMITS = Limits(wait=0.1, answer_by=0.3, lost=0.5, pause=0.0)


class Request:
    """Somebody's request, which is answered or not."""

    def __init__(self, id: int, age_s: float = 0.0) -> None:
        self.id, self.guild_id, self.answered = id, 1, False
        self.created_at = WallClock().now() - timedelta(seconds=age_s)
        self.response = SimpleNamespace(is_done=lambda: self.answered)
        self.finished = asyncio.Event()


@pytest.fixture
def bot() -> Any:
    return SimpleNamespace(
        stopping=False, app=SimpleNamespace(rehearsal=None), clock=WallClock(), people=None
    )


@pytest.fixture
def gate(bot: Any, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """A gate that lets two in at a time."""
    monkeypatch.setattr(gates, "AT_ONCE", 2)
    monkeypatch.setattr(gates, "LOOK_S", 0.01)
    monkeypatch.setattr(gates, "QUIET_S", 0.02)
    return Gate(bot, LIMITS)


class Crowd:
    """Requests that come to a gate, each in a task of its own."""

    def __init__(self, gate: Gate) -> None:
        self.gate, self.begun, self.tasks = gate, list[int](), dict[int, asyncio.Task[None]]()
        self.requests: dict[int, Request] = {}

    async def come(self, *ids: int, **more: Any) -> None:
        for id in ids:
            self.requests[id] = Request(id, **more)
            self.tasks[id] = asyncio.create_task(self._work(self.requests[id]))
        await self.settle()

    async def settle(self) -> None:
        for _ in range(6):
            await asyncio.sleep(0)

    async def end(self, *ids: int) -> None:
        for id in ids:
            self.requests[id].finished.set()
        await self.settle()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not true():  # noqa: ASYNC110 - any of several things may make it true
                await asyncio.sleep(0.005)

    async def outcome(self, id: int) -> str:
        with suppress(Exception):
            await self.tasks[id]
        return type(self.tasks[id].exception()).__name__

    async def _work(self, request: Any) -> None:
        await self.gate.enter(request)
        self.begun.append(request.id)
        await request.finished.wait()


async def test_so_many_are_worked_on_at_a_time_and_the_newest_comes_next(gate: Gate) -> None:
    crowd = Crowd(gate)
    await crowd.come(1, 2, 3, 4)
    assert crowd.begun == [1, 2]
    await crowd.end(1)
    assert crowd.begun == [1, 2, 4]
    await crowd.end(2)
    assert crowd.begun == [1, 2, 4, 3]
    await crowd.end(3, 4)


async def test_who_waited_too_long_is_told_so_and_never_begun(
    gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    crowd = Crowd(gate)
    await crowd.come(1, 2, 3, 4, 5)
    assert {await crowd.outcome(id) for id in (3, 4, 5)} == {Overloaded.__name__}
    await crowd.end(1, 2)
    assert crowd.begun == [1, 2]
    await crowd.until(lambda: "everybody is answered again" in caplog.text)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2 and said[1].endswith("3 requests were refused")
    assert not [record for record in caplog.records if record.exc_info]


async def test_of_500_presses_at_one_moment_nobody_is_left_in_silence(bot: Any) -> None:
    """Those in work and those whose turn comes are begun once each; all others are told, before Discord gives up."""
    crowd = Crowd(Gate(bot, Limits(wait=0.1, answer_by=30, lost=40, pause=0.0)))
    await crowd.come(*range(500))
    first = set(crowd.begun)
    assert len(first) == gates.AT_ONCE
    await crowd.end(*first)
    second = set(crowd.begun) - first
    told = set(range(500)) - first - second
    assert {await crowd.outcome(id) for id in told} == {Overloaded.__name__}
    await crowd.end(*second)
    assert {await crowd.outcome(id) for id in first | second} == {"NoneType"}
    assert len(crowd.begun) == len(first) + len(second) and second and told


async def test_who_is_answered_leaves_a_place_though_the_work_goes_on(gate: Gate) -> None:
    crowd = Crowd(gate)
    await crowd.come(1, 2, 3)
    crowd.requests[1].answered = True
    await crowd.until(lambda: crowd.begun == [1, 2, 3])
    await crowd.come(4)
    assert crowd.begun == [1, 2, 3]
    await crowd.end(1, 2, 3)
    assert crowd.begun == [1, 2, 3, 4]


async def test_who_gives_up_while_waiting_leaves_no_trace(gate: Gate) -> None:
    crowd = Crowd(gate)
    await crowd.come(1, 2, 3)
    crowd.tasks[3].cancel()
    await crowd.settle()
    await crowd.end(1, 2)
    await crowd.come(4, 5)
    assert crowd.begun == [1, 2, 4, 5]


async def test_nothing_is_begun_while_people_wait_to_hear_that_theirs_was_not(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "REFUSALS_AT_ONCE", 0)
    crowd = Crowd(gate)
    gate._refusals = asyncio.Semaphore(0)
    await crowd.come(1, 2, 3)
    await crowd.until(lambda: gate._refusing == 1)
    await crowd.end(1, 2)
    await crowd.come(4)
    assert crowd.begun == [1, 2]
    gate._refusals.release()
    await crowd.until(lambda: crowd.begun == [1, 2, 4])
    assert await crowd.outcome(3) == Overloaded.__name__


async def test_what_discord_takes_no_answer_to_is_not_begun(gate: Gate) -> None:
    crowd = Crowd(gate)
    await crowd.come(1)
    await crowd.come(2, age_s=1.0)
    assert await crowd.outcome(2) == TooLate.__name__
    assert crowd.begun == [1]


async def test_a_machine_whose_clock_is_wrong_serves_everybody(gate: Gate) -> None:
    crowd = Crowd(gate)
    await crowd.come(1, age_s=3600)
    await crowd.come(2, age_s=3600.1)
    assert crowd.begun == [1, 2]
    await crowd.end(1, 2)
    await crowd.come(3, age_s=3601)
    assert await crowd.outcome(3) == TooLate.__name__


def test_the_youngest_press_of_the_last_minutes_is_taken_to_be_new() -> None:
    ages = Ages()
    assert ages.of(100.0, 0.0) == 0.0
    assert ages.of(102.0, 1.0) == 2.0
    assert ages.of(101.0, 62.0) == 1.0  # the minute before still counts
    assert ages.of(101.5, 124.0) == 0.5
    assert ages.of(40.0, 125.0) == 0.0  # the clock was set


async def test_the_database_is_waited_for_until_the_answer_is_due(gate: Gate, bot: Any) -> None:
    request: Any = Request(1)
    await gate.enter(request)
    assert 0.2 < patience.get()() <= 0.3
    request.answered = True
    assert patience.get()() == gates.DEFERRED_S
    await Gate(bot, Limits(wait=0.1, answer_by=0.0, lost=0.5, pause=0.0)).enter(Request(2))  # type: ignore[arg-type]
    assert patience.get()() == 0.0


async def test_a_bot_that_stops_begins_nothing(gate: Gate, bot: Any) -> None:
    bot.stopping = True
    crowd = Crowd(gate)
    await crowd.come(1)
    assert await crowd.outcome(1) == Restarting.__name__


async def test_typed_messages_wait_their_turn_among_presses(gate: Gate) -> None:
    crowd = Crowd(gate)
    await crowd.come(1, 2)
    message: Any = Request(3)
    heard = asyncio.create_task(gate.hear(message))
    await crowd.settle()
    assert not heard.done()
    await crowd.end(1)
    await heard
    assert patience.get()() >= gates.DEFERRED_S
    await crowd.end(2)


async def test_a_typed_message_whose_turn_does_not_come_is_refused_in_a_sentence(
    gate: Gate, bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "MESSAGE_WAITS_S", 0.05)
    crowd = Crowd(gate)
    await crowd.come(1, 2)
    message: Any = Request(3)
    with pytest.raises(Overloaded):
        await asyncio.create_task(gate.hear(message))
    await crowd.end(1, 2)
    bot.stopping = True
    with pytest.raises(Restarting):
        await gate.hear(message)


async def test_so_many_messages_are_worked_on_at_a_time(gate: Gate) -> None:
    begun, over = list[int](), asyncio.Event()

    async def hear(id: int) -> None:
        message: Any = Request(id)
        await gate.hear(message)
        begun.append(id)
        await over.wait()

    async with asyncio.TaskGroup() as tasks:
        for id in range(20):
            tasks.create_task(hear(id))
        for _ in range(10):
            await asyncio.sleep(0)
        assert len(begun) == 2
        over.set()
    assert len(begun) == 20
