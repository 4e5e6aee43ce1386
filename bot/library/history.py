"""The chains of versions: the operator's files come in, and every server has its newest in force."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.course.change_words import words
from bot.course.changed import Changed, Line
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.course.words import say
from bot.database import Database, Tables
from bot.errors import CourseFileInvalid
from bot.ids import GuildId
from bot.library import store
from bot.library.library import DEFAULT, CourseLibrary
from bot.library.model import Conflict, Version, texts_of

log = logging.getLogger("bot.courses")

Follower = Callable[[Tables, GuildId, Timeline, datetime], None]
"""Brings what was planned in line with a server's new course, in the change's own transaction; given the former one."""
Taking = Literal["file", "discord"]
CHANGES_KEPT = 100
"""Changes that answers look through, the newest."""


class CourseHistory:
    """Every server's chain. `now` is the clock's, aware UTC.

    Attributes:
        conflicts: files that were changed on the server while staff changed the course in Discord.
        followers: called in the transaction of every swap.
        swapped: called on the event loop after a swap, with the server's id; DEFAULT for all without a chain.
    """

    def __init__(self, db: Database, courses: CourseLibrary) -> None:
        self._db, self._courses = db, courses
        self.conflicts: tuple[Conflict, ...] = ()
        self.followers: list[Follower] = []
        self.swapped: list[Callable[[GuildId], None]] = []
        self._in_force: dict[GuildId, int] = {}

    async def begin(self, now: datetime) -> None:
        """Take in what the operator has changed of the files, then have every newest version in force."""
        found: list[Conflict] = []
        for guild_id in await self.chains():
            source = self._courses.source_of(guild_id)
            if source is not None:
                conflict = await self._take_in(guild_id, source, now)
                found += [conflict] if conflict else []
        self.conflicts = tuple(found)
        await self._db.write(store.forget_texts, aside=True)
        await self.look(now, following=False)

    async def chains(self) -> list[GuildId]:
        """Return the servers that have a chain, or a file to begin one with; DEFAULT for all others."""
        return list(dict.fromkeys((*self._courses.sources, *await self._db.read(store.numbers))))

    async def look(self, now: datetime, *, following: bool = True) -> None:
        """Have in force what another process has stored: `python -m bot course apply`.

        Args:
            following: what was planned is brought in line, too; at a start that comes later.
        """
        for guild_id, number in (await self._db.read(store.numbers)).items():
            if self._in_force.get(guild_id) == number:
                continue
            version, text = await self._db.read(lambda db, g=guild_id: _newest_text(db, g))
            before = self._courses.digests.get(guild_id)
            if before != version.digest or version.changes:
                timeline = await self._readable(guild_id, text)
                if timeline is None:
                    pass
                elif not following:
                    self._courses.put(guild_id, timeline, version.digest)
                else:
                    await self._swap_aside(guild_id, timeline, version, now)
            self._in_force[guild_id] = number

    async def _readable(self, guild_id: GuildId, text: str) -> Timeline | None:
        """Lay a version out; None where it was made for another version of the assistant."""
        try:
            return await self.laid_out(guild_id, text)
        except CourseFileInvalid as invalid:
            log.error(
                "server %d goes by its file: its newest version can't be used.\n%s",
                guild_id,
                invalid,
            )
            return None

    async def _swap_aside(
        self, guild_id: GuildId, timeline: Timeline, version: Version, now: datetime
    ) -> None:
        def work(db: Tables) -> None:
            self.swap(db, guild_id, timeline, version, now)

        await self._db.write(work, aside=True)
        self.tell(guild_id)

    async def take(self, guild_id: GuildId, which: Taking, now: datetime) -> Version | None:
        """Settle a conflict, or take a file in: from now on the course is the file's, or stays Discord's.

        Returns:
            The new version; None where the file says nothing new.
        """
        source = self._courses.source_of(guild_id)
        newest = await self._db.read(lambda db: store.newest(db, guild_id))
        if source is None or (newest and newest.file_digest == store.digest_of(source)):
            return None
        why = (
            "the file on the server" if which == "file" else "the file on the server was set aside"
        )
        return await self._add_file(guild_id, source, now, why, keep=which == "discord")

    async def differences(self, guild_id: GuildId) -> Conflict | None:
        """Return what a file and Discord have changed since they last agreed; None where the file is as it was."""
        source = self._courses.source_of(guild_id)

        def work(db: Tables) -> tuple[str, str] | None:
            newest = store.newest(db, guild_id)
            if newest is None:
                return None
            return store.text_of(db, newest.file_digest), store.text_of(db, newest.digest)

        texts = await self._db.read(work)
        if source is None or texts is None or texts[0] == source:
            return None
        return await asyncio.to_thread(_conflict, guild_id, texts[0], source, texts[1])

    async def laid_out(self, guild_id: GuildId, text: str) -> Timeline:
        """Lay out a version's text in time, with what was changed of the course so far. Raises CourseFileInvalid."""
        changed = await self.changed(guild_id)
        return await asyncio.to_thread(lambda: Timeline(_course(text), changed))

    async def changed(self, guild_id: GuildId) -> list[Changed]:
        """Return what was changed of a course so far, newest first."""
        chain = await self.versions(guild_id, CHANGES_KEPT)
        return [Changed(v.at, line) for v in chain for line in v.changes][:CHANGES_KEPT]

    async def versions(self, guild_id: GuildId, most: int = -1) -> list[Version]:
        """Return a server's versions, newest first: those of the default file while it has no chain of its own."""

        def work(db: Tables) -> list[Version]:
            return store.versions(db, guild_id, most) or store.versions(db, DEFAULT, most)

        return await self._db.read(work)

    def swap(
        self, db: Tables, guild_id: GuildId, timeline: Timeline, version: Version, now: datetime
    ) -> None:
        """Put a version in force and have everything follow, within a transaction."""
        former = self._courses.stated(guild_id)
        before = self._courses.put(guild_id, timeline, version.digest)
        try:
            if guild_id != DEFAULT:  # servers that share a course are planned one after another
                for follow in self.followers:
                    follow(db, guild_id, former, now)
        except BaseException:
            self._courses.put_back(guild_id, before)
            raise
        self._in_force[guild_id] = version.number

    def tell(self, guild_id: GuildId) -> None:
        """Say on the event loop that a server has another course now."""
        for swapped in self.swapped:
            swapped(guild_id)

    async def _take_in(self, guild_id: GuildId, source: str, now: datetime) -> Conflict | None:
        newest = await self._db.read(lambda db: store.newest(db, guild_id))
        if newest and newest.file_digest == store.digest_of(source):
            return None
        if newest and newest.digest != newest.file_digest:
            conflict = await self.differences(guild_id)
            assert conflict is not None
            log.warning("%s", conflict_text(conflict))
            return conflict
        await self._add_file(guild_id, source, now, "the file on the server")
        return None

    async def _add_file(
        self, guild_id: GuildId, source: str, now: datetime, why: str, *, keep: bool = False
    ) -> Version:
        """Store a version that takes account of a file. `keep`: its text is still that before."""
        texts = await self._db.read(lambda db: _texts(db, guild_id))
        text = texts[-1] if keep and texts else source
        changes = await asyncio.to_thread(_told, texts[-1], text) if texts else ()

        def work(db: Tables) -> Version:
            last = store.newest(db, guild_id)
            number = last.number + 1 if last else 1
            digest, file_digest = store.keep_text(db, text), store.keep_text(db, source)
            version = Version(
                guild_id, number, now, None, "file", why, tuple(changes), digest, file_digest
            )
            store.add(db, version)
            return version

        return await self._db.write(work, aside=True)


