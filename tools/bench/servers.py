"""Very many servers: those that aren't set up cost nothing, those that are share their course's plan."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

from bot.app import build_app
from bot.course.loader import load_course
from bot.database import Database
from bot.delivery import ledger
from bot.ids import GuildId
from bot.library.library import CourseLibrary
from bot.reminders.service import ReminderService
from bot.settings import Settings
from tests.delivery.fakes import HandClock
from tests.instants import et
from tools.bench.report import Report
from tools.bench.state import database

SERVERS = [GuildId(number) for number in range(1, 2_001)]
SOME = SERVERS[:200]
"""How many are set up: each writes sixty rows, so that two thousand would only take longer."""


async def measure(report: Report) -> None:
    """Measure a start with nothing set up, then setting up, then a start with everything planned."""
    clock = HandClock(et(1, 18, 8))
    async with database() as db:
        settings = Settings(state=db.path.parent, _env_file=None)  # type: ignore[call-arg]
        library = CourseLibrary(load_course(Path("data/course.yaml")))
        app = build_app(settings, library, db, clock)  # type: ignore[arg-type]
        await _nothing_set_up(report, db, app.reminders)
        begun = time.monotonic()
        for guild_id in SOME:
            await app.guilds.choose(guild_id, "announcements_channel", 1, by=1)
        spent = (time.monotonic() - begun) / len(SOME) * 1000
        report.add("a server is set up: all its reminders planned", spent, "ms", 50)
        await _start(report, db, app.reminders, clock)


async def _nothing_set_up(report: Report, db: Database, reminders: ReminderService) -> None:
    begun = time.monotonic()
    assert await reminders.concerned() == {}
    spent = (time.monotonic() - begun) * 1000
    report.add(f"start with {len(SERVERS):,} servers, none set up: to plan", spent, "ms", 50)
    rows = await db.read(lambda tables: len(ledger.open_rows(tables)))
    report.add("  rows planned", rows, "", 0)


async def _start(
    report: Report, db: Database, reminders: ReminderService, clock: HandClock
) -> None:
    """Plan every server anew while people use the bot."""
    waits, planning = list[float](), True

    async def use() -> None:
        while planning:
            begun = time.monotonic()
            await db.read(lambda tables: ledger.get(tables, 1, "x"))
            waits.append((time.monotonic() - begun) * 1000)
            await asyncio.sleep(0.005)

    using = asyncio.create_task(use())
    clock.at += timedelta(hours=1)
    begun = time.monotonic()
    for guild_id in await reminders.concerned():
        await reminders.replan(guild_id, clock.at)
    spent = (time.monotonic() - begun) / len(SOME) * 1000
    planning = False
    await using
    report.add(f"start with {len(SOME)} of them set up: each planned in", spent, "ms", 25)
    report.add("  longest that anybody waits for the database", max(waits), "ms", 250)
