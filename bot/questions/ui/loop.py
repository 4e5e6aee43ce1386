"""What happens to questions by themselves: each day the old ones are forgotten, each Monday morning in the course's
zone staff get the week's summary, once."""

from __future__ import annotations

import asyncio
import contextvars
from typing import TYPE_CHECKING

from bot.course.timeline import DAY
from bot.ids import GuildId
from bot.questions import rules
from bot.questions.model import NO_SERVER
from bot.questions.ui import cards

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class QuestionLoop:
    """Waits for the next day or Monday morning, for one bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to wait. A summary that was missed while the bot was off is sent at once."""
        if self._task is None:
            self._task = contextvars.Context().run(
                asyncio.create_task, self._wait(), name="questions-week"
            )

    async def stop(self) -> None:
        """Wait no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _wait(self) -> None:
        while True:
            if not self._bot.stopping:
                self._bot.background(self.look(), "questions", 0)
            now = self._bot.clock.now()
            timelines = [self._bot.app.courses.timeline(guild.id) for guild in self._bot.guilds]
            timelines = timelines or [self._bot.app.courses.default]
            summaries = [rules.next_summary(timeline, now) for timeline in timelines]
            await self._bot.clock.sleep_until(min([*summaries, now + DAY]))

    async def look(self) -> None:
        """Forget old questions, and post each server's newest summary, unless it was posted or nothing was asked."""
        bot, now = self._bot, self._bot.clock.now()
        for guild_id in (NO_SERVER, *(GuildId(guild.id) for guild in bot.guilds)):
            await bot.app.questions.forget_old(guild_id, now)
        for guild_id in (GuildId(guild.id) for guild in bot.guilds):
            until = rules.last_summary(bot.app.courses.timeline(guild_id), now)
            week = await bot.app.questions.week(guild_id, until)
            if week is not None:
                waiting = await bot.app.questions.open_questions(guild_id)
                channel = bot.app.guilds.of(guild_id).staff_channel
                await bot.messenger.post(channel, cards.week_card(week, len(waiting)))
