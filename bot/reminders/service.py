"""Reminders in the ledger: planned by the course file and by what staff say. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import Row, to_person
from bot.delivery.outbox import Outbox
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.reminders import plans, preferences_store, rules, store
from bot.reminders.kinds.base import DueFor
from bot.reminders.kinds.correction import correction_of
from bot.reminders.kinds.registry import ReminderKinds
from bot.reminders.model import Preferences
from bot.reminders.rules import Step, Wanted

CORRECTION_USE = timedelta(days=2)
Targets = Callable[[Tables, GuildId], Collection[str]]
DueOf = Callable[[Tables, GuildId, UserId], DueFor]
"""When each deadline is due for a person, by its id. Runs within a transaction."""


def everywhere(_: Tables, __: GuildId) -> Collection[str]:
    """Return every target that a server can have."""
    return plans.CHOSEN


def as_stated(_: Tables, __: GuildId, ___: UserId) -> DueFor:
    """Return what tells that every deadline is as the course states it."""
    return {}


class ReminderService:
    """Every server's reminders. `now` is the clock's, aware UTC.

    Args:
        targets: tells which targets a server has chosen a channel for: nothing is planned for the others.
        due: tells when each deadline is due for a person.
    """

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        outbox: Outbox,
        kinds: ReminderKinds,
        targets: Targets = everywhere,
        due: DueOf = as_stated,
    ) -> None:
        self._db, self._courses, self._outbox, self.kinds = db, courses, outbox, kinds
        self._targets, self._due, self._plans = targets, due, plans.Plans()

    async def concerned(self) -> dict[GuildId, datetime | None]:
        """Return the servers with anything to plan beside what goes to their channels: people's wishes, what staff
        have said, rows that are open. With each, when the next of these rows is due."""

        def work(db: Tables) -> dict[GuildId, datetime | None]:
            found: dict[GuildId, datetime | None] = {}
            found |= dict.fromkeys(preferences_store.wishing(db) | store.saying(db))
            return found | ledger.next_due(db, self.kinds.following)

        return await self._db.read(work)

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

    async def replan_person(
        self, guild_id: GuildId, user_id: UserId, now: datetime, change: Callable[[Tables], None]
    ) -> None:
        """Store what a person wants, and bring their own rows in line: nobody else's and nothing in a channel moves.

        Many people choose at one moment: planning everything anew for each would keep all of them waiting.
        """

        def work(db: Tables) -> None:
            change(db)
            self.replan_people_in(db, guild_id, [user_id], now)

        await self._db.write(work)

    def replan_people_in(
        self, db: Tables, guild_id: GuildId, people: Iterable[UserId], now: datetime
    ) -> None:
        """Bring some people's own rows in line, within the transaction that changes what they want or have to do."""
        timeline, said = self._courses.timeline(guild_id), store.said(db, guild_id)
        following = (self.kinds.personal.name,)
        for user_id in people:
            mine = preferences_store.of(db, guild_id, user_id)
            wanted = self._wanted_by(db, guild_id, mine, timeline, said)
            rows = ledger.all_of(db, guild_id, to_person(user_id), following)
            self._bring_in_line(db, guild_id, rows, wanted, now)

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

        def work(db: Tables) -> tuple[dict[str, datetime], Row | None]:
            if store.said(db, guild_id).get(item) != at:  # many press at one moment
                store.say(db, guild_id, item, at, by=by)
                self.replan_in(db, guild_id, now)
            rows = ledger.about(db, guild_id, item)
            told = (row for row in rows if self.kinds[row.notice.kind].staff_say)
            return store.said(db, guild_id), next(told, None)

        said, row = await self._db.write(work)
        self._courses.released(guild_id, said)
        return row

    def follow(self, db: Tables, guild_id: GuildId, now: datetime) -> None:
        """Follow a course that was changed, within the transaction of the change."""
        self.replan_in(db, guild_id, now)
        self._courses.released(guild_id, store.said(db, guild_id))

    def replan_in(self, db: Tables, guild_id: GuildId, now: datetime) -> dict[str, Wanted]:
        """Bring the ledger in line within a transaction. Return what is wanted, by key."""
        timeline, said = self._courses.timeline(guild_id), store.said(db, guild_id)
        planned = self._plans.of(self.kinds.planned, timeline, said)
        wanted = plans.placed(planned, self._targets(db, guild_id))
        wanted |= self._wishes(db, guild_id, timeline, said)
        following = ledger.all_of(db, guild_id, kinds=self.kinds.following)
        known = self._bring_in_line(db, guild_id, following, wanted, now, planned)
        if self._correct(db, guild_id, known, {**planned, **wanted}, now):
            self._outbox.changed()
        return wanted

    def _bring_in_line(
        self,
        db: Tables,
        guild_id: GuildId,
        following: Sequence[Row],
        wanted: Mapping[str, Wanted],
        now: datetime,
        planned: Collection[str] = (),
    ) -> dict[str, Row]:
        """Add, move and cancel rows until they are what is wanted. Return them as they were, by key.

        Args:
            planned: what the course asks for, also where a server has no channel for it.
        """
        known = {row.notice.key: row for row in following if not row.notice.body}
        steps = [
            (known.get(key), rules.step(known.get(key), one, now)) for key, one in wanted.items()
        ]
        for row, step in steps:
            _take(db, guild_id, row, step)
        ended = {
            key: why
            for key, row in known.items()
            if key not in wanted and (why := rules.unwanted(row, planned))
        }
        for key, why in ended.items():
            ledger.settle(db, guild_id, [key], "skipped", why)
        if ended or any(step for _, step in steps):
            self._outbox.changed()
        return known

    def _wishes(
        self, db: Tables, guild_id: GuildId, timeline: Timeline, said: Mapping[str, datetime]
    ) -> dict[str, Wanted]:
        """Return what people want by direct message."""
        wanted: dict[str, Wanted] = {}
        for mine in preferences_store.everybodys(db, guild_id):
            wanted |= self._wanted_by(db, guild_id, mine, timeline, said)
        return wanted

    def _wanted_by(
        self,
        db: Tables,
        guild_id: GuildId,
        mine: Preferences,
        timeline: Timeline,
        said: Mapping[str, datetime],
    ) -> dict[str, Wanted]:
        """Return what one person wants to hear of, by key."""
        if not mine.is_on:
            return {}
        personal, due = self.kinds.personal, self._due(db, guild_id, mine.user_id)
        own = personal.plan_for(timeline, said, mine, due)
        return {n.key: Wanted(n, returns=personal.returns) for n in own}

    def _correct(
        self,
        db: Tables,
        guild_id: GuildId,
        known: Mapping[str, Row],
        wanted: Mapping[str, Wanted],
        now: datetime,
    ) -> bool:
        """Plan a reply to each announcement that the course file has overtaken. Return whether there was any."""
        corrected = [kind.name for kind in self.kinds.every if kind.corrected]
        timed = {key: one.notice for key, one in wanted.items() if not one.waits}
        moved = rules.moved(list(known.values()), timed, corrected, now)
        for item, row in moved.items():
            new = timed.get(row.notice.key)
            notice = correction_of(row.notice, new, now, now + CORRECTION_USE)
            ledger.add(db, guild_id, notice, reply_to=row.message_id)
            for other in known.values():
                if new and other.notice.item == item and other.state == "sent":
                    ledger.re_anchor(db, guild_id, other.notice.key, new.anchor_at)
        return bool(moved)


def _take(db: Tables, guild_id: GuildId, row: Row | None, step: Step | None) -> None:
    if step is None:
        return
    if row is None:
        ledger.add(db, guild_id, step.notice, skipped=step.skipped)
    elif step.skipped:
        ledger.settle(db, guild_id, [step.notice.key], "skipped", step.skipped)
    else:
        ledger.move(db, guild_id, step.notice, "planned")
