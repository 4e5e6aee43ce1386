"""Questions of a server: answered, remembered for a while, sent to staff and answered by them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.answers.answerer import Answerer
from bot.answers.said import Reply
from bot.cohorts.rules import names_others
from bot.database import Database, Tables
from bot.delivery.model import Notice
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.limits import store as limits
from bot.limits.table import STAFF_QUESTIONS
from bot.questions import notices, rules, store
from bot.questions.errors import QuestionGone
from bot.questions.faq import AnswererCache, FaqService
from bot.questions.model import (
    Asking,
    Entry,
    Learned,
    Question,
    StaffAnswer,
    Unanswered,
)

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answered:
    """What staff's answer did.

    Attributes:
        notices: the keys of what was left for those who wait for it.
        entry: what it became in the FAQ, if it joined it.
    """

    question: Unanswered
    notices: tuple[str, ...]
    entry: Learned | None = None


class QuestionService:
    """Every server's questions. Direct messages without a server of their own belong to NO_SERVER."""

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        faq: FaqService,
        answerers: AnswererCache,
        outbox: Outbox,
    ) -> None:
        self._db, self._courses, self._faq = db, courses, faq
        self._answerers, self._outbox = answerers, outbox
        self._told_to_wait: dict[UserId, datetime] = {}

    async def ready(self, guild_id: GuildId) -> bool:
        """Return whether a server's questions are answered at once; if not, what answers them is being built."""
        taught = await self._faq.taught(guild_id)
        timeline = self._courses.timeline(guild_id)
        return self._answerers.ready(timeline, taught) is not None

    async def renew(self, guild_id: GuildId) -> None:
        """Begin to build what answers a changed course."""
        await self.ready(guild_id)

    async def warm(self) -> None:
        """Build what answers questions about the default course, so that the first question needn't wait for it."""
        await self._answerers.get(self._courses.default)

    async def _answerer(self, guild_id: GuildId) -> Answerer:
        taught = await self._faq.taught(guild_id)
        return await self._answerers.get(self._courses.timeline(guild_id), taught)

    async def _reply(
        self, guild_id: GuildId, text: str, now: datetime, mine: Collection[str]
    ) -> Reply:
        """Answer a question for whoever is in some cohorts: by the course as they have it, if that says anything."""
        answerer, timeline = await self._answerer(guild_id), self._courses.timeline(guild_id)
        theirs = timeline.of(mine)
        if theirs is timeline or names_others(timeline.course, mine, text):
            return answerer.ask(text, now)
        reply = answerer.of(theirs).ask(text, now)
        return answerer.ask(text, now) if reply.abstained else reply

    async def ask(
        self,
        guild_id: GuildId,
        user_id: UserId,
        typed: str,
        now: datetime,
        mine: Collection[str] = (),
    ) -> tuple[Question, Reply]:
        """Answer a question and remember it for a while.

        Args:
            mine: the asker's cohorts, where only they read the answer.
        Raises:
            NothingAsked: the text holds no word.
            TooManyQuestions: this person asks faster than the course file allows.
        """
        text = rules.question_text(typed)
        reply = await self._reply(guild_id, text, now, mine)
        topic = reply.choices[0].intent if reply.choices else ""
        asking = Asking(guild_id, user_id, text, topic, reply.abstained, now)
        return await self._note(asking), reply

    async def note(self, guild_id: GuildId, user_id: UserId, typed: str, now: datetime) -> Question:
        """Remember for a while what somebody wants done, for the button that does it.

        Raises:
            NothingAsked, TooManyQuestions.
        """
        text = rules.question_text(typed)
        return await self._note(Asking(guild_id, user_id, text, "", False, now))

    async def _note(self, asking: Asking) -> Question:
        per_minute = self._courses.timeline(asking.guild_id).course.asking.per_minute

        def work(db: Tables) -> Question:
            recent = store.asked_since(db, asking.user_id, asking.at - rules.MINUTE)
            rules.check_pace(recent, per_minute, asking.at)
            return store.note(db, asking)

        return await self._db.write(work, aside=True)

    async def again(
        self, guild_id: GuildId, id: int, now: datetime, mine: Collection[str] = ()
    ) -> tuple[Question, Reply]:
        """Answer a question that was asked before. `mine`: as in `ask`. Raises QuestionGone."""
        question = await self.question(guild_id, id)
        return question, await self._reply(guild_id, question.text, now, mine)

    async def question(self, guild_id: GuildId, id: int) -> Question:
        """Return a question that was asked before. Raises QuestionGone."""
        found = await self._db.read(lambda db: store.question(db, guild_id, id))
        if found is None:
            raise QuestionGone
        return found

    async def rate(self, guild_id: GuildId, id: int, helpful: bool, *, by: UserId) -> None:
        """Remember whether an answer helped whoever asked; what others think isn't counted. Raises QuestionGone."""
        question = await self.question(guild_id, id)
        if question.user_id == by:
            await self._db.write(lambda db: store.rate(db, guild_id, id, helpful))

    async def asked_in(self) -> set[GuildId]:
        """Return the servers in which anything was asked that isn't forgotten yet."""
        return await self._db.read(store.asked_in)

    async def forget_old(self, guild_id: GuildId, now: datetime) -> None:
        """Forget what was asked longer ago than the course file keeps it."""
        kept = timedelta(days=self._courses.timeline(guild_id).course.asking.keep_days)

        def forget(db: Tables) -> None:
            if store.forget(db, guild_id, now - kept):
                self._outbox.want(db, guild_id, notices.board_update(now))

        await self._db.write(forget)

    def may_say_so(self, user_id: UserId, now: datetime) -> bool:
        """Return whether to tell somebody that they ask too fast: once a minute, and noise gets no noise."""
        last = self._told_to_wait.get(user_id)
        if last is not None and now - last < rules.MINUTE:
            return False
        self._told_to_wait = {
            id: at for id, at in self._told_to_wait.items() if now - at < rules.MINUTE
        } | {user_id: now}
        return True

    async def send_to_staff(
        self, guild_id: GuildId, id: int, now: datetime, *, by: UserId
    ) -> Unanswered:
        """Put a question before staff, or join those who asked the same. Raises QuestionGone, LimitReached."""

        def send(db: Tables) -> Unanswered:
            question = store.question(db, guild_id, id)
            if question is None:
                raise QuestionGone
            limits.take(db, STAFF_QUESTIONS, guild_id, now, by=by)
            key = rules.key_of(question.text)
            same = rules.alike(key, store.unanswered(db, guild_id))
            number = same.id if same else store.open_question(db, guild_id, question.text, key, now)
            store.wait_for(db, number, by)
            self._outbox.want(db, guild_id, notices.board_update(now))
            return rules.still_open(store.unanswered_one(db, guild_id, number))

        return await self._db.write(send)

    async def open_questions(self, guild_id: GuildId) -> list[Unanswered]:
        """List the questions that wait for staff, those that most people ask first."""
        return await self._db.read(lambda db: store.unanswered(db, guild_id))

    async def unanswered(self, guild_id: GuildId, id: int) -> Unanswered:
        """Return a question that waits for staff. Raises QuestionGone."""
        found = await self._db.read(lambda db: store.unanswered_one(db, guild_id, id))
        return rules.still_open(found)

    async def answer(self, answer: StaffAnswer, now: datetime, *, by: UserId) -> Answered:
        """Answer a question for staff: everybody who waits for it is told, and the board follows.

        Raises:
            BadEntry: the answer is too short or too long; QuestionGone: somebody was faster.
        """
        guild_id, text = answer.guild_id, rules.answer_text(answer.text)

        def settle(db: Tables) -> Answered:
            settled = store.settle(db, guild_id, answer.id, "answered", text)
            if settled is None:
                raise QuestionGone
            told = notices.answered(settled, store.waiting(db, settled.id), now)
            self._tell(db, guild_id, told, now)
            entry = Entry(guild_id, settled.text, text)
            learned = store.learn(db, entry, now, by=by) if answer.learn else None
            return Answered(settled, tuple(one.key for one in told), learned)

        answered = await self._db.write(settle)
        if answered.entry is not None:
            self._faq.changed(guild_id)
        return answered

    async def dismiss(self, guild_id: GuildId, id: int, now: datetime) -> Unanswered:
        """Settle a question without an answer: everybody who waits for it is told, and the board follows.

        Raises:
            QuestionGone: it is settled already.
        """

        def settle(db: Tables) -> Unanswered:
            settled = store.settle(db, guild_id, id, "dismissed")
            if settled is None:
                raise QuestionGone
            told = notices.dismissed(settled, store.waiting(db, id), now)
            self._tell(db, guild_id, told, now)
            return settled

        return await self._db.write(settle)

    def _tell(self, db: Tables, guild_id: GuildId, told: Sequence[Notice], now: datetime) -> None:
        """Leave what people must hear of a question that is settled."""
        self._outbox.put(db, guild_id, told)
        self._outbox.want(db, guild_id, notices.board_update(now))

    async def sum_up(self, guild_id: GuildId, until: datetime, now: datetime) -> None:
        """Leave a week's numbers for staff, once, unless nothing was asked."""

        def count(db: Tables) -> None:
            counted = store.week(db, guild_id, until - WEEK, until)
            if counted.asked and store.claim_summary(db, guild_id, until):
                waiting = len(store.unanswered(db, guild_id))
                summary = notices.week(replace(counted, waiting=waiting), until, now)
                self._outbox.put(db, guild_id, [summary])

        await self._db.write(count)
