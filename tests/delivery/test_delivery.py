"""Once, whatever happens: the kill matrix, outages, edits, a Discord that fails, and 500 random restarts."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.course.model import Course
from bot.database import Database
from bot.delivery.errors import Interrupted, NotNeeded, Unsendable
from bot.delivery.model import Row
from bot.library.library import CourseLibrary
from bot.reminders import rules
from bot.reminders.errors import NotOpen
from bot.reminders.kinds import standard_kinds
from tests.delivery.fakes import STEPS, FakeDiscord, HandClock, Machine
from tests.instants import et

GUILD = 1
KEY = "deadline:lab-entries:24h"
DUE = et(1, 25, 23, 59)
SHORT, LONG = timedelta(seconds=20), timedelta(hours=5)


@pytest.fixture
async def machine(db: Database, library: CourseLibrary) -> Machine:
    """A machine that has planned the term a day before it begins."""
    clock = HandClock(et(1, 17, 12))
    machine = Machine(db, library, clock, FakeDiscord(clock))
    await machine.reminders.replan(GUILD, clock.at)
    return machine


async def at(machine: Machine, instant: datetime) -> None:
    machine.clock.at = instant
    await machine.sweep()


async def row(machine: Machine, key: str = KEY) -> Row:
    return {r.notice.key: r for r in await machine.desk.all_of(GUILD)}[key]


async def caught_up(machine: Machine, instant: datetime) -> None:
    """Have everything settled that is due before an instant."""
    machine.clock.at = instant
    await machine.sweep()
    machine.discord.messages.clear()


async def test_what_is_due_is_sent_once_and_remembered(machine: Machine) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    await at(machine, DUE + timedelta(milliseconds=40))
    for _ in range(3):
        await machine.sweep()
    found = await row(machine)
    assert machine.discord.times_sent(KEY) == 1
    assert (found.state, found.message_id, found.lateness) == (
        "sent",
        1,
        timedelta(milliseconds=40),
    )


async def test_nothing_is_sent_before_its_time(machine: Machine) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    await at(machine, DUE - timedelta(microseconds=1))
    assert machine.discord.messages == []


async def test_two_of_one_instant_are_one_message(machine: Machine) -> None:
    await caught_up(machine, et(1, 27, 22))
    await at(machine, et(1, 27, 23, 59, 59))
    [message] = [m for m in machine.discord.messages if "deadline:paper-review:24h" in m.keys]
    assert message.keys == ("deadline:paper-review:24h", "deadline:pitch-slides:24h")


@pytest.mark.parametrize("outage", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_any_step_it_arrives_once(
    machine: Machine, step: str, outage: timedelta
) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    machine.kill_at = step
    await at(machine, DUE)
    assert machine.kills == 1
    await at(machine, DUE + outage)
    await at(machine, DUE + outage + timedelta(minutes=10))
    assert machine.discord.times_sent(KEY) == 1
    assert (await row(machine)).state == "sent"
    assert machine.discord.told == []


@pytest.mark.parametrize("step", ["after claim", "before send", "after send", "before mark"])
async def test_where_history_cannot_be_read_staff_are_asked_and_nothing_doubles(
    machine: Machine, step: str
) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    machine.kill_at, machine.discord.readable = step, False
    await at(machine, DUE)
    sent_before = machine.discord.times_sent(KEY)
    for _ in range(3):
        await at(machine, DUE + LONG)
    assert machine.discord.times_sent(KEY) == sent_before
    assert (await row(machine)).state == "unsure"
    [asked] = machine.discord.told
    assert asked.startswith(f"**I can't tell whether this was posted: {KEY}.**")


async def test_a_person_decides_about_an_unsure_one(machine: Machine) -> None:
    await test_where_history_cannot_be_read_staff_are_asked_and_nothing_doubles(
        machine, "before send"
    )
    assert await machine.staff.send(GUILD, KEY, machine.clock.at, by=9)
    await machine.sweep()
    assert machine.discord.times_sent(KEY) == 1


async def test_after_a_week_only_what_is_of_use_is_sent(machine: Machine) -> None:
    await caught_up(machine, et(1, 18, 8))
    machine.start()
    await at(machine, et(1, 26, 22))
    assert machine.discord.times_sent("deadline:lab-entries:3h") == 1
    assert machine.discord.times_sent(KEY) == 0
    assert (await row(machine)).why == "a later reminder of the same was due, too"
    assert (await row(machine, "digest:2021-01-20")).why == "it came too late to be useful"


async def test_a_bot_that_comes_in_mid_course_does_not_post_the_past(
    db: Database, library: CourseLibrary
) -> None:
    clock = HandClock(et(1, 26, 12))
    machine = Machine(db, library, clock, FakeDiscord(clock))
    await machine.reminders.replan(GUILD, clock.at)
    await machine.sweep()
    assert machine.discord.messages == []
    assert (await row(machine)).why == "it was due before it was planned"


async def test_replanning_changes_nothing_that_has_not_changed(machine: Machine) -> None:
    before = await machine.desk.all_of(GUILD)
    await machine.reminders.replan(GUILD, machine.clock.at)
    assert await machine.desk.all_of(GUILD) == before


def edited(course: Course, move: Callable[[datetime], datetime | None]) -> CourseLibrary:
    """The course with its first deadline moved, or removed."""
    first, *rest = course.deadlines
    due = move(first.due_at)
    kept = [first.model_copy(update={"due_at": due})] if due else []
    return CourseLibrary(course.model_copy(update={"deadlines": (*kept, *rest)}))


async def edit(machine: Machine, library: CourseLibrary) -> None:
    machine.library = library
    machine.start()
    await machine.reminders.replan(GUILD, machine.clock.at)
    await machine.sweep()


async def test_what_moves_is_armed_anew(machine: Machine, course: Course) -> None:
    await caught_up(machine, et(1, 25, 12))
    await edit(machine, edited(course, lambda due: due + timedelta(hours=6)))
    await at(machine, DUE + timedelta(hours=1))
    assert machine.discord.times_sent(KEY) == 0
    await at(machine, DUE + timedelta(hours=6))
    assert machine.discord.times_sent(KEY) == 1


async def test_what_is_removed_is_cancelled_and_comes_back_if_it_does(
    machine: Machine, course: Course
) -> None:
    await caught_up(machine, et(1, 25, 12))
    await edit(machine, edited(course, lambda _: None))
    assert (await row(machine)).why == "it is no longer in the course"
    await edit(machine, CourseLibrary(course))
    await at(machine, DUE)
    assert machine.discord.times_sent(KEY) == 1


@pytest.mark.parametrize("gone", [False, True])
async def test_what_was_announced_is_corrected_once_by_a_reply(
    machine: Machine, course: Course, gone: bool
) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    await at(machine, DUE)
    later = edited(course, lambda due: None if gone else due + timedelta(hours=6))
    for _ in range(3):
        await edit(machine, later)
    [correction] = [r for r in await machine.desk.all_of(GUILD) if r.notice.kind == "correction"]
    assert correction.state == "sent" and correction.reply_to == 1
    assert correction.notice.facts["kind"] == "deadline"
    assert correction.notice.facts["gone"] is gone
    assert machine.discord.times_sent(correction.notice.key) == 1


async def test_what_a_person_skipped_stays_skipped(machine: Machine) -> None:
    assert await machine.staff.skip(GUILD, KEY)
    await machine.reminders.replan(GUILD, machine.clock.at)
    await at(machine, DUE)
    assert machine.discord.times_sent(KEY) == 0
    with pytest.raises(NotOpen):
        await machine.staff.skip(GUILD, KEY)


async def test_sending_now_sends_it_once(machine: Machine) -> None:
    assert await machine.staff.send(GUILD, KEY, machine.clock.at, by=9)
    await machine.sweep()
    assert machine.discord.times_sent(KEY) == 1
    await machine.reminders.replan(GUILD, machine.clock.at)
    await at(machine, DUE)
    assert machine.discord.times_sent(KEY) == 1


async def test_a_silenced_channel_gets_nothing(machine: Machine) -> None:
    await machine.desk.silence(GUILD, "channel:announcements", by=9, quiet=True)
    await at(machine, et(1, 18, 9))
    assert machine.discord.messages == []
    assert (await row(machine, "digest:2021-01-18")).why == "staff have silenced this channel"
    await machine.desk.silence(GUILD, "channel:announcements", by=9, quiet=False)
    await at(machine, et(1, 19, 9))
    assert machine.discord.times_sent("digest:2021-01-19") == 1


async def test_a_failing_discord_is_tried_again_under_the_same_nonce(machine: Machine) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    machine.discord.fails = [Interrupted("Discord answered 502")] * 2
    await at(machine, DUE)
    assert (await row(machine)).state == "claimed"
    nonce = (await row(machine)).nonce
    await at(machine, DUE + timedelta(seconds=4))
    assert machine.discord.messages == []
    await at(machine, DUE + timedelta(seconds=6))
    await at(machine, DUE + timedelta(seconds=30))
    assert machine.discord.times_sent(KEY) == 1
    assert machine.discord.messages[-1].nonce == nonce


async def test_what_a_person_must_mend_is_told_once_and_tried_again(machine: Machine) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    machine.discord.fails = [
        Unsendable("**The channel is gone.** Choose another with `/setup`.")
    ] * 2
    await at(machine, DUE)
    await at(machine, DUE + timedelta(minutes=2))
    assert machine.discord.told == ["**The channel is gone.** Choose another with `/setup`."]
    assert (await row(machine)).state == "failed"
    await at(machine, DUE + timedelta(minutes=10))
    assert machine.discord.times_sent(KEY) == 1


async def test_one_bad_reminder_never_stops_the_others(machine: Machine) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    machine.discord.fails = [ValueError("a mistake of ours")]
    machine.clock.at = et(1, 26, 9)
    await machine.sweep()
    assert [type(e) for e in machine.errors] == [ValueError]
    assert len(machine.discord.messages) >= 1


async def test_what_nobody_needs_is_skipped(machine: Machine) -> None:
    await caught_up(machine, DUE - timedelta(hours=1))
    machine.discord.fails = [NotNeeded("it has been handed in")]
    await at(machine, DUE)
    assert (await row(machine)).why == "it has been handed in"
    await at(machine, DUE + timedelta(minutes=1))
    assert machine.discord.times_sent(KEY) == 0


@pytest.mark.parametrize("seed", range(20))
async def test_500_random_restarts_lose_nothing_and_double_nothing(
    machine: Machine, library: CourseLibrary, seed: int
) -> None:
    """The whole course, 20 times; the process dies at random steps, at least 25 times in each."""
    chance = random.Random(seed)
    wanted = rules.plan(standard_kinds().planned, library.timeline(GUILD))
    planned = {w.notice.key: w.notice for w in wanted}
    end = et(1, 30, 12)
    while machine.clock.at < end:
        machine.kill_at = chance.choice(STEPS)
        kills = machine.kills
        await machine.sweep()
        while machine.kills > kills:
            kills = machine.kills
            machine.clock.at += timedelta(seconds=chance.choice((1, 5, 30, 70, 200)))
            machine.kill_at = chance.choice(STEPS)
            await machine.reminders.replan(GUILD, machine.clock.at)
            await machine.sweep()
        pause = chance.choice((timedelta(minutes=1), timedelta(minutes=7), timedelta(hours=1)))
        machine.clock.at += pause
    machine.kill_at = None
    for _ in range(20):
        machine.clock.at += timedelta(minutes=10)
        await machine.sweep()
    assert machine.kills >= 25
    ledger = {r.notice.key: r for r in await machine.desk.all_of(GUILD)}
    for key in planned:
        found, times = ledger[key], machine.discord.times_sent(key)
        assert found.state in ("sent", "skipped"), (key, found)
        assert times == (1 if found.state == "sent" else 0), (key, times, found)
        if found.state == "skipped":
            assert found.why in (
                "it came too late to be useful",
                "a later reminder of the same was due, too",
                "it was interrupted, and then came too late to be useful",
            ), found
    assert machine.discord.messages and machine.discord.told == []
