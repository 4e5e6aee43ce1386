"""/remind-me, and the loop that keeps every reminder planned."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import Card, lay_out
from bot.client.look import KINDS, due_stamp, plain, read_back
from bot.client.surfaces import guild_of, pressed_at
from bot.course.instants import assumes_morning
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.reminders.errors import NothingToSay
from bot.reminders.model import TODAY_BOARD
from bot.reminders.ui import buttons, composer, personal
from bot.reminders.ui.loop import ReminderLoop
from bot.reminders.when import parse_moment

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

CLOSED = (
    "-# Your direct messages are closed, so I stopped reminding you there. Open them for this server, "
    "then switch on again with `/remind-me`."
)


class RemindersCog(commands.Cog):
    """Reminders."""

    heading = "Reminders"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot
        self.loop = ReminderLoop(bot)

    async def cog_load(self) -> None:
        self.bot.boards.register(
            TODAY_BOARD, self.loop.board, pinned=True, turns=self.loop.board_turns
        )
        self.bot.app.delivery.kinds.register(*composer.kinds_of(self.bot))
        self.bot.delivery.at_start.append(self.loop.begin)
        self.bot.app.course.history.swapped.append(self.loop.course_changed)
        self.bot.delivery.by_time.append(self.loop.each_day)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self.loop.appeared(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.loop.appeared(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_app_command_completion(
        self, interaction: Interaction, command: app_commands.Command[RemindersCog, ..., None]
    ) -> None:
        """Tell somebody, once, that their direct messages are closed: the bot hears of the commands of those alone."""
        await self.bot.app.preferences.told(guild_of(interaction), UserId(interaction.user.id))
        view = lay_out(Card(KINDS["reminder"], (CLOSED,)))
        await interaction.followup.send(view=view, ephemeral=True)

    @app_commands.command(
        name="remind-me",
        description="Reminders by direct message: choose which, or set one of your own",
    )
    @app_commands.describe(
        at="one of your own: in 2 hours, tomorrow 9am, friday 17:00", about="what to remind you of"
    )
    @app_commands.guild_only()
    @needs(Capability.HAND_IN)
    async def remind_me(
        self,
        interaction: Interaction,
        at: app_commands.Range[str, 1, 100] | None = None,
        about: app_commands.Range[str, 1, 300] | None = None,
    ) -> None:
        guild_id, user_id = guild_of(interaction), UserId(interaction.user.id)
        if at is None and about is None:
            view = await personal.preferences_reply(self.bot, guild_id, user_id)
            await interaction.response.send_message(view=view, ephemeral=True)
            return
        if at is None or about is None:
            raise NothingToSay
        timeline = self.bot.timeline_for(interaction)
        moment = await asyncio.to_thread(parse_moment, at, pressed_at(interaction), timeline.zone)
        planned = await self.bot.app.preferences.add(
            guild_id, user_id, moment, about, interaction.id
        )
        text = f"### 🔔 I'll remind you {due_stamp(planned.due_at)}\n{plain(planned.body)}"
        text += f"\n{read_back(timeline, planned.due_at)}"
        text += "\n-# You didn't give a time, so it's 9 AM." if assumes_morning(at) else ""
        view = lay_out(Card(KINDS["reminder"], (text,)))
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(
        buttons.RemindMeButton,
        buttons.PreferenceButton,
        buttons.ForgetButton,
        buttons.OwnMenu,
        buttons.OwnButton,
        buttons.SnoozeButton,
        buttons.OfficeHoursButton,
    )
    await bot.add_cog(RemindersCog(bot))
