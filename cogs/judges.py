"""/judging appoint, dismiss, lift and award: who judges, and what staff decide themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.report import suggests
from bot.client.surfaces import guild_of, pressed_at
from bot.competitions.errors import NoSuchEntry
from bot.competitions.ui import handlers, pickers
from bot.competitions.ui.staff import say
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Number = app_commands.Range[int, 1, 1_000_000]
Reason = app_commands.Range[str, 3, 300]


class JudgesCog(commands.Cog):
    """Who judges, for the people who run the course."""

    heading = "Judging"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    judging = app_commands.Group(name="judging", description="Run the judging", guild_only=True)

    @judging.command(name="appoint", description="Make somebody a judge")
    @app_commands.describe(person="who judges", contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def appoint(
        self, interaction: Interaction, person: discord.User, contest: str | None = None
    ) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        new = await self.bot.app.judging.appoint(
            guild_id, found, [person.id], interaction.user.id, pressed_at(interaction)
        )
        text = f"### ✅ {person.mention} judges {found.title}"
        await say(interaction, text)
        if new and await self.bot.app.judging.state(guild_id, found) == "open":
            work = handlers.send_cards(self.bot, guild_id, found, new)
            self.bot.background(work, "judges' cards", guild_id)

    @judging.command(name="dismiss", description="Let somebody judge no more")
    @app_commands.describe(person="whose ballots stay and count", contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def dismiss(
        self, interaction: Interaction, person: discord.User, contest: str | None = None
    ) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        await self.bot.app.judging.remove(guild_id, found, person.id, pressed_at(interaction))
        await say(
            interaction,
            f"### ✅ {person.mention} judges {found.title} no more\nTheir ballots stay and count.",
        )

    @judging.command(name="lift", description="Lift a judge's conflict of interest")
    @app_commands.describe(person="the judge", entry="the entry", contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def lift(
        self,
        interaction: Interaction,
        person: discord.User,
        entry: Number,
        contest: str | None = None,
    ) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        await self.bot.app.judging.lift(guild_id, found, person.id, entry)
        await say(interaction, f"### ✅ {person.mention} may score entry {entry}")

    @judging.command(name="award", description="Decide what an entry wins, with a reason")
    @app_commands.describe(
        entry="which entry",
        reason="printed in the results",
        award="leave it out for no award",
        contest="which competition",
    )
    @needs(Capability.RUN_JUDGING)
    async def award(
        self,
        interaction: Interaction,
        entry: Number,
        reason: Reason,
        award: app_commands.Range[str, 1, 160] | None = None,
        contest: str | None = None,
    ) -> None:
        guild_id = guild_of(interaction)
        service = self.bot.app.judging
        found = service.contest(guild_id, contest)
        if entry not in await service.entries(guild_id, found):
            raise NoSuchEntry(entry)
        await service.override(
            guild_id,
            found,
            entry,
            award or "",
            reason,
            interaction.user.id,
            pressed_at(interaction),
        )
        await say(
            interaction,
            f"### ✅ Entry {entry} wins: {award or 'nothing'}\nThe reason is printed in the results.",
        )

    @appoint.autocomplete("contest")
    @dismiss.autocomplete("contest")
    @lift.autocomplete("contest")
    @award.autocomplete("contest")
    @suggests
    async def contests(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return pickers.contests(self.bot, guild_of(interaction), typed)


async def setup(bot: CourseBot) -> None:
    await bot.add_cog(JudgesCog(bot))
