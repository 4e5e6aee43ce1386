"""Every server's people in their cohorts: chosen by themselves, or as their roles were seen last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from bot.cohorts import rules, store
from bot.course.cohorts import Cohort
from bot.database import Database, Tables
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary

Follower = Callable[[Tables, GuildId, Sequence[UserId], datetime], None]
"""Brings in line what depends on which cohort some people are in, within the transaction of the change."""
MOST_SEEN = 50_000
"""People whose roles are remembered, so that they aren't looked up at every press."""


def cohorts_of(db: Tables, guild_id: GuildId, user_id: UserId) -> frozenset[str]:
    """Return the ids of somebody's cohorts, within another change's transaction."""
    return frozenset(cohort for cohort, _ in store.of(db, guild_id, user_id).values())


def cohorts_in(db: Tables, guild_id: GuildId) -> Mapping[UserId, frozenset[str]]:
    """Return the ids of everybody's cohorts, within another change's transaction."""
    return store.members(db, guild_id)


class CohortService:
    """Who is in which cohort. `now` is the clock's, aware UTC."""

    def __init__(self, db: Database, courses: CourseLibrary) -> None:
        self._db, self._courses = db, courses
        self.followers: list[Follower] = []
        self._seen: dict[tuple[GuildId, UserId], tuple[int, dict[str, str]]] = {}

    def has_any(self, guild_id: GuildId) -> bool:
        """Return whether a server's course has cohorts."""
        return bool(self._courses.timeline(guild_id).course.cohorts)

    async def of(self, guild_id: GuildId, user_id: UserId) -> frozenset[str]:
        """Return the ids of somebody's cohorts; none in a course without."""
        if not self.has_any(guild_id):
            return frozenset()
        return await self._db.read(lambda db: cohorts_of(db, guild_id, user_id))

    async def people(self, guild_id: GuildId) -> dict[str, int]:
        """Count who is in each cohort."""
        return await self._db.read(lambda db: store.people(db, guild_id))

    async def see(
        self, guild_id: GuildId, user_id: UserId, roles: Collection[str], now: datetime
    ) -> None:
        """Take note of the roles that somebody has. What they say stands over a choice.

        Args:
            roles: their names.
        """
        timeline = self._courses.timeline(guild_id)
        led = rules.by_role(timeline.course, roles)
        who, known = (guild_id, user_id), (id(timeline), led)
        if not rules.has_roles(timeline.course) or self._seen.get(who) == known:
            return

        def is_new(db: Tables) -> bool:
            before = store.of(db, guild_id, user_id)
            return led != {kind: cohort for kind, (cohort, by_role) in before.items() if by_role}

        def work(db: Tables) -> None:
            for kind, (_, by_role) in store.of(db, guild_id, user_id).items():
                if by_role and kind not in led:
                    store.drop(db, guild_id, user_id, kind)
            for place in led.items():
                store.put(db, guild_id, user_id, place, now, by_role=True)
            self._follow(db, guild_id, user_id, now)

        if await self._db.read(is_new):
            await self._db.write(work, aside=True)
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        self._seen[who] = known

    async def choose(self, guild_id: GuildId, user_id: UserId, id: str, now: datetime) -> Cohort:
        """Put somebody into the cohort that they choose. Raises NoSuchCohort, ByRole, CohortFull."""
        course = self._courses.timeline(guild_id).course

        def work(db: Tables) -> Cohort:
            mine, people = store.of(db, guild_id, user_id), store.people(db, guild_id)
            one = rules.check_choice(course, id, mine, people)
            store.put(db, guild_id, user_id, (one.kind, one.id), now, by_role=False)
            self._follow(db, guild_id, user_id, now)
            return one

        return await self._db.write(work)

    def _follow(self, db: Tables, guild_id: GuildId, user_id: UserId, now: datetime) -> None:
        for follower in self.followers:
            follower(db, guild_id, [user_id], now)
