"""What follows from time alone: reminders planned at the start, Discord's events and timely boards kept up to date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.client.layout import Card
from bot.delivery.model import board
from bot.ids import GuildId
from bot.reminders.ui.board import today_card
from bot.reminders.ui.events import sync_events

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

TODAY_BOARD = "today"


class ReminderLoop:
    """One for a bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._synced: dict[int, date] = {}

    async def plan(self, guild_id: GuildId) -> None:
        """Plan a server's reminders: at the start, and whenever something changes."""
        await self._bot.app.reminders.replan(GuildId(guild_id), self._bot.clock.now())
        self._sync_events(guild_id)

    async def each_minute(self) -> None:
        """Bring up to date what time alone has changed."""
        now = self._bot.clock.now()
        for guild in self._bot.guilds:
            if self._synced.get(guild.id) != now.date():
                self._sync_events(GuildId(guild.id))
            outdated = await self._bot.boards.outdated(GuildId(guild.id))
            if outdated:
                rows = [board(name, now) for name in outdated]
                await self._bot.app.outbox.refresh(GuildId(guild.id), *rows)

    async def board(self, guild_id: GuildId) -> Card | None:
        """Draw the board of the day."""
        said = await self._bot.app.reminders.said(GuildId(guild_id))
        return today_card(self._bot.app.courses.timeline(guild_id), self._bot.clock.now(), said)

    def _sync_events(self, guild_id: GuildId) -> None:
        """Have Discord's events follow the course; those farther than Discord takes come in day by day."""
        guild = self._bot.get_guild(guild_id)
        if guild is not None:
            self._synced[guild_id] = self._bot.clock.now().date()
            self._bot.background(sync_events(self._bot, guild), "events", guild_id)
