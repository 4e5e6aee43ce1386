"""/help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client import help_view
from bot.client.access import here_of, needs
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class HelpCog(commands.Cog):
    """What there is to use."""

    heading = "Help"

    @app_commands.command(name="help", description="What you can do here, one line each")
    @needs(Capability.READ_COURSE)
    async def help(self, interaction: Interaction) -> None:
        bot = interaction.client
        roles = await bot.people.roles(here_of(interaction), interaction.user)
        view = help_view.help_reply(bot.slash_commands(), roles)
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: CourseBot) -> None:
    await bot.add_cog(HelpCog())
