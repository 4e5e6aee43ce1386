"""What becomes of a reminder: a function of its row, of what is wanted, and of now."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.database import Database
from bot.delivery.model import Notice, Row
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.reminders import rules
from bot.reminders.kinds import standard_kinds
from bot.reminders.model import Preferences
from bot.reminders.preferences_service import PreferencesService
from bot.reminders.rules import Step, Wanted, step
from bot.reminders.service import ReminderService
from tests.delivery.fakes import HandClock
from tests.instants import et

NOW, HOUR = et(1, 26, 12), timedelta(hours=1)


def notice(due: timedelta, anchor: timedelta = 5 * HOUR, target: str = "channel:1") -> Notice:
    return Notice("k", "toy", target, "i", NOW + due, NOW + anchor, NOW + anchor)


AHEAD, PAST = notice(HOUR), notice(-HOUR)
LATER = notice(2 * HOUR, 6 * HOUR)


def row(state: Any, one: Notice = AHEAD, why: str = "") -> Row:
    return Row(1, one, state, why=why)


@pytest.mark.parametrize(
    ("known", "wanted", "becomes"),
    [
        (None, Wanted(AHEAD), Step(AHEAD)),
        (None, Wanted(PAST), Step(PAST, rules.LATE)),
        (None, Wanted(AHEAD, waits=True), Step(AHEAD, rules.WAITS)),
        (row("planned"), Wanted(AHEAD), None),
        (row("planned"), Wanted(LATER), Step(LATER)),
        (row("planned"), Wanted(notice(-HOUR, -HOUR)), Step(notice(timedelta(), -HOUR))),
        (row("failed"), Wanted(LATER), Step(LATER)),
        (row("planned"), Wanted(LATER, waits=True), Step(AHEAD, rules.WAITS)),
        (row("claimed"), Wanted(LATER), None),
        (row("skipped", why=rules.WAITS), Wanted(AHEAD), Step(AHEAD)),
        (row("skipped", why=rules.WAITS), Wanted(PAST), Step(PAST, rules.LATE)),
        (row("skipped", why=rules.WAITS), Wanted(AHEAD, waits=True), None),
        (row("skipped", why=rules.GONE), Wanted(AHEAD), Step(AHEAD)),
        (row("skipped", why=rules.GONE), Wanted(AHEAD, waits=True), Step(AHEAD, rules.WAITS)),
        (row("skipped", why=rules.BY_A_PERSON), Wanted(LATER), None),
        (row("skipped", why=rules.BY_A_PERSON), Wanted(LATER, waits=True), None),
        (row("sent"), Wanted(LATER), None),
        (row("sent"), Wanted(LATER, returns=True), Step(LATER)),
        (row("sent"), Wanted(AHEAD, returns=True), None),
        (row("sent", PAST), Wanted(replace(PAST, anchor_at=NOW), returns=True), None),
    ],
)
def test_what_becomes_of_it(known: Row | None, wanted: Wanted, becomes: Step | None) -> None:
    assert step(known, wanted, NOW) == becomes


def test_what_staff_have_just_sent_stays_on_its_way_unless_it_has_moved() -> None:
    sent_now = row("planned", notice(-HOUR))
    assert step(sent_now, Wanted(AHEAD), NOW) is None
    assert step(sent_now, Wanted(LATER), NOW) == Step(LATER)


def test_a_person_who_wants_it_too_late_gets_nothing_at_once() -> None:
    mine, earlier = notice(HOUR, target="user:7"), notice(-HOUR, target="user:7")
    assert step(row("planned", mine), Wanted(earlier), NOW) == Step(earlier, rules.TOO_LATE_WANTED)


async def test_two_switches_pressed_at_once_are_both_kept(
    db: Database, library: CourseLibrary
) -> None:
    outbox = Outbox(db, HandClock(NOW))
    reminders = ReminderService(db, library, outbox, standard_kinds())
    service = PreferencesService(db, reminders, outbox)
    server, ana = GuildId(1), UserId(7)

    def wanting(kind: str) -> Any:
        def change(preferences: Preferences) -> Preferences:
            return replace(preferences, kinds=preferences.kinds | {kind})

        return service.choose(server, ana, change, NOW)

    await asyncio.gather(wanting("lectures"), wanting("office hours"))
    wanted = (await service.preferences(server, ana)).kinds
    assert wanted == {"deadlines", "lectures", "office hours"}
