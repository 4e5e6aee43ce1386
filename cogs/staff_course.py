"""/staff change, the message menu Change what this is about, and /staff course with its versions and its file."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.choices import offer
from bot.client.offered import only_with
from bot.client.report import suggests
from bot.client.surfaces import guild_of
from bot.ids import GuildId
from bot.library.feeds import write_feed
from bot.library.history import conflict_text
from bot.library.ui import forms, handlers, here
from bot.library.ui.choices import BY_NAME, CHOICES
from bot.permissions import Capability
from bot.schedule.views import course_days

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.layout import Menu
    from bot.client.surfaces import Interaction

log = logging.getLogger("bot.courses")
Number = app_commands.Range[int, 1, 1_000_000]
Why = app_commands.Range[str, 3, 160]


class StaffCourseCog(commands.Cog):
    """The course itself, for the people who run it."""

    heading = "Staff"

    staff = app_commands.Group(name="staff", description="For the course staff", guild_only=True)
    course = app_commands.Group(name="course", description="The course file", parent=staff)

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot
        self.menu = app_commands.ContextMenu(
            name="Change what this is about", callback=self.change_about
        )
        self.menu.guild_only = True

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self.menu)
        self.bot.pages.for_staff(here.PAGES, here.page_menu)
        self.bot.pages.for_staff(("course",), self.whole_course_menu)
        self.bot.delivery.at_start.append(self.tell_of_conflicts)
        self.bot.delivery.by_others.append(self.look)
        self.bot.delivery.at_start.append(self.write_feeds)
        self.bot.app.course.history.swapped.append(self.course_changed)

    async def cog_unload(self) -> None:
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)

    @needs(Capability.CHANGE_COURSE)
    async def change_about(self, interaction: Interaction, message: discord.Message) -> None:
        await here.about_message(interaction, message)

    def whole_course_menu(
        self, interaction: Interaction, guild_id: GuildId, address: str
    ) -> Menu | None:
        """Offer what can be changed of a page of the whole course."""
        timeline, now = self.bot.timeline_for(interaction), self.bot.clock.now()
        days = course_days(timeline, address.partition(":")[2], now)
        return here.days_menu(interaction, guild_id, days)

    async def look(self) -> None:
        """Follow what `python -m bot course apply` has stored."""
        await self.bot.app.course.history.look(self.bot.clock.now())

    def course_changed(self, guild_id: GuildId) -> None:
        """Have the calendar feeds follow."""
        self.bot.background(self.write_feeds(), "calendar feeds", guild_id)

    async def write_feeds(self) -> None:
        """Bring every server's calendar feed up to date; what can't be written is told in the log."""
        app, folder = self.bot.app, self.bot.app.settings.feeds
        if folder is None:
            return
        for guild in self.bot.guilds:
            guild_id, now = GuildId(guild.id), self.bot.clock.now()
            timeline = app.courses.timeline(guild_id)
            try:
                await asyncio.to_thread(write_feed, folder, guild_id, timeline, now)
            except OSError as error:
                log.error("the calendar feed of server %d isn't written: %s", guild_id, error)

    async def tell_of_conflicts(self) -> None:
        """Tell staff whose course was changed both here and in its file."""
        for conflict in self.bot.app.course.history.conflicts:
            if self.bot.get_guild(conflict.guild_id):
                words = conflict_text(conflict)[:1800]
                await self.bot.app.outbox.tell_staff(conflict.guild_id, words)

    @staff.command(name="change", description="Change the course; you see a preview first")
    @app_commands.describe(
        what="what to change", about="which meeting or deadline; you can choose it in the form, too"
    )
    @app_commands.choices(
        what=[app_commands.Choice(name=choice.name, value=choice.name) for choice in CHOICES]
    )
    @only_with(what={choice.name: choice.of for choice in CHOICES if choice.of})
    @needs(Capability.CHANGE_COURSE)
    async def change(self, interaction: Interaction, what: str, about: str = "") -> None:
        await forms.open_form(interaction, what, about)

    @change.autocomplete("about")
    @suggests
    async def things(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        choice = BY_NAME.get(str(interaction.namespace.what))
        about = choice.about if choice else None
        if about is None or about.options is None:
            return []
        timeline = self.bot.app.courses.stated(guild_of(interaction))
        return offer(about.options(timeline, self.bot.clock.now()), typed)

    @course.command(name="download", description="The course file, as it is now or as it was")
    @app_commands.describe(version="an earlier version; the newest if left out")
    @needs(Capability.CHANGE_COURSE)
    async def download(self, interaction: Interaction, version: Number | None = None) -> None:
        await handlers.download(interaction, version)

    @course.command(
        name="upload", description="A whole course file: checked, shown, then confirmed"
    )
    @app_commands.describe(file="the course file", why="kept in the history")
    @needs(Capability.CHANGE_COURSE)
    async def upload(
        self, interaction: Interaction, file: discord.Attachment, why: Why | None = None
    ) -> None:
        await handlers.upload(interaction, file, why or "a whole file")

    @course.command(name="history", description="Every version of the course: when, who, what, why")
    @needs(Capability.CHANGE_COURSE)
    async def history(self, interaction: Interaction) -> None:
        await handlers.history(interaction)

    @course.command(name="restore", description="Bring back an earlier version, after a preview")
    @app_commands.describe(version="its number, as /staff course history has it")
    @needs(Capability.CHANGE_COURSE)
    async def restore(self, interaction: Interaction, version: Number) -> None:
        await handlers.restore(interaction, version)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(handlers.CourseDraftButton, handlers.CourseUndoButton, here.ChangeHere)
    await bot.add_cog(StaffCourseCog(bot))
