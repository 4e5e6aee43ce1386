"""/group enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import Card, lay_out
from bot.client.look import KINDS, plain
from bot.client.offered import only_with
from bot.client.report import suggests
from bot.client.surfaces import guild_of, pressed_at
from bot.competitions.ui import pickers
from bot.course.features import Feature
from bot.course.words import say
from bot.ids import UserId
from bot.permissions import Capability
from bot.text import listing

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class CompetingCog(commands.Cog):
    """Entering competitions."""

    heading = "Groups"

    group = app_commands.Group(name="group", description="Your project group", guild_only=True)

    @group.command(name="enter", description="Enter your group in a competition, or withdraw it")
    @app_commands.describe(contest="which competition", withdraw="take your group out again")
    @only_with(Feature.GROUPS, Feature.ENTERED_BY_CHOICE)
    @needs(Capability.JOIN_GROUPS)
    async def enter(
        self, interaction: Interaction, contest: str | None = None, *, withdraw: bool = False
    ) -> None:
        done = await interaction.client.app.entering.choose(
            guild_of(interaction),
            contest,
            pressed_at(interaction),
            by=UserId(interaction.user.id),
            withdraw=withdraw,
        )
        what = "competes in" if done.is_in else "no longer competes in"
        every = listing(plain(title) for title in done.every)
        now = f"It's in {every} now." if every else "It isn't in any competition now."
        text = (
            f"### ✅ {say.Group} {done.number} {what} {plain(done.title)}\n"
            f"{now} You can change that until judging opens."
        )
        view = lay_out(Card(KINDS["groups"], (text,)))
        await interaction.response.send_message(view=view, ephemeral=True)

    @enter.autocomplete("contest")
    @suggests
    async def contests(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return pickers.by_choice(interaction.client, guild_of(interaction), typed)


async def setup(bot: CourseBot) -> None:
    await bot.add_cog(CompetingCog())