def conflict_text(conflict: Conflict) -> str:
    """Say for the operator what a file and Discord have changed."""
    whose = f"of server {conflict.guild_id}" if conflict.guild_id else "file for all servers"
    file, discord = texts_of(conflict.file), texts_of(conflict.discord)
    option = f" --server {conflict.guild_id}" if conflict.guild_id else ""
    return "\n".join(
        [
            f"The course {whose} was changed both in its file and in Discord. Discord's stands.",
            "The file has changed:",
            *(f"  - {line}" for line in file),
            f"{say.Staff} have changed in Discord:",
            *(f"  - {line}" for line in discord),
            f"Say which stands: `python -m bot course apply{option} --take file`, or `--take discord`.",
        ]
    )


def _conflict(guild_id: GuildId, agreed: str, file: str, discord: str) -> Conflict:
    return Conflict(guild_id, _told(agreed, file), _told(agreed, discord))


def _told(old: str, new: str) -> tuple[Line, ...]:
    return words(Timeline(_course(old)), Timeline(_course(new))) if old != new else ()


@lru_cache(maxsize=8)
def _course(text: str) -> Course:
    """Read a version's text, which several servers may have in force, or one again after an undo."""
    return read_course(Path("course.yaml"), text)


def _texts(db: Tables, guild_id: GuildId) -> list[str]:
    newest = store.newest(db, guild_id)
    return [store.text_of(db, newest.digest)] if newest else []


def _newest_text(db: Tables, guild_id: GuildId) -> tuple[Version, str]:
    version = store.newest(db, guild_id)
    assert version is not None
    return version, store.text_of(db, version.digest)
