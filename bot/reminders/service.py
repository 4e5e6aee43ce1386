"""Reminders in the ledger: planned by the course file and by what staff say. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from bot.cohorts.service import cohorts_of
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import ANNOUNCEMENTS, Row, board, to_person
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.reminders import forecasts, rules, store
from bot.reminders.corrections import Scene, corrections
from bot.reminders.errors import SaidMeanwhile
from bot.reminders.kinds.base import DueFor
from bot.reminders.kinds.registry import ReminderKinds
from bot.reminders.model import TODAY_BOARD, Preferences, Shown
from bot.reminders.rules import Wanted
from bot.reminders.untold import CHANGE, ids_of, line, news, untold

Targets = Callable[[Tables, GuildId], Collection[str]]
DueOf = Callable[[Tables, GuildId, UserId, Course], DueFor]
"""When each deadline of a course is due for a person, by its id. Runs within a transaction."""


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
        targets: Targets = lambda _, __: rules.CHOSEN,
        due: DueOf = lambda _, __, ___, ____: {},
    ) -> None:
        self._db, self._courses, self._outbox, self.kinds = db, courses, outbox, kinds
        self._targets, self._due, self._plans = targets, due, rules.Plans()

    async def concerned(self) -> dict[GuildId, datetime | None]:
        """Return the servers with anything to plan beside what goes to their channels: people's wishes, what staff
        have said, rows that are open. With each, when the next of these rows is due."""

        def work(db: Tables) -> dict[GuildId, datetime | None]:
            found: dict[GuildId, datetime | None] = {}
            found |= dict.fromkeys(store.wishing(db) | store.saying(db))
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
            mine = store.preferences_of(db, guild_id, user_id)
            wanted = self._wanted_by(db, guild_id, mine, timeline, said)
            rows = ledger.all_of(db, guild_id, to_person(user_id), following)
            self._bring_in_line(db, guild_id, rows, wanted, now)

    async def said(self, guild_id: GuildId) -> dict[str, datetime]:
        """Return when things really happen, by the key of their item, where staff have said so."""
        return await self._db.read(lambda db: store.said(db, guild_id))

    async def say(
        self,
        guild_id: GuildId,
        item: str,
        at: datetime,
        now: datetime,
        *,
        by: UserId,
        shown: Shown | None = None,
    ) -> Row | None:
        """Let staff say when something really happens: office hours open, grades are out.

        Args:
            shown: what they saw beforehand, if what they say counts from that.
        Returns:
            What announces it, which has moved there; None where nothing does.
        Raises:
            SaidMeanwhile: something else stands than what was shown.
        """
        timeline = self._courses.timeline(guild_id)
        about = timeline.find(item)
        assumed = rules.opening(timeline, about) if about else None

        def work(db: Tables) -> tuple[dict[str, datetime], Row | None]:
            before = store.said(db, guild_id).get(item)
            stands = before or assumed
            if shown and stands and stands != shown.at and before != at:
                raise SaidMeanwhile(stands)
            if before != at:  # many press at one moment
                self.say_in(db, guild_id, item, at, now, by=by)
            rows = ledger.about(db, guild_id, item)
            told = (row for row in rows if self.kinds[row.notice.kind].staff_say)
            return store.said(db, guild_id), next(told, None)

        said, row = await self._db.write(work)
        self._courses.released(guild_id, said)
        return row

    def say_in(
        self, db: Tables, guild_id: GuildId, item: str, at: datetime, now: datetime, *, by: UserId
    ) -> dict[str, Wanted]:
        """Store what staff say of when something happens, with what follows. Return what is wanted, by key."""
        store.say(db, guild_id, item, at, by=by)
        self._outbox.want(db, guild_id, board(TODAY_BOARD, now))
        return self.replan_in(db, guild_id, now)

    def follow(self, db: Tables, guild_id: GuildId, before: Timeline, now: datetime) -> None:
        """Follow a course that was changed, within the transaction of the change."""
        self.replan_in(db, guild_id, now, before)
        self._courses.released(guild_id, store.said(db, guild_id))

    def replan_in(
        self, db: Tables, guild_id: GuildId, now: datetime, before: Timeline | None = None
    ) -> dict[str, Wanted]:
        """Bring the ledger in line within a transaction. Return what is wanted, by key.

        Args:
            before: the course before it was changed, if it was.
        """
        timeline = self._courses.timeline(guild_id)
        planned, wanted = self._wanted_in(db, guild_id, timeline)
        following = ledger.all_of(db, guild_id, kinds=self.kinds.following)
        known = self._bring_in_line(db, guild_id, following, wanted, now, planned)
        scene = self._scene(db, guild_id, known, {**planned, **wanted}, timeline, now, before)
        found = corrections(scene)
        store.correct(db, guild_id, found)
        if found.replies or found.withdrawn:
            self._outbox.changed()
        return wanted

    def forecast(
        self, db: Tables, guild_id: GuildId, timeline: Timeline, now: datetime
    ) -> list[str]:
        """Say what would follow from a new course for the reminders, a line each. Nothing is changed."""
        planned, wanted = self._wanted_in(db, guild_id, timeline)
        following = ledger.all_of(db, guild_id, kinds=self.kinds.following)
        known = {row.notice.key: row for row in following if not row.notice.body}
        before = self._courses.timeline(guild_id)
        scene = self._scene(db, guild_id, known, {**planned, **wanted}, timeline, now, before)
        steps = [
            (row, step) for key, one in wanted.items()
            if (step := rules.step(row := known.get(key), one, now)) is not None
        ]  # fmt: skip
        gone = [r for k, r in known.items() if k not in wanted and rules.unwanted(r, planned)]
        replies = corrections(scene).replies
        told = forecasts.lines(steps, gone, replies)
        left = untold(before, timeline, ids_of(r.notice for r in replies), now)
        placed = ANNOUNCEMENTS in self._targets(db, guild_id)
        return [*told, *([line(left, timeline.course, placed=placed)] if left else [])]

    def announce(
        self, db: Tables, guild_id: GuildId, before: Timeline, number: int, now: datetime
    ) -> None:
        """Announce what a version has changed of which nobody was told otherwise, within its transaction."""
        if ANNOUNCEMENTS not in self._targets(db, guild_id):
            return
        timeline = self._courses.timeline(guild_id)
        told = ids_of(row.notice for row in store.pending_corrections(db, guild_id))
        left, kind = untold(before, timeline, told, now), self.kinds[CHANGE]
        for notice in news(left, number, now, lambda item: kind.place(timeline, item)):
            ledger.add(db, guild_id, notice)
        self._outbox.changed()

    def _wanted_in(
        self, db: Tables, guild_id: GuildId, timeline: Timeline
    ) -> tuple[Mapping[str, Wanted], dict[str, Wanted]]:
        """Return what a course plans, and what of it and of people's wishes is wanted in a server; by key."""
        said = store.said(db, guild_id)
        planned = self._plans.of(self.kinds.planned, timeline, said)
        wanted = rules.placed(planned, self._targets(db, guild_id))
        return planned, wanted | self._wishes(db, guild_id, timeline, said)

    def _scene(
        self,
        db: Tables,
        guild_id: GuildId,
        known: Mapping[str, Row],
        wanted: Mapping[str, Wanted],
        timeline: Timeline,
        now: datetime,
        before: Timeline | None,
    ) -> Scene:
        return Scene(
            list(known.values()),
            store.pending_corrections(db, guild_id),
            {key: one.notice for key, one in wanted.items() if not one.waits},
            {kind.name for kind in self.kinds.every if kind.corrected},
            {kind.name for kind in self.kinds.every if kind.of_a_day},
            timeline,
            now,
            before,
            self._announced(db, guild_id) if before is not None else (),
        )

    def _announced(self, db: Tables, guild_id: GuildId) -> Sequence[Row]:
        return ledger.all_of(db, guild_id, kinds=[k.name for k in self.kinds.every if k.announced])

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
            store.take(db, guild_id, row, step)
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
        for mine in store.everybodys(db, guild_id):
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
        personal, due = self.kinds.personal, self._due(db, guild_id, mine.user_id, timeline.course)
        theirs = timeline.of(cohorts_of(db, guild_id, mine.user_id))
        own = personal.plan_for(theirs, said, mine, due)
        return {n.key: Wanted(n, returns=personal.returns) for n in own}
