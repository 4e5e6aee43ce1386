"""Changing a course of 1,000 meetings: how long until a change is shown, and, once confirmed, until it is in force."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from statistics import median

from bot.app import build_app
from bot.course.edits import Cancel
from bot.course.loader import read_course
from bot.course.timeline import Timeline
from bot.course.when import parse_when
from bot.ids import GuildId, UserId
from bot.library.library import DEFAULT, CourseLibrary
from bot.memory import keep_for_good
from bot.settings import Settings
from tests.delivery.fakes import HandClock
from tools.bench.course_size import NOW, file_of
from tools.bench.report import Report
from tools.bench.state import database

MEETINGS, CHANGES, SWAP_MS, ANSWER_MS = 1000, 5, 300.0, 100.0
HERE, SAM = GuildId(1), UserId(7)


async def measure(report: Report) -> None:
    """Measure five changes, with somebody asking for the schedule all the while."""
    text = f"{file_of(MEETINGS)}reminders: {{meetings: [1h, 15m]}}\n"
    async with database() as db:
        course = read_course(db.path, text)
        library = CourseLibrary(course, sources={DEFAULT: text})
        settings = Settings(state=db.path.parent, _env_file=None)  # type: ignore[call-arg]
        app = build_app(settings, library, db, HandClock(NOW))  # type: ignore[arg-type]
        await app.guilds.choose(HERE, "announcements_channel", 11, by=SAM)
        await app.course.history.begin(NOW)
        keep_for_good()  # as the running bot does
        held = [i.key for i in library.timeline(HERE).items if i.is_session][100 : 100 + CHANGES]
        waits: list[float] = []
        asking = asyncio.create_task(_ask(library, waits))
        shown, made = list[float](), list[float]()
        for key in held:
            begun = time.perf_counter()
            draft = await app.course.propose(HERE, Cancel(item=key, why="Snow"), NOW, by=SAM)
            shown.append((time.perf_counter() - begun) * 1000)
            begun = time.perf_counter()
            await app.course.confirm(HERE, draft.id, NOW, by=SAM)
            made.append((time.perf_counter() - begun) * 1000)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
    report.add(f"show a change of {MEETINGS:,} meetings", median(shown), "ms")
    report.add(f"confirm it: {MEETINGS:,} meetings swapped", median(made), "ms", SWAP_MS)
    report.add("  longest wait of /schedule meanwhile", max(waits), "ms", ANSWER_MS)


async def _ask(library: CourseLibrary, waits: list[float]) -> None:
    """Ask what is on, again and again; note how long each waits for its turn and its answer."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(0.005)
        timeline: Timeline = library.timeline(HERE)
        parse_when("this week", timeline, NOW)
        waits.append((time.perf_counter() - begun) * 1000 - 5)
