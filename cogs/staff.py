"""/staff group: what staff may do with groups, whatever the time, each with a reason and an undo."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.offered import only_with
from bot.course.features import Feature
from bot.groups.ui import staff as handlers
from bot.permissions import Capability
from bot.teammates.ui import nudge

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Number = app_commands.Range[int, 1, 1_000_000]
Reason = app_commands.Range[str, handlers.SHORTEST_REASON, handlers.LONGEST_REASON]
Hours = app_commands.Range[float, 0.25, 336.0]


class StaffGroupsCog(commands.Cog):
    """Project groups, for the people who run the course."""

    heading = "Staff"

    staff = app_commands.Group(name="staff", description="For the course staff", guild_only=True)
    group = app_commands.Group(name="group", description="Change project groups", parent=staff)

    @group.command(name="move", description="Move a person to another group")
    @app_commands.describe(
        person="who moves", to="the number of the group they go to", reason="kept in the log"
    )
    @only_with(Feature.GROUPS)
    @needs(Capability.MANAGE_GROUPS)
    async def move(
        self, interaction: Interaction, person: discord.User, to: Number, reason: Reason
    ) -> None:
        await handlers.move(interaction, person, to, reason)

    @group.command(name="add", description="Put a person into a group, also after the deadline")
    @app_commands.describe(
        number="the group's number", person="who joins", reason="kept in the log"
    )
    @only_with(Feature.GROUPS)
    @needs(Capability.MANAGE_GROUPS)
    async def add(
        self, interaction: Interaction, number: Number, person: discord.User, reason: Reason
    ) -> None:
        await handlers.add(interaction, number, person, reason)

    @group.command(name="remove", description="Take a person out of a group")
    @app_commands.describe(
        number="the group's number", person="who leaves", reason="kept in the log"
    )
    @only_with(Feature.GROUPS)
    @needs(Capability.MANAGE_GROUPS)
    async def remove(
        self, interaction: Interaction, number: Number, person: discord.User, reason: Reason
    ) -> None:
        await handlers.remove(interaction, number, person, reason)

    @group.command(name="rename", description="Change a group's title")
    @app_commands.describe(
        number="the group's number", title="the new title", reason="kept in the log"
    )
    @only_with(Feature.GROUPS)
    @needs(Capability.MANAGE_GROUPS)
    async def rename(
        self, interaction: Interaction, number: Number, title: str, reason: Reason
    ) -> None:
        await handlers.rename(interaction, number, title, reason)

    @group.command(
        name="extend",
        description="Give one group, or everybody, more time to change groups",
    )
    @app_commands.describe(
        hours="counted from the deadline, or from now once it has passed",
        reason="kept in the log",
        number="one group; everybody if left out",
    )
    @only_with(Feature.GROUPS)
    @needs(Capability.MANAGE_GROUPS)
    async def extend(
        self, interaction: Interaction, hours: Hours, reason: Reason, number: Number | None = None
    ) -> None:
        await handlers.extend(interaction, timedelta(hours=hours), reason, number)

    @group.command(name="reopen", description="Bring a disbanded group back under its number")
    @app_commands.describe(
        number="the group's number", founder="its founder", reason="kept in the log"
    )
    @only_with(Feature.GROUPS)
    @needs(Capability.MANAGE_GROUPS)
    async def reopen(
        self, interaction: Interaction, number: Number, founder: discord.User, reason: Reason
    ) -> None:
        await handlers.reopen(interaction, number, founder, reason)

    @group.command(name="log", description="Who changed what, when and why; with undo")
    @app_commands.describe(number="one group; all if left out")
    @only_with(Feature.GROUPS)
    @needs(Capability.MANAGE_GROUPS)
    async def log(self, interaction: Interaction, number: Number | None = None) -> None:
        await handlers.show_log(interaction, number)

    @group.command(
        name="nudge",
        description="Remind the people who still need a group; counts first",
    )
    @only_with(Feature.GROUPS)
    @needs(Capability.MANAGE_GROUPS)
    async def nudge(self, interaction: Interaction) -> None:
        await nudge.preview(interaction)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(handlers.UndoButton, nudge.NudgeButton)
    await bot.add_cog(StaffGroupsCog())
