"""/signup-group and /group."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.offered import only_with, spoken
from bot.client.surfaces import guild_of
from bot.course.features import Feature
from bot.groups.notices import SIGN_UP_BOARD
from bot.groups.ui import buttons, forms, handlers, messages, replies, threads
from bot.ids import UserId
from bot.logistics import command_words
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class GroupsCog(commands.Cog):
    """Project groups."""

    heading = "Groups"

    group = app_commands.Group(name="group", description="Your project group", guild_only=True)

    @app_commands.command(
        name="signup-group",
        description="Sign up a project group and invite its people",
    )
    @app_commands.guild_only()
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def signup_group(self, interaction: Interaction) -> None:
        await forms.open_signup(interaction, guild_of(interaction), 0, 0)

    @group.command(name="show", description="Your group, or your open invites")
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def show(self, interaction: Interaction) -> None:
        await handlers.show(interaction, guild_of(interaction), 0, 0)

    @group.command(name="list", description="All groups: members and seats left")
    @spoken(command_words.groups)
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def list(self, interaction: Interaction) -> None:
        await buttons.turn_list(interaction, 0)

    @group.command(name="invite", description="Invite somebody into your group")
    @app_commands.describe(person="who should join; they get a message and answer it")
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def invite(self, interaction: Interaction, person: discord.User) -> None:
        guild_id, number = guild_of(interaction), await _own(interaction)
        await handlers.send_invitation(interaction, guild_id, number, person)

    @group.command(name="edit", description="Change your group's title or idea")
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def edit(self, interaction: Interaction) -> None:
        await forms.open_edit(interaction, guild_of(interaction), await _own(interaction), 0)

    @group.command(name="leave", description="Leave your group")
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def leave(self, interaction: Interaction) -> None:
        await handlers.leave(interaction, guild_of(interaction), await _own(interaction), 0)

    @group.command(name="disband", description="End your group, for all its members")
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def disband(self, interaction: Interaction) -> None:
        await handlers.disband(interaction, guild_of(interaction), await _own(interaction), 0)

    @group.command(name="transfer", description="Make another member the founder")
    @app_commands.describe(member="who answers requests from now on")
    @only_with(Feature.GROUPS)
    @needs(Capability.JOIN_GROUPS)
    async def transfer(self, interaction: Interaction, member: discord.User) -> None:
        guild_id, number = guild_of(interaction), await _own(interaction)
        await handlers.hand_over(interaction, guild_id, number, member.id)


async def _own(interaction: Interaction) -> int:
    """Return the number of the group of whoever asks. Raises NotInGroup."""
    guild_id = guild_of(interaction)
    return (await interaction.client.app.groups.own(guild_id, UserId(interaction.user.id))).number


async def setup(bot: CourseBot) -> None:
    board, closes = partial(replies.sign_up_board, bot), partial(replies.closes, bot)
    bot.boards.register(SIGN_UP_BOARD, board, turns=closes)
    bot.app.delivery.kinds.register(
        messages.InvitationKind(bot),
        messages.RequestKind(bot),
        messages.QuestionUpkeep(bot),
        messages.NewsKind(bot),
        threads.GroupThread(bot),
        threads.ThreadWelcome(bot),
    )
    bot.add_dynamic_items(buttons.GroupButton, buttons.GroupsButton)
    await bot.add_cog(GroupsCog())
