"""What staff do with groups: each change with its reason, its undo, and a question first where it ends a group."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.layout import lay_out
from bot.client.look import clip, plain
from bot.client.surfaces import Form, Persistent, guild_of, pressed_at
from bot.course.words import say
from bot.groups.errors import LastMember
from bot.groups.model import ByStaff
from bot.groups.ui import cards, replies, staff_cards
from bot.groups.ui.replies import scene_of, who_of
from bot.ids import GuildId, UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

SHORTEST_REASON, LONGEST_REASON = 3, 300
"""Characters of a reason: our own choice, so that a line of the log holds it."""
NEWEST = 10
"""Entries of the log that are shown."""


async def add(interaction: Interaction, number: int, user: discord.User, reason: str) -> None:
    """Put a person into a group."""
    bot, guild_id = interaction.client, guild_of(interaction)
    person = await replies.person_of(bot, guild_id, user)
    changed = await bot.app.groups.add(guild_id, number, person, _staff(interaction, reason))
    await _done(interaction, changed.id, f"{user.mention} is in {say.group} {number} now")


async def move(
    interaction: Interaction,
    user: discord.User,
    to: int,
    reason: str,
    may_disband: int | None = None,
) -> None:
    """Move a person to another group; ask first if that disbands the one they are in."""
    bot, guild_id = interaction.client, guild_of(interaction)
    person, staff = await replies.person_of(bot, guild_id, user), _staff(interaction, reason)
    try:
        changed = await bot.app.groups.move(guild_id, person, to, staff, may_disband=may_disband)
    except LastMember as last:
        emptied = last.number

        async def go_on(again: Interaction, reason: str) -> None:
            await move(again, user, to, reason, emptied)

        await _ask(
            interaction, emptied, f"Moving {user.mention} to {say.group} {to}", reason, go_on
        )
        return
    await _done(interaction, changed.id, f"{user.mention} is in {say.group} {to} now")


async def remove(
    interaction: Interaction,
    number: int,
    user: discord.User,
    reason: str,
    *,
    may_disband: bool = False,
) -> None:
    """Take a person out of a group; ask first if that disbands it."""
    groups, guild_id = interaction.client.app.groups, guild_of(interaction)
    staff, user_id = _staff(interaction, reason), UserId(user.id)
    try:
        changed = await groups.remove(guild_id, number, user_id, staff, may_disband=may_disband)
    except LastMember:

        async def go_on(again: Interaction, reason: str) -> None:
            await remove(again, number, user, reason, may_disband=True)

        await _ask(interaction, number, f"Removing {user.mention}", reason, go_on)
        return
    gone = f", and {say.group} {number} is disbanded" if changed.after.disbanded_at else ""
    await _done(interaction, changed.id, f"{user.mention} is out of {say.group} {number}{gone}")


async def rename(interaction: Interaction, number: int, title: str, reason: str) -> None:
    """Change a group's title."""
    groups, guild_id = interaction.client.app.groups, guild_of(interaction)
    changed = await groups.rename(guild_id, number, title, _staff(interaction, reason))
    title = plain(changed.after.title)
    words = f"is now called {title}" if changed.id else f"is called {title} already"
    await _done(interaction, changed.id, f"{say.Group} {number} {words}")


async def extend(
    interaction: Interaction, more: timedelta, reason: str, number: int | None
) -> None:
    """Give one group, or everybody, more time; say from when to when."""
    groups, guild_id = interaction.client.app.groups, guild_of(interaction)
    staff = _staff(interaction, reason)
    if number is None:
        given = await groups.extend_all(guild_id, more, staff)
    else:
        given = await groups.extend(guild_id, number, more, staff)
    scene = await scene_of(interaction.client, guild_id)
    card = staff_cards.more_time_card(scene, given, number)
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


async def reopen(interaction: Interaction, number: int, founder: discord.User, reason: str) -> None:
    """Bring a disbanded group back under its number."""
    bot, guild_id = interaction.client, guild_of(interaction)
    person = await replies.person_of(bot, guild_id, founder)
    changed = await bot.app.groups.reopen(guild_id, number, person, _staff(interaction, reason))
    words = f"{say.Group} {number} is back, with {founder.mention} as its founder"
    await _done(interaction, changed.id, words)


async def show_log(interaction: Interaction, number: int | None) -> None:
    """Show who changed what."""
    bot, guild_id = interaction.client, guild_of(interaction)
    changes = await bot.app.groups.history(guild_id, number, NEWEST)
    card = staff_cards.log_card(await scene_of(bot, guild_id), changes, number)
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


class UndoButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"group:undo:(?P<guild>\d+):(?P<change>\d+)",
    needs=Capability.MANAGE_GROUPS,
):
    """Takes a change of staff's back."""

    async def used(self, interaction: Interaction) -> None:
        groups, id = interaction.client.app.groups, int(self.found["change"])
        change = await groups.undo(
            self.guild_id, id, pressed_at(interaction), by=who_of(interaction)
        )
        touched = ", ".join(f"{say.group} {part.number}" for part in change.parts)
        card = cards.done_card(f"### ↩️ Undone: {change.action} ({touched})")
        await interaction.response.send_message(view=lay_out(card), ephemeral=True)


GoOn = Callable[["Interaction", str], Awaitable[None]]
"""Does it, for a reason."""


class DisbandForm(Form, needs=Capability.MANAGE_GROUPS):
    """Asks staff whether something that ends a group is to be done, with their reason as it was typed."""

    def __init__(
        self, guild_id: GuildId, number: int, question: str, reason: str, go_on: GoOn
    ) -> None:
        title = f"This disbands {say.group} {number}"
        super().__init__(guild_id, title=title, custom_id=f"form:disband:{number}")
        self._go_on = go_on
        self.reason: ui.TextInput[Any] = ui.TextInput(
            custom_id="reason",
            default=reason,
            min_length=SHORTEST_REASON,
            max_length=LONGEST_REASON,
        )
        about = "Kept in the log. Send the form to do it."
        self.add_item(ui.TextDisplay(question))
        self.add_item(ui.Label(text="Reason", description=about, component=self.reason))

    async def submitted(self, interaction: Interaction) -> None:
        await self._go_on(interaction, self.reason.value)


async def _ask(interaction: Interaction, number: int, what: str, reason: str, go_on: GoOn) -> None:
    guild_id = guild_of(interaction)
    group = await interaction.client.app.groups.group(guild_id, number)
    title = plain(clip(group.title, 60))
    question = (
        f"**{what} disbands {say.group} {number}: {title}.** They're its last member. Its number "
        "won't be used again, and "
        "its open invitations end. Nothing has been changed yet; you can undo it afterwards."
    )
    await interaction.response.send_modal(DisbandForm(guild_id, number, question, reason, go_on))


def _staff(interaction: Interaction, reason: str) -> ByStaff:
    return ByStaff(by=who_of(interaction), at=pressed_at(interaction), reason=reason)


async def _done(interaction: Interaction, change_id: int | None, words: str) -> None:
    """Say what staff has done, with its undo."""
    scene = await scene_of(interaction.client, guild_of(interaction))
    card = staff_cards.changed_card(scene, change_id, words)
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)
