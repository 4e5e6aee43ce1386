"""/scores for judges, and noticing who has their role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.report import suggests
from bot.client.surfaces import guild_of, pressed_at
from bot.competitions.ui import buttons, handlers, pickers
from bot.competitions.ui.notices import JudgeCard, JudgingNag, MovedCard
from bot.ids import GuildId, UserId
from bot.permissions import Capability

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
    @needs(Capability.SCORE)
    async def scores(
        self, interaction: Interaction, contest: str | None = None, entry: Number | None = None
    ) -> None:
        await handlers.own_card(interaction, guild_of(interaction), contest, entry)

    @scores.autocomplete("contest")
    @suggests
    async def contests(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return pickers.contests(self.bot, guild_of(interaction), typed)

    async def cog_load(self) -> None:
        self.bot.witnesses.append(self.note_role)

    async def cog_unload(self) -> None:
        self.bot.witnesses.remove(self.note_role)

    def note_role(self, interaction: Interaction) -> None:
        """Whoever uses anything tells their roles: somebody with the judges' role is known from then on."""
        user, guild_id = interaction.user, interaction.guild_id
        if guild_id is None or not isinstance(user, discord.Member):
            return
        judge_role = self.bot.app.guilds.of(GuildId(guild_id)).judge_role
        if judge_role is not None and any(role.id == judge_role for role in user.roles):
            seen = self.bot.app.judging.see_role(
                GuildId(guild_id), UserId(user.id), pressed_at(interaction), has_role=True
            )
            self.bot.background(seen, "a judge by role", GuildId(guild_id))


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(buttons.JudgeButton, buttons.TypedBallotButton)
    bot.app.delivery.kinds.register(JudgeCard(bot), MovedCard(bot), JudgingNag(bot))
    await bot.add_cog(ScoresCog(bot))
