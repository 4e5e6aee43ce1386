"""/judging: opening and closing it, how far it is, the results, and publishing them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import lay_out
from bot.client.report import suggests
from bot.client.surfaces import guild_of, pressed_at
from bot.competitions.ui import handlers, pickers, staff, staff_cards
from bot.competitions.ui.notices import JudgingNag, Result
from bot.permissions import Capability
from bot.reminders.when import parse_moment

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Reason = app_commands.Range[str, 3, 300]


class JudgingCog(commands.Cog):
    """Judging, for the people who run the course."""

    heading = "Judging"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    judging = app_commands.Group(name="judging", description="Run the judging", guild_only=True)

    @judging.command(name="open", description="Open the judging; judges get their cards")
    @app_commands.describe(
        contest="which competition",
        until="when you mean to close it: judges are reminded twice of what they miss",
    )
    @needs(Capability.RUN_JUDGING)
    async def open(
        self,
        interaction: Interaction,
        contest: str | None = None,
        until: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        guild_id, now = guild_of(interaction), pressed_at(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        zone = self.bot.timeline_for(interaction).zone
        closes = await asyncio.to_thread(parse_moment, until, now, zone) if until else None
        await staff.set_state(interaction, contest, "open")
        judges = await self.bot.app.judging.judges(guild_id, found)
        work = handlers.send_cards(self.bot, guild_id, found, judges)
        self.bot.background(work, "judges' cards", guild_id)
        if closes is not None:
            await staff.plan_nags(self.bot, guild_id, found, closes, now)

    @judging.command(name="pause", description="Take no ballots for a while")
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def pause(self, interaction: Interaction, contest: str | None = None) -> None:
        await staff.set_state(interaction, contest, "paused")

    @judging.command(name="close", description="Take no more ballots")
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def close(self, interaction: Interaction, contest: str | None = None) -> None:
        await staff.set_state(interaction, contest, "closed")

    @judging.command(name="reopen", description="Take ballots again")
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def reopen(self, interaction: Interaction, contest: str | None = None) -> None:
        await staff.set_state(interaction, contest, "open")

    @judging.command(name="progress", description="Who has scored what")
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def progress(self, interaction: Interaction, contest: str | None = None) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        results = await staff.results_of(self.bot, guild_id, found)
        view = lay_out(staff_cards.progress_card(results, len(results.standings)))
        await interaction.response.send_message(view=view, ephemeral=True)

    @judging.command(name="results", description="The standings, for staff alone")
    @app_commands.describe(contest="which competition")
    @needs(Capability.RUN_JUDGING)
    async def results(self, interaction: Interaction, contest: str | None = None) -> None:
        guild_id = guild_of(interaction)
        found = self.bot.app.judging.contest(guild_id, contest)
        results = await staff.results_of(self.bot, guild_id, found)
        await staff.send_results(interaction, results)

    @judging.command(name="publish", description="Publish the results; a second person confirms")
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
        registered = set[int]() if found.lab else await staff.registered_in(self.bot, guild_id)
        staff.announcements(self.bot, guild_id)
        results = await service.ask_to_publish(
            guild_id, found, registered, reason or "", interaction.user.id, pressed_at(interaction)
        )
        await interaction.response.send_message(
            view=lay_out(staff_cards.confirm_card(guild_id, results))
        )

    @open.autocomplete("contest")
    @pause.autocomplete("contest")
    @close.autocomplete("contest")
    @reopen.autocomplete("contest")
    @progress.autocomplete("contest")
    @results.autocomplete("contest")
    @publish.autocomplete("contest")
    @suggests
    async def contests(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return pickers.contests(self.bot, guild_of(interaction), typed)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(staff.PublishButton)
    bot.app.delivery.kinds.register(JudgingNag(bot), Result(bot))
    await bot.add_cog(JudgingCog(bot))
