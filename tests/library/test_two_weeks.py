"""A course of two weeks lived through with 40 edits: what is said holds just then, comes once, and none is lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest

from bot.app import App, build_app
from bot.course.editing import EditRefused
from bot.course.edits import AddDayOff, AddMeeting, Cancel, Due, Edit, End, Hold, Move
from bot.course.timeline import Timeline
from bot.database import Database
from bot.delivery import ledger
from bot.delivery.model import Row, Sent
from bot.ids import ChannelId, GuildId, MessageId, UserId
from bot.library.errors import NothingChanges
from bot.library.library import CourseLibrary
from bot.reminders.corrections import CORRECTION
from bot.reminders.model import Preferences
from bot.reminders.rules import plan
from bot.settings import Settings
from tests.delivery.fakes import HandClock
from tests.instants import et

HERE, SAM, ANA = GuildId(1), UserId(7), UserId(8)
EDITS = 40
PLACES = ("34-101", "26-100", "Zoom")
Truth = tuple[datetime | None, str | None, datetime | None]
"""When and where something is; None and None for what isn't held."""


@dataclass
class Life:
    """The services over a real database, what was sent, and what people have been told.

    Attributes:
        told: what was said last of each thing in each place.
        sent: what was sent how often: by key and what it counts down to.
    """

    app: App
    clock: HandClock
    told: dict[tuple[str, str], Truth] = field(default_factory=dict[tuple[str, str], Truth])
    sent: Counter[tuple[str, datetime]] = field(default_factory=Counter[tuple[str, datetime]])
    corrections: int = 0
    messages: int = 0

    @property
    def timeline(self) -> Timeline:
        return self.app.courses.timeline(HERE)

    async def set_up(self) -> None:
        for n, name in enumerate(("announcements", "office_hours", "staff")):
            await self.app.guilds.choose(HERE, f"{name}_channel", 11 + n, by=SAM)
        await self.app.course.history.begin(self.clock.at)

        def on(_: Preferences) -> Preferences:
            kinds = frozenset({"deadlines", "lectures"})
            return Preferences(ANA, is_on=True, kinds=kinds)

        await self.app.preferences.choose(HERE, ANA, on, self.clock.at)

    def expected(self, after: datetime, until: datetime) -> set[str]:
        """What the course as it is now asks for within an interval."""
        kinds, said = self.app.reminders.kinds, {}
        mine = Preferences(ANA, is_on=True, kinds=frozenset({"deadlines", "lectures"}))
        wanted = {w.notice.key: w.notice for w in plan(kinds.planned, self.timeline, said)}
        wanted |= {n.key: n for n in kinds.personal.plan_for(self.timeline, said, mine, {})}
        return {key for key, n in wanted.items() if after < n.due_at <= until}

    def is_on(self, row: Row) -> bool:
        """Whether it says that something is on, which a change has just made so."""
        return row.notice.due_at == row.notice.anchor_at and row.notice.until >= self.clock.at

    async def go_to(self, until: datetime) -> None:
        """Let time pass; compare what is sent with the course as it is."""
        after, self.clock.at = self.clock.at, until
        wanted, reminded = self.expected(after, until), list[str]()
        for rows in await self.app.delivery.ready(until):
            batch = await self.app.delivery.begin(rows, until)
            for row in batch.rows if batch else ():
                self.note(row)
                if row.notice.kind != CORRECTION:
                    reminded.append(row.notice.key)
                    wanted |= {row.notice.key} if self.is_on(row) else set()
            if batch:
                self.messages += 1
                place = Sent(ChannelId(1), MessageId(self.messages))
                await self.app.delivery.mark_sent(batch, place, until)
        merged = await self.app.db.read(lambda db: ledger.all_of(db, HERE))
        skipped = {r.notice.key for r in merged if r.state == "skipped"}
        assert len(reminded) == len(set(reminded))
        assert set(reminded) <= wanted, (until, set(reminded) - wanted)
        assert wanted - set(reminded) <= skipped, (until, wanted - set(reminded) - skipped)

    def note(self, row: Row) -> None:
        notice = row.notice
        thing = notice.item.partition("@")[0], notice.target
        truth = self.truth(thing[0], notice.item)
        if notice.kind == CORRECTION:
            assert row.reply_to is not None
            assert self.told.get(thing) != truth, f"{notice.key} says nothing new"
            self.corrections += 1
        else:
            self.sent[notice.key, notice.anchor_at] += 1
            assert self.sent[notice.key, notice.anchor_at] == 1, f"{notice.key} came twice"
        if notice.kind in ("deadline", "meeting", "personal", CORRECTION):
            self.told[thing] = truth

    def truth(self, id: str, key: str) -> Truth:
        item = next((i for i in self.timeline.deadlines if i.id == id), self.timeline.find(key))
        if item is None or not item.is_held:
            return None, None, None
        return item.begins_at, item.where, item.ends_at if item.is_meeting else None

    def check_told(self) -> None:
        """Nobody is left believing what no longer holds of what is ahead."""
        for (id, target), said in self.told.items():
            key = next((i.key for i in self.timeline.items if i.id == id and not i.gone_to), "")
            truth, now = self.truth(id, key), self.clock.at
            ahead = any(at and at > now for at in (said[0], truth[0]))
            assert said == truth or not ahead, (now, id, target, said, truth)


