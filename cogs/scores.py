"""/scores for judges, and noticing who has their role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.offered import only_with, spoken
from bot.client.surfaces import guild_of, pressed_at
from bot.competitions.ui import buttons, handlers, pickers
from bot.competitions.ui.notices import ClosedCard, JudgeCard, JudgingNag, MovedCard
from bot.course.features import Feature
from bot.ids import UserId
from bot.logistics import command_words
from bot.permissions import Capability, CourseRole

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Number = app_commands.Range[int, 1, 1_000_000]


class ScoresCog(commands.Cog):
    """Judging, for judges."""

    heading = "Judging"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    @app_commands.command(name="scores", description="Your card as a judge")
    @app_commands.describe(contest="which competition", entry="open this entry")
    @app_commands.guild_only()
    @spoken(command_words.judged, contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.SCORE)
    async def scores(
        self, interaction: Interaction, contest: str | None = None, entry: Number | None = None
    ) -> None:
        await handlers.own_card(interaction, guild_of(interaction), contest, entry)

    async def cog_load(self) -> None:
        self.bot.people.noticed[CourseRole.JUDGE] = self.note_judge

    async def cog_unload(self) -> None:
        self.bot.people.noticed.pop(CourseRole.JUDGE, None)

    def note_judge(self, interaction: Interaction) -> None:
        """Whoever uses anything tells their roles: somebody with the judges' role is known from then on."""
        guild_id, user_id = guild_of(interaction), UserId(interaction.user.id)
        at = pressed_at(interaction)
        seen = self.bot.app.judging.see_role(guild_id, user_id, at, has_role=True)
        self.bot.background(seen, "a judge by role", guild_id)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(buttons.JudgeButton, buttons.TypedBallotButton)
    bot.app.delivery.kinds.register(
        JudgeCard(bot), MovedCard(bot), ClosedCard(bot), JudgingNag(bot)
    )
    await bot.add_cog(ScoresCog(bot))
