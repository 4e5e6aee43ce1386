"""Reminders in the ledger: planned by the course file and by what staff say. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import Row
from bot.delivery.outbox import Outbox
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.reminders import preferences_store, rules, store
from bot.reminders.kinds.correction import correction_of
from bot.reminders.kinds.registry import ReminderKinds
from bot.reminders.rules import Step, Wanted

CORRECTION_USE = timedelta(days=2)


class ReminderService:
    """Every server's reminders. `now` is the clock's, aware UTC."""

    def __init__(
        self, db: Database, courses: CourseLibrary, outbox: Outbox, kinds: ReminderKinds
    ) -> None:
        self._db, self._courses, self._outbox, self.kinds = db, courses, outbox, kinds

    async def replan(
        self, guild_id: GuildId, now: datetime, change: Callable[[Tables], None] | None = None
    ) -> None:
        """Bring the ledger in line with the course file: add, move, cancel; correct what was announced.

        Args:
            change: what to store first, in the same transaction.
        """

        def work(db: Tables) -> dict[str, datetime]:
            if change is not None:
                change(db)
            self.replan_in(db, guild_id, now)
            return store.said(db, guild_id)

        self._courses.released(guild_id, await self._db.write(work))

    async def said(self, guild_id: GuildId) -> dict[str, datetime]:
        """Return when things really happen, by the key of their item, where staff have said so."""
        return await self._db.read(lambda db: store.said(db, guild_id))

    async def say(
        self, guild_id: GuildId, item: str, at: datetime, now: datetime, *, by: UserId
    ) -> Row | None:
        """Let staff say when something really happens: office hours open, grades are out.

        Returns:
            What announces it, which has moved there; None where nothing does.
        """
        await self.replan(guild_id, now, lambda db: store.say(db, guild_id, item, at, by=by))
        rows = await self._db.read(lambda db: ledger.about(db, guild_id, item))
        told = (row for row in rows if self.kinds[row.notice.kind].staff_say)
        return next(told, None)

    def replan_in(self, db: Tables, guild_id: GuildId, now: datetime) -> dict[str, Wanted]:
        """Bring the ledger in line within a transaction. Return what is wanted, by key."""
        wanted = self._wanted(db, guild_id)
        following = ledger.all_of(db, guild_id, kinds=self.kinds.following)
        known = {row.notice.key: row for row in following if not row.notice.body}
        for key, one in wanted.items():
            _take(db, guild_id, known.get(key), rules.step(known.get(key), one, now))
        for key, row in known.items():
            why = "" if key in wanted else rules.unwanted(row)
            if why:
                ledger.settle(db, guild_id, [key], "skipped", why)
        self._correct(db, guild_id, known, wanted, now)
        self._outbox.changed()
        return wanted

    def _wanted(self, db: Tables, guild_id: GuildId) -> dict[str, Wanted]:
        timeline, said = self._courses.timeline(guild_id), store.said(db, guild_id)
        wanted = {w.notice.key: w for w in rules.plan(self.kinds.planned, timeline, said)}
        personal = self.kinds.personal
        for mine in preferences_store.everybodys(db, guild_id):
            own = personal.plan_for(timeline, said, mine) if mine.is_on else ()
            wanted |= {n.key: Wanted(n, returns=personal.returns) for n in own}
        return wanted

    def _correct(
        self,
        db: Tables,
        guild_id: GuildId,
        known: Mapping[str, Row],
        wanted: Mapping[str, Wanted],
        now: datetime,
    ) -> None:
        """Plan a reply to each announcement that the course file has overtaken."""
        corrected = [kind.name for kind in self.kinds.every if kind.corrected]
        timed = {key: one.notice for key, one in wanted.items() if not one.waits}
        for item, row in rules.moved(list(known.values()), timed, corrected, now).items():
            new = timed.get(row.notice.key)
            notice = correction_of(row.notice, new, now, now + CORRECTION_USE)
            ledger.add(db, guild_id, notice, reply_to=row.message_id)
            for other in known.values():
                if new and other.notice.item == item and other.state == "sent":
                    ledger.re_anchor(db, guild_id, other.notice.key, new.anchor_at)


def _take(db: Tables, guild_id: GuildId, row: Row | None, step: Step | None) -> None:
    if step is None:
        return
    if row is None:
        ledger.add(db, guild_id, step.notice, skipped=step.skipped)
    elif step.skipped:
        ledger.settle(db, guild_id, [step.notice.key], "skipped", step.skipped)
    else:
        ledger.move(db, guild_id, step.notice, "planned")
