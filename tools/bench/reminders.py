"""Reminders: planning, a rush of 2,000 at one instant, lateness beside 10,000 planned ones, a week's outage."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

from bot.app import MIGRATIONS
from bot.clock import WallClock
from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.database import Database
from bot.delivery import ledger
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.loop import DeliveryLoop
from bot.delivery.model import Batch, Notice, Sent
from bot.delivery.outbox import Outbox
from bot.delivery.service import DeliveryService
from bot.library.library import CourseLibrary
from bot.reminders import rules
from bot.reminders.kinds import standard_kinds
from bot.reminders.service import ReminderService
from tests.delivery.fakes import FakeDiscord, HandClock, reminder_kinds
from tests.instants import et
from tools.bench.report import Report, typical_ms

GUILD = 1
RUSH, STORED, ON_TIME = 2_000, 10_000, 100


async def measure(report: Report) -> None:
    """Measure all four."""
    course = load_course(Path("data/course.yaml"))
    timeline = _thousand(course)
    planned = standard_kinds().planned
    report.add("plan 1,000 sessions", typical_ms(lambda: rules.plan(planned, timeline)), "ms", 50)
    for part in (_lateness, _outage, _rush):
        async with _database() as db:
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


@asynccontextmanager
async def _database() -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "ledger.sqlite3")
        await db.open(MIGRATIONS)
        yield db
        await db.close()


class _Outbox(FakeDiscord):
    """Remembers when, in real time, each message left."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.left: list[tuple[float, str]] = []

    async def send(self, batch: Batch, now: object) -> Sent:
        self.left.append((time.monotonic(), batch.target))
        return Sent(1, len(self.left))


def _own(number: int, due: object) -> Notice:
    return Notice(
        f"free:{number:06}", "free", f"user:{number:06}", "", due, due, due + timedelta(days=7), "x"
    )  # type: ignore[arg-type,operator]


async def _rush(report: Report, db: Database, library: CourseLibrary) -> None:
    clock = HandClock(et(1, 26, 12))
    await _fill(db, [_own(n, clock.at) for n in range(RUSH)])
    outbox = _Outbox(clock)
    dispatcher = Dispatcher(DeliveryService(db, reminder_kinds()), outbox, clock, _raise)
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
    await _fill(db, [_own(n, now + timedelta(days=30)) for n in range(STORED)])
    loop = DeliveryLoop(service, outbox, _Outbox(HandClock(now)), clock, _raise)
    start = clock.now() + timedelta(seconds=4)
    await _fill(
        db, [_own(STORED + n, start + timedelta(milliseconds=50 * n)) for n in range(ON_TIME)]
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
    dispatcher = Dispatcher(DeliveryService(db, reminder_kinds()), outbox, clock, _raise)
    await dispatcher.sweep()
    await dispatcher.idle()
    report.add("catch up after a week's outage", time.monotonic() - begun, "s", 10)


async def _fill(db: Database, planned: list[Notice]) -> None:
    await db.write(lambda tables: [ledger.add(tables, GUILD, p) for p in planned])


def _raise(error: BaseException) -> None:
    raise error
