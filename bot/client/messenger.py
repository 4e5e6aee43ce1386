"""What the bot says on its own and is not yet left with the delivery desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, lay_out
from bot.client.posting import rehearsed
from bot.delivery import model

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class Messenger:
    """Speaks for one bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    def marked(self, card: Card) -> Card:
        """Say on a card that this is a rehearsal, if it is one."""
        return rehearsed(self._bot, card)

    async def dm(self, user_id: int, card: Card) -> bool:
        """Write to a person. Return whether they could be reached; their DMs may be closed."""
        try:
            user = self._bot.get_user(user_id) or await self._bot.fetch_user(user_id)
            await user.send(
                view=lay_out(self.marked(card)), allowed_mentions=discord.AllowedMentions.none()
            )
        except (discord.Forbidden, discord.NotFound):
            return False
        return True

    async def post(self, channel_id: int | None, card: Card, mention: int | None = None) -> bool:
        """Post in a channel. `mention`: the one person whom this may ping. Return whether it was posted."""
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
        """Report what staff must mend."""
        await self._bot.app.outbox.tell_staff(guild_id, words)

    def refresh_boards(self, guild_id: int) -> None:
        """Bring every board of a server up to date, soon."""
        for name in self._bot.boards.names:
            self.refresh_board(guild_id, name)

    def refresh_board(self, guild_id: int, name: str) -> None:
        """Bring a board up to date, soon. Requests that come while one waits are one refresh."""
        row = model.board(name, self._bot.clock.now())
        work = self._bot.app.outbox.refresh(guild_id, row)
        self._bot.background(work, f"board {name}", guild_id)
