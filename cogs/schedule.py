"""/schedule, /next, /deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.offered import only_with, spoken
from bot.client.report import suggests
from bot.client.surfaces import home_of
from bot.course.features import Feature
from bot.course.when import parse_when
from bot.logistics import command_words
from bot.permissions import Capability
from bot.schedule import upcoming, views
from bot.schedule.choices import when_choices

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class ScheduleCog(commands.Cog):
    """When things happen."""

    heading = "Schedule"

    @app_commands.command(
        name="schedule", description="The whole course, a week, a day, or what you look for"
    )
    @app_commands.describe(when="today, this week, tue, a date, a topic or a speaker")
    @spoken(when=command_words.schedule_when)
    @needs(Capability.READ_COURSE)
    async def schedule(self, interaction: Interaction, when: str = "all") -> None:
        bot = interaction.client
        scope = parse_when(when, bot.app.courses.timeline(home_of(interaction)), bot.clock.now())
        await bot.pages.send(interaction, views.address_of(scope))

    @schedule.autocomplete("when")
    @suggests
    async def _suggest_when(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        bot = interaction.client
        return when_choices(bot.timeline_for(interaction), typed, bot.clock.now())

    @app_commands.command(
        name="next",
        description="What comes next, with countdowns",
    )
    @spoken(command_words.next_up)
    @needs(Capability.READ_COURSE)
    async def next(self, interaction: Interaction) -> None:
        await interaction.client.pages.send(interaction, "next:")

    @app_commands.command(name="deadlines", description="What's due, when, where, and who has to")
    @only_with(Feature.DEADLINES)
    @needs(Capability.READ_COURSE)
    async def deadlines(self, interaction: Interaction) -> None:
        await interaction.client.pages.send(interaction, "deadlines:0")


async def setup(bot: CourseBot) -> None:
    bot.pages.register("day", views.day_card)
    bot.pages.register("week", views.week_card)
    bot.pages.register("course", views.course_card)
    bot.pages.register("find", views.found_card, alike=True)
    bot.pages.register("today", upcoming.today_card)
    bot.pages.register("next", upcoming.next_card)
    bot.pages.register("deadlines", upcoming.deadlines_card)
    await bot.add_cog(ScheduleCog())
