"""/pitch: the running order and checking in. /staff pitch: planning the session, and the panel that runs it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import Card, lay_out
from bot.client.look import KINDS
from bot.client.offered import only_with
from bot.client.surfaces import guild_of, pressed_at
from bot.course.features import Feature
from bot.course.words import say
from bot.groups.notices import PITCH_BOARD
from bot.ids import UserId
from bot.permissions import Capability
from bot.presentations.ui import handlers
from bot.presentations.ui.buttons import OrderPage, PitchButton
from bot.presentations.ui.notices import PitchPhase

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

LARGEST_SEED = 1_000_000


class PitchesCog(commands.Cog):
    """The pitch session."""

    heading = "Pitches"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    pitch = app_commands.Group(name="pitch", description="The pitch session", guild_only=True)

    @pitch.command(name="order", description="Who pitches when")
    @only_with(Feature.PRESENTATIONS)
    @needs(Capability.JOIN_GROUPS)
    async def order(self, interaction: Interaction) -> None:
        guild_id, user_id = guild_of(interaction), UserId(interaction.user.id)
        view = await handlers.order_reply(self.bot, guild_id, user_id)
        await interaction.response.send_message(view=view, ephemeral=True)

    @pitch.command(
        name="check-in",
        description="Say that your group is here",
    )
    @only_with(Feature.PRESENTATIONS)
    @needs(Capability.JOIN_GROUPS)
    async def check_in(self, interaction: Interaction) -> None:
        number = await self.bot.app.pitches.check_in(
            guild_of(interaction), UserId(interaction.user.id), pressed_at(interaction)
        )
        text = f"### ✅ {say.Group} {number} is checked in\n`/pitch order` shows when you're on."
        view = lay_out(Card(KINDS["pitches"], (text,)))
        await interaction.response.send_message(view=view, ephemeral=True)

    staff = app_commands.Group(name="staff", description="For the course staff", guild_only=True)
    running = app_commands.Group(name="pitch", description="Run the pitch session", parent=staff)

    @running.command(name="plan", description="Make the running order")
    @app_commands.describe(
        order="number, shuffled, or numbers by hand such as 3, 1, 2",
        seed="for a shuffled order; the same seed gives the same order",
    )
    @only_with(Feature.PRESENTATIONS)
    @needs(Capability.RUN_PITCHES)
    async def plan(
        self,
        interaction: Interaction,
        order: app_commands.Range[str, 1, 500] = "number",
        seed: app_commands.Range[int, 0, LARGEST_SEED] | None = None,
    ) -> None:
        guild_id, user_id = guild_of(interaction), UserId(interaction.user.id)
        chosen = seed if seed is not None else interaction.id % LARGEST_SEED
        at, words = pressed_at(interaction), order.strip().lower()
        await self.bot.app.pitches.plan(guild_id, words, chosen, at, by=user_id)
        view = await handlers.order_reply(self.bot, guild_id, user_id)
        await interaction.response.send_message(view=view, ephemeral=True)

    @running.command(name="panel", description="The buttons that run the session")
    @only_with(Feature.PRESENTATIONS)
    @needs(Capability.RUN_PITCHES)
    async def panel(self, interaction: Interaction) -> None:
        view = await handlers.panel_reply(self.bot, guild_of(interaction))
        await interaction.response.send_message(view=view)


async def setup(bot: CourseBot) -> None:
    board, turns = partial(handlers.board, bot), partial(handlers.board_turns, bot)
    bot.boards.register(PITCH_BOARD, board, turns=turns)
    bot.app.delivery.kinds.register(PitchPhase(bot))
    bot.add_dynamic_items(PitchButton, OrderPage)
    await bot.add_cog(PitchesCog(bot))
