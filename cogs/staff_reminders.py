"""/staff reminders, /staff silence and /staff announce."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import Card, lay_out
from bot.client.look import KINDS
from bot.client.offered import only_with
from bot.client.report import suggests
from bot.client.surfaces import guild_of, pressed_at
from bot.course.features import Feature
from bot.ids import ChannelId, UserId
from bot.permissions import Capability
from bot.reminders.ui import staff
from bot.reminders.when import parse_moment

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

Where = Literal["announcements", "office hours"]
ACTIONS = {"preview": "preview", "skip": "skip", "take the skip back": "back", "send now": "send"}


class StaffRemindersCog(commands.Cog):
    """Reminders, for the people who run the course."""

    heading = "Staff"

    staff = app_commands.Group(name="staff", description="For the course staff", guild_only=True)

    @staff.command(name="reminders", description="What's planned, was sent, skipped or failed")
    @app_commands.describe(
        show="which part; messages: everything I say that failed",
        reminder="one of them; leave it out for the list",
        action="what to do with it",
    )
    @needs(Capability.RUN_REMINDERS)
    async def reminders(
        self,
        interaction: Interaction,
        show: Literal["planned", "sent", "skipped", "failed", "messages"] = "planned",
        reminder: str | None = None,
        action: Literal["preview", "skip", "take the skip back", "send now"] = "preview",
    ) -> None:
        bot, guild_id = interaction.client, guild_of(interaction)
        if reminder is not None:
            view = await staff.act(interaction, reminder, ACTIONS[action])
        else:
            view = await staff.ledger_reply(bot, guild_id, show, 0)
        await interaction.response.send_message(view=view, ephemeral=True)

    @reminders.autocomplete("reminder")
    @suggests
    async def open_ones(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await staff.choices(interaction.client, guild_of(interaction), typed)

    @staff.command(name="silence", description="Post no reminders in a channel, or post them again")
    @app_commands.describe(channel="where", silent="no reminders there until you say otherwise")
    @only_with(channel={"office hours": Feature.OFFICE_HOURS})
    @needs(Capability.RUN_REMINDERS)
    async def silence(self, interaction: Interaction, channel: Where, silent: bool) -> None:
        target = f"channel:{channel.replace(' ', '_')}"
        await interaction.client.app.delivery.silence(
            guild_of(interaction), target, by=UserId(interaction.user.id), quiet=silent
        )
        said = "No reminders are posted" if silent else "Reminders are posted again"
        text = f"### ✅ {said} in the {channel} channel"
        if silent:
            text += "\nWhat you announce yourselves still is. `/staff silence` ends it."
        view = lay_out(Card(KINDS["staff"], (text,)))
        await interaction.response.send_message(view=view, ephemeral=True)

    @staff.command(name="announce", description="Post something now or at a time, after a preview")
    @app_commands.describe(
        text="what to post", channel="where", at="when: in 2 hours, tomorrow 9am; now if left out"
    )
    @needs(Capability.RUN_REMINDERS)
    async def announce(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 3, 1500],
        channel: discord.TextChannel | None = None,
        at: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        now, zone = pressed_at(interaction), interaction.client.timeline_for(interaction).zone
        moment = await asyncio.to_thread(parse_moment, at, now, zone) if at else now
        where = ChannelId(channel.id) if channel else None
        view = await staff.draft(interaction, text, where, moment)
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(staff.LedgerButton, staff.ReminderButton, staff.AnnounceButton)
    await bot.add_cog(StaffRemindersCog())
