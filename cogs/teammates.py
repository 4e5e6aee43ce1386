"""/find-group."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.offered import only_with
from bot.course.features import Feature
from bot.groups.notices import FIND_BOARD
from bot.groups.ui import replies
from bot.permissions import Capability
from bot.teammates.ui import buttons, cards, forms, handlers, nudge, pickers

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class TeammatesCog(commands.Cog):
    """Finding teammates."""

    heading = "Groups"

    @app_commands.command(
        name="find-group",
        description="Find a group, or members for yours",
    )
    @app_commands.describe(looking_for="post on the board; leave it out to read the board")
    @app_commands.rename(looking_for="looking-for")
    @app_commands.guild_only()
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def find_group(
        self, interaction: Interaction, looking_for: Literal["a group", "members"] | None = None
    ) -> None:
        if looking_for is None:
            await handlers.show_board(interaction)
        else:
            await forms.open_post(interaction, "group" if looking_for == "a group" else "members")


async def setup(bot: CourseBot) -> None:
    board, closes = partial(cards.public_board, bot), partial(replies.closes, bot)
    bot.boards.register(FIND_BOARD, board, turns=closes)
    bot.app.delivery.kinds.register(nudge.NudgeKind(bot))
    bot.add_dynamic_items(buttons.FindButton, pickers.FindPicker)
    await bot.add_cog(TeammatesCog())
