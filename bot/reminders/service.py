"""The ledger's moves: plan, claim, mark. Each is one transaction, so that a crash falls between two of them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import Batch, Planned, Row, Sent, batch_of
from bot.library.library import CourseLibrary
from bot.reminders import preferences_store, rules

COURSE_KINDS = (
    "office hours control",
    "deadline",
    "lecture",
    "pitches",
    "office hours open",
    "office hours close",
    "digest",
)
SINGLE = ("free", "correction", "announcement", "judging nag")
"""Kinds of which each is a message of its own, also where several are due together."""
CORRECTION_USE = timedelta(days=2)
DRAFT = "nobody has confirmed it yet"
BY_A_PERSON = "a person skipped it"
NONCE_LENGTH = 24
"""Discord takes 25 characters at most."""


class ReminderService:
    """Every server's ledger. `now` is the clock's, aware UTC."""

    def __init__(self, db: Database, courses: CourseLibrary) -> None:
        self._db, self._courses = db, courses

    def timeline(self, guild_id: int) -> Timeline:
        """Return a server's course in time."""
        return self._courses.timeline(guild_id)

    async def replan(self, guild_id: int, now: datetime) -> None:
        """Bring the ledger in line with the course file: add, move, cancel; correct what was announced.

        What was due before it was ever planned is kept as skipped: the bot has just come, or the course file
        has just got it.
        """
        timeline = self.timeline(guild_id)

        def work(db: Tables) -> None:
            opened = ledger.opened(db, guild_id)
            wanted = {p.key: p for p in rules.plan(timeline, opened)}
            for wishes in preferences_store.all_wishes(db, guild_id):
                if wishes.is_on:
                    mine = rules.personal_plan(timeline, wishes.user_id, wishes.kinds, wishes.lead)
                    wanted |= {p.key: p for p in mine}
            known = {
                r.planned.key: r
                for r in ledger.all_of(db, guild_id)
                if r.planned.kind in (*COURSE_KINDS, "personal") and not r.planned.body
            }
            for key, planned in wanted.items():
                _plan_one(db, guild_id, planned, known.get(key), now)
            for key, row in known.items():
                if key not in wanted and row.state in ("planned", "failed"):
                    ledger.settle(db, guild_id, [key], "skipped", _gone(row))
            _correct(db, guild_id, list(known.values()), wanted, now)

        await self._db.write(work)

    async def ready(self, now: datetime) -> list[tuple[Row, ...]]:
        """Return what has to be dealt with now: rows that are one message, in the order they are due."""
        rows = await self._db.read(lambda db: ledger.open_rows(db, now))
        waiting = [r for r in rows if r.next_try_at is None or r.next_try_at <= now]
        groups: dict[tuple[object, ...], list[Row]] = {}
        for row in waiting:
            planned = row.planned
            own = (
                (row.nonce,)
                if row.state == "claimed"
                else (planned.target, planned.due_at, row.reply_to)
            )
            single = (planned.key,) if planned.kind in SINGLE else ()
            groups.setdefault((row.guild_id, row.state == "claimed", *own, *single), []).append(row)
        return [tuple(group) for group in groups.values()]

    async def begin(self, rows: Sequence[Row], now: datetime) -> Batch | None:
        """Claim what is still open and of use among some rows; skip the rest. None if nothing is left."""
        guild_id = rows[0].guild_id
        keys = [row.planned.key for row in rows]

        def work(db: Tables) -> Batch | None:
            current = [r for key in keys if (r := ledger.get(db, guild_id, key))]
            current = [r for r in current if r.state in ("planned", "failed")]
            items = {r.planned.item for r in current}
            skip = rules.to_skip(ledger.due_of(db, guild_id, items, now), now)
            silent = ledger.silenced(db, guild_id)
            for row in current:
                why = skip.get(row.planned.key, "")
                if row.planned.target in silent and row.planned.kind in COURSE_KINDS:
                    why = "staff have silenced this channel"
                if why:
                    ledger.settle(db, guild_id, [row.planned.key], "skipped", why)
                    skip[row.planned.key] = why
            left = [r for r in current if r.planned.key not in skip]
            return _claim(db, guild_id, [r.planned.key for r in left], now) if left else None

        return await self._db.write(work)

    async def begin_again(self, batch: Batch, now: datetime) -> Batch | None:
        """Claim anew what has surely not been sent; skip what is no use any more."""
        useless = [r.planned.key for r in batch.rows if now > r.planned.until]
        left = [key for key in batch.keys if key not in useless]

        def work(db: Tables) -> Batch | None:
            if useless:
                why = "it was interrupted, and then came too late to be of use"
                ledger.settle(db, batch.guild_id, useless, "skipped", why)
            return _claim(db, batch.guild_id, left, now) if left else None

        return await self._db.write(work)

    async def try_again(self, batch: Batch) -> Batch:
        """Count another attempt under the same nonce."""
        await self._db.write(lambda db: ledger.count_try(db, batch.guild_id, batch.keys))
        return replace(batch, tries=batch.tries + 1)

    async def mark_sent(self, batch: Batch, sent: Sent, now: datetime) -> None:
        """Say that a batch was sent."""
        await self._db.write(lambda db: ledger.mark_sent(db, batch.guild_id, batch.keys, sent, now))

    async def settle(
        self, batch: Batch, state: str, why: str, next_try_at: datetime | None = None
    ) -> None:
        """Say that a batch was skipped, failed, is unsure, or has to wait for another attempt."""
        await self._db.write(
            lambda db: ledger.settle(db, batch.guild_id, batch.keys, state, why, next_try_at)
        )

    async def open_rows(self) -> list[Row]:
        """Return everything that isn't settled, of every server, soonest first."""
        return await self._db.read(ledger.open_rows)

    async def retries(self) -> list[Row]:
        """Return what waits for another attempt, of every server."""
        condition = "state IN ('planned', 'claimed', 'failed') AND next_try_at IS NOT NULL"
        return await self._db.read(lambda db: ledger.rows_where(db, condition, []))

    async def ledger(self, guild_id: int, target: str | None = None) -> list[Row]:
        """Return a server's ledger, by time."""
        return await self._db.read(lambda db: ledger.all_of(db, guild_id, target))

    async def add(self, guild_id: int, planned: Planned) -> None:
        """Plan one more reminder."""
        await self._db.write(lambda db: ledger.add(db, guild_id, planned))

    async def change(self, guild_id: int, key: str, action: str, now: datetime) -> Row | None:
        """Let staff or its owner skip an open reminder, or send it now. None if it isn't open any more."""

        def work(db: Tables) -> Row | None:
            row = ledger.get(db, guild_id, key)
            if row is None or row.state not in ("planned", "failed", "unsure"):
                return None
            if action == "skip":
                ledger.settle(db, guild_id, [key], "skipped", BY_A_PERSON)
            else:
                ledger.move(
                    db,
                    guild_id,
                    replace(row.planned, due_at=min(now, row.planned.due_at)),
                    "planned",
                )
            return ledger.get(db, guild_id, key)

        return await self._db.write(work)

    async def draft(self, guild_id: int, planned: Planned) -> Row:
        """Keep an announcement that nobody has confirmed yet."""

        def work(db: Tables) -> Row:
            ledger.add(db, guild_id, planned, skipped=DRAFT)
            row = ledger.get(db, guild_id, planned.key)
            assert row is not None
            return row

        return await self._db.write(work)

    async def confirm(self, guild_id: int, key: str, *, yes: bool, now: datetime) -> Row | None:
        """Plan a draft, or discard it. None if it isn't one any more."""

        def work(db: Tables) -> Row | None:
            row = ledger.get(db, guild_id, key)
            if row is None or row.why != DRAFT:
                return None
            if yes:
                due = max(row.planned.due_at, now)
                moved = replace(row.planned, due_at=due, until=due + CORRECTION_USE)
                ledger.move(db, guild_id, moved, "planned")
            else:
                ledger.settle(db, guild_id, [key], "skipped", BY_A_PERSON)
            return ledger.get(db, guild_id, key)

        return await self._db.write(work)

    async def silenced(self, guild_id: int) -> set[str]:
        """Return where nothing is posted for now."""
        return await self._db.read(lambda db: ledger.silenced(db, guild_id))

    async def silence(self, guild_id: int, target: str, by: int, *, quiet: bool) -> None:
        """Let a channel be silent, or speak again."""
        await self._db.write(lambda db: ledger.silence(db, guild_id, target, by, quiet=quiet))

    async def open_office_hours(
        self, guild_id: int, item: str, opens_at: datetime, by: int, now: datetime
    ) -> None:
        """Remember when office hours really open, and move their reminder."""
        await self._db.write(lambda db: ledger.open_at(db, guild_id, item, opens_at, by))
        await self.replan(guild_id, now)

    async def opened(self, guild_id: int) -> dict[str, datetime]:
        """Return when staff said that office hours open, by item."""
        return await self._db.read(lambda db: ledger.opened(db, guild_id))


