"""The pickers of `/setup`, what a public staff channel raises, and the choice of which course messages are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS
from bot.client.surfaces import Persistent, guild_of
from bot.delivery.model import board
from bot.errors import OtherServer
from bot.guilds.errors import NoChannel
from bot.guilds.ui.cards import PUBLIC, START_HERE, public_reply, setup_reply
from bot.ids import ChannelId, GuildId, UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

STAFF_CHANNEL = "staff_channel"


class ChannelPicker(
    Persistent[ui.ChannelSelect[ui.LayoutView]],
    template=r"setup:channel:(?P<setting>[a-z_]+)",
    needs=Capability.CONFIGURE,
):
    """Chooses one of the course's channels."""

    async def used(self, interaction: Interaction) -> None:
        guild_id, values = guild_of(interaction), self.item.values
        chosen = ChannelId(values[0].id) if values else None
        for_staff = self.found["setting"] == STAFF_CHANNEL
        if chosen and for_staff and is_public(interaction.guild, chosen):
            await interaction.response.edit_message(view=public_reply(guild_id, chosen))
            return
        await _choose(interaction, guild_id, self.found["setting"], chosen)


class RolePicker(
    Persistent[ui.RoleSelect[ui.LayoutView]],
    template=r"setup:role:(?P<setting>[a-z_]+)",
    needs=Capability.CONFIGURE,
):
    """Chooses one of the course's roles."""

    async def used(self, interaction: Interaction) -> None:
        chosen = self.item.values[0].id if self.item.values else None
        await _choose(interaction, guild_of(interaction), self.found["setting"], chosen)


class StartHereButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"setup:start-here",
    needs=Capability.CONFIGURE,
):
    """Posts and pins the message for newcomers, or brings the one that is there up to date. Raises NoChannel."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, guild_of(interaction)
        channel_id = bot.app.guilds.of(guild_id).announcements_channel
        if channel_id is None:
            raise NoChannel
        await bot.app.outbox.refresh(guild_id, board(START_HERE, bot.clock.now()))
        text = f"### “Start here” is on its way to <#{channel_id}>\nIt's pinned there, and stays up to date."
        view = lay_out(Card(KINDS["staff"], (text,)))
        await interaction.response.send_message(view=view, ephemeral=True)


class PublicChannelButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=rf"{PUBLIC}:(?P<guild>\d+):(?P<channel>\d+):(?P<use>yes|no)",
    needs=Capability.CONFIGURE,
):
    """Takes a channel that everybody can read for staff's all the same, or leaves it."""

    async def used(self, interaction: Interaction) -> None:
        if self.found["use"] == "yes":
            channel_id = int(self.found["channel"])
            await _choose(interaction, self.guild_id, STAFF_CHANNEL, channel_id)
        else:
            settings = interaction.client.app.guilds.of(self.guild_id)
            await interaction.response.edit_message(
                view=setup_reply(settings, interaction.client.registered.hidden(self.guild_id))
            )


class HomeButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"home:(?P<guild>\d+)",
    needs=Capability.READ_COURSE,
):
    """Has its presser's direct messages be about a server's course."""

    async def used(self, interaction: Interaction) -> None:
        bot, user_id = interaction.client, UserId(interaction.user.id)
        if await bot.people.member(self.guild_id, user_id) is None:
            raise OtherServer
        await bot.app.guilds.choose_home(user_id, self.guild_id)
        title = bot.app.courses.timeline(self.guild_id).course.title
        words = f"### Your direct messages with me are about {title} now\nAsk again, and I'll answer from that course."
        await interaction.response.edit_message(view=lay_out(Card(KINDS["course"], (words,))))


def is_public(guild: discord.Guild | None, channel_id: ChannelId) -> bool:
    """Return whether everybody in a server can read a channel."""
    channel = guild.get_channel(channel_id) if guild else None
    if guild is None or channel is None:
        return False
    return channel.permissions_for(guild.default_role).view_channel


async def _choose(
    interaction: Interaction, guild_id: GuildId, setting: str, chosen: int | None
) -> None:
    service = interaction.client.app.guilds
    settings = await service.choose(guild_id, setting, chosen, by=UserId(interaction.user.id))
    await interaction.response.edit_message(
        view=setup_reply(settings, interaction.client.registered.hidden(guild_id))
    )
    await interaction.client.boards.refresh_all(guild_id)
