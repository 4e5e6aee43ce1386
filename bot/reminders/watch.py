"""Keeps a bot's reminders going: plans at the start, wakes the courier, keeps the board up to date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.client.layout import Card
from bot.client.report import record
from bot.delivery.dispatcher import Courier
from bot.delivery.scheduler import ReminderScheduler
from bot.presentations.ui.handlers import PITCH_BOARD
from bot.reminders.outbox import DiscordOutbox
from bot.reminders.ui.board import today_card
from bot.reminders.ui.events import sync_events

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

TODAY_BOARD = "today"


class ReminderWatch:
    """One for a bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._courier = Courier(bot.app.reminders, DiscordOutbox(bot), bot.clock, self._report)
        self._scheduler = ReminderScheduler(bot.clock, self._wake, self._report)
        self._shown: dict[tuple[int, str], Card] = {}
        self._synced: dict[int, date] = {}

    def start(self) -> None:
        """Begin to watch. What a crash left half-done is settled as soon as the servers are known."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Watch nothing any more."""
        await self._scheduler.stop()

    async def plan(self, guild_id: int) -> None:
        """Plan a server's reminders and set their jobs: at the start, and whenever something changes."""
        await self._bot.app.reminders.replan(guild_id, self._bot.clock.now())
        await self.look()
        self._sync_events(guild_id)

    def _sync_events(self, guild_id: int) -> None:
        """Have Discord's events follow the course; those farther than Discord takes come in day by day."""
        guild = self._bot.get_guild(guild_id)
        if guild is not None:
            self._synced[guild_id] = self._bot.clock.now().date()
            self._bot.background(sync_events(self._bot, guild), "events", guild_id)

    async def look(self) -> None:
        """Have the ledger looked at, and its jobs set anew."""
        self._scheduler.arm(await self._bot.app.reminders.open_rows())
        await self._scheduler.poke()

    async def sweep(self) -> None:
        """Send what is due, set the jobs of what remains, and bring the boards up to date."""
        if await self._courier.sweep():
            self._scheduler.arm_also(await self._bot.app.reminders.retries())
        for guild in self._bot.guilds:
            if self._synced.get(guild.id) != self._bot.clock.now().date():
                self._sync_events(guild.id)
            for name in (TODAY_BOARD, PITCH_BOARD):
                card = await self._bot.messenger.drawn(guild.id, name)
                if card is not None and self._shown.get((guild.id, name)) != card:
                    self._shown[guild.id, name] = card
                    self._bot.messenger.refresh_board(guild.id, name)

    async def board(self, guild_id: int) -> Card | None:
        """Draw the board of the day."""
        opened = await self._bot.app.reminders.opened(guild_id)
        return today_card(self._bot.app.courses.timeline(guild_id), self._bot.clock.now(), opened)

    async def _wake(self) -> None:
        if not self._bot.stopping:
            self._bot.background(self.sweep(), "reminders", 0)

    def _report(self, error: BaseException) -> None:
        record("a reminder", error)
