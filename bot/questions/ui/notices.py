"""What the assistant says of questions on its own: staff's answers, and the week in numbers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.client.posting import post_of
from bot.delivery.kinds import Kind, Post
from bot.delivery.model import Batch
from bot.questions.notices import ANSWERED, DISMISSED, WEEK, week_of
from bot.questions.ui import cards, staff_cards

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class QuestionKind(Kind):
    """One kind of notice about questions, for one bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot


class QuestionAnswered(QuestionKind):
    """Staff's answer, for one of those who asked."""

    name = ANSWERED

    async def compose(self, batch: Batch, now: datetime) -> Post:
        facts = batch.first.facts
        return post_of(self._bot, cards.told_card(facts["text"], facts["answer"]), batch)


class QuestionDismissed(QuestionKind):
    """There won't be an answer, for one of those who asked."""

    name = DISMISSED

    async def compose(self, batch: Batch, now: datetime) -> Post:
        return post_of(self._bot, cards.not_answered_card(batch.first.facts["text"]), batch)


class WeekInNumbers(QuestionKind):
    """The week in numbers, for staff."""

    name = WEEK
    quickly = False

    async def compose(self, batch: Batch, now: datetime) -> Post:
        return post_of(self._bot, staff_cards.week_card(week_of(batch.first.facts)), batch)


def kinds_of(bot: CourseBot) -> tuple[Kind, ...]:
    """Return every kind of notice about questions."""
    return QuestionAnswered(bot), QuestionDismissed(bot), WeekInNumbers(bot)
