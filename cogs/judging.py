"""/judging: opening and closing it, how far it is, the results, and publishing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.offered import only_with, spoken
from bot.client.surfaces import guild_of, pressed_at
from bot.competitions.ui import pickers, staff
from bot.competitions.ui.notices import JudgingCloses, PublishRequested, RequestEnded
from bot.competitions.ui.reasons import CloseButton, ReasonButton
from bot.competitions.ui.results import Award, GroupFeedback, ResultsTable
from bot.course.features import Feature
from bot.ids import UserId
from bot.logistics import command_words
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Reason = app_commands.Range[str, 3, 300]
Moment = app_commands.Range[str, 1, 100]
UNTIL = (
    "when it closes by itself, such as friday 17:00; judges are reminded twice of what's missing"
)


class JudgingCog(commands.Cog):
    """Judging, for the people who run the course."""

    heading = "Judging"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    judging = app_commands.Group(name="judging", description="Run the judging", guild_only=True)

    @judging.command(name="open", description="Open the judging; judges get their cards")
    @app_commands.describe(contest="which competition", until=UNTIL)
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def open(
        self, interaction: Interaction, contest: str | None = None, until: Moment | None = None
    ) -> None:
        await staff.open_judging(interaction, contest, until)

    @judging.command(name="reopen", description="Take ballots again")
    @app_commands.describe(contest="which competition", until=UNTIL)
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def reopen(
        self, interaction: Interaction, contest: str | None = None, until: Moment | None = None
    ) -> None:
        await staff.open_judging(interaction, contest, until)

    @judging.command(name="pause", description="Stop taking ballots for a while")
    @app_commands.describe(contest="which competition")
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def pause(self, interaction: Interaction, contest: str | None = None) -> None:
        guild_id, by = guild_of(interaction), UserId(interaction.user.id)
        found = self.bot.app.judging.contest(guild_id, contest)
        await self.bot.app.judging.pause(guild_id, found, pressed_at(interaction), by=by)
        counts = await staff.counts(self.bot, guild_id, found)
        await staff.say(interaction, f"### ✅ {found.title}: judging is paused\n{counts}")

    @judging.command(name="close", description="Stop taking ballots")
    @app_commands.describe(contest="which competition")
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def close(self, interaction: Interaction, contest: str | None = None) -> None:
        await staff.close_judging(interaction, contest)

    @judging.command(name="progress", description="Who has scored what")
    @app_commands.describe(contest="which competition")
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def progress(self, interaction: Interaction, contest: str | None = None) -> None:
        await staff.send_progress(interaction, contest)

    @judging.command(name="results", description="The standings, for staff only")
    @app_commands.describe(contest="which competition")
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def results(self, interaction: Interaction, contest: str | None = None) -> None:
        await staff.send_results(interaction, contest)

    @judging.command(
        name="publish", description="Ask to publish the results; a second person confirms"
    )
    @app_commands.describe(
        contest="which competition",
        reason="why, although ballots are missing; printed in the results",
    )
    @spoken(contest=command_words.contest)
    @only_with(Feature.COMPETITIONS, contest=Feature.SEVERAL_COMPETITIONS)
    @app_commands.autocomplete(contest=pickers.contests)
    @needs(Capability.RUN_JUDGING)
    async def publish(
        self, interaction: Interaction, contest: str | None = None, reason: Reason | None = None
    ) -> None:
        await staff.ask_to_publish(interaction, contest, reason or "")


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(
        staff.PublishButton,
        ReasonButton,
        CloseButton,
        staff.ReopenButton,
        staff.MoreTimeButton,
        staff.JudgingPage,
        staff.RequestPage,
        staff.ResultsPage,
    )
    bot.app.delivery.kinds.register(
        JudgingCloses(bot),
        PublishRequested(bot),
        RequestEnded(bot),
        Award(bot),
        ResultsTable(bot),
        GroupFeedback(bot),
    )
    await bot.add_cog(JudgingCog(bot))
