"""/extension: asking staff for more time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.assignments.ui import pickers
from bot.client.access import needs
from bot.client.offered import only_with
from bot.course.features import Feature
from bot.extensions.ui import handlers
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Hours = app_commands.Range[float, 1.0, 336.0]
Reason = app_commands.Range[str, 3, 300]


class ExtensionsCog(commands.Cog):
    """More time to hand in."""

    heading = "Hand-ins"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        kinds = (handlers.ExtensionAsked(self.bot), handlers.ExtensionDenied(self.bot))
        self.bot.app.delivery.kinds.register(*kinds)

    @app_commands.command(name="extension", description="Ask staff for more time to hand in")
    @app_commands.describe(
        assignment="what it's for", hours="how much more", reason="only staff see it"
    )
    @app_commands.guild_only()
    @only_with(Feature.ASSIGNMENTS)
    @app_commands.autocomplete(assignment=pickers.assignments)
    @needs(Capability.HAND_IN)
    async def extension(
        self, interaction: Interaction, assignment: str, hours: Hours, reason: Reason
    ) -> None:
        await handlers.ask(interaction, assignment, hours, reason)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(handlers.ExtensionButton, handlers.ExtensionUndo)
    await bot.add_cog(ExtensionsCog(bot))
