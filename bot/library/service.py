"""Staff change a server's course: shown first, then confirmed just as it was shown, and taken back by one press."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.course.change_words import words
from bot.course.changed import Changed, Line
from bot.course.concerns import concerns
from bot.course.edits import Cancel, Due, Edit, edit_of, edit_text, edited
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.errors import CourseFileInvalid
from bot.ids import GuildId, UserId
from bot.library import store
from bot.library.errors import (
    DraftChanged,
    DraftGone,
    FileRefused,
    NoSuchVersion,
    NothingChanges,
    NotNewest,
)
from bot.library.history import CourseHistory
from bot.library.library import DEFAULT, CourseLibrary
from bot.library.model import Draft, NewDraft, Version, texts_of

Forecast = Callable[[Tables, GuildId, Timeline, datetime], Iterable[str]]
"""Says in a line each what would follow from a new course for whom, and changes nothing."""
Announcer = Callable[[Tables, GuildId, Timeline, int, datetime], None]
"""Announces what a version, by its number, has changed of the course before it."""
Guard = Callable[[Tables, GuildId, Course, Course], None]
"""Raises Stranded where a new course would leave something behind that people have done."""
Checks = Callable[[Course], Sequence[str]]
"""Says what else a course that staff send would have to mend."""

T = TypeVar("T")
HERE = Path("course.yaml")
"""How problems name the file."""
MOST_DRAFTED = 8
"""Courses that are kept laid out until somebody confirms them."""


class CourseService:
    """Every server's course in the hands of its staff. `now` is the clock's, aware UTC."""

    def __init__(self, db: Database, courses: CourseLibrary, history: CourseHistory) -> None:
        self._db, self._courses, self.history = db, courses, history
        self.forecasts: list[Forecast] = []
        self.announcers: list[Announcer] = []
        self.guards: list[Guard] = []
        self.checks: list[Checks] = []
        self._drafted: dict[str, Timeline] = {}

    async def propose(self, guild_id: GuildId, edit: Edit, now: datetime, *, by: UserId) -> Draft:
        """Show what an edit would change. Raises EditRefused, NothingChanges, Stranded."""
        newest, text = await self._newest(guild_id)
        before = self._courses.stated(guild_id)
        fresh, course = await asyncio.to_thread(edited, text, before, edit)
        self._check(course)
        new = NewDraft(guild_id, fresh, by, getattr(edit, "why", ""), edit_text(edit))
        return await self._draft(new, newest, course, now)

    async def propose_text(self, new: NewDraft, now: datetime) -> Draft:
        """Show what a whole file would change. Raises FileRefused, NothingChanges, Stranded."""
        newest, _ = await self._newest(new.guild_id)
        try:
            course = await asyncio.to_thread(read_course, HERE, new.text)
        except CourseFileInvalid as invalid:
            raise FileRefused(invalid) from invalid
        self._check(course)
        return await self._draft(new, newest, course, now)

    async def propose_version(
        self, guild_id: GuildId, number: int, now: datetime, *, by: UserId
    ) -> Draft:
        """Show what bringing back an earlier version would change. Raises NoSuchVersion, NothingChanges."""
        text = await self.text(guild_id, number)
        why = f"back to version {number}"
        return await self.propose_text(NewDraft(guild_id, text, by, why), now)

    async def confirm(
        self, guild_id: GuildId, id: int, now: datetime, *, by: UserId, announce: bool = False
    ) -> Version:
        """Make a draft the newest version, if it still does just what was shown.

        Args:
            announce: what nobody was told otherwise of is announced with it.
        Raises:
            DraftGone: it was decided. DraftChanged: it would do something else now; nothing was changed. Stranded.
        """
        draft, text = await self._draft_of(guild_id, id)
        newest, _ = await self._newest(guild_id)
        if newest.number != draft.base:
            raise await self._again(draft, text, now)
        timeline = self._drafted.pop(draft.digest, None)
        if timeline is None:
            timeline = await self._timeline(guild_id, text, draft.changes, now)
        else:
            timeline.changed = await self._changes(guild_id, draft.changes, now)
        before = self._courses.stated(guild_id)

        def work(db: Tables) -> Version | None:
            current = store.draft(db, guild_id, id)
            if current is None:
                raise DraftGone
            follows = tuple(self._follows(db, guild_id, timeline, now))
            last = store.newest(db, guild_id) or newest
            if last.number != draft.base or follows != draft.follows:
                return None
            self._guard(db, guild_id, before.course, timeline.course)
            store.drop_draft(db, id)
            made = replace(
                last, number=last.number + 1, at=now, by=by, via="discord", why=draft.why
            )
            made = replace(made, guild_id=guild_id, changes=draft.changes, digest=draft.digest)
            self._add(db, made, timeline, now)
            for tell in self.announcers if announce else ():
                tell(db, guild_id, before, made.number, now)
            return made

        made = await self._write(guild_id, timeline, work)
        if made is None:
            raise await self._again(draft, text, now)
        self.history.tell(guild_id)
        return made

    async def leave(self, guild_id: GuildId, id: int) -> None:
        """Forget a draft. Raises DraftGone."""

        def work(db: Tables) -> None:
            if store.draft(db, guild_id, id) is None:
                raise DraftGone
            store.drop_draft(db, id)

        await self._db.write(work)

    async def undo(self, guild_id: GuildId, number: int, now: datetime, *, by: UserId) -> Version:
        """Take the newest version back. Raises NotNewest, NoSuchVersion, Stranded."""
        before, text = self._courses.stated(guild_id), await self.text(guild_id, number - 1)
        course = await asyncio.to_thread(read_course, HERE, text)
        changes = await asyncio.to_thread(words, before, Timeline(course))
        timeline = await self._timeline(guild_id, text, changes, now)

        def work(db: Tables) -> Version:
            last = store.newest(db, guild_id)
            if last is None or last.number != number:
                raise NotNewest(number, last.number if last else 0)
            self._guard(db, guild_id, before.course, timeline.course)
            why, digest = f"took version {number} back", store.digest_of(text)
            made = replace(last, number=number + 1, at=now, by=by, via="discord", why=why)
            return self._add(db, replace(made, changes=changes, digest=digest), timeline, now)

        made = await self._write(guild_id, timeline, work)
        self.history.tell(guild_id)
        return made

    async def text(self, guild_id: GuildId, number: int | None = None) -> str:
        """Return a version's text; the newest's if none is named. Raises NoSuchVersion."""
        newest, text = await self._newest(guild_id)
        if number in (None, newest.number):
            return text

        def work(db: Tables) -> str | None:
            chain = guild_id if store.newest(db, guild_id) else DEFAULT
            version = store.version(db, chain, number or 0)
            return store.text_of(db, version.digest) if version else None

        found = await self._db.read(work)
        if found is None:
            raise NoSuchVersion(number or 0, newest.number)
        return found

    def _add(self, db: Tables, made: Version, timeline: Timeline, now: datetime) -> Version:
        if store.newest(db, made.guild_id) is None:
            store.fork(db, made.guild_id)
        store.add(db, made)
        self.history.swap(db, made.guild_id, timeline, made, now)
        return made

    async def _write(self, guild_id: GuildId, timeline: Timeline, work: Callable[[Tables], T]) -> T:
        """Make a change whose course is in force from its transaction on, and not if that isn't stored."""
        kept = self._courses.kept(guild_id)
        try:
            return await self._db.write(work)
        except Exception:
            if self._courses.stated(guild_id) is timeline:
                self._courses.put_back(guild_id, kept)
            raise

    async def _newest(self, guild_id: GuildId) -> tuple[Version, str]:
        def work(db: Tables) -> tuple[Version, str] | None:
            found = store.newest(db, guild_id) or store.newest(db, DEFAULT)
            return (found, store.text_of(db, found.digest)) if found else None

        found = await self._db.read(work)
        assert found is not None, "the chains begin when the bot starts"
        return found

    async def _draft_of(self, guild_id: GuildId, id: int) -> tuple[Draft, str]:
        def work(db: Tables) -> tuple[Draft, str] | None:
            draft = store.draft(db, guild_id, id)
            return (draft, store.text_of(db, draft.digest)) if draft else None

        found = await self._db.read(work)
        if found is None:
            raise DraftGone
        return found

    async def _timeline(
        self, guild_id: GuildId, text: str, changes: Sequence[Line], now: datetime
    ) -> Timeline:
        changed = await self._changes(guild_id, changes, now)
        return await asyncio.to_thread(lambda: Timeline(read_course(HERE, text), changed))

    async def _changes(
        self, guild_id: GuildId, changes: Sequence[Line], now: datetime
    ) -> tuple[Changed, ...]:
        """Return what was changed of a course so far, and now."""
        return (*(Changed(now, line) for line in changes), *await self.history.changed(guild_id))

    async def _draft(self, new: NewDraft, base: Version, course: Course, now: datetime) -> Draft:
        before = self._courses.stated(new.guild_id)
        timeline = await asyncio.to_thread(Timeline, course)
        self._drafted[store.digest_of(new.text)] = timeline
        if len(self._drafted) > MOST_DRAFTED:
            self._drafted.pop(next(iter(self._drafted)))
        changes = await asyncio.to_thread(words, before, timeline)
        if before.course == course:
            raise NothingChanges
        if new.edit and isinstance(edit := edit_of(new.edit), Due | Cancel) and edit.why:
            said = f" ({edit.why})"
            changes = tuple(
                c if said in c.text else Line(c.about, f"{c.text}{said}", edit.why) for c in changes
            )

        def work(db: Tables) -> Draft:
            self._guard(db, new.guild_id, before.course, course)
            follows = tuple(self._follows(db, new.guild_id, timeline, now))
            draft = Draft(
                0, new.guild_id, base.number, new.by, new.edit, new.why, changes, follows,
                store.keep_text(db, new.text),
            )  # fmt: skip
            return store.add_draft(db, draft, now)

        return await self._db.write(work)

    async def _again(self, draft: Draft, text: str, now: datetime) -> DraftChanged:
        """Return what is to be said where a draft would do something else now: it is shown as it would be."""
        chain = await self.history.versions(draft.guild_id)
        since = [line for v in chain if v.number > draft.base for line in texts_of(v.changes)]
        if draft.edit and since:
            edit = edit_of(draft.edit)
            fresh = await self.propose(draft.guild_id, edit, now, by=draft.by)
        else:
            new = NewDraft(draft.guild_id, text, draft.by, draft.why, draft.edit)
            fresh = await self.propose_text(new, now)
        return DraftChanged(fresh, since)

    def _follows(
        self, db: Tables, guild_id: GuildId, timeline: Timeline, now: datetime
    ) -> Iterable[str]:
        known = concerns(self._courses.stated(guild_id), timeline, now)
        follows = (f(db, guild_id, timeline, now) for f in self.forecasts)
        return [*known, *(line for lines in follows for line in lines)]

    def _guard(self, db: Tables, guild_id: GuildId, old: Course, new: Course) -> None:
        for guard in self.guards:
            guard(db, guild_id, old, new)

    def _check(self, course: Course) -> None:
        more = [line for check in self.checks for line in check(course)]
        if more:
            raise FileRefused(CourseFileInvalid(HERE, []), more)
