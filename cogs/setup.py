"""/setup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import here_of, needs
from bot.guilds.ui.cards import setup_reply
from bot.guilds.ui.pickers import (
    ChannelPicker,
    HomeButton,
    PublicChannelButton,
    RolePicker,
    StartHereButton,
)
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class SetupCog(commands.Cog):
    """For the people who run the course."""

    heading = "Staff"

    @app_commands.command(
        name="setup",
        description="Choose the course's channels and roles",
    )
    @app_commands.guild_only()
    @needs(Capability.CONFIGURE)
    async def setup(self, interaction: Interaction) -> None:
        settings = interaction.client.app.guilds.of(here_of(interaction))
        view = setup_reply(settings, interaction.client.registered.hidden())
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(
        ChannelPicker, HomeButton, RolePicker, PublicChannelButton, StartHereButton
    )
    await bot.add_cog(SetupCog())
