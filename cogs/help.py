"""/help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client import help_view
from bot.client.access import course_roles

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class HelpCog(commands.Cog):
    """What there is to use."""

    heading = "Help"

    @app_commands.command(name="help", description="What you can do here, one line each")
    async def help(self, interaction: Interaction) -> None:
        view = help_view.help_reply(interaction.client.slash_commands(), course_roles(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: CourseBot) -> None:
    await bot.add_cog(HelpCog())
