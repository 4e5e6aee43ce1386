"""Presses as they are stored: in one transaction with what follows, against what their reader saw, and taken back."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.app import App, build_app
from bot.clock import WallClock
from bot.competitions.notices import CARD
from bot.database import Database, Tables
from bot.delivery.model import Batch, Kinds, Sent
from bot.delivery.scheduler import DeliveryLoop
from bot.delivery.service import DeliveryService, Outbox
from bot.groups.model import ByStaff, Person, SignUp
from bot.library.library import CourseLibrary
from bot.presentations import notices, rules
from bot.presentations.errors import NotInOrder, NotNow, PanelChanged
from bot.presentations.export import durations
from bot.presentations.model import PitchSession, Seen
from bot.presentations.service import PitchService
from bot.presentations.ui.notices import PitchPhase
from bot.settings import Settings
from tests.delivery.fakes import FakeDiscord, HandClock
from tests.groups.services import groups_over
from tests.instants import et

GUILD, SAM, TIM, JOY, KIM = 1, 91, 92, 81, 82
SIGNED_UP, AT = et(1, 20, 12), et(1, 29, 13)


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@pytest_asyncio.fixture
async def app(db: Database, library: CourseLibrary) -> App:
    """Three groups, two judges, judging open, a running order."""
    clock = HandClock(AT)
    app = build_app(Settings(_env_file=None), library, db, clock)  # type: ignore[call-arg]
    for founder in (1, 2, 3):
        await app.groups.sign_up(GUILD, founder, SignUp(f"Title {founder}", "Idea."), SIGNED_UP)
    contest = app.judging.contest(GUILD, None)
    await app.judging.appoint(GUILD, contest, [JOY, KIM], AT, by=SAM)
    await app.judging.open(GUILD, contest, AT, by=SAM)
    await app.pitches.plan(GUILD, "number", 0, AT, by=SAM)
    return app


async def press(app: App, *actions: Any, at: datetime = AT, by: int = SAM) -> PitchSession:
    for action in actions:
        await app.pitches.press(GUILD, action, at, by=by)
    return await app.pitches.session(GUILD)


async def waiting(app: App, kind: str) -> list[str]:
    rows = await app.delivery.all_of(GUILD)
    return [r.notice.target for r in rows if r.notice.kind == kind and r.state == "planned"]


async def test_the_press_that_ends_a_pitch_leaves_the_judges_cards_and_the_board(app: App) -> None:
    await press(app, "start")
    before = await waiting(app, CARD)
    await press(app, "end", at=AT + s(100))
    assert sorted(await waiting(app, CARD)) == sorted([*before, f"user:{JOY}", f"user:{KIM}"])
    assert "board:pitches" in await waiting(app, "board")


async def test_a_press_whose_judges_cards_cannot_be_left_is_not_stored_either(
    app: App, db: Database, library: CourseLibrary
) -> None:
    def broken(db: Tables, guild_id: int, number: int, at: datetime) -> None:
        raise OSError("the disk is full")

    broken_one = PitchService(
        db, library, app.groups, app.outbox, live=lambda _db, _id: [1, 2, 3], ended=broken
    )
    before = await press(app, "start")
    with pytest.raises(OSError, match="disk is full"):
        await broken_one.press(GUILD, "end", AT, by=SAM)
    assert await app.pitches.session(GUILD) == before


async def test_a_stale_press_changes_nothing_and_says_what_was_done_meanwhile(app: App) -> None:
    shown = await app.pitches.session(GUILD)
    seen = Seen(shown.revision, rules.subject(shown, "start"))
    await app.pitches.press(GUILD, "start", AT, by=TIM, seen=seen)
    before = await app.pitches.session(GUILD)
    with pytest.raises(PanelChanged, match=f"group 1 started, by <@{TIM}>"):
        await app.pitches.press(GUILD, "start", AT, by=SAM, seen=seen)
    with pytest.raises(PanelChanged):
        await app.pitches.press(GUILD, "end", AT, by=SAM, seen=Seen(seen.revision, 1))
    with pytest.raises(PanelChanged):
        await app.pitches.reorder(GUILD, "3", AT, by=SAM, seen=Seen(seen.revision))
    with pytest.raises(PanelChanged):
        await app.pitches.to_reorder(GUILD, Seen(seen.revision))
    assert await app.pitches.session(GUILD) == before


async def test_a_button_of_a_group_that_was_disbanded_does_not_start_another(app: App) -> None:
    shown = await app.pitches.session(GUILD)
    await app.groups.disband(GUILD, 1, SIGNED_UP, by=1, people=1)
    with pytest.raises(PanelChanged, match="Group 1 has left the order"):
        await app.pitches.press(GUILD, "start", AT, by=SAM, seen=Seen(shown.revision, 1))
    assert (await app.pitches.session(GUILD)).running is None


async def test_a_disbanded_group_leaves_the_order_and_a_reopened_one_can_be_added(
    app: App,
) -> None:
    await press(app, "start", "end")
    await app.groups.disband(GUILD, 2, SIGNED_UP, by=2, people=1)
    late = await app.groups.sign_up(GUILD, 4, SignUp("Late", "Idea."), SIGNED_UP)
    session = await app.pitches.session(GUILD)
    assert [t.number for t in session.waiting] == [3] and session.late == (late.after.number,)
    started = await press(app, "start")
    assert started.running and started.running.number == 3
    await app.groups.reopen(GUILD, 2, Person(2, "x"), ByStaff(by=SAM, at=AT, reason="a mistake"))
    added = await app.pitches.reorder(GUILD, "4, 2", AT, by=SAM)
    assert [t.number for t in added.waiting] == [4, 2] and added.late == ()
    with pytest.raises(NotInOrder, match="there's no group 9"):
        await app.pitches.reorder(GUILD, "9", AT, by=SAM)


async def test_a_group_disbanded_by_mistake_keeps_its_place_if_nothing_was_pressed_meanwhile(
    app: App,
) -> None:
    await app.groups.disband(GUILD, 1, SIGNED_UP, by=1, people=1)
    await app.groups.reopen(GUILD, 1, Person(1, "x"), ByStaff(by=SAM, at=AT, reason="a mistake"))
    assert [t.number for t in (await app.pitches.session(GUILD)).waiting] == [1, 2, 3]


async def test_every_press_can_be_taken_back_also_after_a_restart(
    app: App, library: CourseLibrary, db: Database
) -> None:
    stages = [await app.pitches.session(GUILD)]
    actions: tuple[Any, ...] = ("absent", "start", "pause", "resume", "end", "back", "start")
    for n, action in enumerate(actions):
        stages.append(await press(app, action, at=AT + s(n)))
    stages.append(await app.pitches.reorder(GUILD, "1", AT, by=SAM))
    again = build_app(Settings(_env_file=None), library, db, HandClock(AT))  # type: ignore[call-arg]
    for stage in reversed(stages[:-1]):
        undone = await again.pitches.press(GUILD, "undo", AT, by=TIM)
        assert undone.turns == stage.turns
    with pytest.raises(NotNow, match="nothing to take back"):
        await again.pitches.press(GUILD, "undo", AT, by=TIM)
    assert undone.last and (undone.last.undone, undone.last.number) == ("absent", 1)


async def test_a_pitch_ended_by_mistake_goes_on_as_though_it_never_was(app: App) -> None:
    await press(app, "start")
    await press(app, "end", at=AT + s(100))
    assert await app.pitches.presented(GUILD) == {1}
    session = await press(app, "undo", at=AT + s(110))
    assert session.running and session.running.elapsed(AT + s(120)) == s(120)
    assert await app.pitches.presented(GUILD) == frozenset()
    due = [r.notice.due_at for r in await app.delivery.about(GUILD, "pitch:1")]
    assert due == [AT + s(150), AT + s(170), AT + s(180)]
    assert len(await waiting(app, "pitch phase")) == 3


async def test_a_start_taken_back_says_nothing_and_the_next_start_says_everything(
    app: App,
) -> None:
    await press(app, "start")
    await press(app, "undo", at=AT + s(5))
    assert await waiting(app, "pitch phase") == []
    session = await press(app, "start", at=AT + s(60))
    assert len(await waiting(app, "pitch phase")) == 3
    assert session.running and session.running.attempt == 1


async def test_a_trial_before_the_day_does_not_silence_the_day(app: App) -> None:
    """Phases that were said in a pitch which was taken back are said again in the real one."""
    await press(app, "start")
    rows = await app.delivery.about(GUILD, "pitch:1")
    batch = await app.delivery.begin(rows, AT + s(150))
    assert batch is not None
    await app.delivery.mark_sent(batch, Sent(1, 1), AT + s(150))
    await press(app, "back", at=AT + s(160))
    await app.pitches.plan(GUILD, "number", 0, AT + s(200), by=SAM)
    await press(app, "start", at=AT + s(300))
    assert len(await waiting(app, "pitch phase")) == 3


async def test_a_new_plan_can_be_taken_back_until_the_session_begins(app: App) -> None:
    await press(app, "absent")
    await app.pitches.plan(GUILD, "shuffled", 7, AT, by=SAM)
    session = await press(app, "undo")
    assert [t.number for t in session.waiting] == [2, 3, 1] and session.seed is None
    await press(app, "start")
    with pytest.raises(NotNow, match="the session has begun"):
        await app.pitches.plan(GUILD, "number", 0, AT, by=SAM)


async def test_durations_are_exported_as_before(app: App) -> None:
    await press(app, "start")
    await press(app, "pause", at=AT + s(10))
    await press(app, "resume", at=AT + s(70))
    session = await press(app, "end", at=AT + s(270))
    assert durations(session).decode().splitlines()[:3] == [
        "group,position,state,attempt,started_at,ended_at,paused_s,spoken_s",
        "1,1,done,1,2021-01-29T18:00:00+00:00,2021-01-29T18:04:30+00:00,60.0,210.0",
        "2,2,waiting,1,,,0.0,",
    ]


class TellingDiscord(FakeDiscord):
    """Says when "Time!" has been posted."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.time_is_up = asyncio.Event()

    async def send(self, batch: Batch, now: datetime) -> Sent:
        sent = await super().send(batch, now)
        if batch.first.facts.get("phase") == "time":
            self.time_is_up.set()
        return sent


