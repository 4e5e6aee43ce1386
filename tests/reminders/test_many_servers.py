"""A server costs what it has set up: nothing is planned where nothing can be posted, and a course is planned once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.app import App, build_app
from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, Notice, Row, Sent
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.reminders import rules
from bot.reminders.kinds.base import ReminderKind, Said
from bot.reminders.model import Preferences
from bot.reminders.rules import NOWHERE
from bot.reminders.service import ReminderService
from bot.settings import Settings
from tests.delivery.fakes import HandClock
from tests.instants import et

SERVER, CHANNEL, STAFF, ANA = GuildId(1), 11, UserId(7), UserId(8)


class Counted(ReminderKind):
    """Counts how often it is asked for its plan."""

    name = "counted"

    def __init__(self) -> None:
        self.asked = 0

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        self.asked += 1
        yield from ()


@dataclass
class Bot:
    """The services, over a real database, at an instant of the first week."""

    app: App
    clock: HandClock

    async def plan(self, guild_id: GuildId = SERVER) -> None:
        await self.app.reminders.replan(guild_id, self.clock.at)

    async def rows(self, guild_id: GuildId = SERVER) -> list[Row]:
        return await self.app.db.read(lambda db: ledger.all_of(db, guild_id))

    async def choose(self, setting: str, channel: int | None) -> None:
        await self.app.guilds.choose(SERVER, setting, channel, by=STAFF)

    async def wants_deadlines(self) -> None:
        def on(_: Preferences) -> Preferences:
            return Preferences(ANA, is_on=True)

        await self.app.preferences.choose(SERVER, ANA, on, self.clock.at)


@pytest.fixture
def bot(db: Database, library: CourseLibrary) -> Bot:
    settings = Settings(state=db.path.parent, _env_file=None)  # type: ignore[call-arg]
    clock = HandClock(et(1, 18, 8))
    return Bot(build_app(settings, library, db, clock), clock)  # type: ignore[arg-type]


def open_targets(rows: list[Row]) -> set[str]:
    return {row.notice.target for row in rows if row.state == "planned"}


async def test_nothing_is_planned_for_a_server_that_has_chosen_no_channel(bot: Bot) -> None:
    await bot.plan()
    assert await bot.rows() == []


async def test_choosing_a_channel_plans_in_the_same_transaction(bot: Bot) -> None:
    await bot.choose("announcements_channel", CHANNEL)
    assert open_targets(await bot.rows()) == {ANNOUNCEMENTS, OFFICE_HOURS}


async def test_a_server_with_office_hours_alone_hears_of_these_alone(bot: Bot) -> None:
    await bot.choose("office_hours_channel", CHANNEL)
    assert open_targets(await bot.rows()) == {OFFICE_HOURS}


async def test_a_role_plans_nothing(bot: Bot) -> None:
    await bot.choose("staff_role", CHANNEL)
    assert await bot.rows() == []


async def test_a_channel_taken_back_leaves_nothing_open_and_chosen_again_brings_it_back(
    bot: Bot,
) -> None:
    await bot.choose("announcements_channel", CHANNEL)
    before = {row.notice.key: row.state for row in await bot.rows()}
    await bot.choose("announcements_channel", None)
    after = await bot.rows()
    assert open_targets(after) == set()
    whys = {row.why for row in after if before[row.notice.key] == "planned"}
    assert whys == {NOWHERE}
    await bot.choose("announcements_channel", CHANNEL)
    assert {row.notice.key: row.state for row in await bot.rows()} == before


async def test_a_channel_taken_back_is_no_correction_of_what_was_posted(bot: Bot) -> None:
    await bot.choose("announcements_channel", CHANNEL)
    posted = next(row for row in await bot.rows() if row.notice.kind == "deadline")
    keys, sent = [posted.notice.key], Sent(CHANNEL, 5)
    await bot.app.db.write(lambda db: ledger.mark_sent(db, SERVER, keys, sent, bot.clock.at))
    await bot.choose("announcements_channel", None)
    assert [row for row in await bot.rows() if row.notice.kind == "correction"] == []


async def test_what_a_person_wants_is_planned_where_no_channel_is_chosen(bot: Bot) -> None:
    await bot.wants_deadlines()
    assert open_targets(await bot.rows()) == {f"user:{ANA}"}


async def test_a_hundred_servers_with_one_course_are_planned_by_one_plan(bot: Bot) -> None:
    counted = Counted()
    bot.app.reminders.kinds.register(counted)
    for number in range(1, 101):
        await bot.app.guilds.choose(number, "announcements_channel", CHANNEL, by=STAFF)
    assert counted.asked == 1
    assert len(await bot.rows(GuildId(1))) == len(await bot.rows(GuildId(100))) > 0
    await bot.app.reminders.say(
        GuildId(5), "office-hours@2021-01-18", bot.clock.at, bot.clock.at, by=STAFF
    )
    assert counted.asked == 2


async def test_many_who_say_the_same_at_one_moment_have_it_planned_once(bot: Bot) -> None:
    planned: list[GuildId] = []

    def targets(_: Tables, guild_id: GuildId) -> frozenset[str]:
        planned.append(guild_id)
        return frozenset({OFFICE_HOURS})

    app, opens = bot.app, bot.clock.at + timedelta(hours=5)
    reminders = ReminderService(app.db, app.courses, app.outbox, app.reminders.kinds, targets)
    rows = await asyncio.gather(
        *(
            reminders.say(SERVER, "office-hours@2021-01-18", opens, bot.clock.at, by=UserId(n))
            for n in range(1, 51)
        )
    )
    assert planned == [SERVER]
    assert {row and row.notice.due_at for row in rows} == {opens}


async def test_planning_anew_what_stays_as_it_is_wakes_nobody(bot: Bot) -> None:
    woken: list[object] = []
    await bot.choose("announcements_channel", CHANNEL)
    bot.app.outbox.wake = woken.append
    await bot.plan()
    assert woken == []
    await bot.choose("announcements_channel", None)
    assert woken


async def test_only_servers_with_something_of_their_own_are_looked_at_at_the_start(
    bot: Bot,
) -> None:
    await bot.plan()
    assert await bot.app.reminders.concerned() == {}
    await bot.wants_deadlines()
    due = min(row.notice.due_at for row in await bot.rows())
    assert await bot.app.reminders.concerned() == {SERVER: due}


def test_what_is_due_soonest_is_planned_first() -> None:
    now = datetime.fromisoformat("2021-01-18T08:00:00+00:00")
    due = {GuildId(n): now + timedelta(minutes=m) for n, m in ((1, 50), (2, 90), (3, 10))}
    here = [GuildId(n) for n in (1, 2, 3, 4)]
    assert rules.soonest(here, due, now + timedelta(hours=1)) == [3, 1]
