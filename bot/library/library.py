"""Which course belongs to which server: one file for all, or a file of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.ids import GuildId

DEFAULT = GuildId(0)
"""Stands for all servers without a course of their own."""
Kept = tuple[Timeline | None, str | None]
"""What a server's course was, and the digest of its version."""


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
        sources: the files' texts by server, 0 for the default one; a file that can't be used isn't among them.

    Attributes:
        digests: of the version that is in force, by server.
    """

    def __init__(
        self,
        default: Course,
        own: Mapping[int, Course] | None = None,
        troubles: Sequence[Trouble] = (),
        sources: Mapping[GuildId, str] | None = None,
    ) -> None:
        self.troubles, self.sources = tuple(troubles), dict(sources or {})
        self.digests: dict[GuildId, str] = {}
        self._default = Timeline(default)
        self._own = {guild_id: Timeline(course) for guild_id, course in (own or {}).items()}
        self._told: dict[int, Timeline] = {}

    def anew(self) -> CourseLibrary:
        """Return a library of its own with the same courses, for another bot of this process."""
        own = {guild_id: timeline.course for guild_id, timeline in self._own.items()}
        return CourseLibrary(self._default.course, own, self.troubles, self.sources)

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

    def has_own(self, guild_id: GuildId) -> bool:
        """Return whether a server's course isn't the one that is shared."""
        return guild_id in self._own

    def stated(self, guild_id: GuildId) -> Timeline:
        """Return a server's course as its newest version states it, without what staff have said of releases."""
        return self._own.get(guild_id, self._default)

    def source_of(self, guild_id: GuildId) -> str | None:
        """Return the text of the file that a server's course is from; None where that can't be used."""
        unusable = {trouble.guild_id for trouble in self.troubles}
        default = None if guild_id in unusable else self.sources.get(DEFAULT)
        return self.sources.get(guild_id, default)

    def kept(self, guild_id: GuildId) -> Kept:
        """Return what `put` replaces."""
        own = self._own.get(guild_id)
        return self._default if guild_id == DEFAULT else own, self.digests.get(guild_id)

    def put(self, guild_id: GuildId, timeline: Timeline, digest: str) -> Kept:
        """Have a server's course be another from now on. Return what it replaces."""
        before = self.kept(guild_id)
        self._put(guild_id, timeline)
        self.digests[guild_id] = digest
        return before

    def put_back(self, guild_id: GuildId, before: Kept) -> None:
        """Take a `put` back."""
        timeline, digest = before
        self._put(guild_id, timeline)
        if digest is None:
            self.digests.pop(guild_id, None)
        else:
            self.digests[guild_id] = digest

    def _put(self, guild_id: GuildId, timeline: Timeline | None) -> None:
        if guild_id == DEFAULT:
            assert timeline is not None
            self._default = timeline
            self._told = {id: told for id, told in self._told.items() if id in self._own}
            return
        if timeline is None:
            self._own.pop(guild_id, None)
        else:
            self._own[guild_id] = timeline
        self._told.pop(guild_id, None)

    def released(self, guild_id: GuildId, at: Mapping[str, datetime]) -> None:
        """Have a server's course state when its releases really came out, by id, where staff have said so."""
        course = self.stated(guild_id).course
        told = course.released(at)
        known = self._told.get(guild_id)
        if told.releases == course.releases:
            self._told.pop(guild_id, None)
        elif known is None or known.course.releases != told.releases:
            self._told[guild_id] = Timeline(told, self.stated(guild_id).changed)