def put(db: Tables, guild_id: int, planned: Planned) -> None:
    """Plan a reminder within another capability's transaction, or plan it anew if it was withdrawn."""
    row = ledger.get(db, guild_id, planned.key)
    if row is None:
        ledger.add(db, guild_id, planned)
    elif row.state == "skipped":
        ledger.move(db, guild_id, planned, "planned")


def withdraw(db: Tables, guild_id: int, keys: Sequence[str], why: str) -> None:
    """Withdraw reminders that wait, within another capability's transaction."""
    rows = [row for key in keys if (row := ledger.get(db, guild_id, key))]
    waiting = [row.planned.key for row in rows if row.state in ("planned", "failed")]
    if waiting:
        ledger.settle(db, guild_id, waiting, "skipped", why)


def _plan_one(db: Tables, guild_id: int, planned: Planned, row: Row | None, now: datetime) -> None:
    if row is None:
        late = "it was due before it was planned" if planned.due_at <= now else ""
        ledger.add(db, guild_id, planned, skipped=late)
    elif row.state in ("planned", "failed"):
        if row.planned != planned and planned.kind == "personal" and planned.due_at <= now:
            ledger.settle(db, guild_id, [planned.key], "skipped", "it was due before it was wanted")
        elif row.planned != planned:
            ledger.move(db, guild_id, planned, "planned")
    elif row.state == "skipped" and planned.due_at > now and row.why != BY_A_PERSON:
        ledger.move(db, guild_id, planned, "planned")


