"""Reminders in the ledger: planned by the course file, changed by staff. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import Notice, Row
from bot.delivery.outbox import Outbox
from bot.library.library import CourseLibrary
from bot.reminders import preferences_store, rules, store
from bot.reminders.kinds import ALL, PERSONAL, PLANNED
from bot.reminders.kinds.correction import correction_of

CORRECTION_USE = timedelta(days=2)
DRAFT = "nobody has confirmed it yet"
BY_A_PERSON = "a person skipped it"


class ReminderService:
    """Every server's reminders. `now` is the clock's, aware UTC."""

    def __init__(self, db: Database, courses: CourseLibrary, outbox: Outbox) -> None:
        self._db, self._courses, self._outbox = db, courses, outbox

    def timeline(self, guild_id: int) -> Timeline:
        """Return a server's course in time."""
        return self._courses.timeline(guild_id)

    async def replan(self, guild_id: int, now: datetime) -> None:
        """Bring the ledger in line with the course file: add, move, cancel; correct what was announced.

        What was due before it was ever planned is kept as skipped: the bot has just come, or the course file
        has just got it.
        """
        await self._db.write(lambda db: self._replan(db, guild_id, now))

    def _replan(self, db: Tables, guild_id: int, now: datetime) -> None:
        timeline = self.timeline(guild_id)
        wanted = {n.key: n for n in rules.plan(PLANNED, timeline, store.opened(db, guild_id))}
        for mine in preferences_store.everybodys(db, guild_id):
            if mine.is_on:
                own = PERSONAL.plan_for(timeline, mine.user_id, mine.kinds, mine.lead)
                wanted |= {n.key: n for n in own}
        names = [PERSONAL.name, *(kind.name for kind in PLANNED)]
        rows = ledger.all_of(db, guild_id, kinds=names)
        known = {r.notice.key: r for r in rows if not r.notice.body}
        for key, notice in wanted.items():
            _plan_one(db, guild_id, notice, known.get(key), now)
        for key, row in known.items():
            if key not in wanted and row.state in ("planned", "failed"):
                ledger.settle(db, guild_id, [key], "skipped", _gone(row))
        _correct(db, guild_id, list(known.values()), wanted, now)
        self._outbox.changed()

    async def ledger(self, guild_id: int, target: str | None = None) -> list[Row]:
        """Return a server's ledger, by time."""
        return await self._db.read(lambda db: ledger.all_of(db, guild_id, target))

    async def add(self, guild_id: int, notice: Notice) -> None:
        """Plan one more reminder."""
        await self._db.write(lambda db: self._outbox.put(db, guild_id, [notice]))

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
                    replace(row.notice, due_at=min(now, row.notice.due_at)),
                    "planned",
                )
            self._outbox.changed()
            return ledger.get(db, guild_id, key)

        return await self._db.write(work)

    async def draft(self, guild_id: int, notice: Notice) -> Row:
        """Keep an announcement that nobody has confirmed yet."""

        def work(db: Tables) -> Row:
            ledger.add(db, guild_id, notice, skipped=DRAFT)
            row = ledger.get(db, guild_id, notice.key)
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
                due = max(row.notice.due_at, now)
                moved = replace(row.notice, due_at=due, until=due + CORRECTION_USE)
                ledger.move(db, guild_id, moved, "planned")
            else:
                ledger.settle(db, guild_id, [key], "skipped", BY_A_PERSON)
            self._outbox.changed()
            return ledger.get(db, guild_id, key)

        return await self._db.write(work)

    async def open_office_hours(
        self, guild_id: int, item: str, opens_at: datetime, now: datetime, *, by: int
    ) -> None:
        """Remember when office hours really open, and move their reminder."""

        def work(db: Tables) -> None:
            store.open_at(db, guild_id, item, opens_at, by=by)
            self._replan(db, guild_id, now)

        await self._db.write(work)

    async def opened(self, guild_id: int) -> dict[str, datetime]:
        """Return when staff said that office hours open, by item."""
        return await self._db.read(lambda db: store.opened(db, guild_id))


def _plan_one(db: Tables, guild_id: int, notice: Notice, row: Row | None, now: datetime) -> None:
    personal = notice.user_id is not None
    if row is None:
        late = "it was due before it was planned" if notice.due_at <= now else ""
        ledger.add(db, guild_id, notice, skipped=late)
    elif row.state in ("planned", "failed"):
        if row.notice != notice and personal and notice.due_at <= now:
            ledger.settle(db, guild_id, [notice.key], "skipped", "it was due before it was wanted")
        elif row.notice != notice:
            ledger.move(db, guild_id, notice, "planned")
    elif row.state == "skipped" and notice.due_at > now and row.why != BY_A_PERSON:
        ledger.move(db, guild_id, notice, "planned")


def _gone(row: Row) -> str:
    if row.notice.user_id is not None:
        return "this person no longer wants it, or it is no longer in the course"
    return "it is no longer in the course"


def _correct(
    db: Tables, guild_id: int, known: Sequence[Row], wanted: Mapping[str, Notice], now: datetime
) -> None:
    """Plan a reply to each announcement that the course file has overtaken."""
    corrected = [kind.name for kind in ALL.values() if kind.corrected]
    for item, row in rules.moved(known, wanted, corrected, now).items():
        new = wanted.get(row.notice.key)
        notice = correction_of(row.notice, new, now, now + CORRECTION_USE)
        ledger.add(db, guild_id, notice, reply_to=row.message_id)
        for other in known:
            if new and other.notice.item == item and other.state == "sent":
                ledger.re_anchor(db, guild_id, other.notice.key, new.anchor_at)
