"""Entering a competition by saying so: a group is in until judging opens, and out as it likes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.competitions import rounds
from bot.competitions.round_errors import EntriesClosed
from bot.competitions.store import contests, entered
from bot.course.competing import Competition
from bot.course.model import Course
from bot.database import Database, Tables
from bot.groups.service import GroupService
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary


@dataclass(frozen=True, slots=True)
class Entered:
    """What a group has entered now. `is_in`: the competition that it was about; `every`: the titles of all."""

    title: str
    number: int
    is_in: bool
    every: tuple[str, ...]


class EnteringService:
    """Every server's entries by choice. `at`: Discord's own instant of the press, aware UTC."""

    def __init__(self, db: Database, courses: CourseLibrary, groups: GroupService) -> None:
        self._db, self._courses, self._groups = db, courses, groups

    def choices(self, guild_id: GuildId) -> dict[str, Competition]:
        """List the competitions that groups choose to enter, by id."""
        course = self._courses.timeline(guild_id).course
        return {one.id: one for one in course.competitions if one.entries == "opt-in"}

    async def choose(
        self,
        guild_id: GuildId,
        typed: str | None,
        at: datetime,
        *,
        by: UserId,
        withdraw: bool = False,
    ) -> Entered:
        """Enter the group of whoever says so, or withdraw it.

        Raises:
            NoContest, NotInGroup.
            EntriesClosed: judging has begun.
        """
        every = self.choices(guild_id)
        one = rounds.find_by_choice(every, typed)
        course = self._courses.timeline(guild_id).course

        def work(db: Tables) -> Entered:
            group = self._groups.own_in(db, guild_id, by)
            if has_begun(db, guild_id, course, one):
                raise EntriesClosed(one.title)
            if withdraw:
                entered.withdraw(db, guild_id, one.id, group.number)
            else:
                entered.enter(db, guild_id, one.id, group.number, at, by=by)
            ids = entered.competitions_of(db, guild_id, group.number)
            titles = tuple(every[id].title for id in ids if id in every)
            return Entered(one.title, group.number, not withdraw, titles)

        return await self._db.write(work)


def has_begun(db: Tables, guild_id: GuildId, course: Course, one: Competition) -> bool:
    """Return whether judging of a competition has been opened, in any round."""
    own = [c.id for c in rounds.contests_of(course).values() if c.opted == one.id]
    return any(contests.judging(db, guild_id, id).state != "setup" for id in own)
