"""/staff group: what staff may do with groups, whatever the time, each with a reason and an undo."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import lay_out
from bot.client.look import stamp
from bot.client.surfaces import guild_of, pressed_at
from bot.groups.service import Changed
from bot.groups.ui import buttons, cards, handlers, log, nudge
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Number = app_commands.Range[int, 1, 1_000_000]
Reason = app_commands.Range[str, 3, 300]
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
    @needs(Capability.MANAGE_GROUPS)
    async def move(
        self, interaction: Interaction, person: discord.User, to: Number, reason: Reason
    ) -> None:
        changed = await interaction.client.app.groups.move(
            guild_of(interaction),
            person.id,
            to,
            interaction.user.id,
            reason,
            pressed_at(interaction),
        )
        await _done(interaction, changed, f"{person.mention} is in group {to} now")

    @group.command(name="add", description="Put a person into a group, also after the deadline")
    @app_commands.describe(
        number="the group's number", person="who joins", reason="kept in the log"
    )
    @needs(Capability.MANAGE_GROUPS)
    async def add(
        self, interaction: Interaction, number: Number, person: discord.User, reason: Reason
    ) -> None:
        changed = await interaction.client.app.groups.add(
            guild_of(interaction),
            number,
            person.id,
            interaction.user.id,
            reason,
            pressed_at(interaction),
        )
        await _done(interaction, changed, f"{person.mention} is in group {number} now")

    @group.command(name="remove", description="Take a person out of a group")
    @app_commands.describe(
        number="the group's number", person="who leaves", reason="kept in the log"
    )
    @needs(Capability.MANAGE_GROUPS)
    async def remove(
        self, interaction: Interaction, number: Number, person: discord.User, reason: Reason
    ) -> None:
        changed = await interaction.client.app.groups.remove(
            guild_of(interaction),
            number,
            person.id,
            interaction.user.id,
            reason,
            pressed_at(interaction),
        )
        await _done(interaction, changed, f"{person.mention} is out of group {number}")

    @group.command(name="rename", description="Change a group's title")
    @app_commands.describe(
        number="the group's number", title="the new title", reason="kept in the log"
    )
    @needs(Capability.MANAGE_GROUPS)
    async def rename(
        self, interaction: Interaction, number: Number, title: str, reason: Reason
    ) -> None:
        changed = await interaction.client.app.groups.rename(
            guild_of(interaction),
            number,
            title,
            interaction.user.id,
            reason,
            pressed_at(interaction),
        )
        await _done(interaction, changed, f"Group {number} has its new title")

    @group.command(
        name="extend",
        description="Give one group, or everybody, more time to change groups",
    )
    @app_commands.describe(
        hours="from now", reason="kept in the log", number="one group; everybody if left out"
    )
    @needs(Capability.MANAGE_GROUPS)
    async def extend(
        self, interaction: Interaction, hours: Hours, reason: Reason, number: Number | None = None
    ) -> None:
        bot, guild_id, by = interaction.client, guild_of(interaction), interaction.user.id
        now = pressed_at(interaction)
        until = (now + timedelta(hours=hours)).replace(microsecond=0)
        if number is None:
            await bot.app.groups.extend_all(guild_id, until, by, reason, now)
            text = f"### ✅ Everybody may sign up and change groups until {stamp(until)}"
            await interaction.response.send_message(
                view=lay_out(cards.done_card(text)), ephemeral=True
            )
            handlers.refresh_boards(bot, guild_id)
            bot.dispatch("signup_extended", guild_id)
            return
        changed = await bot.app.groups.extend(guild_id, number, until, by, reason, now)
        await _done(interaction, changed, f"Group {number} may change until {stamp(until)}")

    @group.command(name="reopen", description="Bring a disbanded group back under its number")
    @app_commands.describe(
        number="the group's number", founder="its founder", reason="kept in the log"
    )
    @needs(Capability.MANAGE_GROUPS)
    async def reopen(
        self, interaction: Interaction, number: Number, founder: discord.User, reason: Reason
    ) -> None:
        changed = await interaction.client.app.groups.reopen(
            guild_of(interaction),
            number,
            founder.id,
            interaction.user.id,
            reason,
            pressed_at(interaction),
        )
        await _done(
            interaction, changed, f"Group {number} is back, with {founder.mention} as its founder"
        )

    @group.command(name="log", description="Who changed what, when and why; with undo")
    @app_commands.describe(number="one group; all if left out")
    @needs(Capability.MANAGE_GROUPS)
    async def log(self, interaction: Interaction, number: Number | None = None) -> None:
        bot, guild_id = interaction.client, guild_of(interaction)
        changes = await bot.app.groups.history(guild_id, number, 10)
        card = log.log_card(await handlers.scene_of(bot, guild_id), changes, number)
        await interaction.response.send_message(view=lay_out(card), ephemeral=True)

    @group.command(
        name="nudge",
        description="Remind the people who still look for a group; counts first",
    )
    @needs(Capability.MANAGE_GROUPS)
    async def nudge(self, interaction: Interaction) -> None:
        await nudge.preview(interaction)


async def _done(interaction: Interaction, changed: Changed, words: str) -> None:
    """Return what staff has done, with its undo, and tell whoever is concerned."""
    bot, guild_id = interaction.client, guild_of(interaction)
    scene = await handlers.scene_of(bot, guild_id)
    undo = [scene.button("Undo", "undo", changed.id, cards.GREY)] if changed.id else []
    await interaction.response.send_message(
        view=lay_out(cards.done_card(f"### ✅ {words}", *undo)), ephemeral=True
    )
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(nudge.NudgeButton, buttons.UndoButton)
    await bot.add_cog(StaffGroupsCog())
