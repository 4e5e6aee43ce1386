"""What somebody gives to have a receipt checked: its text, or a link to the message that shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot.client.layout import message_texts

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

_LINK = re.compile(r"/channels/(?:@me|(?P<guild>\d+))/(?P<channel>\d+)/(?P<message>\d+)")


async def text_given(interaction: Interaction, typed: str) -> str:
    """Return what was typed; for a link to a message here or in one's direct messages, what that message says."""
    link = _LINK.search(typed)
    if link is None:
        return typed
    try:
        place = await _place(interaction, link)
        message = await place.fetch_message(int(link["message"])) if place else None
    except (discord.NotFound, discord.Forbidden):
        return typed
    if message is None:
        return typed
    return "\n".join(message_texts(message))


async def _place(interaction: Interaction, link: re.Match[str]) -> discord.abc.Messageable | None:
    if link["guild"] is None:
        mine = await interaction.user.create_dm()
        return mine if mine.id == int(link["channel"]) else None
    guild = interaction.guild
    here = guild.get_channel_or_thread(int(link["channel"])) if guild else None
    readable = (
        guild is not None
        and guild.id == int(link["guild"])
        and isinstance(here, (discord.TextChannel, discord.Thread))
        and isinstance(interaction.user, discord.Member)
        and here.permissions_for(interaction.user).read_messages
    )
    return here if readable and isinstance(here, (discord.TextChannel, discord.Thread)) else None
