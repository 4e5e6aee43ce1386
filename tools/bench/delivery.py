"""The delivery desk: how many notices it takes through a ledger on a real file in a second, and how soon one leaves."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

from bot.clock import WallClock
from bot.database import Database
from bot.delivery.dispatcher import A_SECOND, Dispatcher
from bot.delivery.model import Batch, Kind, Kinds, Notice, Sent, at_once, to_person
from bot.delivery.scheduler import DeliveryLoop
from bot.delivery.service import DeliveryService, Outbox
from tools.bench.report import Report
from tools.bench.state import GUILD, database, fill, own_reminders, raised

MANY, STORED, SINGLY, APART_S = 4_000, 10_000, 200, 0.03


class _News(Kind):
    """What somebody waits for."""

    name = "news"


class _Wire:
    """A transport that sends at once and remembers when, on the machine's own steady clock."""

    def __init__(self) -> None:
        self.sent_at: dict[str, float] = {}

    async def send(self, batch: Batch, now: datetime) -> Sent:
        self.sent_at[batch.first.key] = time.perf_counter()
        return Sent(1, len(self.sent_at), now)

    async def find(self, batch: Batch) -> Sent | None:
        return None

    async def tell_staff(self, guild_id: int, words: str) -> None:
        raise AssertionError(words)


async def measure(report: Report) -> None:
    """Measure both, beside 10,000 reminders that are planned for later."""
    async with database() as db:
        await fill(db, own_reminders(STORED, WallClock().now() + timedelta(days=30)))
        await _throughput(report, db)
    async with database() as db:
        await fill(db, own_reminders(STORED, WallClock().now() + timedelta(days=30)))
        await _delay(report, db)


async def _throughput(report: Report, db: Database) -> None:
    """Leave notices for as many people at once, and don't wait as Discord's limits ask for."""
    clock, wire = WallClock(), _Wire()
    service, outbox = DeliveryService(db, Kinds(_News())), Outbox(db, clock)
    dispatcher = Dispatcher(service, wire, clock, raised, _at_once)
    notices = [_news(n, clock.now()) for n in range(MANY)]
    await db.write(lambda tables: outbox.put(tables, GUILD, notices))
    begun = time.perf_counter()
    while len(wire.sent_at) < MANY:
        await dispatcher.sweep()
        await dispatcher.idle()
    rate = MANY / (time.perf_counter() - begun)
    report.add(f"{MANY:,} notices through the desk", rate, "a second", at_least=5 * A_SECOND)


async def _delay(report: Report, db: Database) -> None:
    """Leave one notice after another, each in a transaction of its own, while nothing else happens."""
    clock, wire, committed = WallClock(), _Wire(), dict[str, float]()
    outbox, service = Outbox(db, clock), DeliveryService(db, Kinds(_News()))
    loop = DeliveryLoop(service, outbox, wire, clock, raised)
    loop.start()
    for n in range(SINGLY):
        notice = _news(n, clock.now())
        await db.write(lambda tables, one=notice: outbox.put(tables, GUILD, [one]))
        committed[notice.key] = time.perf_counter()
        await asyncio.sleep(APART_S)
    await loop.rest()
    await loop.stop()
    late = sorted((wire.sent_at[key] - at) * 1000 for key, at in committed.items())
    report.add(f"from commit to send, {STORED:,} planned beside, p50", late[len(late) // 2], "ms")
    report.add("  p99", late[int(len(late) * 0.99)], "ms", 500)


def _news(number: int, at: datetime) -> Notice:
    return at_once("news", f"news:{number:06}", to_person(number), at, number=number)


async def _at_once(_: float) -> None:
    await asyncio.sleep(0)