async def test_time_is_posted_within_half_a_second_of_the_stored_start(
    db: Database, library: CourseLibrary
) -> None:
    """With the wall's clock, the real jobs and the real desk: a pitch whose three minutes end very soon."""
    groups, clock = groups_over(db, library), WallClock()
    outbox = Outbox(db, clock)
    pitches = PitchService(
        db, library, groups, outbox, live=lambda _db, _id: [1], ended=lambda *_: None
    )
    await pitches.plan(GUILD, "number", 0, clock.now(), by=SAM)
    nobody: Any = None
    desk = DeliveryService(db, Kinds(PitchPhase(nobody)))
    discord = TellingDiscord(HandClock(clock.now()))

    def fail(error: BaseException) -> None:
        raise error

    loop = DeliveryLoop(desk, outbox, discord, clock, fail)
    loop.start()
    started = clock.now() - s(180) + s(0.3)
    session = await pitches.press(GUILD, "start", started, by=SAM)
    await asyncio.wait_for(discord.time_is_up.wait(), 5)
    await loop.rest()
    await loop.stop()
    [row] = await desk.rows(GUILD, notices.keys(session.running)[-1:])
    assert row.notice.due_at == started + s(180)
    assert row.lateness is not None and row.lateness < s(0.5), row.lateness