def _gone(row: Row) -> str:
    if row.planned.kind == "personal":
        return "this person no longer wants it, or it is no longer in the course"
    return "it is no longer in the course"


def _correct(
    db: Tables, guild_id: int, known: Sequence[Row], wanted: dict[str, Planned], now: datetime
) -> None:
    """Plan a reply to each announcement that the course file has overtaken."""
    for item, row in rules.moved(known, wanted, now).items():
        new = wanted.get(row.planned.key)
        anchor = new.anchor_at if new else row.planned.anchor_at
        mark = str(int(anchor.timestamp())) if new else "gone"
        correction = Planned(
            f"correction:{row.planned.key}:{mark}", "correction", row.planned.target,
            new.item if new else item, now, anchor, now + CORRECTION_USE, "moved" if new else "gone",
        )  # fmt: skip
        ledger.add(db, guild_id, correction, reply_to=row.message_id)
        for other in known:
            if new and other.planned.item == item and other.state == "sent":
                ledger.re_anchor(db, guild_id, other.planned.key, anchor)


def _claim(db: Tables, guild_id: int, keys: Sequence[str], now: datetime) -> Batch:
    ledger.claim(db, guild_id, keys, nonce_of(guild_id, keys, now), now)
    return batch_of(r for key in keys if (r := ledger.get(db, guild_id, key)))


def nonce_of(guild_id: int, keys: Iterable[str], claimed_at: datetime) -> str:
    """Return what a sending is known by: the same for every attempt of one claim."""
    text = f"{guild_id} {sorted(keys)} {claimed_at.isoformat()}"
    digest = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().lower()
    return digest[:NONCE_LENGTH]
