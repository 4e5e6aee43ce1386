"""/setup, and each server's commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.offered import fixed
from bot.client.surfaces import guild_of
from bot.guilds.ui.cards import setup_reply
from bot.guilds.ui.pickers import (
    ChannelPicker,
    HomeButton,
    PublicChannelButton,
    RolePicker,
    StartHereButton,
)
from bot.ids import GuildId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class SetupCog(commands.Cog):
    """The server: its channels and roles, and that its commands follow its course."""

    heading = "Staff"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.app.course.history.swapped.append(self.bot.registered.course_changed)
        self.bot.delivery.by_time.append(self.bot.registered.try_again)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.bot.registered.look(GuildId(guild.id), now=True, anew=True)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        self.bot.registered.look_at([guild])

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.bot.registered.forget(GuildId(guild.id))

    @app_commands.command(
        name="setup",
        description="Choose the course's channels and roles",
    )
    @app_commands.guild_only()
    @fixed
    @needs(Capability.CONFIGURE)
    async def setup(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, guild_of(interaction)
        view = setup_reply(bot.app.guilds.of(guild_id), bot.registered.hidden(guild_id))
        await interaction.response.send_message(view=view, ephemeral=True)
        bot.registered.look(guild_id, now=True, anew=True)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(
        ChannelPicker, HomeButton, RolePicker, PublicChannelButton, StartHereButton
    )
    await bot.add_cog(SetupCog(bot))
