"""Tells staff and the log that nothing can be stored, without the database, which couldn't take the words."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS
from bot.clock import real_seconds
from bot.ids import GuildId
from bot.trouble import CannotStore, DatabaseBusy

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

log = logging.getLogger("bot")

CALM_S = 600.0
"""Trouble that comes back sooner than this after a write that worked is still the same trouble."""
WORDS = (
    "**I can't save anything right now: {what}.** People who try are told so; what was saved before is safe. Whoever "
    "runs me finds the reason in the log, and how to mend it in the operators' guide."
)


class Alarm:
    """One for a bot. A server's staff are told once, however many people meet the same trouble."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._told: set[int] = set()
        self._last: float | None = None
        bot.app.db.after_commit(self._stored)

    def sound(self, trouble: CannotStore, guild_id: GuildId | None) -> None:
        """Note that somebody couldn't be served. A database that is only busy needs no mending."""
        if isinstance(trouble, DatabaseBusy):
            return
        if self._last is None:
            log.error("nothing can be stored: %s (%s)", trouble.what, trouble.__cause__)
        self._last = real_seconds()
        if guild_id and guild_id not in self._told:
            self._told.add(guild_id)
            self._bot.background(
                self._tell(guild_id, trouble), "telling staff of the disk", guild_id
            )

    async def _tell(self, guild_id: GuildId, trouble: CannotStore) -> None:
        channel = self._bot.get_channel(self._bot.app.guilds.of(guild_id).staff_channel or 0)
        if isinstance(channel, discord.abc.Messageable):
            card = Card(KINDS["trouble"], (WORDS.format(what=trouble.what),))
            await channel.send(view=lay_out(card), allowed_mentions=discord.AllowedMentions.none())

    def _stored(self) -> None:
        if self._last is not None and real_seconds() - self._last > CALM_S:
            log.info("everything can be stored again")
            self._told.clear()
            self._last = None
