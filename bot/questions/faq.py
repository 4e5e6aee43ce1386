"""What answers a server's questions: what its course's file has, and what staff have taught the assistant.

Answers are built once, beside the event loop, and kept. What is learned is shipped and shared by all. A course adds
its names and the wordings of its own questions; it is built once for every server that has the same course, by its
text, and once for each state of an FAQ. Those asked about last are kept. What staff add takes a few milliseconds and
waits for no other course.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from weakref import WeakKeyDictionary

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.custom import LEARNED
from bot.course.asking import FrequentQuestion
from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.ids import GuildId, UserId
from bot.questions import rules, store
from bot.questions.errors import QuestionGone
from bot.questions.model import Entry, Learned

LONGEST_WORDING = 160
"""Characters of a wording in a course file; what is longer is cut."""

Taught = tuple[FrequentQuestion, ...]


class FaqService:
    """Every server's FAQ."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._taught: dict[GuildId, Taught] = {}
        self._changes: Counter[GuildId] = Counter()

    async def taught(self, guild_id: GuildId) -> Taught:
        """Return what staff taught, as a course file has it."""
        known = self._taught.get(guild_id)
        if known is None:
            changes = self._changes[guild_id]
            known = tuple(_in_course(entry) for entry in await self.entries(guild_id))
            if changes == self._changes[guild_id]:
                self._taught[guild_id] = known
        return known

    async def entries(self, guild_id: GuildId | None = None) -> list[Learned]:
        """List the entries that staff added, in one server or in all, the oldest first."""
        return await self._db.read(lambda db: store.learned(db, guild_id))

    async def add(self, typed: Entry, now: datetime, *, by: UserId) -> Learned:
        """Add an entry; from now on it answers. Raises BadEntry."""
        entry = rules.entry(typed)
        learned = await self._db.write(lambda db: store.learn(db, entry, now, by=by))
        self.changed(entry.guild_id)
        return learned

    async def remove(self, guild_id: GuildId, id: int) -> None:
        """Take an entry out. Raises QuestionGone."""

        def work(db: Tables) -> None:
            if not store.unlearn(db, guild_id, id):
                raise QuestionGone

        await self._db.write(work)
        self.changed(guild_id)

    def changed(self, guild_id: GuildId) -> None:
        """Read a server's entries again at its next question."""
        self._changes[guild_id] += 1
        self._taught.pop(guild_id, None)


def _in_course(entry: Learned) -> FrequentQuestion:
    wordings = (entry.text[:LONGEST_WORDING],)
    return FrequentQuestion(id=f"{LEARNED}{entry.id}", ask=wordings, answer=entry.answer)


_SOMEBODY = re.compile(r"<[@#][!&]?\d+>|\S+@\S+\.\w+|\b\d{15,}\b")


def wanting(missed: Iterable[tuple[str, str, bool]]) -> dict[str, dict[str, list[str]]]:
    """Return what answers missed, for a maintainer: by whether it was answered, then by what it was taken for.

    Args:
        missed: each text, what it was taken for, and whether it was answered. Mentions, addresses and ids in it become
            "someone".
    """
    told: dict[str, dict[str, list[str]]] = {}
    for text, topic, answered in missed:
        why = told.setdefault("not helpful" if answered else "not answered", {})
        listed = why.setdefault(topic or "unknown", [])
        shown = " ".join(_SOMEBODY.sub("someone", text).split())
        if shown not in listed:
            listed.append(shown)
    return told


def exported(entries: Sequence[Learned]) -> list[dict[str, object]]:
    """Return the entries as they stand in a course file's `faq`."""
    return [
        {"id": f"added-{entry.id}", "ask": [entry.text[:LONGEST_WORDING]], "answer": entry.answer}
        for entry in entries
    ]


MOST_KEPT = 64
"""Courses, and courses with an FAQ, whose answers are kept, at about 1 MB each; others are built again when asked."""

AT_ONCE = 3
"""Wordings that are worked out while somebody waits, at 5 ms each; where an FAQ has more new ones, that is a build."""

Build = Callable[[Timeline, Sequence[FrequentQuestion]], Answerer]


class AnswererCache:
    """Builds and keeps what answers questions. Used from one event loop at a time.

    Args:
        build: builds what answers a course's own questions.
    """

    def __init__(self, build: Build = answerer_for) -> None:
        self._build = build
        self._kept: dict[tuple[str, Taught], Future[Answerer]] = {}
        self._texts: WeakKeyDictionary[Timeline, str] = WeakKeyDictionary()
        self._courses = ThreadPoolExecutor(1, "answers-course")
        self._faqs = ThreadPoolExecutor(1, "answers-faq")

    def ready(self, timeline: Timeline, taught: Taught = ()) -> Answerer | None:
        """Return what answers questions now; None, and begin to build, if nothing does yet.

        Args:
            taught: what staff added to a server's FAQ.
        """
        course = self._kept.get((self._text_of(timeline), ()))
        built = course.result() if course and course.done() and not course.exception() else None
        if taught and built and built.new_wordings(taught) <= AT_ONCE:
            return self._taught(timeline, taught, built)
        building = self._building(timeline, taught)
        return building.result() if building.done() else None

    def _taught(self, timeline: Timeline, taught: Taught, course: Answerer) -> Answerer:
        """Return what answers a course and an FAQ most of which is known; this is no build to wait for."""
        key = (self._text_of(timeline), taught)
        if key not in self._kept or not self._kept[key].done():
            self._kept[key] = Future()
            self._kept[key].set_result(course.taught(taught))
        self._keep(key, self._kept[key])
        return self._kept[key].result()

    async def get(self, timeline: Timeline, taught: Taught = ()) -> Answerer:
        """Return what answers questions. The first time for a course that takes about a second."""
        if (found := self.ready(timeline, taught)) is not None:
            return found
        building = self._building(timeline, taught)
        answerer = await asyncio.shield(asyncio.wrap_future(building))
        self._keep((self._text_of(timeline), taught), building)
        return answerer

    def close(self) -> None:
        """Begin nothing more. What is being built ends within a second."""
        self._courses.shutdown(wait=False, cancel_futures=True)
        self._faqs.shutdown(wait=False, cancel_futures=True)

    def _building(self, timeline: Timeline, taught: Taught) -> Future[Answerer]:
        """Return what is being built or is built. Begin again what has failed."""
        key = (self._text_of(timeline), taught)
        known = self._kept.get(key)
        if known is None or (known.done() and known.exception() is not None):
            if not taught:
                known = self._courses.submit(self._build, timeline, ())
            else:
                course = self._building(timeline, ())
                pool = self._faqs if course.done() else self._courses
                known = pool.submit(lambda: course.result().taught(taught))
        self._keep(key, known)
        return known

    def _keep(self, key: tuple[str, Taught], building: Future[Answerer]) -> None:
        """Keep one as what was asked about last, and forget those asked about longest ago."""
        self._kept.pop(key, None)
        self._kept[key] = building
        built = [key for key, one in self._kept.items() if one.done()]
        for old in built[: max(0, len(built) - MOST_KEPT)]:
            del self._kept[old]

    def _text_of(self, timeline: Timeline) -> str:
        """Return what stands for the text of a course: equal for equal ones."""
        text = self._texts.get(timeline)
        if text is None:
            stated = f"{timeline.course.model_dump_json()} {timeline.changed}"
            text = hashlib.sha256(stated.encode()).hexdigest()
            self._texts[timeline] = text
        return text
