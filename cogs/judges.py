"""/judging appoint, dismiss, lift and award: who judges, and what staff decide themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.look import plain
from bot.client.offered import only_with, spoken
from bot.client.report import suggests
from bot.client.surfaces import guild_of, pressed_at
from bot.competitions import rules
from bot.competitions.model import Override
from bot.competitions.ui import pickers
from bot.competitions.ui.staff import say
from bot.course.features import Feature
from bot.ids import UserId
from bot.logistics import command_words
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
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def appoint(
        self, interaction: Interaction, person: discord.User, contest: str | None = None
    ) -> None:
        guild_id, by = guild_of(interaction), UserId(interaction.user.id)
        service, judge_id = self.bot.app.judging, UserId(person.id)
        found = service.contest(guild_id, contest)
        is_there = await self.bot.people.member(guild_id, judge_id) is not None
        rules.check_may_judge(judge_id, is_bot=person.bot, is_there=is_there)
        new = await service.appoint(guild_id, found, [judge_id], pressed_at(interaction), by=by)
        is_open = await service.state(guild_id, found) == "open"
        card = "\nTheir card is on its way by direct message." if new and is_open else ""
        already = "" if new else " already"
        await say(interaction, f"### ✅ {person.mention} judges {found.title}{already}{card}")

    @judging.command(name="dismiss", description="Remove a judge; their ballots stay")
    @app_commands.describe(person="whose ballots stay and count", contest="which competition")
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def dismiss(
        self, interaction: Interaction, person: discord.User, contest: str | None = None
    ) -> None:
        guild_id, service = guild_of(interaction), self.bot.app.judging
        found = service.contest(guild_id, contest)
        await service.dismiss(guild_id, found, UserId(person.id), pressed_at(interaction))
        text = f"### ✅ {person.mention} is no longer a judge of {found.title}"
        await say(interaction, f"{text}\nTheir ballots stay and count.")

    @judging.command(name="lift", description="Lift a judge's conflict of interest")
    @app_commands.describe(person="the judge", entry="the entry", contest="which competition")
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def lift(
        self,
        interaction: Interaction,
        person: discord.User,
        entry: Number,
        contest: str | None = None,
    ) -> None:
        guild_id, service = guild_of(interaction), self.bot.app.judging
        found, at = service.contest(guild_id, contest), pressed_at(interaction)
        await service.lift(guild_id, found, UserId(person.id), entry, at)
        text = f"### ✅ {person.mention} may score {found.name_of(entry)} again"
        await say(interaction, f"{text}\nIf they had scored it, that ballot counts again.")

    @judging.command(name="award", description="Decide what an entry wins, with a reason")
    @app_commands.describe(
        entry="which entry",
        reason="printed in the results",
        award="leave it out for no award",
        contest="which competition",
    )
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def award(
        self,
        interaction: Interaction,
        entry: Number,
        reason: Reason,
        award: app_commands.Range[str, 1, 160] | None = None,
        contest: str | None = None,
    ) -> None:
        guild_id, service = guild_of(interaction), self.bot.app.judging
        found, by = service.contest(guild_id, contest), UserId(interaction.user.id)
        decided = Override(entry, award or "", reason)
        await service.override(guild_id, found, decided, pressed_at(interaction), by=by)
        what = plain(award) if award else "nothing"
        text = f"### ✅ {found.name_of(entry)} wins: {what}\nThe reason is printed in the results."
        await say(interaction, text)

    @award.autocomplete("award")
    @suggests
    async def awards(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        chosen = str(interaction.namespace.contest or "") or None
        return pickers.awards(self.bot, guild_of(interaction), chosen, typed)


async def setup(bot: CourseBot) -> None:
    await bot.add_cog(JudgesCog(bot))
