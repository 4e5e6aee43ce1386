"""A nudge for people without a group: staff see how many first, and one button sends it.

Without the members intent the bot can't list the server. The people it knows to be without a group are those
on the board of `/find-group` and those with an open invitation; the preview says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.layout import Card, Press, lay_out
from bot.client.look import KINDS, due_stamp, plural
from bot.client.surfaces import Persistent, guild_of
from bot.groups.errors import SignupClosed
from bot.groups.ui import cards, handlers
from bot.groups.ui.cards import Scene
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


async def unteamed(bot: CourseBot, guild_id: int) -> list[int]:
    """Return the people known to look for a group or to have an open invitation, and to be in none."""
    groups = await bot.app.groups.groups(guild_id)
    grouped = {id for group in groups for id in group.member_ids}
    waiting = {i.user_id for group in groups for i in group.invitations}
    return sorted((waiting | set(await bot.app.teammates.seekers(guild_id))) - grouped)


async def preview(interaction: Interaction) -> None:
    """Show staff whom a nudge would reach; nothing is sent. Raises SignupClosed."""
    bot, guild_id = interaction.client, guild_of(interaction)
    scene = await handlers.scene_of(bot, guild_id)
    if scene.now > scene.policy.closes_at:
        raise SignupClosed(scene.policy.closes_at)
    people = await unteamed(bot, guild_id)
    head = f"### A nudge would reach {plural(len(people), 'person', 'people')}; nothing is sent yet"
    about = (
        "They are on the board of `/find-group` or have an open invitation, and are in no group."
    )
    names = ", ".join(f"<@{id}>" for id in people[:40])
    button = Press(f"Send to {len(people)}", "groups-nudge:send", discord.ButtonStyle.primary)
    blocks = (head, about, *([names] if names else []))
    card = Card(KINDS["staff"], blocks, (button,) if people else ())
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


class NudgeButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"groups-nudge:send",
    needs=Capability.MANAGE_GROUPS,
):
    """Sends the nudge, once."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, guild_of(interaction)
        scene, people = await handlers.scene_of(bot, guild_id), await unteamed(bot, guild_id)
        sending = cards.done_card(f"### Sending to {plural(len(people), 'person', 'people')} …")
        await interaction.response.edit_message(view=lay_out(sending))
        reached = [await bot.messenger.dm(user_id, nudge_card(scene)) for user_id in people]
        closed = reached.count(False)
        text = f"### ✅ {plural(reached.count(True), 'person', 'people')} nudged"
        text += (
            f"\n{plural(closed, 'person', 'people')} could not be reached: closed DMs."
            if closed
            else ""
        )
        await interaction.edit_original_response(view=lay_out(cards.done_card(text)))


def nudge_card(scene: Scene) -> Card:
    """Draw the nudge."""
    head = (
        f"### You are in no project group yet; sign-up closes {due_stamp(scene.policy.closes_at)}"
    )
    text = "Groups with free seats and people who look for one are on the board: `/find-group` in the server."
    return cards.news_card(scene, f"{head}\n{text}")
