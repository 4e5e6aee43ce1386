"""What happens to questions by themselves: each day the old ones are forgotten, each Monday morning in the course's
zone staff get the week's summary, once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.ids import GuildId
from bot.questions import rules
from bot.questions.model import NO_SERVER

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class QuestionLoop:
    """One for a bot. A summary that was missed while the bot was off is left within a minute of its start."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._forgot: dict[GuildId, date] = {}
        self._summed_up: dict[GuildId, datetime] = {}

    async def each_minute(self) -> None:
        """Forget and sum up where it is time to."""
        self._bot.background(self._look(), "questions", NO_SERVER)

    async def _look(self) -> None:
        bot, now = self._bot, self._bot.clock.now()
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
