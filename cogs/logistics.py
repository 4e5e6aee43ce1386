"""/course, /office-hours, /calendar."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.choices import offer
from bot.client.offered import only_with, spoken
from bot.client.report import suggests
from bot.course.calendar import EVERYTHING, calendar_file, calendar_kinds, chosen
from bot.course.features import Feature
from bot.logistics import command_words, views
from bot.logistics.topics import find_topic, topic_choices
from bot.logistics.work import all_topics
from bot.permissions import Capability
from bot.schedule import office_hours

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class LogisticsCog(commands.Cog):
    """Everything else of the course page."""

    heading = "Course"

    @app_commands.command(
        name="course",
        description="What the course is about and how it works, by topic",
    )
    @app_commands.describe(topic="what you want to know about")
    @spoken(command_words.course)
    @needs(Capability.READ_COURSE)
    async def course(self, interaction: Interaction, topic: str | None = None) -> None:
        topics = all_topics(interaction.client.timeline_for(interaction))
        address = f"topic:0/{find_topic(topics, topic).id}" if topic else "topics:"
        await interaction.client.pages.send(interaction, address)

    @course.autocomplete("topic")
    @suggests
    async def _suggest_topic(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return topic_choices(all_topics(interaction.client.timeline_for(interaction)), typed)

    @app_commands.command(
        name="office-hours", description="Whether they're open, when, where, and what for"
    )
    @only_with(Feature.OFFICE_HOURS)
    @needs(Capability.READ_COURSE)
    async def office_hours(self, interaction: Interaction) -> None:
        await interaction.client.pages.send(interaction, "hours:")

    @app_commands.command(name="calendar", description="A calendar file of sessions and deadlines")
    @app_commands.describe(what="which part of the course; everything if you don't say")
    @spoken(command_words.calendar)
    @needs(Capability.READ_COURSE)
    async def calendar(self, interaction: Interaction, what: str = EVERYTHING) -> None:
        timeline = interaction.client.timeline_for(interaction)
        data = calendar_file(timeline, what, interaction.client.clock.now())
        await interaction.response.send_message(
            view=views.calendar_reply(timeline, what, len(chosen(timeline, what))),
            file=discord.File(io.BytesIO(data), views.CALENDAR_NAME),
            ephemeral=True,
        )

    @calendar.autocomplete("what")
    @suggests
    async def _suggest_part(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        names = calendar_kinds(interaction.client.timeline_for(interaction))
        return offer([(name.capitalize(), name) for name in names], typed)


async def setup(bot: CourseBot) -> None:
    bot.pages.register("topic", views.topic_page)
    bot.pages.register("topics", views.topics_page)
    bot.pages.register("hours", office_hours.hours_card)
    await bot.add_cog(LogisticsCog())
