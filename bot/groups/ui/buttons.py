"""The buttons of the groups. Each names its server and group: it works in DMs and after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.look import plain
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.groups import rules
from bot.groups.errors import LastMember
from bot.groups.service import Changed
from bot.groups.ui import cards, handlers
from bot.groups.ui.forms import EditForm, HandOverForm, InviteForm, SignupForm
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


class GroupButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"group:(?P<action>(?!undo:)[a-z-]+):(?P<guild>\d+):(?P<number>\d+)(?::(?P<user>\d+))?",
    needs=Capability.JOIN_GROUPS,
):
    """Does something with one group."""

    async def used(self, interaction: Interaction) -> None:
        guild_id, number = self.guild_id, int(self.found["number"])
        act = ACTIONS[self.found["action"]]
        await act(interaction, guild_id, number, int(self.found["user"] or 0))


class GroupsButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"groups:(?P<what>sign-up|list)(?:-(?P<page>\d{1,5}))?",
    needs=Capability.JOIN_GROUPS,
):
    """Opens the sign-up form, or the list of all groups."""

    async def used(self, interaction: Interaction) -> None:
        if self.found["what"] == "sign-up":
            await open_signup(interaction)
            return
        reply = await handlers.list_reply(
            interaction.client, guild_of(interaction), int(self.found["page"] or 0)
        )
        if interaction.message and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(view=reply)
        else:
            await interaction.response.send_message(view=reply, ephemeral=True)


class UndoButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"group:undo:(?P<guild>\d+):(?P<change>\d+)",
    needs=Capability.MANAGE_GROUPS,
):
    """Takes a change of staff's back."""

    async def used(self, interaction: Interaction) -> None:
        bot, by, at = interaction.client, interaction.user.id, pressed_at(interaction)
        change, undone = await bot.app.groups.undo(self.guild_id, int(self.found["change"]), by, at)
        groups = ", ".join(f"group {part.number}" for part in change.parts)
        card = cards.done_card(f"### ↩️ Undone: {change.action} ({groups})")
        await interaction.response.send_message(view=lay_out(card), ephemeral=True)
        for changed in undone:
            handlers.announce(bot, self.guild_id, changed, handlers.where(interaction))


async def open_signup(interaction: Interaction) -> None:
    """Open the sign-up form, unless it is too late or the person has a group. Raises SignupClosed, ..."""
    bot, guild_id = interaction.client, guild_of(interaction)
    policy = await bot.app.groups.policy(guild_id)
    in_group = await bot.app.groups.number_of(guild_id, interaction.user.id)
    rules.check_may_found(policy, in_group, pressed_at(interaction))
    course = bot.timeline_for(interaction).course
    await interaction.response.send_modal(SignupForm(course, policy, guild_id))


async def accept(interaction: Interaction, guild_id: int, number: int, _user: int) -> None:
    """Join on an invitation."""
    bot, user_id = interaction.client, interaction.user.id
    await handlers.check_in_guild(bot, guild_id, user_id)
    changed = await bot.app.groups.accept(guild_id, number, user_id, pressed_at(interaction))
    lead = f"### ✅ You are in group {number} now"
    await _show_group(interaction, guild_id, changed, lead)
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


async def decline(interaction: Interaction, guild_id: int, number: int, _user: int) -> None:
    """Say no to an invitation."""
    bot = interaction.client
    changed = await bot.app.groups.decline(
        guild_id, number, interaction.user.id, pressed_at(interaction)
    )
    title = plain(changed.after.title)
    await _replace(
        interaction, lay_out(cards.done_card(f"### You declined group {number}: {title}"))
    )
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


async def let_in(interaction: Interaction, guild_id: int, number: int, user: int) -> None:
    """Let somebody in who asked to join."""
    await _answer(interaction, guild_id, number, user, yes=True)


async def turn_down(interaction: Interaction, guild_id: int, number: int, user: int) -> None:
    """Turn somebody down who asked to join."""
    await _answer(interaction, guild_id, number, user, yes=False)


async def _answer(
    interaction: Interaction, guild_id: int, number: int, user: int, *, yes: bool
) -> None:
    bot, by = interaction.client, interaction.user.id
    changed = await bot.app.groups.answer(guild_id, number, by, user, yes, pressed_at(interaction))
    name = (await bot.people.names(guild_id, [user])).get(user, f"<@{user}>")
    lead = f"### ✅ {name} is in" if yes else f"### {name} was turned down"
    await _show_group(interaction, guild_id, changed, lead)
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


