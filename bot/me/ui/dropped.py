"""Files that somebody dropped into a direct message, handed in once they say as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.assignments.model import Details
from bot.assignments.ui import handlers
from bot.errors import StalePage
from bot.ids import GuildId

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


async def hand_in(
    interaction: Interaction, guild_id: GuildId, assignment: str, message_id: int
) -> None:
    """Hand in the files of a message, and give the receipt.

    Raises:
        StalePage: the message or its files are gone, or they are somebody else's.
        NoLongerAsked, TooLarge, FileRefused, ...: as whatever is handed in.
    """
    channel = interaction.channel
    if not isinstance(channel, discord.DMChannel):
        raise StalePage
    try:
        message = await channel.fetch_message(message_id)
    except discord.NotFound:
        raise StalePage from None
    if message.author.id != interaction.user.id or not message.attachments:
        raise StalePage
    files = [(file, "") for file in message.attachments]
    await handlers.take(interaction, guild_id, assignment, files, Details())
