"""What the bot says on its own: direct messages, posts, boards edited in place, reports to staff."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

log = logging.getLogger("bot.messenger")

REHEARSAL = "-# 🎭 Rehearsal: nothing of this is real"
BoardRenderer = Callable[[int], Awaitable[Card | None]]
"""guild id -> what the board shows now; None where there is nothing to show."""


class Messenger:
    """Speaks for one bot. Failures that a person must mend are told to the staff channel."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._boards: dict[str, BoardRenderer] = {}
        self._pinned: set[str] = set()
        self._for_staff: set[str] = set()
        self._locks: dict[tuple[int, str], asyncio.Lock] = {}
        self._waiting: set[tuple[int, str]] = set()

    def marked(self, card: Card) -> Card:
        """Say on a card that this is a rehearsal, if it is one."""
        if not self._bot.app.rehearsal:
            return card
        return replace(card, blocks=(REHEARSAL, *card.blocks))

    async def dm(self, user_id: int, card: Card) -> bool:
        """Write to a person. Say whether they could be reached; their DMs may be closed."""
        try:
            user = self._bot.get_user(user_id) or await self._bot.fetch_user(user_id)
            await user.send(
                view=lay_out(self.marked(card)), allowed_mentions=discord.AllowedMentions.none()
            )
        except (discord.Forbidden, discord.NotFound):
            return False
        return True

    async def post(self, channel_id: int | None, card: Card, mention: int | None = None) -> bool:
        """Post in a channel. `mention`: the one person whom this may ping. Say whether it was posted."""
        channel = self._bot.get_channel(channel_id) if channel_id else None
        if not isinstance(channel, discord.abc.Messageable):
            return False
        users = [discord.Object(mention)] if mention else []
        try:
            await channel.send(
                view=lay_out(self.marked(card)),
                allowed_mentions=discord.AllowedMentions(everyone=False, roles=False, users=users),
            )
        except (discord.Forbidden, discord.NotFound):
            return False
        return True

    async def tell_staff(self, guild_id: int, words: str) -> None:
        """Report what staff must mend: in their channel, and in the log if they have none."""
        channel_id = self._bot.app.guilds.of(guild_id).staff_channel
        if not await self.post(channel_id, Card(KINDS["trouble"], (words,))):
            log.warning("staff of guild %d could not be told: %s", guild_id, words)

    def register_board(
        self, name: str, renderer: BoardRenderer, *, pinned: bool = False, for_staff: bool = False
    ) -> None:
        """Let `name` be a board in the announcements channel, or in the staff channel."""
        self._boards[name] = renderer
        if for_staff:
            self._for_staff.add(name)
        if pinned:
            self._pinned.add(name)

    async def drawn(self, guild_id: int, name: str) -> Card | None:
        """Draw a board as it would be now; None where there is nothing to show, or no such board."""
        renderer = self._boards.get(name)
        return await renderer(guild_id) if renderer else None

    def refresh_boards(self, guild_id: int) -> None:
        """Bring every board of a server up to date, soon."""
        for name in self._boards:
            self.refresh_board(guild_id, name)

    def refresh_board(self, guild_id: int, name: str) -> None:
        """Bring a board up to date, soon. Requests that come while one waits are one refresh."""
        if (guild_id, name) in self._waiting:
            return
        self._waiting.add((guild_id, name))
        self._bot.background(self._refresh(guild_id, name), f"board {name}", guild_id)

    async def _refresh(self, guild_id: int, name: str) -> None:
        async with self._locks.setdefault((guild_id, name), asyncio.Lock()):
            self._waiting.discard((guild_id, name))
            card = await self._boards[name](guild_id)
            card = self.marked(card) if card else None
            settings = self._bot.app.guilds.of(guild_id)
            staffs = name in self._for_staff
            channel_id = settings.staff_channel if staffs else settings.announcements_channel
            if card is None or channel_id is None:
                return
            if not await self._edit_board(guild_id, name, channel_id, card):
                await self._post_board(guild_id, name, channel_id, card)

    async def _edit_board(self, guild_id: int, name: str, channel_id: int, card: Card) -> bool:
        known = await self._bot.app.guilds.board(guild_id, name)
        if known is None or known[0] != channel_id:
            return False
        message = self._bot.get_partial_messageable(known[0]).get_partial_message(known[1])
        try:
            await message.edit(view=lay_out(card), allowed_mentions=discord.AllowedMentions.none())
        except discord.NotFound:
            return False
        return True

    async def _post_board(self, guild_id: int, name: str, channel_id: int, card: Card) -> None:
        channel = self._bot.get_channel(channel_id)
        try:
            if not isinstance(channel, discord.abc.Messageable):
                raise LookupError
            message = await channel.send(view=lay_out(card))
        except (discord.Forbidden, discord.NotFound, LookupError):
            await self.tell_staff(
                guild_id,
                f"**I can't post the {name} board in <#{channel_id}>.** The channel is gone or I may not write "
                "there. Give me View Channel and Send Messages in it, or choose another with `/setup`.",
            )
            return
        await self._bot.app.guilds.keep_board(guild_id, name, channel_id, message.id)
        if name in self._pinned:
            await self._pin(guild_id, name, message)

    async def _pin(self, guild_id: int, name: str, message: discord.Message) -> None:
        try:
            await message.pin()
        except discord.HTTPException:
            await self.tell_staff(
                guild_id,
                f"**I couldn't pin the {name} board in <#{message.channel.id}>.** It is posted all the same. "
                "Pin it yourself, or give me Pin Messages there and delete the message: I post and pin it anew.",
            )
