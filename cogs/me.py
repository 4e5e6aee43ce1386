"""/me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import Card
from bot.client.offered import spoken
from bot.ids import GuildId
from bot.logistics import command_words
from bot.me.ui import buttons, handlers
from bot.me.ui.start import START_HERE, start_card
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class MeCog(commands.Cog):
    """What concerns one person."""

    heading = "Me"

    @app_commands.command(
        name="me", description="What concerns you: what's next, what's missing, until when"
    )
    @spoken(command_words.me)
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
        buttons.AskButton,
        buttons.AskAgainButton,
    )
    for word in ("next", "deadlines"):
        bot.pages.personalise(word, handlers.personal_page(word))

    async def start_here(guild_id: GuildId) -> Card:
        return start_card(bot.app.courses.timeline(guild_id).course, guild_id)

    bot.boards.register(START_HERE, start_here, pinned=True, on_demand=True)
    await bot.add_cog(MeCog())