def instants(life: Life, until: datetime) -> Iterator[datetime]:
    """Yield when something is due, as the course is at each moment, up to an instant."""
    while True:
        kinds = life.app.reminders.kinds
        due = {w.notice.due_at for w in plan(kinds.planned, life.timeline, {})}
        coming = [at for at in due if life.clock.at < at < until]
        if not coming:
            return
        yield min(coming)


def some_edit(rng: random.Random, timeline: Timeline, now: datetime) -> Edit:
    """Something that staff might change now, sensible or not."""
    ahead = [
        i for i in timeline.items if i.is_meeting and not i.gone_to and i.day >= timeline.today(now)
    ]
    item, day = rng.choice(ahead), date(2021, 1, rng.randint(18, 29))
    due = rng.choice(timeline.deadlines)
    choices: tuple[Edit, ...] = (
        Cancel(item=item.key, why="Snow"),
        Hold(item=item.key),
        Move(item=item.key, day=day, starts=time(rng.randint(9, 17))),
        Move(item=item.key, starts=time(rng.randint(9, 17), 30)),
        Move(item=item.key, where=rng.choice(PLACES)),
        End(item=item.key, ends=time(rng.randint(14, 18))),
        Due(id=due.id, due_at=now + timedelta(hours=rng.randint(1, 90))),
        AddMeeting(kind="lecture", title=f"Extra {rng.random()}", day=day, starts=time(15)),
        AddDayOff(day=day, title="Snow day"),
    )
    weights = (5, 4, 4, 4, 4, 2, 6, 1, 1)
    return rng.choices(choices, weights)[0]


@pytest.mark.parametrize("seed", [1])
async def test_two_weeks_with_forty_edits(seed: int, db: Database, library: CourseLibrary) -> None:
    rng, clock = random.Random(seed), HandClock(et(1, 17, 12))
    app = build_app(Settings(state=db.path.parent, _env_file=None), library, db, clock)  # type: ignore[call-arg, arg-type]
    life = Life(app, clock)
    await life.set_up()
    made, at = 0, et(1, 17, 20)
    while made < EDITS:
        for instant in instants(life, at):
            await life.go_to(instant)
        await life.go_to(at)
        made += await edit(life, rng)
        if rng.random() < 0.7:  # otherwise the next one comes within the minute
            await life.go_to(clock.at + timedelta(seconds=61))
            life.check_told()
            at = clock.at + timedelta(minutes=rng.randint(120, 600))
        else:
            at = clock.at + timedelta(seconds=20)
    for instant in instants(life, et(1, 30, 12)):
        await life.go_to(instant)
    await life.go_to(et(1, 30, 12))
    life.check_told()
    assert life.corrections > 3 and sum(life.sent.values()) > 50
    assert len(await app.course.history.versions(HERE)) == EDITS + 1
    states = Counter(row.state for row in await app.delivery.all_of(HERE))
    assert not states["failed"] and not states["claimed"] and not states["unsure"]


async def edit(life: Life, rng: random.Random) -> bool:
    """Change something, or take the last change back. Return whether anything was changed."""
    course, now = life.app.course, life.clock.at
    newest = (await course.history.versions(HERE))[0]
    if newest.by and rng.random() < 0.2:
        await course.undo(HERE, newest.number, now, by=SAM)
        return True
    with suppress(EditRefused, NothingChanges):
        draft = await course.propose(HERE, some_edit(rng, life.timeline, now), now, by=SAM)
        await course.confirm(HERE, draft.id, now, by=SAM)
        return True
    return False
