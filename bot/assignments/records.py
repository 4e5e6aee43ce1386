"""What is kept of one person's work, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.assignments import said_store, store
from bot.assignments.catalog import assignments_of
from bot.assignments.due import due_for, due_now, owner_in, owners_of, stated_for, versions_in
from bot.assignments.model import Assignment, Extension, Owner, StudentRecord, Version
from bot.assignments.rules import counting_each
from bot.assignments.service import SubmissionService
from bot.course.timeline import Timeline
from bot.database import Database, SharedReads, Tables
from bot.groups.errors import NotInGroup
from bot.groups.service import GroupService, live_group
from bot.ids import GuildId, UserId
from bot.text import plural


@dataclass(frozen=True, slots=True)
class Given:
    """What more time would do: when it's due for them by the course, when it's due now, how many hand-ins it mends."""

    assignment: Assignment
    stated_at: datetime
    due_at: datetime
    mended: int


class RecordService:
    """Every server's records of its people. What ends in `_in` is part of another read."""

    def __init__(self, db: Database, submissions: SubmissionService, groups: GroupService) -> None:
        self._db, self._submissions, self._groups = db, submissions, groups
        self._reads = SharedReads(db)

    async def say_there(
        self, guild_id: GuildId, user_id: UserId, assignment: str, there: bool, at: datetime
    ) -> None:
        """Remember that a person says an assignment is in its official place; or that it isn't, for their group too.

        Raises:
            NoLongerAsked.
        """
        one = self._submissions.assignment(guild_id, assignment)

        def work(db: Tables) -> None:
            if there:
                said_store.say_there(db, guild_id, user_id, one.id, at)
            else:
                people = self._people(db, guild_id, user_id) if one.by_group else [user_id]
                said_store.unsay_there(db, guild_id, people, one.id)

        await self._db.write(work)

    async def attest(
        self, guild_id: GuildId, user_id: UserId, item: str, done: bool, at: datetime
    ) -> None:
        """Remember, or forget, that a person says they have done something."""

        def work(db: Tables) -> None:
            if done:
                store.attest(db, guild_id, user_id, item, at)
            else:
                store.revoke(db, guild_id, user_id, item)

        await self._db.write(work)

    async def attested(self, guild_id: GuildId) -> dict[UserId, frozenset[str]]:
        """Return what everybody has attested, by person."""
        reading = self._reads.once(lambda db: store.attested(db, guild_id), guild_id, "attested")
        return dict(await reading)

    def _people(self, db: Tables, guild_id: GuildId, user_id: UserId) -> list[UserId]:
        try:
            return [*self._groups.own_in(db, guild_id, user_id).member_ids]
        except NotInGroup:
            return [user_id]

    def said_there_in(
        self, db: Tables, guild_id: GuildId, user_ids: Sequence[UserId]
    ) -> dict[str, datetime]:
        """Return when any of some people last said that an assignment is in its official place, by its id."""
        return said_store.said_there(db, guild_id, user_ids)

    def extensions_in(self, db: Tables, guild_id: GuildId) -> list[Extension]:
        """Return everybody's extensions."""
        return store.extensions(db, guild_id)

    def of_in(
        self, db: Tables, guild_id: GuildId, user_id: UserId, group: int | None
    ) -> StudentRecord:
        """Return what a person has handed in and attested. `group`: the number of theirs."""
        known = self._submissions.assignments(guild_id)
        versions = versions_in(db, guild_id, known, owners_of(user_id, group))
        attested = said_store.attested_by(db, guild_id, user_id)
        return StudentRecord(user_id, attested, tuple(versions), group)

    async def due_now(self, guild_id: GuildId, versions: Sequence[Version]) -> list[Version]:
        """Return stored versions as they count now: by what was due when they came, or what is due since."""
        known = self._submissions.assignments(guild_id)
        return await self._db.read(lambda db: due_now(db, guild_id, known, versions))

    async def given(
        self, guild_id: GuildId, deadline: str, owner: Owner, until: datetime
    ) -> list[Given]:
        """Work out what another due time for a person or a group would do to all that is due then. Nothing is changed.

        Raises:
            NoSuchGroup.
        """
        known = self._submissions.assignments(guild_id)

        def work(db: Tables) -> list[Given]:
            if owner.kind == "group":
                live_group(db, guild_id, owner.id)
            person = replace(
                owner_in(db, guild_id, owner), extensions=tuple(store.extensions(db, guild_id))
            )
            before = _late(versions_in(db, guild_id, known, [owner]))
            found: list[Given] = []
            for one in known.values():
                if one.deadline.id == deadline and one.by_group == (owner.kind == "group"):
                    stored = store.versions(db, guild_id, [owner], one.id)
                    after = _late(replace(v, due_at=max(v.due_at, until)) for v in stored)
                    mended = len({key for key in before if key[1] == one.id} - after)
                    now = due_for(replace(one, late=None), person).at
                    found.append(Given(one, stated_for(one, person), now, mended))
            return found

        return await self._db.read(work)

    def forecast(
        self, db: Tables, guild_id: GuildId, timeline: Timeline, now: datetime
    ) -> list[str]:
        """Say how many hand-ins a new course makes on time. Nothing is changed."""
        courses = self._submissions.assignments(guild_id), assignments_of(timeline.course)
        before, after = late_in(db, guild_id, *courses)
        mended = plural(len(before - after), "hand-in becomes", "hand-ins become")
        told = "whoever handed it in hears by direct message"
        return [f"📥 {mended} on time; {told}."] if before - after else []


def late_in(
    db: Tables, guild_id: GuildId, *courses: Mapping[str, Assignment]
) -> list[set[tuple[Owner, str]]]:
    """Return whose hand-ins count as late, and of what, by the assignments of each of some courses."""
    stored = store.versions(db, guild_id)
    return [_late(due_now(db, guild_id, known, stored)) for known in courses]


def _late(versions: Iterable[Version]) -> set[tuple[Owner, str]]:
    """Return whose hand-ins count as late, and of what."""
    return {key for key, one in counting_each(versions).items() if one.late_by is not None}
