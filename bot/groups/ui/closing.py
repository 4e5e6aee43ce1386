"""The moment sign-up closes: the boards say so by themselves."""

from __future__ import annotations

import asyncio
import contextvars
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.groups.errors import NoSignup
from bot.groups.ui import handlers

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class ClosingWatch:
    """Waits, for each server, until its sign-up has closed, and then brings the boards up to date."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._waiting: dict[int, asyncio.Task[None]] = {}

    async def arm(self, guild_id: int) -> None:
        """Wait for a server's closing; anew, if it has moved."""
        waiting = self._waiting.pop(guild_id, None)
        if waiting:
            waiting.cancel()
        with suppress(NoSignup):
            policy = await self._bot.app.groups.policy(guild_id)
            closed_at = policy.closes_at + timedelta(seconds=1)
            # A context of its own: the wait belongs to no command or event that happened to start it.
            wait = contextvars.Context().run(asyncio.create_task, self._wait(guild_id, closed_at))
            self._waiting[guild_id] = wait

    def stop(self) -> None:
        """Wait for nothing any more."""
        for task in self._waiting.values():
            task.cancel()

    async def _wait(self, guild_id: int, closed_at: datetime) -> None:
        if self._bot.clock.now() < closed_at:
            await self._bot.clock.sleep_until(closed_at)
            handlers.refresh_boards(self._bot, guild_id)
