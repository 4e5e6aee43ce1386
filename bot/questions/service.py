"""Questions of a server: answered, remembered for a while, sent to staff, taught by staff."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.custom import LEARNED
from bot.answers.reply import Reply
from bot.course.asking import FrequentQuestion
from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.library.library import CourseLibrary
from bot.questions import rules, store
from bot.questions.errors import QuestionGone
from bot.questions.model import Learned, Question, Unanswered, Week

WEEK = timedelta(days=7)
MOST_BUILT = 8
_built: dict[tuple[int, tuple[FrequentQuestion, ...]], Answerer] = {}
"""By the course's identity and its FAQ. An answerer holds its course, so the identity stays its own."""

_building = threading.Lock()
"""Whoever needs what another thread is building waits for it."""


def built(timeline: Timeline, learned: tuple[FrequentQuestion, ...]) -> Answerer:
    """Build what answers questions about a course, once for each state of its FAQ."""
    key = (id(timeline.course), learned)
    with _building:
        if key not in _built:
            same = (one for (course, _), one in _built.items() if course == key[0])
            lexicon = next((one.reader.lexicon for one in same), None)
            _built[key] = answerer_for(timeline, learned, lexicon)
            if len(_built) > MOST_BUILT:
                _built.pop(next(iter(_built)))
        return _built[key]


