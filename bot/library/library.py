"""Which course belongs to which server: one file for all, or a file of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.ids import GuildId


@dataclass(frozen=True, slots=True)
class Trouble:
    """A course file that isn't used.

    Attributes:
        guild_id: the server whose course it would be; None if its name says none.
        why: for the operator, in full.
        instead: what that server has in its place.
    """

    guild_id: GuildId | None
    why: str
    instead: str = ""


class CourseLibrary:
    """The courses of this bot, each laid out in time once.

    Args:
        default: the course of every server without a file of its own, and of direct messages.
        own: courses by guild id.
        troubles: what is wrong with the files of some servers.
    """

    def __init__(
        self,
        default: Course,
        own: Mapping[int, Course] | None = None,
        troubles: Sequence[Trouble] = (),
    ) -> None:
        self.troubles = tuple(troubles)
        self._default = Timeline(default)
        self._own = {guild_id: Timeline(course) for guild_id, course in (own or {}).items()}
        self._told: dict[int, Timeline] = {}

    @property
    def differ(self) -> bool:
        """Whether any server has a course of its own."""
        return bool(self._own)

    @property
    def default(self) -> Timeline:
        """The course of servers without a file of their own."""
        return self._default

    def timeline(self, guild_id: GuildId | None) -> Timeline:
        """Return a server's course; the default in a direct message."""
        server = guild_id or 0
        return self._told.get(server) or self._own.get(server, self._default)

    def released(self, guild_id: GuildId, at: Mapping[str, datetime]) -> None:
        """Have a server's course state when its releases really came out, by id, where staff have said so."""
        course = self._own.get(guild_id, self._default).course
        told = course.released(at)
        known = self._told.get(guild_id)
        if told.releases == course.releases:
            self._told.pop(guild_id, None)
        elif known is None or known.course.releases != told.releases:
            self._told[guild_id] = Timeline(told)
