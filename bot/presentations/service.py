"""The pitch session: each press is one function of the rules in one transaction, with what follows from it.

What follows: the messages of the phases ("30 seconds", "Time!") planned or withdrawn, the public board, and for a
pitch that has ended, the judges' cards. After a crash each is sent once, at its instant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from bot.course.items import Item
from bot.course.words import say
from bot.database import Database, SharedReads, Tables
from bot.delivery.model import board
from bot.delivery.service import Outbox
from bot.groups.errors import NoSignup
from bot.groups.notices import PITCH_BOARD
from bot.groups.service import GroupService
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.presentations import notices, rules, store
from bot.presentations.errors import NoOrder, NoSession, NotNow, PanelChanged
from bot.presentations.model import Action, PitchSession, Pressed, Seen, last_deed

Live = Callable[[Tables, GuildId], Collection[int]]
"""The numbers of a server's live groups."""
Ended = Callable[[Tables, GuildId, int, datetime], None]
"""Told of a group whose pitch has ended, in the transaction that ends it."""


class PitchService:
    """Every server's pitch session. `at` is the instant of the press, aware UTC."""

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        groups: GroupService,
        outbox: Outbox,
        *,
        live: Live,
        ended: Ended,
    ) -> None:
        self._db, self._courses, self._groups, self._outbox = db, courses, groups, outbox
        self._live, self._ended = live, ended
        self._reads = SharedReads(db)

    async def session(self, guild_id: GuildId) -> PitchSession:
        """Return the session. Raises NoSession."""
        session = await self.planned(guild_id)
        if session is None:
            raise NoSession
        return session

    async def planned(self, guild_id: GuildId) -> PitchSession | None:
        """Return the session; None where none is planned."""
        return await self._reads.once(lambda db: self.planned_in(db, guild_id), guild_id)

    async def plan(
        self, guild_id: GuildId, order: str, seed: int, at: datetime, *, by: UserId
    ) -> PitchSession:
        """Make a running order of the live groups. Raises NobodyToPitch, NotInOrder, NotNow, NoSignup."""
        pitches = self._courses.timeline(guild_id).course.pitches
        if pitches is None:
            raise NoSignup

        def work(db: Tables) -> PitchSession:
            known = store.load(db, guild_id)
            if known and any(t.started_at for t in known.turns):
                raise NotNow("the session has begun; its order is changed on the panel")
            numbers = sorted(self._live(db, guild_id))
            session = rules.plan(numbers, pitches.minutes, order, seed)
            press = Pressed(known.revision + 1 if known else 1, "plan", 0, at, by)
            return self._keep(db, guild_id, known, session, press)

        return await self._db.write(work)

    async def press(
        self,
        guild_id: GuildId,
        action: Action,
        at: datetime,
        *,
        by: UserId,
        seen: Seen | None = None,
    ) -> PitchSession:
        """Do what a button of the panel says; nothing, if the panel has changed since it was `seen`.

        Raises:
            NoSession, NotNow, PanelChanged.
        """

        def work(db: Tables) -> PitchSession:
            before = self._load(db, guild_id)
            _check_seen(before, action, seen)
            press = Pressed(before.revision + 1, action, rules.subject(before, action), at, by)
            if action == "undo":
                after = rules.undo(before, _kept(db, guild_id, before))
            else:
                after = rules.press(before, action, at)
            if action == "end":
                self._ended(db, guild_id, press.number, at)
            return self._keep(db, guild_id, before, after, press)

        return await self._db.write(work)

    async def to_reorder(self, guild_id: GuildId, seen: Seen | None = None) -> PitchSession:
        """Return the session whose order somebody is about to change. Raises NoSession, NotNow, PanelChanged."""
        session = await self.session(guild_id)
        _check_seen(session, "order", seen)
        rules.check_possible(session, "order")
        return session

    async def reorder(
        self,
        guild_id: GuildId,
        typed: str,
        at: datetime,
        *,
        by: UserId,
        seen: Seen | None = None,
    ) -> PitchSession:
        """Change the order of those to come, as somebody typed it; groups that are out or late come in.

        Raises:
            NoSession, NotNow, NotInOrder, PanelChanged.
        """

        def work(db: Tables) -> PitchSession:
            before = self._load(db, guild_id)
            _check_seen(before, "order", seen)
            after = rules.reorder(before, typed)
            press = Pressed(before.revision + 1, "order", 0, at, by)
            return self._keep(db, guild_id, before, after, press)

        return await self._db.write(work)

    async def check_in(self, guild_id: GuildId, user_id: UserId, at: datetime) -> int:
        """Remember that a member of a group is here. Return the group's number. Raises NotInGroup, NoOrder."""
        group = await self._groups.own(guild_id, user_id)

        def work(db: Tables) -> int:
            if self.planned_in(db, guild_id) is None:
                raise NoOrder
            store.check_in(db, guild_id, group.number, user_id, at)
            return group.number

        return await self._db.write(work)

    async def presented(self, guild_id: GuildId) -> frozenset[int]:
        """Return the groups that have pitched."""
        return await self._db.read(lambda db: self.presented_in(db, guild_id))

    def presented_in(self, db: Tables, guild_id: GuildId) -> frozenset[int]:
        """Return the groups that have pitched, within another read."""
        session = store.load(db, guild_id)
        turns = session.turns if session else ()
        return frozenset(turn.number for turn in turns if turn.state == "done")

    def opens_at(self, guild_id: GuildId) -> datetime | None:
        """Return when the course's pitch session begins, if its file says so."""
        item = self.held_in(guild_id)
        return item.starts_at if item else None

    def held_in(self, guild_id: GuildId) -> Item | None:
        """Return the meeting in which groups present, if the course's file has it."""
        return self._courses.timeline(guild_id).presentations

    def planned_in(self, db: Tables, guild_id: GuildId) -> PitchSession | None:
        """Read the session as it stands: without groups that are gone, with those that came late; None without one."""
        session = store.load(db, guild_id)
        return rules.without_gone(session, self._live(db, guild_id)) if session else None

    def _load(self, db: Tables, guild_id: GuildId) -> PitchSession:
        session = self.planned_in(db, guild_id)
        if session is None:
            raise NoSession
        return session

    def _keep(
        self,
        db: Tables,
        guild_id: GuildId,
        before: PitchSession | None,
        after: PitchSession,
        press: Pressed,
    ) -> PitchSession:
        """Store what a press has changed, note it, and leave what follows. Return the session as it stands."""
        store.save(db, guild_id, after)
        undoes = before.undoable if before and press.action == "undo" else None
        store.record(db, guild_id, press, None if undoes else before, undoes)
        old = before.running if before else None
        withdrawn = [*notices.keys(old), *notices.keys(after.running)]
        self._outbox.withdraw(db, guild_id, withdrawn, "the clock was stopped or reset")
        self._outbox.put(db, guild_id, notices.phases(after))
        self._outbox.want(db, guild_id, board(PITCH_BOARD, press.at))
        return self._load(db, guild_id)


def _check_seen(session: PitchSession, action: Action, seen: Seen | None) -> None:
    """Raise PanelChanged: a press is about something else by now than its button showed."""
    if seen is None:
        return
    if seen.revision != session.revision:
        raise PanelChanged(last_deed(session.last))
    if seen.number != rules.subject(session, action):
        raise PanelChanged(f"{say.Group} {seen.number} has left the order.")


def _kept(db: Tables, guild_id: GuildId, session: PitchSession) -> PitchSession:
    """Read how a session stood before the press that Undo takes back. Raises NotNow."""
    rules.check_possible(session, "undo")
    assert session.undoable is not None
    return store.before(db, guild_id, session.undoable.revision)
