"""/help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.help_view import HelpMenu, reply_for
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class HelpCog(commands.Cog):
    """What there is to use."""

    heading = "Help"

    @app_commands.command(name="help", description="What you can do here")
    @needs(Capability.READ_COURSE)
    async def help(self, interaction: Interaction) -> None:
        await interaction.response.send_message(view=await reply_for(interaction), ephemeral=True)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(HelpMenu)
    await bot.add_cog(HelpCog())
