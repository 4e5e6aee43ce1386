"""/judging for staff, /scores for judges, and what judges type in direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import NEEDS, needs
from bot.client.layout import Card, lay_out
from bot.client.look import KINDS, clip, plural
from bot.client.report import suggests
from bot.client.surfaces import pressed_at
from bot.groups.buttons import guild_of
from bot.judging import buttons, desk, staff_desk, staff_views
from bot.judging.errors import NoSuchEntry
from bot.judging.model import State
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

RUN = {NEEDS: Capability.RUN_JUDGING}
Number = app_commands.Range[int, 1, 1_000_000]
Reason = app_commands.Range[str, 3, 300]


class JudgingCog(commands.Cog):
    """Judging."""

    heading = "Judging"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    judging = app_commands.Group(name="judging", description="Run the judging", guild_only=True)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if message.guild is None and not message.author.bot and message.content:
            self.bot.background(desk.hear(self.bot, message), "direct message", 0)

    @app_commands.command(
        name="scores", description="Your card as a judge", extras={NEEDS: Capability.SCORE}
    )
    @app_commands.describe(contest="which competition", entry="open this entry")
    @app_commands.guild_only()
    async def scores(
        self, interaction: Interaction, contest: str | None = None, entry: Number | None = None
    ) -> None:
        view = await desk.own_card(interaction, guild_of(interaction), contest, entry)
        await interaction.response.send_message(view=view, ephemeral=True)

    @judging.command(name="appoint", description="Make somebody a judge", extras=RUN)
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
        await _say(interaction, text)
        if new and await self.bot.app.judging.state(guild_id, found) == "open":
            work = desk.send_cards(self.bot, guild_id, found, new)
            self.bot.background(work, "judges' cards", guild_id)

    @judging.command(name="dismiss", description="Let somebody judge no more", extras=RUN)
    @app_commands.describe(person="whose ballots stay and count", contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def dismiss(
        self, interaction: Interaction, person: discord.User, contest: str | None = None
    ) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        await self.bot.app.judging.remove(guild_id, found, person.id, pressed_at(interaction))
        await _say(
            interaction,
            f"### ✅ {person.mention} judges {found.title} no more\nTheir ballots stay and count.",
        )

    @judging.command(
        name="open", description="Open the judging; judges get their cards", extras=RUN
    )
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def open(self, interaction: Interaction, contest: str | None = None) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        await _set(interaction, contest, "open")
        judges = await self.bot.app.judging.judges(guild_id, found)
        work = desk.send_cards(self.bot, guild_id, found, judges)
        self.bot.background(work, "judges' cards", guild_id)

    @judging.command(name="pause", description="Take no ballots for a while", extras=RUN)
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def pause(self, interaction: Interaction, contest: str | None = None) -> None:
        await _set(interaction, contest, "paused")

    @judging.command(name="close", description="Take no more ballots", extras=RUN)
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def close(self, interaction: Interaction, contest: str | None = None) -> None:
        await _set(interaction, contest, "closed")

    @judging.command(name="reopen", description="Take ballots again", extras=RUN)
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def reopen(self, interaction: Interaction, contest: str | None = None) -> None:
        await _set(interaction, contest, "open")

    @judging.command(name="progress", description="Who has scored what", extras=RUN)
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def progress(self, interaction: Interaction, contest: str | None = None) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        results = await staff_desk.results_of(self.bot, guild_id, found)
        view = lay_out(staff_views.progress_card(results, len(results.standings)))
        await interaction.response.send_message(view=view, ephemeral=True)

    @judging.command(name="results", description="The standings, for staff alone", extras=RUN)
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def results(self, interaction: Interaction, contest: str | None = None) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        results = await staff_desk.results_of(self.bot, guild_id, found)
        view = lay_out(staff_views.results_card(results))
        await interaction.response.send_message(view=view, ephemeral=True)

    @judging.command(name="lift", description="Lift a judge's conflict of interest", extras=RUN)
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
        await _say(interaction, f"### ✅ {person.mention} may score entry {entry}")

    @judging.command(
        name="award", description="Decide what an entry wins, with a reason", extras=RUN
    )
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
        await _say(
            interaction,
            f"### ✅ Entry {entry} wins: {award or 'nothing'}\nThe reason is printed in the results.",
        )

    @judging.command(
        name="publish", description="Publish the results; a second person confirms", extras=RUN
    )
    @app_commands.describe(
        contest="which competition",
        reason="why, although ballots are missing; printed in the results",
    )
    @needs(Capability.RUN_JUDGING)
    async def publish(
        self, interaction: Interaction, contest: str | None = None, reason: Reason | None = None
    ) -> None:
        guild_id, service = guild_of(interaction), self.bot.app.judging
        found = service.contest(guild_id, contest)
        registered = set[int]() if found.lab else await staff_desk.registered_in(self.bot, guild_id)
        staff_desk.announcements(self.bot, guild_id)
        results = await service.ask_to_publish(
            guild_id, found, registered, reason or "", interaction.user.id, pressed_at(interaction)
        )
        await interaction.response.send_message(
            view=lay_out(staff_views.confirm_card(guild_id, results))
        )

    @scores.autocomplete("contest")
    @appoint.autocomplete("contest")
    @dismiss.autocomplete("contest")
    @open.autocomplete("contest")
    @pause.autocomplete("contest")
    @close.autocomplete("contest")
    @reopen.autocomplete("contest")
    @progress.autocomplete("contest")
    @results.autocomplete("contest")
    @lift.autocomplete("contest")
    @award.autocomplete("contest")
    @publish.autocomplete("contest")
    @suggests
    async def contests(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        found = self.bot.app.judging.contests(guild_of(interaction)).values()
        return [
            app_commands.Choice(name=clip(c.title, 100), value=c.id)
            for c in found
            if typed.strip().lower() in c.title.lower()
        ][:25]


async def _set(interaction: Interaction, typed: str | None, state: State) -> None:
    bot, guild_id = interaction.client, guild_of(interaction)
    contest = bot.app.judging.contest(guild_id, typed)
    await bot.app.judging.set_state(
        guild_id, contest, state, interaction.user.id, pressed_at(interaction)
    )
    judges = len(await bot.app.judging.judges(guild_id, contest))
    entries = len(await bot.app.judging.entries(guild_id, contest))
    counts = f"{plural(judges, 'judge')}, {plural(entries, 'entry', 'entries')}."
    await _say(interaction, f"### ✅ {contest.title}: judging is {state}\n{counts}")


async def _say(interaction: Interaction, text: str) -> None:
    view = lay_out(Card(KINDS["staff"], (text,)))
    await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(buttons.JudgeButton, buttons.TypedBallotButton, staff_desk.PublishButton)
    await bot.add_cog(JudgingCog(bot))
