"""Reminders: planning, a rush of 2,000 at one instant, lateness beside 10,000 planned ones, a week's outage."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from bot.clock import WallClock
from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.database import Database
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.model import Batch, Sent
from bot.delivery.scheduler import DeliveryLoop
from bot.delivery.service import DeliveryService, Outbox
from bot.library.library import CourseLibrary
from bot.reminders import rules
from bot.reminders.kinds import standard_kinds
from bot.reminders.service import ReminderService
from tests.delivery.fakes import FakeDiscord, HandClock, reminder_kinds
from tests.instants import et
from tools.bench.report import Report, typical_ms
from tools.bench.state import GUILD, database, fill, own_reminder_of, own_reminders, raised

RUSH, STORED, ON_TIME = 2_000, 10_000, 100


async def measure(report: Report) -> None:
    """Measure all four."""
    course = load_course(Path("data/course.yaml"))
    timeline = _thousand(course)
    planned = standard_kinds().planned
    report.add("plan 1,000 sessions", typical_ms(lambda: rules.plan(planned, timeline)), "ms", 50)
    for part in (_lateness, _outage, _rush):
        async with database() as db:
            await part(report, db, CourseLibrary(course))


def _thousand(course: Course) -> Timeline:
    first = date(2021, 1, 1)
    sessions = [
        {
            "id": f"s{n}",
            "kind": "lecture",
            "day": str(first + timedelta(days=n)),
            "title": "T",
            "starts": "13:00",
        }
        for n in range(1000)
    ]
    changed = {
        "sessions": sessions,
        "term": {"name": "T", "start": str(first), "end": str(first + timedelta(days=1000))},
    }
    data = course.model_dump(mode="json", by_alias=True) | changed
    return Timeline(Course.model_validate(data, strict=False))


class _Outbox(FakeDiscord):
    """Remembers when, in real time, each message left."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.left: list[tuple[float, str]] = []

    async def send(self, batch: Batch, now: object) -> Sent:
        self.left.append((time.monotonic(), batch.target))
        return Sent(1, len(self.left))


async def _rush(report: Report, db: Database, library: CourseLibrary) -> None:
    clock = HandClock(et(1, 26, 12))
    await fill(db, own_reminders(RUSH, clock.at))
    outbox = _Outbox(clock)
    dispatcher = Dispatcher(DeliveryService(db, reminder_kinds()), outbox, clock, raised)
    begun = time.monotonic()
    await dispatcher.sweep()
    await dispatcher.idle()
    report.add(f"{RUSH:,} due at one instant: all sent in", time.monotonic() - begun, "s")
    in_order = [target for _, target in outbox.left] == sorted(target for _, target in outbox.left)
    assert in_order and len(outbox.left) == RUSH
    busiest = max(Counter(int(left - begun) for left, _ in outbox.left).values())
    report.add("  in order; most in one second", busiest, "", 50)


async def _lateness(report: Report, db: Database, library: CourseLibrary) -> None:
    clock = WallClock()
    service, outbox = DeliveryService(db, reminder_kinds()), Outbox(db, clock)
    now = clock.now()
    await fill(db, own_reminders(STORED, now + timedelta(days=30)))
    loop = DeliveryLoop(service, outbox, _Outbox(HandClock(now)), clock, raised)
    start = clock.now() + timedelta(seconds=4)
    await fill(
        db,
        [
            own_reminder_of(STORED + n, start + timedelta(milliseconds=50 * n))
            for n in range(ON_TIME)
        ],
    )
    loop.start()
    await clock.sleep_until(start + timedelta(milliseconds=50 * ON_TIME + 500))
    await loop.stop()
    late = sorted(
        r.lateness.total_seconds() * 1000
        for r in await service.all_of(GUILD)
        if r.lateness is not None
    )
    assert len(late) == ON_TIME, len(late)
    report.add(f"lateness, {STORED:,} planned beside, median", late[len(late) // 2], "ms")
    report.add("  p99", late[int(len(late) * 0.99)], "ms", 250)


async def _outage(report: Report, db: Database, library: CourseLibrary) -> None:
    clock = HandClock(et(1, 18, 8))
    service = ReminderService(db, library, Outbox(db, clock), standard_kinds())
    await service.replan(GUILD, clock.at)
    clock.at += timedelta(days=7)
    begun = time.monotonic()
    await service.replan(GUILD, clock.at)
    outbox = _Outbox(clock)
    dispatcher = Dispatcher(DeliveryService(db, reminder_kinds()), outbox, clock, raised)
    await dispatcher.sweep()
    await dispatcher.idle()
    report.add("catch up after a week's outage", time.monotonic() - begun, "s", 10)
