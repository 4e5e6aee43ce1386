"""The clock from stored instants, what each button does, and the running order."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import WallClock
from bot.database import Database
from bot.delivery.kinds import Kinds
from bot.delivery.loop import DeliveryLoop
from bot.delivery.model import Batch, Sent
from bot.delivery.outbox import Outbox
from bot.delivery.service import DeliveryService
from bot.groups.staff_service import StaffGroupService
from bot.library.library import CourseLibrary
from bot.presentations import rules
from bot.presentations.errors import NobodyToPitch, NotInOrder, NotNow
from bot.presentations.model import PitchSession
from bot.presentations.service import PitchService
from bot.presentations.ui.notices import PitchPhase
from tests.delivery.fakes import FakeDiscord, HandClock
from tests.instants import et

AT = et(1, 29, 13)
BUTTONS = ("start", "pause", "resume", "end", "back")


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@pytest.fixture
def session() -> PitchSession:
    return rules.plan([1, 2, 3], 3, "number", 0)


@pytest.mark.parametrize(
    ("after", "phase"),
    [(0, "speaking"), (149.9, "speaking"), (150, "warning"), (169.9, "warning"), (170, "last seconds"),
     (179.999, "last seconds"), (180, "time"), (500, "time")],
)  # fmt: skip
def test_phases_follow_from_the_start_alone(
    session: PitchSession, after: float, phase: str
) -> None:
    turn = rules.start(session, AT).running
    assert turn is not None and rules.phase(turn, 3, AT + s(after)) == phase
    assert rules.ends_at(turn, 3) == AT + s(180)


def test_a_pause_moves_everything_by_its_length(session: PitchSession) -> None:
    paused = rules.pause(rules.start(session, AT), AT + s(100))
    turn = paused.running
    assert turn is not None and rules.ends_at(turn, 3) is None and rules.changes(turn, 3) == {}
    assert rules.elapsed(turn, AT + s(1000)) == s(100)
    resumed = rules.resume(paused, AT + s(160)).running
    assert resumed is not None and rules.changes(resumed, 3) == {
        "warning": AT + s(210),
        "last seconds": AT + s(230),
        "time": AT + s(240),
    }


def test_the_actual_length_is_kept(session: PitchSession) -> None:
    running = rules.resume(rules.pause(rules.start(session, AT), AT + s(10)), AT + s(70))
    ended = rules.end(running, AT + s(270))
    turn = ended.turns[0]
    assert (turn.state, rules.elapsed(turn, AT + s(9999))) == ("done", s(210))
    while_paused = rules.end(rules.pause(rules.start(ended, AT), AT + s(5)), AT + s(50)).turns[1]
    assert rules.elapsed(while_paused, AT) == s(5)


def test_buttons_that_do_not_fit_are_refused(session: PitchSession) -> None:
    running = rules.start(session, AT)
    for step in (
        lambda: rules.start(running, AT),
        lambda: rules.resume(running, AT),
        lambda: rules.absent(running, confirmed=True),
        lambda: rules.pause(rules.pause(running, AT), AT),
        lambda: rules.pause(session, AT),
        lambda: rules.end(session, AT),
        lambda: rules.back(session),
    ):
        with pytest.raises(NotNow):
            step()


def test_back_makes_it_the_next_again(session: PitchSession) -> None:
    ended = rules.end(rules.start(session, AT), AT + s(60))
    again = rules.back(ended)
    assert again.waiting[0].number == 1 and again.waiting[0].attempt == 2
    mid = rules.back(rules.start(again, AT))
    assert mid.running is None and mid.waiting[0].attempt == 3


def test_an_absent_group_moves_to_the_end_once_and_is_then_out(session: PitchSession) -> None:
    later = rules.absent(session, confirmed=False)
    assert [t.number for t in later.waiting] == [2, 3, 1]
    for _ in range(2):
        later = rules.end(rules.start(later, AT), AT + s(1))
    with pytest.raises(NotNow, match="moved to the end once"):
        rules.absent(later, confirmed=False)
    out = rules.absent(later, confirmed=True)
    assert out.waiting == () and out.turns[0].state == "out"
    with pytest.raises(NotNow):
        rules.start(out, AT)


def test_orders_can_be_by_number_by_hand_or_shuffled_again_the_same() -> None:
    numbers = list(range(1, 16))
    assert [t.number for t in rules.plan(numbers, 3, "3, 1 2", 0).turns][:4] == [3, 1, 2, 4]
    one, two = (rules.plan(numbers, 3, "shuffled", 42) for _ in range(2))
    assert one == two and one.seed == 42
    assert one != rules.plan(numbers, 3, "shuffled", 43)
    for typed, why in (("3, x", "no number"), ("1, 1", "named twice"), ("99", "no group 99")):
        with pytest.raises(NotInOrder, match=why):
            rules.plan(numbers, 3, typed, 0)
    with pytest.raises(NobodyToPitch):
        rules.plan([], 3, "number", 0)


def test_estimates_count_from_who_is_speaking(session: PitchSession) -> None:
    running = rules.start(session, AT)
    assert rules.estimates(running, AT + s(60)) == {2: AT + s(240), 3: AT + s(480)}


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["start", "pause", "resume", "end", "back"]), st.integers(0, 90)),
        max_size=30,
    )
)
def test_no_sequence_of_buttons_breaks_the_clock(presses: list[tuple[str, int]]) -> None:
    session, now = rules.plan([1, 2, 3], 3, "number", 0), AT
    spoken = timedelta()
    for action, seconds in presses:
        before = session.running
        if before is not None and before.state == "speaking":
            spoken += s(seconds)
        now += s(seconds)
        step = getattr(rules, action)
        try:
            session = step(session) if action == "back" else step(session, now)
        except NotNow:
            continue
        if action in ("start", "back"):
            spoken = timedelta()
        turn = session.running
        assert sum(t.state in ("speaking", "paused") for t in session.turns) <= 1
        if turn is not None:
            assert rules.elapsed(turn, now) == spoken


class TellingDiscord(FakeDiscord):
    """Says when "Time!" has been posted."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.time_is_up = asyncio.Event()

    async def send(self, batch: Batch, now: datetime) -> Sent:
        sent = await super().send(batch, now)
        if "pitch:1:1:time" in batch.keys:
            self.time_is_up.set()
        return sent


async def test_time_is_posted_within_half_a_second_of_the_stored_start(
    db: Database, library: CourseLibrary
) -> None:
    """With the wall's clock, the real jobs and the real desk: a pitch whose three minutes end very soon."""
    groups, clock = StaffGroupService(db, library), WallClock()
    await groups.sign_up(1, 1, "T", "I", [], et(1, 20, 12))
    outbox = Outbox(db, clock)
    pitches = PitchService(db, library, groups, outbox)
    await pitches.plan(1, "number", 0)
    nobody: Any = None
    desk = DeliveryService(db, Kinds(PitchPhase(nobody)))
    discord = TellingDiscord(HandClock(clock.now()))

    def fail(error: BaseException) -> None:
        raise error

    loop = DeliveryLoop(desk, outbox, discord, clock, fail)
    loop.start()
    started = clock.now() - s(180) + s(0.3)
    await pitches.press(1, "start", started)
    await asyncio.wait_for(discord.time_is_up.wait(), 5)
    await loop.rest()
    await loop.stop()
    [row] = await desk.rows(1, ["pitch:1:1:time"])
    assert row.notice.due_at == started + s(180)
    assert row.lateness is not None and row.lateness < s(0.5), row.lateness
