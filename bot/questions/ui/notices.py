"""What is said about questions by itself: answers, and each Monday morning in the course's zone the week's summary.

Old questions are forgotten each day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from bot.client.layout import post_of
from bot.course.timeline import DAY
from bot.delivery.model import Batch, Kind, Post
from bot.ids import GuildId
from bot.questions import rules
from bot.questions.model import NO_SERVER
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


class QuestionLoop:
    """One for a bot. A summary that was missed while the bot was off is left within a minute of its start."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._forgot: dict[GuildId, date] = {}
        self._summed_up: dict[GuildId, datetime] = {}

    async def look(self, now: datetime) -> datetime:
        """Forget and sum up where it is time to. Return when it is next: with a day in UTC, or some course's Monday."""
        self._bot.background(self._look(now), "questions", NO_SERVER)
        here = [GuildId(guild.id) for guild in self._bot.guilds]
        courses = {self._bot.app.courses.timeline(guild_id) for guild_id in (None, *here)}
        midnight = datetime.combine(now.date() + DAY, time(), UTC)
        return min(midnight, *(rules.next_summary(course, now) for course in courses))

    async def _look(self, now: datetime) -> None:
        bot = self._bot
        asked = await bot.app.questions.asked_in()
        servers = [id for guild in bot.guilds if (id := GuildId(guild.id)) in asked]
        for guild_id in (NO_SERVER, *servers):
            if self._forgot.get(guild_id) != now.date():
                await bot.app.questions.forget_old(guild_id, now)
                self._forgot[guild_id] = now.date()
        for guild_id in servers:
            until = rules.last_summary(bot.app.courses.timeline(guild_id), now)
            if self._summed_up.get(guild_id) != until:
                await bot.app.questions.sum_up(guild_id, until, now)
                self._summed_up[guild_id] = until
