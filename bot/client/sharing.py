"""What one person has everybody in a channel see: only where they could write it themselves, and not without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.surfaces import pressed_at
from bot.ids import GuildId, UserId
from bot.limits.errors import CannotWrite
from bot.limits.table import SHARES

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


async def check_may_share(interaction: Interaction) -> None:
    """Count that somebody shares something. Raises CannotWrite, LimitReached."""
    if interaction.guild_id is None:
        return  # nobody else reads their direct messages
    may, in_thread = interaction.permissions, isinstance(interaction.channel, discord.Thread)
    if not (may.send_messages_in_threads if in_thread else may.send_messages):
        raise CannotWrite
    guild_id, by = GuildId(interaction.guild_id), UserId(interaction.user.id)
    await interaction.client.app.limits.take(SHARES, guild_id, pressed_at(interaction), by=by)
