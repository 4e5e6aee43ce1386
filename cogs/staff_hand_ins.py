"""/staff submissions, /staff extend and /staff progress."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.assignments.ui import more_time, pickers, staff
from bot.client.access import needs
from bot.client.offered import only_with
from bot.client.surfaces import guild_of
from bot.course.features import Feature
from bot.library.ui import handlers as changes
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Hours = app_commands.Range[float, 0.25, 336.0]
Reason = app_commands.Range[str, 3, 300]
Number = app_commands.Range[int, 1, 1_000_000]


class StaffHandInsCog(commands.Cog):
    """Submissions, for the people who run the course."""

    heading = "Staff"

    staff = app_commands.Group(name="staff", description="For the course staff", guild_only=True)

    @staff.command(name="submissions", description="Who handed in, who hasn't, what's late")
    @app_commands.describe(
        assignment="one assignment; all if left out",
        show="which of them",
        person="everything of one person, with their files",
    )
    @only_with(Feature.ASSIGNMENTS)
    @app_commands.autocomplete(assignment=pickers.assignments)
    @needs(Capability.SEE_HAND_INS)
    async def submissions(
        self,
        interaction: Interaction,
        assignment: str | None = None,
        show: Literal["all", "late", "warnings", "missing"] = "all",
        person: discord.User | None = None,
    ) -> None:
        bot, guild_id = interaction.client, guild_of(interaction)
        if person is not None:
            view = await staff.person_reply(bot, guild_id, person)
        else:
            only = bot.app.submissions.find(guild_id, assignment) if assignment else None
            view = await staff.list_reply(bot, guild_id, only, show, 0)
        await interaction.response.send_message(view=view, ephemeral=True)

    @staff.command(name="extend", description="Give a person or a group more time to hand in")
    @app_commands.describe(
        assignment="what it's for",
        hours="from the course's deadline, or from now if that has passed",
        reason="kept with the extension",
        person="who gets it",
        group="or which group",
    )
    @only_with(Feature.ASSIGNMENTS, group=Feature.GROUPS)
    @app_commands.autocomplete(assignment=pickers.assignments)
    @needs(Capability.SEE_HAND_INS)
    async def extend(
        self,
        interaction: Interaction,
        assignment: str,
        hours: Hours,
        reason: Reason,
        person: discord.User | None = None,
        group: Number | None = None,
    ) -> None:
        more = timedelta(hours=hours)
        asked = staff.MoreTime(assignment, more, reason, person, group)
        await staff.extend(interaction, asked)

    @staff.command(name="progress", description="How far everybody is: counts and a table")
    @only_with(Feature.REQUIREMENTS)
    @needs(Capability.SEE_HAND_INS)
    async def progress(self, interaction: Interaction) -> None:
        await staff.send_overview(interaction)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(
        staff.ListButton, staff.FilesButton, more_time.TimeButton, more_time.TimeUndoButton
    )
    changes.register(more_time.propose)
    bot.app.delivery.kinds.register(*more_time.kinds_of(bot))
    await bot.add_cog(StaffHandInsCog())