class AnswerService:
    """Every server's questions. Direct messages without a server of their own have guild id 0."""

    def __init__(self, db: Database, courses: CourseLibrary) -> None:
        self._db, self._courses = db, courses
        self._learned: dict[int, tuple[FrequentQuestion, ...]] = {}
        self._told_to_wait: dict[int, datetime] = {}

    async def answerer(self, guild_id: int) -> Answerer:
        """Return what answers a server's questions. Building it takes about a second, off the event loop."""
        timeline = self._courses.timeline(guild_id)
        if guild_id not in self._learned:
            entries = await self._db.read(lambda db: store.learned(db, guild_id))
            self._learned[guild_id] = tuple(_entry(entry) for entry in entries)
        learned = self._learned[guild_id]
        return _built.get((id(timeline.course), learned)) or await asyncio.to_thread(
            built, timeline, learned
        )

    async def warm(self) -> None:
        """Build what answers questions about the default course, so that the first question needn't wait for it."""
        await asyncio.to_thread(built, self._courses.default, ())

    async def ask(
        self, guild_id: int, user_id: int, typed: str, now: datetime
    ) -> tuple[Question, Reply]:
        """Answer a question and remember it for a while.

        Raises:
            NothingAsked: the text holds no word.
            TooManyQuestions: this person asks faster than the course file allows.
        """
        text = rules.question_text(typed)
        per_minute = self._courses.timeline(guild_id).course.asking.per_minute
        answerer = await self.answerer(guild_id)
        reply = answerer.ask(text, now)
        topic = reply.choices[0].intent if reply.choices else ""

        def note(db: Tables) -> int:
            recent = store.asked_since(db, user_id, now - rules.MINUTE)
            rules.check_pace(recent, per_minute, now)
            return store.note(db, guild_id, user_id, text, topic, reply.abstained, now)

        id = await self._db.write(note)
        return Question(id, guild_id, user_id, text, now), reply

    async def forget_old(self, guild_id: int, now: datetime) -> None:
        """Forget what was asked longer ago than the course file keeps it."""
        kept = timedelta(days=self._courses.timeline(guild_id).course.asking.keep_days)
        await self._db.write(lambda db: store.forget(db, guild_id, now - kept))

    def may_say_so(self, user_id: int, now: datetime) -> bool:
        """Return whether to tell somebody that they ask too fast: once a minute, and noise gets no noise."""
        last = self._told_to_wait.get(user_id)
        if last is not None and now - last < rules.MINUTE:
            return False
        self._told_to_wait = {
            id: at for id, at in self._told_to_wait.items() if now - at < rules.MINUTE
        } | {user_id: now}
        return True

    async def again(self, guild_id: int, id: int, now: datetime) -> tuple[Question, Reply]:
        """Answer a question that was asked before. Raises QuestionGone."""
        question = await self._db.read(lambda db: store.question(db, guild_id, id))
        if question is None:
            raise QuestionGone
        return question, (await self.answerer(guild_id)).ask(question.text, now)

    async def rate(self, guild_id: int, id: int, helpful: bool) -> None:
        """Remember whether an answer helped."""
        await self._db.write(lambda db: store.rate(db, guild_id, id, helpful))

    async def send_to_staff(
        self, guild_id: int, id: int, user_id: int, now: datetime
    ) -> Unanswered:
        """Put a question before staff, or join those who asked the same. Raises QuestionGone."""

        def send(db: Tables) -> Unanswered | None:
            question = store.question(db, guild_id, id)
            if question is None:
                return None
            key = rules.key_of(question.text)
            same = rules.alike(key, store.unanswered(db, guild_id))
            number = same.id if same else store.open_question(db, guild_id, question.text, key, now)
            store.wait_for(db, number, user_id)
            return store.unanswered_one(db, guild_id, number)

        sent = await self._db.write(send)
        if sent is None:
            raise QuestionGone
        return sent

    async def open_questions(self, guild_id: int) -> list[Unanswered]:
        """List the questions that wait for staff, those that most people ask first."""
        return await self._db.read(lambda db: store.unanswered(db, guild_id))

    async def has_board(self, guild_id: int) -> bool:
        """Return whether a server's staff have had a question."""
        return await self._db.read(lambda db: store.any_unanswered(db, guild_id))

    async def unanswered(self, guild_id: int, id: int) -> Unanswered:
        """Return a question that waits for staff. Raises QuestionGone."""
        found = await self._db.read(lambda db: store.unanswered_one(db, guild_id, id))
        if found is None or found.state != "open":
            raise QuestionGone
        return found

    async def answer(
        self, guild_id: int, id: int, typed: str, by_id: int, *, learn: bool, now: datetime
    ) -> tuple[Unanswered, list[int], Learned | None]:
        """Answer a question for staff.

        Returns:
            The question, who waits for its answer, and the entry of the FAQ it became.
        Raises:
            BadEntry: the answer is too short or too long; QuestionGone: somebody was faster.
        """
        text = rules.entry_text(typed, "answer", rules.LONGEST_ANSWER)

        def settle(db: Tables) -> tuple[Unanswered, list[int], Learned | None] | None:
            if not store.settle(db, id, "answered", text):
                return None
            question = store.unanswered_one(db, guild_id, id)
            assert question is not None
            entry = store.learn(db, guild_id, question.text, text, by_id, now) if learn else None
            return question, store.waiting(db, id), entry

        settled = await self._db.write(settle)
        if settled is None:
            raise QuestionGone
        if learn:
            self._learned.pop(guild_id, None)
        return settled

    async def dismiss(self, guild_id: int, id: int) -> None:
        """Take a question off the board without an answer. Raises QuestionGone."""
        await self.unanswered(guild_id, id)
        if not await self._db.write(lambda db: store.settle(db, id, "dismissed")):
            raise QuestionGone

    async def learn(
        self, guild_id: int, question: str, answer: str, by_id: int, now: datetime
    ) -> Learned:
        """Add an entry to a server's FAQ; from now on it answers. Raises BadEntry."""
        asked = rules.entry_text(question, "question", rules.LONGEST_QUESTION)
        told = rules.entry_text(answer, "answer", rules.LONGEST_ANSWER)
        entry = await self._db.write(lambda db: store.learn(db, guild_id, asked, told, by_id, now))
        self._learned.pop(guild_id, None)
        return entry

    async def unlearn(self, guild_id: int, id: int) -> None:
        """Take an entry out of a server's FAQ. Raises QuestionGone."""
        gone = await self._db.write(lambda db: store.unlearn(db, guild_id, id))
        self._learned.pop(guild_id, None)
        if not gone:
            raise QuestionGone

    async def learned(self, guild_id: int | None = None) -> list[Learned]:
        """List the entries that staff added, in one server or in all."""
        return await self._db.read(lambda db: store.learned(db, guild_id))

    async def week(self, guild_id: int, until: datetime) -> Week | None:
        """Count a week's questions, once: None if somebody has its summary, or nothing was asked."""

        def count(db: Tables) -> Week | None:
            counted = store.week(db, guild_id, until - WEEK, until)
            if not counted.asked or not store.claim_summary(db, guild_id, until):
                return None
            return counted

        return await self._db.write(count)


def _entry(learned: Learned) -> FrequentQuestion:
    return FrequentQuestion(
        id=f"{LEARNED}{learned.id}", ask=(learned.text[:160],), answer=learned.answer
    )


def exported(entries: Sequence[Learned]) -> list[dict[str, object]]:
    """Return the entries as they stand in a course file's `faq`."""
    return [
        {"id": f"added-{entry.id}", "ask": [entry.text[:160]], "answer": entry.answer}
        for entry in entries
    ]
