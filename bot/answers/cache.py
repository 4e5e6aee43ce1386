"""What answers each server's questions: built once, beside the event loop, and kept.

A course's answers are built once for every server that has the same course, by its text, one course after another, and
those asked about last are kept. What staff add to a server's
FAQ is answered at once, found by its words alone, while what learns from its wordings is built in the background and
takes over when it is ready. So no question waits for a build but the first about a course.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from bot.answers.answerer import Answerer, Learner, answerer_for
from bot.course.asking import FrequentQuestion
from bot.course.timeline import Timeline
from bot.ids import GuildId
from bot.understanding.training import learn

log = logging.getLogger("bot.answers")

MOST_COURSES = 32
"""Courses whose answers are kept, at a few MB each; whoever asks about another one waits for it to be built again."""

MOST_LEARNED = 16
"""Servers whose FAQ is kept learned, at 4 MB each; those whose FAQ changed longest ago answer by its words again."""

Taught = tuple[FrequentQuestion, ...]


@dataclass(slots=True, eq=False)
class _Server:
    """What answers one server's questions as long as its course and its FAQ stay as they are.

    Attributes:
        course: what answers the course's own questions.
        answerer: what answers those and the FAQ, the best there is now.
    """

    timeline: Timeline
    taught: Taught
    course: Answerer
    answerer: Answerer


class AnswererCache:
    """Builds and keeps what answers questions. Used from one event loop at a time.

    Args:
        learner: learns from wordings.
    """

    def __init__(self, learner: Learner = learn) -> None:
        self._learner = learner
        self._servers: dict[GuildId, _Server] = {}
        self._courses: dict[str, Future[Answerer]] = {}
        self._texts: WeakKeyDictionary[Timeline, str] = WeakKeyDictionary()
        self._first = ThreadPoolExecutor(1, "answers-course")
        self._later = ThreadPoolExecutor(1, "answers-faq")
        self._learning: set[Future[None]] = set()
        self._learned: dict[GuildId, _Server] = {}

    def serves(self, guild_id: GuildId) -> bool:
        """Return whether a server has asked anything since the start."""
        return guild_id in self._servers

    def ready(self, guild_id: GuildId, timeline: Timeline, taught: Taught = ()) -> Answerer | None:
        """Return what answers a server's questions now; None, and begin to build, if nothing does yet.

        Args:
            taught: what staff added to the server's FAQ.
        """
        server = self._servers.get(guild_id)
        if server is not None and server.timeline is timeline and server.taught == taught:
            self._keep(timeline)
            return server.answerer
        course = self._course(timeline)
        if not course.done():
            return None
        return self._serve(guild_id, timeline, taught, course.result()).answerer

    async def get(self, guild_id: GuildId, timeline: Timeline, taught: Taught = ()) -> Answerer:
        """Return what answers a server's questions. The first time for a course that takes about a second."""
        found = self.ready(guild_id, timeline, taught)
        if found is None:
            building = self._course(timeline)
            course = await asyncio.shield(asyncio.wrap_future(building))
            found = self._serve(guild_id, timeline, taught, course).answerer
            self._keep(timeline, building)
        return found

    async def settle(self) -> None:
        """Wait until every FAQ that was asked about has been learned."""
        while waiting := [
            asyncio.wrap_future(one) for one in list(self._learning) if not one.done()
        ]:
            await asyncio.gather(*waiting, return_exceptions=True)

    def close(self) -> None:
        """Begin nothing more. What is being built ends within a second."""
        self._first.shutdown(wait=False, cancel_futures=True)
        self._later.shutdown(wait=False, cancel_futures=True)

    def _course(self, timeline: Timeline) -> Future[Answerer]:
        """Return a course's own answers, being built or built. Begin again what has failed."""
        text = self._text_of(timeline)
        known = self._courses.get(text)
        if known is None or (known.done() and known.exception() is not None):
            known = self._first.submit(answerer_for, timeline, self._learner)
        self._keep(timeline, known)
        return known

    def _keep(self, timeline: Timeline, course: Future[Answerer] | None = None) -> None:
        """Keep a course as the one asked about last, and forget those asked about longest ago, with all they answer."""
        text = self._text_of(timeline)
        kept = self._courses.pop(text, None) or course
        if kept is not None:
            self._courses[text] = kept
        built = [text for text, course in self._courses.items() if course.done()]
        for text in built[: max(0, len(built) - MOST_COURSES)]:
            gone = self._courses.pop(text)
            answerer = None if gone.exception() else gone.result()
            for guild_id in [id for id, one in self._servers.items() if one.course is answerer]:
                del self._servers[guild_id]
                self._learned.pop(guild_id, None)

    def _text_of(self, timeline: Timeline) -> str:
        """Return what stands for the text of a course: equal for equal ones."""
        text = self._texts.get(timeline)
        if text is None:
            stated = f"{timeline.course.model_dump_json()} {timeline.changed}"
            text = hashlib.sha256(stated.encode()).hexdigest()
            self._texts[timeline] = text
        return text

    def _serve(
        self, guild_id: GuildId, timeline: Timeline, taught: Taught, course: Answerer
    ) -> _Server:
        """Answer a server's questions from now on by what is built already; have its FAQ learned."""
        before = self._servers.get(guild_id)
        same = before is not None and before.course is course
        learned_by = before.answerer if before and same else course
        answerer = course.taught(taught, learned_by) if taught else course
        server = self._servers[guild_id] = _Server(timeline, taught, course, answerer)
        if taught:
            learning = self._later.submit(self._learn, guild_id, server)
            self._learning.add(learning)
            learning.add_done_callback(self._learning.discard)
        return server

    def _learn(self, guild_id: GuildId, server: _Server) -> None:
        """Learn a server's FAQ, unless it has changed again meanwhile."""
        if self._servers.get(guild_id) is not server:
            return
        try:
            server.answerer = server.answerer.learned(self._learner)
        except Exception:
            log.exception("the FAQ of guild %d isn't learned: it answers by its words", guild_id)
            return
        self._learned.pop(guild_id, None)
        self._learned[guild_id] = server
        if len(self._learned) > MOST_LEARNED:
            oldest = self._learned.pop(next(iter(self._learned)))
            oldest.answerer = oldest.course.taught(oldest.taught, oldest.course)
