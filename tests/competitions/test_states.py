"""Which state of judging may follow which: every command in every state, and random sequences of all of them."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.competitions import publication, rules
from bot.competitions.errors import (
    AsksFirst,
    ChangedMeanwhile,
    JudgingError,
    NotOpen,
    RequestIsGone,
    TooLateForConflict,
    WrongState,
)
from bot.course.loader import load_course
from bot.library.library import CourseLibrary
from tests.competitions.judged import GUILD, JOY, KIM, NOW, SAM, TIM, Judged, judged
from tests.conftest import COURSE_FILE

STATES = ("setup", "open", "paused", "closed", "requested", "published")
COMMANDS: dict[str, Callable[[Judged], Awaitable[Any]]] = {
    "open": lambda day: day.open(),
    "reopen": lambda day: day.reopen(),
    "pause": lambda day: day.pause(),
    "close": lambda day: day.close(),
    "ask": lambda day: day.ask(),
    "score": lambda day: day.score(entry=2),
    "recuse": lambda day: day.recuse(KIM, 2),
    "lift": lambda day: day.lift(),
    "award": lambda day: day.award(),
}
EXPECTED = {
    "setup": {"open": "open", "recuse": "setup", "lift": "setup", "award": "setup"},
    "open": {
        "open": "open", "pause": "paused", "close": "closed", "score": "open", "recuse": "open", "lift": "open",
        "award": "open",
    },
    "paused": {
        "open": "open", "close": "closed", "recuse": "paused", "lift": "paused", "award": "paused",
    },
    "closed": {"open": "open", "ask": "requested", "lift": "closed", "award": "closed"},
    "requested": {
        "reopen": "open", "ask": "requested", "publish": "published", "lift": "requested", "award": "requested",
    },
    "published": {"reopen": "open"},
}  # fmt: skip
"""What each command makes of each state; what isn't here is refused and changes nothing."""
REFUSALS = (WrongState, AsksFirst, NotOpen, TooLateForConflict, RequestIsGone)


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[Judged]:
    async with judged(library, tmp_path) as services:
        yield services


async def bring_to(day: Judged, state: str) -> int:
    """Bring judging to a state. Return the request's id, where there is one."""
    if state == "setup":
        await day.recuse()
        return 0
    await day.open()
    await day.score(KIM)
    await day.recuse()
    if state == "paused":
        await day.pause()
    if state in ("open", "paused"):
        return 0
    await day.close()
    if state == "closed":
        return 0
    id = (await day.ask()).id
    if state == "published":
        await day.confirm(id)
    return id


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", [*COMMANDS, "publish"])
async def test_every_command_in_every_state(day: Judged, command: str, state: str) -> None:
    id = await bring_to(day, state)
    assert await day.state() == state
    before = await day.judging()
    run = COMMANDS.get(command, lambda day: day.confirm(id))
    if command in EXPECTED[state]:
        await run(day)
        assert await day.state() == EXPECTED[state][command]
    else:
        with pytest.raises(REFUSALS) as refused:
            await run(day)
        assert str(refused.value).startswith("**") and await day.judging() == before


def test_the_table_says_what_is_expected_and_nothing_more() -> None:
    table: dict[str, dict[str, str]] = {state: {} for state in STATES}
    for (action, state), after in rules.AFTER.items():
        if action != "more":
            table[state][action] = after
    assert table == EXPECTED
    assert [s for a, s in rules.AFTER if a == "more"] == ["closed"]


async def test_whoever_was_asked_in_another_round_changes_nothing(day: Judged) -> None:
    await bring_to(day, "requested")
    seen = await day.judging()
    await day.reopen()
    await day.close()
    await day.ask()
    with pytest.raises(ChangedMeanwhile):
        await day.app.judging.reopen(GUILD, day.contest, seen, day.at, by=SAM)
    assert await day.state() == "requested"


async def test_a_time_to_close_decides_by_the_instant_of_the_press(day: Judged) -> None:
    await day.open(NOW + timedelta(hours=1))
    day.at = NOW + timedelta(hours=1)
    await day.score()
    day.at += timedelta(seconds=1)
    with pytest.raises(NotOpen):
        await day.score(entry=2)
    assert await day.state() == "closed" and (await day.judging()).state == "open"
    await day.ask()
    assert await day.state() == "requested"
    assert not await day.app.judging.close_in_time(GUILD, day.contest, NOW + timedelta(hours=1))
    assert await day.state() == "requested"


