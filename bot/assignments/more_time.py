"""More time for a person or a group: given, told to whoever has it, and taken back as it was given.

Each change is kept with who made it, when and why, so that what stood before can stand again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.assignments import extension_store, notices, rules, store
from bot.assignments.catalog import assignments_of
from bot.assignments.due import owner_in, people_of, stated_for
from bot.assignments.errors import TimeChangedSince
from bot.assignments.model import Assignment, Extension, Owner
from bot.assignments.records import late_in
from bot.assignments.requests import Grant, Granted
from bot.assignments.service import SubmissionService
from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import Notice
from bot.delivery.service import Outbox
from bot.groups.service import live_group
from bot.ids import GuildId, UserId

SETTLES = timedelta(minutes=1)
"""How long a change of the course waits for another one."""
STILL_WAITS = ("planned", "failed")
"""States of a notice that can be withdrawn: one that is being sent can't."""
Extended = Callable[[Tables, GuildId, Sequence[UserId], datetime], None]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking a change of somebody's time back has come to, for one assignment.

    Attributes:
        due_at: the extension that holds again; None for the course's own deadline.
        stated_at: the course's deadline for them.
        was: until when they had time; None where the change had taken an extension back.
    """

    assignment: Assignment
    owner: Owner
    due_at: datetime | None
    stated_at: datetime
    was: datetime | None


class MoreTimeService:
    """Every server's extensions. Instants are Discord's own, aware UTC.

    Attributes:
        extended: called within a change's transaction, with the people whom it is for and when.
    """

    def __init__(self, db: Database, submissions: SubmissionService, outbox: Outbox) -> None:
        self._db, self._submissions, self._outbox = db, submissions, outbox
        self.extended: Extended | None = None

    async def extend(
        self, guild_id: GuildId, *grants: Grant, by: UserId
    ) -> tuple[list[Granted], int]:
        """Give more time, all of it as one change.

        Returns:
            What was given, and the number under which it can be taken back.
        Raises:
            NoLongerAsked, NoSuchGroup: nothing was given.
        """
        return await self._db.write(lambda db: self.extend_in(db, guild_id, grants, by=by))

    def extend_in(
        self, db: Tables, guild_id: GuildId, grants: Iterable[Grant], *, by: UserId
    ) -> tuple[list[Granted], int]:
        """Give more time within another change's transaction; see `extend`."""
        change = extension_store.next_change(db)
        return [self._extend(db, guild_id, grant, change, by=by) for grant in grants], change

    def _extend(
        self, db: Tables, guild_id: GuildId, grant: Grant, change: int, *, by: UserId
    ) -> Granted:
        assignment = self.assignment(guild_id, grant.assignment)
        stated_at = stated_for(assignment, owner_in(db, guild_id, grant.owner))
        until = grant.until or rules.extended_until(stated_at, grant.more, grant.at)
        extension = Extension(assignment.id, grant.owner, until, by, grant.reason, grant.at)
        if grant.owner.kind == "group":
            live_group(db, guild_id, grant.owner.id)
        people = people_of(db, guild_id, grant.owner)
        replaced = store.extension(db, guild_id, grant.owner, assignment.id)
        extension_store.extend(db, guild_id, extension, change)
        self._tell(
            db,
            guild_id,
            notices.of_extension(extension, assignment, replaced, people, change),
            people,
            grant.at,
        )
        return Granted(extension, assignment, stated_at, replaced, people)

    async def undo(
        self, guild_id: GuildId, change: int, at: datetime, *, by: UserId
    ) -> tuple[list[TakenBack], int]:
        """Have what stood before a change hold again.

        Returns:
            What became of each assignment, and the number under which that can be taken back.
        Raises:
            TimeChangedSince, NoLongerAsked: nothing was changed.
        """

        def work(db: Tables) -> tuple[list[TakenBack], int]:
            made = extension_store.of_change(db, guild_id, change)
            if not made:
                raise TimeChangedSince
            again = extension_store.next_change(db)
            stamped = (replace(one, by=by, at=at) for one in made)
            return [self._undo(db, guild_id, one, (change, again)) for one in stamped], again

        return await self._db.write(work)

    def _undo(
        self, db: Tables, guild_id: GuildId, one: extension_store.Logged, changes: tuple[int, int]
    ) -> TakenBack:
        change, again = changes
        assignment = self.assignment(guild_id, one.assignment)
        newest, *earlier = extension_store.history(db, guild_id, one.owner, assignment.id)
        if newest.change != change:
            raise TimeChangedSince
        before = earlier[0] if earlier else None
        people = people_of(db, guild_id, one.owner)
        stated_at = stated_for(assignment, owner_in(db, guild_id, one.owner))
        now = None
        if before is not None and before.due_at is not None:
            reason = before.reason
            now = Extension(assignment.id, one.owner, before.due_at, one.by, reason, one.at)
            extension_store.extend(db, guild_id, now, again)
        else:
            extension_store.withdraw(db, guild_id, replace(one, change=again, due_at=None))
        was = newest.due_at
        told = self._told(db, guild_id, newest, people)
        if now is not None:
            given = replace(now, due_at=was) if was else None
            said = notices.of_extension(now, assignment, given, told, again)
        else:
            said = notices.of_withdrawal(one.owner, assignment, one.at, told, again)
        self._tell(db, guild_id, said, people, one.at)
        return TakenBack(assignment, one.owner, now.due_at if now else None, stated_at, was)

    def _told(
        self,
        db: Tables,
        guild_id: GuildId,
        one: extension_store.Logged,
        people: Sequence[UserId],
    ) -> list[UserId]:
        """Return who has to hear that a change is taken back. Whom the word of it hasn't reached yet never gets it."""
        keys = {
            notices.change_key(one.owner, one.assignment, one.change, user): user for user in people
        }
        found = ledger.some(db, guild_id, list(keys))
        waiting = [row.notice.key for row in found if row.state in STILL_WAITS]
        self._outbox.withdraw(db, guild_id, waiting, "it was taken back")
        return [user for key, user in keys.items() if key not in waiting]

    def _tell(
        self,
        db: Tables,
        guild_id: GuildId,
        said: Sequence[Notice],
        people: Sequence[UserId],
        at: datetime,
    ) -> None:
        self._outbox.put(db, guild_id, said)
        if self.extended is not None:
            self.extended(db, guild_id, people, at)

    def follow(self, db: Tables, guild_id: GuildId, former: Timeline, now: datetime) -> None:
        """Tell people whose hand-ins count otherwise since the course was changed, within the change's transaction.

        As with what was posted, several changes within a minute are one word, and one that is taken back is none.
        """
        old, new = assignments_of(former.course), self._submissions.assignments(guild_id)
        if old == new:
            return
        before, after = late_in(db, guild_id, old, new)
        waiting = [
            row
            for row in ledger.all_of(db, guild_id, kinds=[notices.COUNTS])
            if row.state in STILL_WAITS
        ]
        for owner, id in sorted(before ^ after, key=str):
            if id not in new:
                continue
            late, about = (owner, id) in after, f"how-it-counts:{id}:{owner}"
            theirs = [row.notice.key for row in waiting if row.notice.item == about]
            self._outbox.withdraw(db, guild_id, theirs, "the course has changed again since")
            if not theirs:
                people = people_of(db, guild_id, owner)
                said = notices.of_counting(owner, new[id], late, now + SETTLES, people)
                self._outbox.put(db, guild_id, said)

    async def extension(self, guild_id: GuildId, owner: Owner, assignment: str) -> Extension | None:
        """Return the extension that an owner has for an assignment."""
        return await self._db.read(lambda db: store.extension(db, guild_id, owner, assignment))

    def assignment(self, guild_id: GuildId, id: str) -> Assignment:
        """Return an assignment by its id. Raises NoLongerAsked."""
        return self._submissions.assignment(guild_id, id)
