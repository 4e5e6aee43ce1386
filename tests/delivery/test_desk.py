"""The desk: what is left in a transaction is sent once it has committed, one target never holds up another."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.database import Database
from bot.delivery import ledger
from bot.delivery.dispatcher import A_SECOND, Dispatcher
from bot.delivery.errors import CannotLook, Interrupted, Unsendable
from bot.delivery.model import (
    STAFF,
    Batch,
    Kind,
    Kinds,
    Notice,
    Sent,
    at_once,
    board,
    mark_of,
    to_person,
)
from bot.delivery.scheduler import DeliveryLoop
from bot.delivery.service import DeliveryService, Outbox
from tests.delivery.fakes import HandClock, until
from tests.instants import et

GUILD = 1
NOW = et(1, 26, 12)


class News(Kind):
    name = "news"


class Slowly(Kind):
    name = "planned long ago"
    quickly = False


class Board(Kind):
    name = "board"


@dataclass
class Wire:
    """A Discord whose targets may be slow, refuse, or lose an answer."""

    held: dict[str, asyncio.Event] = field(default_factory=dict)
    fails: dict[str, list[Exception]] = field(default_factory=dict)
    there: dict[str, Sent] = field(default_factory=dict)
    readable: bool = True
    sent: list[tuple[str, str]] = field(default_factory=list)
    looked: int = 0
    waiting: int = 0
    told: list[str] = field(default_factory=list)

    async def send(self, batch: Batch, now: datetime) -> Sent:
        if batch.target in self.held:
            self.waiting += 1
            await self.held[batch.target].wait()
        if self.fails.get(batch.target):
            raise self.fails[batch.target].pop(0)
        self.sent.append((batch.target, batch.first.key))
        return Sent(1, len(self.sent), now)

    async def find(self, batch: Batch) -> Sent | None:
        self.looked += 1
        if not self.readable:
            raise CannotLook("I may not read the channel's history")
        return self.there.get(batch.nonce)

    async def tell_staff(self, guild_id: int, words: str) -> None:
        self.told.append(words)

    def keys(self) -> list[str]:
        return [key for _, key in self.sent]


@dataclass
class Desk:
    db: Database
    clock: HandClock
    wire: Wire
    outbox: Outbox
    service: DeliveryService
    dispatcher: Dispatcher
    errors: list[BaseException]

    async def leave(self, *notices: Notice) -> None:
        await self.db.write(lambda db: self.outbox.put(db, GUILD, notices))

    async def deal(self, seconds: float = 0) -> None:
        self.clock.at += timedelta(seconds=seconds)
        await self.dispatcher.sweep()
        await self.dispatcher.idle()

    async def state(self, key: str) -> str:
        [row] = await self.service.rows(GUILD, [key])
        return row.state


@pytest.fixture
def desk(db: Database) -> Desk:
    clock, wire, errors = HandClock(NOW), Wire(), list[BaseException]()
    service = DeliveryService(db, Kinds(News(), Slowly(), Board()))
    dispatcher = Dispatcher(service, wire, clock, errors.append, at_once_sleep)
    return Desk(db, clock, wire, Outbox(db, clock), service, dispatcher, errors)


async def at_once_sleep(_: float) -> None:
    return None


def news(key: str, user_id: int = 7, kind: str = "news") -> Notice:
    return at_once(kind, key, to_person(user_id), NOW, "group:1", number=1)


async def test_what_is_left_is_sent_once(desk: Desk) -> None:
    await desk.leave(news("a"))
    for _ in range(3):
        await desk.deal()
    assert desk.wire.keys() == ["a"]
    assert await desk.state("a") == "sent"


async def test_what_is_left_in_a_transaction_that_fails_is_never_sent(desk: Desk) -> None:
    def work(db: Any) -> None:
        desk.outbox.put(db, GUILD, [news("a")])
        raise ValueError("the change was refused")

    with pytest.raises(ValueError, match="refused"):
        await desk.db.write(work)
    await desk.deal()
    assert desk.wire.keys() == []


async def test_a_slow_person_holds_up_nobody_else_and_keeps_their_order(desk: Desk) -> None:
    desk.wire.held["user:7"] = asyncio.Event()
    await desk.leave(news("a", 7), news("b", 7), news("c", 8))
    await desk.dispatcher.sweep()
    await until(lambda: len(desk.wire.sent) == 1)
    assert desk.wire.keys() == ["c"] and desk.dispatcher.busy
    await desk.leave(news("d", 9), news("e", 7))
    await desk.dispatcher.sweep()
    await until(lambda: len(desk.wire.sent) == 2)
    assert desk.wire.keys() == ["c", "d"]
    desk.wire.held["user:7"].set()
    await desk.dispatcher.idle()
    await desk.deal()
    assert desk.wire.keys() == ["c", "d", "a", "b", "e"]


async def test_a_target_that_refuses_waits_as_long_as_it_asked_to(desk: Desk) -> None:
    later: list[datetime | None] = []
    desk.dispatcher.later = later.append
    wait = Interrupted("Discord answered 429", timedelta(seconds=53))
    desk.wire.fails["user:7"] = [wait]
    await desk.leave(news("a", 7), news("b", 8))
    await desk.deal()
    assert desk.wire.keys() == ["b"]
    assert later == [NOW + timedelta(seconds=53)]
    await desk.deal(52)
    assert desk.wire.keys() == ["b"]
    await desk.deal(2)
    assert desk.wire.keys() == ["b", "a"]


async def test_before_anything_is_sent_again_it_is_looked_for(desk: Desk) -> None:
    """Six sends took effect and lost their answers: one message, however long that goes on."""
    desk.wire.fails["user:7"] = [Interrupted("ConnectionResetError")]
    await desk.leave(news("a"))
    await desk.deal()
    [row] = await desk.service.rows(GUILD, ["a"])
    desk.wire.there[row.nonce] = Sent(1, 99)
    await desk.deal(6)
    [row] = await desk.service.rows(GUILD, ["a"])
    assert (row.state, row.message_id, desk.wire.sent) == ("sent", 99, [])


async def test_what_somebody_has_before_them_is_not_sent_again_though_it_cannot_be_found(
    desk: Desk,
) -> None:
    desk.wire.fails["user:7"] = [Interrupted("ConnectionResetError")]
    await desk.leave(news("a"))
    await desk.deal()
    [row] = await desk.service.rows(GUILD, ["a"])
    await desk.service.arrived([mark_of(row.nonce)], Sent(1, 99), NOW)
    await desk.deal(90)
    [row] = await desk.service.rows(GUILD, ["a"])
    assert (row.state, row.message_id, desk.wire.sent) == ("sent", 99, [])
    assert desk.service.in_doubt == {}


@pytest.mark.parametrize("later", [6, 90], ids=["under its nonce", "under a new one"])
async def test_what_is_pressed_while_it_is_looked_for_is_not_sent_again(
    desk: Desk, later: int
) -> None:
    desk.wire.fails["user:7"] = [Interrupted("ConnectionResetError")]
    await desk.leave(news("a"))
    await desk.deal()
    [row] = await desk.service.rows(GUILD, ["a"])
    look = desk.wire.find

    async def pressed_meanwhile(batch: Batch) -> Sent | None:
        await desk.service.arrived([batch.mark], Sent(1, 99), NOW)
        return await look(batch)

    desk.wire.find = pressed_meanwhile  # type: ignore[method-assign]
    await desk.deal(later)
    [row] = await desk.service.rows(GUILD, ["a"])
    assert (row.state, row.message_id, desk.wire.sent) == ("sent", 99, [])


async def test_where_nobody_can_look_the_nonce_is_used_again_and_then_staff_are_asked(
    desk: Desk,
) -> None:
    desk.wire.readable = False
    desk.wire.fails["user:7"] = [Interrupted("TimeoutError")] * 9
    await desk.leave(news("a"))
    await desk.deal()
    [first] = await desk.service.rows(GUILD, ["a"])
    await desk.deal(6)
    [second] = await desk.service.rows(GUILD, ["a"])
    assert second.nonce == first.nonce and second.tries == 2
    await desk.deal(90)
    assert await desk.state("a") == "unsure"
    assert "I can't tell whether" in desk.wire.told[0]


async def test_what_is_wanted_again_while_it_is_sent_comes_again(desk: Desk) -> None:
    wanted = board("sign-up", NOW)
    desk.wire.held["board:sign-up"] = asyncio.Event()
    await desk.outbox.refresh(GUILD, wanted)
    await desk.outbox.refresh(GUILD, wanted)
    await desk.dispatcher.sweep()
    await until(lambda: desk.wire.waiting == 1)
    for _ in range(3):
        await desk.outbox.refresh(GUILD, wanted)
    desk.wire.held["board:sign-up"].set()
    await desk.dispatcher.idle()
    assert desk.wire.keys() == ["board:sign-up"]
    assert await desk.state("board:sign-up") == "planned"
    await desk.deal()
    await desk.deal()
    assert desk.wire.keys() == ["board:sign-up"] * 2


async def test_what_is_withdrawn_is_skipped_with_its_reason_and_can_come_back(desk: Desk) -> None:
    await desk.leave(news("a"))
    await desk.db.write(lambda db: desk.outbox.withdraw(db, GUILD, ["a"], "it was withdrawn"))
    await desk.deal()
    [row] = await desk.service.rows(GUILD, ["a"])
    assert (row.state, row.why, desk.wire.sent) == ("skipped", "it was withdrawn", [])
    await desk.leave(news("a"))
    await desk.deal()
    assert desk.wire.keys() == ["a"]


async def test_who_waits_goes_before_what_was_planned_long_ago(desk: Desk) -> None:
    old = [
        at_once("planned long ago", f"old{n:03}", to_person(100 + n), NOW)
        for n in range(2 * A_SECOND)
    ]
    await desk.leave(*old, news("quick", 9999))
    await desk.deal()
    assert desk.wire.keys()[0] == "quick" and len(desk.wire.sent) == 2 * A_SECOND + 1


async def test_a_kind_that_this_version_does_not_know_stops_nothing(desk: Desk) -> None:
    await desk.leave(news("a", 7, "from the future"), news("b", 8))

    async def compose_like_discord(batch: Batch, now: datetime) -> Sent:
        await desk.service.kinds[batch.first.kind].compose(batch, now)
        raise AssertionError("unreachable for kinds that compose nothing")

    desk.wire.send = compose_like_discord  # type: ignore[method-assign]
    await desk.deal()
    assert await desk.state("a") == "skipped" and await desk.state("b") == "skipped"


async def test_something_that_breaks_is_reported_once_and_tried_later(desk: Desk) -> None:
    desk.wire.fails["user:7"] = [ValueError("a mistake of ours")]
    await desk.leave(news("a"), news("b", 8))
    await desk.deal()
    await desk.deal()
    assert [type(error) for error in desk.errors] == [ValueError]
    assert desk.wire.keys() == ["b"]
    await desk.deal(6)
    assert desk.wire.keys() == ["b", "a"]


async def test_lateness_is_that_of_the_message_and_not_of_the_mark(desk: Desk) -> None:
    posted = NOW + timedelta(milliseconds=10)

    async def send(batch: Batch, now: datetime) -> Sent:
        desk.clock.at += timedelta(seconds=79)
        return Sent(1, 2, posted)

    desk.wire.send = send  # type: ignore[method-assign]
    await desk.leave(news("a"))
    await desk.deal()
    [row] = await desk.service.rows(GUILD, ["a"])
    assert row.lateness == timedelta(milliseconds=10)


async def test_the_same_words_reach_staff_once_an_hour(desk: Desk) -> None:
    for _ in range(5):
        await desk.outbox.tell_staff(GUILD, "**The disk is full.** Make room.")
    await desk.outbox.tell_staff(GUILD, "**The channel is gone.** Choose another.")
    desk.clock.at += timedelta(hours=1)
    await desk.outbox.tell_staff(GUILD, "**The disk is full.** Make room.")
    rows = await desk.service.all_of(GUILD, "channel:staff")
    assert [row.notice.facts["words"][:12] for row in rows].count("**The disk i") == 2
    assert len(rows) == 3


async def test_what_cannot_reach_staff_is_not_told_to_staff_without_end(desk: Desk) -> None:
    gone = Unsendable("**I can't post in the staff channel.** Choose another with `/setup`.")
    desk.wire.fails[STAFF] = [gone for _ in range(20)]
    desk.wire.tell_staff = desk.outbox.tell_staff  # type: ignore[method-assign]
    await desk.outbox.tell_staff(GUILD, "**The disk is full.** Make room.")
    for _ in range(5):
        await desk.deal(1)
    [row] = await desk.service.all_of(GUILD, STAFF)
    assert (row.state, row.tries) == ("failed", 1)


def test_a_mark_is_a_number_that_discord_takes_and_never_gives_by_itself() -> None:
    marks = {mark_of(ledger.nonce_of(GUILD, [str(n)], NOW)) for n in range(20_000)}
    assert len(marks) > 19_990
    assert all(1000 <= mark < 2**31 for mark in marks)


async def test_the_loop_sends_what_a_commit_leaves_and_says_what_became_of_it(db: Database) -> None:
    clock, wire, errors = HandClock(NOW), Wire(), list[BaseException]()
    service, outbox = DeliveryService(db, Kinds(News())), Outbox(db, clock)
    loop = DeliveryLoop(service, outbox, wire, clock, errors.append)
    clock.sleep_until = never  # type: ignore[method-assign]
    loop.start()
    await db.write(lambda tables: outbox.put(tables, GUILD, [news("a"), news("b", 8)]))
    rows = await loop.outcome(GUILD, ["a", "b"], 5)
    assert [row.state for row in rows] == ["sent", "sent"] and errors == []
    await loop.stop()


async def test_at_a_start_only_what_was_planned_long_ago_waits_until_it_is_planned_anew(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.scheduler.HEAD_START_S", 0.0)
    clock, wire, errors, planned = HandClock(NOW), Wire(), list[BaseException](), asyncio.Event()
    service = DeliveryService(db, Kinds(News(), Slowly()))
    outbox = Outbox(db, clock)
    loop = DeliveryLoop(service, outbox, wire, clock, errors.append)
    clock.sleep_until = never  # type: ignore[method-assign]
    reminder = news("reminder", 8, Slowly.name)
    await db.write(lambda tables: outbox.put(tables, GUILD, [reminder, news("a")]))

    async def plan() -> None:
        await planned.wait()

    loop.at_start.append(plan)
    loop.start()
    [row] = await loop.outcome(GUILD, ["a"], 5)
    assert row.state == "sent" and wire.keys() == ["a"]
    planned.set()
    await loop.rest()
    assert wire.keys() == ["a", "reminder"] and errors == []
    await loop.stop()


async def test_a_start_goes_on_where_the_first_look_fails(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, wire, errors, fails = HandClock(NOW), Wire(), list[BaseException](), [OSError("gone")]
    service, outbox = DeliveryService(db, Kinds(News())), Outbox(db, clock)
    real = service.ready

    async def ready(now: datetime, *, quickly: bool = False) -> list[Any]:
        if fails:
            raise fails.pop()
        return await real(now, quickly=quickly)

    monkeypatch.setattr(service, "ready", ready)
    loop = DeliveryLoop(service, outbox, wire, clock, errors.append)
    clock.sleep_until = never  # type: ignore[method-assign]
    await db.write(lambda tables: outbox.put(tables, GUILD, [news("a")]))

    async def plan() -> None:
        return None

    loop.at_start.append(plan)
    loop.start()
    [row] = await loop.outcome(GUILD, ["a"], 5)
    assert row.state == "sent" and [str(error) for error in errors] == ["gone"]
    await loop.stop()


async def test_whoever_asks_for_the_outcome_is_not_kept_waiting_by_a_slow_target(
    db: Database,
) -> None:
    clock, wire, errors = HandClock(NOW), Wire(), list[BaseException]()
    wire.held["user:7"] = asyncio.Event()
    service, outbox = DeliveryService(db, Kinds(News())), Outbox(db, clock)
    loop = DeliveryLoop(service, outbox, wire, clock, errors.append)
    clock.sleep_until = never  # type: ignore[method-assign]
    loop.start()
    await db.write(lambda tables: outbox.put(tables, GUILD, [news("a")]))
    [row] = await loop.outcome(GUILD, ["a"], 0.05)
    assert row.state in ("planned", "claimed")
    wire.held["user:7"].set()
    await loop.rest()
    await loop.stop()
    assert await service.rows(GUILD, ["a"]) and wire.keys() == ["a"]


async def never(_: datetime) -> None:
    await asyncio.Event().wait()


async def test_what_follows_from_time_is_called_at_its_instants_alone(db: Database) -> None:
    clock, called, fails = HandClock(NOW), list[datetime](), [OSError("gone")]
    loop = DeliveryLoop(DeliveryService(db, Kinds()), Outbox(db, clock), Wire(), clock, raised)
    clock.sleep_until = never  # type: ignore[method-assign]
    loop.start()
    await loop.rest()

    async def hourly(now: datetime) -> datetime:
        called.append(now)
        if fails:
            raise fails.pop()
        return now + timedelta(hours=1)

    loop.by_time.append(hourly)
    with pytest.raises(OSError, match="gone"):
        await loop.catch_up()
    for minutes in (0, 0, 59, 60):
        clock.at = NOW + timedelta(minutes=minutes)
        await loop.catch_up()
    assert called == [NOW, NOW, clock.at]
    clock.at = NOW - timedelta(days=1)  # a clock that is set back shows other days
    await loop.catch_up()
    assert called[-1] == clock.at
    await loop.stop()


async def test_what_another_process_stores_is_looked_at_once(db: Database) -> None:
    clock, looks, fails = HandClock(NOW), list[str](), list[OSError]()
    service, outbox = DeliveryService(db, Kinds(News())), Outbox(db, clock)
    loop = DeliveryLoop(service, outbox, Wire(), clock, raised)
    clock.sleep_until = never  # type: ignore[method-assign]
    loop.start()
    await loop.rest()

    async def look() -> None:
        looks.append("looked")
        if fails:
            raise fails.pop()

    loop.by_others.append(look)
    await loop.catch_up()  # at the start it may have
    await db.write(lambda tables: outbox.put(tables, GUILD, [news("a")]))
    await loop.catch_up()
    assert len(looks) == 1
    with closing(sqlite3.connect(db.path)) as other:
        other.execute("CREATE TABLE theirs (id INTEGER)")
    fails.append(OSError("gone"))
    with pytest.raises(OSError, match="gone"):
        await loop.catch_up()
    await loop.catch_up()
    await loop.catch_up()
    assert len(looks) == 3
    await loop.stop()


async def test_a_desk_that_stops_sends_what_it_has_begun_and_leaves_the_rest_for_the_next(
    desk: Desk, db: Database
) -> None:
    people = {user_id: [news(f"{user_id}:{n}", user_id) for n in range(40)] for user_id in (7, 8)}
    await desk.leave(*people[7], *people[8])
    slow = desk.wire.held[to_person(7)] = asyncio.Event()
    await desk.dispatcher.sweep()
    await until(lambda: desk.wire.waiting == 1)
    desk.dispatcher.stop()
    slow.set()
    await desk.dispatcher.idle()
    assert await desk.dispatcher.sweep() == 0
    assert len(desk.wire.sent) < 80 and desk.wire.keys().count("7:0") == 1
    rows = await desk.service.rows(GUILD, [one.key for one in (*people[7], *people[8])])
    sent = set(desk.wire.keys())
    assert {row.state for row in rows if row.notice.key not in sent} == {"planned"}
    next_one = Dispatcher(desk.service, desk.wire, desk.clock, desk.errors.append, no_pause)
    while await next_one.sweep():
        await next_one.idle()
    assert sorted(desk.wire.keys()) == sorted(row.notice.key for row in rows)
    assert desk.errors == []


async def no_pause(_: float) -> None:
    return None


async def test_a_board_that_waits_for_its_turn_is_drawn_sooner_if_a_change_wants_it(
    db: Database,
) -> None:
    clock, wire = HandClock(NOW), Wire()
    service, outbox = DeliveryService(db, Kinds(Board())), Outbox(db, clock)
    loop = DeliveryLoop(service, outbox, wire, clock, raised)
    clock.sleep_until = never  # type: ignore[method-assign]
    loop.start()
    await loop.rest()
    turn = NOW + timedelta(days=20)  # however late, a board is of use
    await outbox.refresh(GUILD, board("groups", turn))
    await loop.catch_up()
    assert wire.sent == []
    await outbox.refresh(GUILD, board("groups", NOW), board("groups", turn))
    await loop.catch_up()
    assert wire.keys() == ["board:groups"]
    await outbox.refresh(GUILD, board("groups", turn))
    clock.at = turn + timedelta(days=30)
    await loop.catch_up()
    assert wire.keys() == ["board:groups"] * 2
    await loop.stop()


def raised(error: BaseException) -> None:
    raise error