async def test_the_close_is_noted_once_however_often_it_is_tried(day: Judged) -> None:
    closes_at = NOW + timedelta(hours=1)
    await day.open(closes_at)
    day.at = closes_at + timedelta(seconds=1)
    for _ in range(2):
        assert await day.app.judging.close_in_time(GUILD, day.contest, closes_at)
    assert await day.state() == "closed"
    await day.open(closes_at + timedelta(hours=5))
    assert not await day.app.judging.close_in_time(GUILD, day.contest, closes_at)
    assert await day.state() == "open"


class Judging(RuleBasedStateMachine):
    """The model: a state, who asked, and whether anything has changed since. Nothing of the rules' code."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.state, self.asked_by, self.request = "setup", 0, 0
        self.changed = False
        self.published: list[int] = []

    @initialize()
    def start(self) -> None:
        library = CourseLibrary(load_course(COURSE_FILE))
        self.context = judged(library, Path(self.folder.name))
        self.day = self.run(self.context.__aenter__())

    def teardown(self) -> None:
        self.run(self.context.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def step(self, command: str, work: Any) -> bool:
        """Do something, and compare with the table written above."""
        after = EXPECTED[self.state].get(command)
        try:
            self.run(work)
        except JudgingError:
            assert after is None or command in ("lift", "ask"), (command, self.state)
            return False
        assert after is not None, (command, self.state)
        self.state = after
        return True

    @rule(command=st.sampled_from(["open", "reopen", "pause", "close"]))
    def move(self, command: str) -> None:
        self.step(command, COMMANDS[command](self.day))

    @rule(judge=st.sampled_from([JOY, KIM]), entry=st.integers(1, 2), score=st.integers(1, 5))
    def score(self, judge: int, entry: int, score: int) -> None:
        recused = self.run(self.recusals()).get(judge, ())
        if entry in recused and self.state == "open":
            return
        self.step("score", self.day.score(judge, entry, score))

    async def recusals(self) -> Any:
        return (await self.day.app.judging.results(GUILD, self.day.contest, {1})).recusals

    @rule(entry=st.integers(1, 2))
    def award(self, entry: int) -> None:
        self.changed |= self.step("award", self.day.award(entry, f"Poster {self.request}"))

    @rule(by=st.sampled_from([SAM, TIM]))
    def ask(self, by: int) -> None:
        if self.state in ("closed", "requested") and self.step("ask", self.ask_and_keep(by)):
            self.asked_by, self.changed = by, False

    async def ask_and_keep(self, by: int) -> None:
        self.request = (await self.day.ask(by)).id

    @rule(by=st.sampled_from([SAM, TIM]), old=st.booleans())
    def confirm(self, by: int, old: bool) -> None:
        id = self.request - 1 if old else self.request
        may = self.state == "requested" and not old and by != self.asked_by
        try:
            done = self.run(self.day.confirm(id, by))
        except JudgingError:
            assert not may
            return
        assert may
        if done.changes:
            assert self.changed
            self.request, self.asked_by, self.changed = done.request.id, by, False
        else:
            self.state = "published"
            self.published.append(id)

    @invariant()
    def the_state_is_the_models(self) -> None:
        if hasattr(self, "day"):
            assert self.run(self.day.state()) == self.state

    @invariant()
    def what_is_published_is_what_is_so(self) -> None:
        """The published request shows just the standings of the ballots, confirmed by another person."""
        if not hasattr(self, "day") or self.state != "published":
            return
        results = self.run(self.day.app.judging.results(GUILD, self.day.contest, {1}))
        request = self.run(self.day.app.publishing.newest(GUILD, self.day.contest))
        assert request.state == "confirmed" and request.confirmed_by != request.asked_by
        now = publication.shown_of(results, request.reason)
        assert request.shown == now

    @invariant()
    def each_publication_is_planned_once_and_nothing_else_is(self) -> None:
        if not hasattr(self, "day"):
            return
        rows = self.run(self.day.app.delivery.all_of(GUILD, kinds=["results table"]))
        assert sorted(row.notice.facts["request"] for row in rows) == sorted(self.published)


TestRandomSequences = Judging.TestCase
TestRandomSequences.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
