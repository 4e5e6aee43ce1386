"""/me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.me.ui import buttons, handlers
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class MeCog(commands.Cog):
    """What concerns one person."""

    heading = "Me"

    @app_commands.command(
        name="me", description="Your group, what you've handed in, what's missing, until when"
    )
    @needs(Capability.READ_COURSE)
    async def me(self, interaction: Interaction) -> None:
        await handlers.show(interaction, handlers.server_of(interaction))


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(
        buttons.MeButton,
        buttons.ThereButton,
        buttons.RemindAtButton,
        buttons.AboutMeButton,
        buttons.DropButton,
    )
    for word in ("next", "deadlines"):
        bot.pages.personalise(word, handlers.personal_page(word))
    await bot.add_cog(MeCog())
