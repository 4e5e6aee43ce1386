"""/signup-group and /group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import Card
from bot.client.surfaces import guild_of
from bot.groups.ui import buttons, forms, handlers
from bot.groups.ui.closing import ClosingWatch
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class GroupsCog(commands.Cog):
    """Project groups."""

    heading = "Groups"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot
        self.closing = ClosingWatch(bot)

    async def cog_unload(self) -> None:
        self.closing.stop()

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self.closing.arm(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.closing.arm(guild.id)

    @commands.Cog.listener()
    async def on_signup_extended(self, guild_id: int) -> None:
        await self.closing.arm(guild_id)

    group = app_commands.Group(name="group", description="Your project group", guild_only=True)

    @app_commands.command(
        name="signup-group",
        description="Sign up a project group and invite its people",
    )
    @app_commands.guild_only()
    @needs(Capability.JOIN_GROUPS)
    async def signup_group(self, interaction: Interaction) -> None:
        await buttons.open_signup(interaction)

    @group.command(name="show", description="Your group, or the invitations that are open for you")
    @needs(Capability.JOIN_GROUPS)
    async def show(self, interaction: Interaction) -> None:
        guild_id = guild_of(interaction)
        view = await handlers.own_reply(interaction.client, guild_id, interaction.user.id)
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="list", description="All groups: members, seats left, who can win a prize")
    @needs(Capability.JOIN_GROUPS)
    async def list(self, interaction: Interaction) -> None:
        view = await handlers.list_reply(interaction.client, guild_of(interaction), 0)
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="invite", description="Invite somebody into your group")
    @app_commands.describe(person="who should join; they get a message and answer it")
    @needs(Capability.JOIN_GROUPS)
    async def invite(self, interaction: Interaction, person: discord.User) -> None:
        guild_id = guild_of(interaction)
        own = await interaction.client.app.groups.own(guild_id, interaction.user.id)
        await forms.send_invitation(interaction, guild_id, own.number, person)

    @group.command(name="edit", description="Change your group's title or idea")
    @needs(Capability.JOIN_GROUPS)
    async def edit(self, interaction: Interaction) -> None:
        guild_id = guild_of(interaction)
        own = await interaction.client.app.groups.own(guild_id, interaction.user.id)
        await buttons.edit(interaction, guild_id, own.number, 0)

    @group.command(name="leave", description="Leave your group")
    @needs(Capability.JOIN_GROUPS)
    async def leave(self, interaction: Interaction) -> None:
        await buttons.leave(interaction, guild_of(interaction), 0, 0)

    @group.command(name="disband", description="End your group, for all its members")
    @needs(Capability.JOIN_GROUPS)
    async def disband(self, interaction: Interaction) -> None:
        guild_id = guild_of(interaction)
        own = await interaction.client.app.groups.own(guild_id, interaction.user.id)
        await buttons.disband(interaction, guild_id, own.number, 0)

    @group.command(name="transfer", description="Make another member the founder")
    @app_commands.describe(member="who answers requests from now on")
    @needs(Capability.JOIN_GROUPS)
    async def transfer(self, interaction: Interaction, member: discord.User) -> None:
        guild_id = guild_of(interaction)
        own = await interaction.client.app.groups.own(guild_id, interaction.user.id)
        await forms.hand_over(interaction, guild_id, own.number, member.id)


async def setup(bot: CourseBot) -> None:
    async def sign_up_board(guild_id: int) -> Card | None:
        return await handlers.sign_up_board(bot, guild_id)

    bot.boards.register(handlers.SIGN_UP_BOARD, sign_up_board)
    bot.add_dynamic_items(buttons.GroupButton, buttons.GroupsButton)
    await bot.add_cog(GroupsCog(bot))