async def invite(interaction: Interaction, guild_id: int, number: int, _user: int) -> None:
    """Open the form that invites somebody."""
    await interaction.response.send_modal(InviteForm(guild_id, number))


async def edit(interaction: Interaction, guild_id: int, number: int, _user: int) -> None:
    """Open the form that changes title and idea."""
    group = await interaction.client.app.groups.group(guild_id, number)
    rules.check_member(group, interaction.user.id)
    await interaction.response.send_modal(EditForm(guild_id, group))


async def hand_over(interaction: Interaction, guild_id: int, number: int, _user: int) -> None:
    """Open the form that makes another member the founder."""
    bot = interaction.client
    group = await bot.app.groups.group(guild_id, number)
    rules.check_founder(group, interaction.user.id)
    names = await bot.people.names(guild_id, group.member_ids)
    await interaction.response.send_modal(HandOverForm(guild_id, group, names))


async def leave(interaction: Interaction, guild_id: int, number: int, _user: int) -> None:
    """Leave one's group, or ask the last member whether to disband it."""
    bot = interaction.client
    try:
        changed = await bot.app.groups.leave(guild_id, interaction.user.id, pressed_at(interaction))
    except LastMember as error:
        scene = await handlers.scene_of(bot, guild_id)
        card = cards.confirm_card(
            scene, str(error), "Leave and disband", "leave-confirmed", error.number
        )
        await interaction.response.send_message(view=lay_out(card), ephemeral=True)
        return
    done = cards.done_card(
        f"### You have left group {changed.after.number}", cards.SIGN_UP, cards.FIND
    )
    await _finish(interaction, done)
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


async def leave_confirmed(
    interaction: Interaction, guild_id: int, _number: int, _user: int
) -> None:
    """Leave as the last member, which disbands the group."""
    bot = interaction.client
    changed = await bot.app.groups.leave(
        guild_id, interaction.user.id, pressed_at(interaction), confirmed=True
    )
    done = cards.done_card(
        f"### Group {changed.after.number} is disbanded", cards.SIGN_UP, cards.FIND
    )
    await _finish(interaction, done)
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


async def disband(interaction: Interaction, guild_id: int, number: int, _user: int) -> None:
    """Ask the founder whether to disband the group."""
    bot = interaction.client
    scene, group = (
        await handlers.scene_of(bot, guild_id),
        await bot.app.groups.group(guild_id, number),
    )
    rules.check_founder(group, interaction.user.id)
    people = "you alone" if len(group.members) == 1 else f"all {len(group.members)} of you"
    text = (
        f"**Disband group {number}: {plain(group.title)}?** It ends for {people}, with its open "
        "invitations. Its number is not used again."
    )
    card = cards.confirm_card(scene, text, "Disband", "disband-confirmed", number)
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


async def disband_confirmed(
    interaction: Interaction, guild_id: int, number: int, _user: int
) -> None:
    """Disband the group."""
    bot = interaction.client
    changed = await bot.app.groups.disband(
        guild_id, number, interaction.user.id, pressed_at(interaction)
    )
    await _finish(interaction, cards.done_card(f"### Group {number} is disbanded", cards.SIGN_UP))
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


async def _show_group(interaction: Interaction, guild_id: int, changed: Changed, lead: str) -> None:
    reply = await handlers.group_reply(
        interaction.client,
        guild_id,
        changed.after,
        interaction.user.id,
        lead,
        in_dm=interaction.guild_id is None,
    )
    await _replace(interaction, reply)


async def _replace(interaction: Interaction, view: ui.LayoutView) -> None:
    """Show the outcome in place of a question that was this person's alone; else privately beside it."""
    message = interaction.message
    if message and (message.flags.ephemeral or isinstance(message.channel, discord.DMChannel)):
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def _finish(interaction: Interaction, card: Card) -> None:
    if interaction.message:
        await _replace(interaction, lay_out(card))
    else:
        await interaction.response.send_message(view=lay_out(card), ephemeral=True)


ACTIONS: dict[str, Callable[[Interaction, int, int, int], Awaitable[None]]] = {
    "accept": accept,
    "decline": decline,
    "let-in": let_in,
    "turn-down": turn_down,
    "invite": invite,
    "edit": edit,
    "hand-over": hand_over,
    "leave": leave,
    "leave-confirmed": leave_confirmed,
    "disband": disband,
    "disband-confirmed": disband_confirmed,
}
"""action -> (interaction, guild id, group number, user id or 0)"""
