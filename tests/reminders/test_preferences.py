"""What people choose for themselves moves their own reminders alone, so that many can choose at one moment."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.app import App, build_app
from bot.clock import BorrowedClock
from bot.database import Database
from bot.delivery import ledger
from bot.delivery.model import Row
from bot.library.library import CourseLibrary
from bot.limits.errors import LimitReached
from bot.limits.table import SNOOZES
from bot.reminders.errors import TooMany
from bot.reminders.model import Preferences
from bot.reminders.preferences_service import Snoozed
from bot.reminders.service import ReminderService
from bot.settings import Settings
from tests.instants import et

GUILD, ANA, BO = 1, 10, 11
NOW = et(1, 18, 9)


@pytest.fixture
def app(db: Database, library: CourseLibrary) -> App:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    return build_app(settings, library, db, BorrowedClock(lambda: NOW))


def on(kinds: frozenset[str]) -> Any:
    def change(wanted: Preferences) -> Preferences:
        return replace(wanted, is_on=True, kinds=kinds)

    return change


def off(wanted: Preferences) -> Preferences:
    return replace(wanted, is_on=False)


async def rows_of(app: App) -> dict[str, Row]:
    rows = await app.db.read(lambda db: ledger.all_of(db, GUILD))
    return {row.notice.key: row for row in rows if row.notice.user_id}


def switches(app: App) -> frozenset[str]:
    return frozenset(app.reminders.kinds.preferences(app.courses.timeline(GUILD)))


async def test_choosing_plans_one_persons_rows_as_planning_everything_would(app: App) -> None:
    await app.reminders.replan(GUILD, NOW)
    await app.preferences.choose(GUILD, ANA, on(switches(app)), NOW)
    await app.preferences.choose(GUILD, BO, on(frozenset({"lectures"})), NOW)
    await app.preferences.choose(GUILD, BO, off, NOW)
    chosen = await rows_of(app)
    await app.reminders.replan(GUILD, NOW)
    assert await rows_of(app) == chosen
    planned = [row for row in chosen.values() if row.state == "planned"]
    assert len(planned) > 5 and {row.notice.user_id for row in planned} == {ANA}


async def test_120_people_choosing_at_once_never_plan_the_course_anew(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    await app.reminders.replan(GUILD, NOW)

    def fail(*_: Any) -> None:
        raise AssertionError("everything was planned anew")

    monkeypatch.setattr(ReminderService, "replan_in", fail)
    choices = (
        app.preferences.choose(GUILD, user, on(switches(app)), NOW) for user in range(100, 220)
    )
    await asyncio.gather(*choices)
    assert len({row.notice.user_id for row in (await rows_of(app)).values()}) == 120


async def test_reminders_of_ones_own_and_snoozes_have_a_limit(app: App) -> None:
    for id in range(25):
        await app.preferences.add(GUILD, ANA, NOW, "tea", id)
    with pytest.raises(TooMany, match="25 reminders waiting"):
        await app.preferences.add(GUILD, ANA, NOW, "tea", 99)
    key = next(iter(await rows_of(app)))
    nonce = await app.db.write(lambda db: _sent(db, key))
    for id in range(SNOOZES.most):
        await app.preferences.snooze(GUILD, ANA, Snoozed(nonce, NOW, id), NOW)
    with pytest.raises(LimitReached, match="50 reminders snoozed a day"):
        await app.preferences.snooze(GUILD, ANA, Snoozed(nonce, NOW, 999), NOW)


def _sent(db: Any, key: str) -> str:
    ledger.claim(db, GUILD, [key], "n" * 24, NOW)
    return "n" * 24
