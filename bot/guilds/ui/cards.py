"""`/setup` as people see it: a picker for each channel and role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.client.layout import Card, Press, Reply, lay_out
from bot.client.look import KINDS
from bot.course.words import in_words, say
from bot.guilds.rules import CHANNELS, ROLES, GuildSettings, missing
from bot.ids import ChannelId, GuildId
from bot.text import listing, lowered

PUBLIC = "setup:public"
START_HERE = "start here"
"""The board that newcomers find pinned."""

PURPOSES = {
    "announcements_channel": (
        "Announcements channel",
        "reminders and boards that everybody should see",
    ),
    "office_hours_channel": ("Office hours channel", "when office hours open and close"),
    "staff_channel": ("Staff channel", "what needs a person: failures, questions, late work"),
    "staff_role": ("Staff role", "may use every command"),
    "judge_role": ("Judge role", "may score entries"),
    "registered_role": ("Registered student role", "counts towards a group's prizes"),
    "affiliate_role": ("Affiliate role", "may enter competitions"),
    "listener_role": ("Listener role", "takes part without credit"),
}


def setup_reply(settings: GuildSettings, hidden: Sequence[str] = ()) -> Reply:
    """Lay out the pickers with what is chosen, and say first what is still missing.

    Args:
        hidden: what Discord shows only to those who manage the server, until it opens it to a role, as it is written.
    """
    left = missing(settings)
    head = (
        "### Setup is complete"
        if not left
        else f"### Setup: {len(left)} of {len(PURPOSES)} still to choose"
    )
    advice = (
        "Choose with the pickers; each choice is saved at once, and clearing a picker unsets it. "
        "Nothing is posted anywhere until its channel is chosen."
    )
    items: list[ui.Item[Any]] = [ui.TextDisplay(f"{head}\n{advice}"), ui.Separator()]
    for name in (*CHANNELS, *ROLES):
        title, purpose = map(in_words, PURPOSES[name])
        mark = "▫️" if getattr(settings, name) is None else "✅"
        items += [
            ui.TextDisplay(f"{mark} **{title}**: {purpose}"),
            ui.ActionRow(_picker(settings, name)),
        ]
    items.append(
        ui.Section[Any](
            ui.TextDisplay[Any](
                "**Start here**: a pinned message in the announcements channel with five buttons "
                f"(today, deadlines, my stuff, find {say.a_group}, ask)"
            ),
            accessory=ui.Button[Any](label="Post it", custom_id="setup:start-here"),
        )
    )
    if hidden:
        items.append(
            ui.TextDisplay(
                f"-# Discord shows {listing(hidden)} only to people with the Manage Server permission. To show "
                f"them to your {say.staff} or judges, too, open Server Settings, Integrations, this bot, and add the "
                "role to each."
            )
        )
    return Reply([ui.Container(*items, accent_colour=KINDS["staff"].colour)])


def public_reply(guild_id: GuildId, channel_id: ChannelId) -> Reply:
    """Ask whether a channel that everybody can read shall be staff's."""
    head = f"### Everybody in this server can read <#{channel_id}>"
    text = (
        f"In the {say.staff} channel I post what only {say.staff} should see: who handed in late, conflicts of "
        "interest, what students ask. Nothing is saved yet. Make the channel private under Edit Channel, Permissions, "
        "and choose it again, or choose another."
    )
    address = f"{PUBLIC}:{guild_id}:{channel_id}"
    keep = Press("Choose another", f"{address}:no", discord.ButtonStyle.primary)
    use = Press("Use it anyway", f"{address}:yes", discord.ButtonStyle.danger)
    return lay_out(Card(KINDS["staff"], (head, text), (keep, use)))


def _picker(settings: GuildSettings, name: str) -> ui.Item[Any]:
    chosen = getattr(settings, name)
    title = in_words(PURPOSES[name][0])
    placeholder = f"Choose the {lowered(title)}"
    if name in CHANNELS:
        default = [
            discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.channel)
        ]
        return ui.ChannelSelect(
            custom_id=f"setup:channel:{name}",
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            placeholder=placeholder,
            min_values=0,
            default_values=default if chosen else [],
        )
    default = [discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.role)]
    return ui.RoleSelect(
        custom_id=f"setup:role:{name}",
        placeholder=placeholder,
        min_values=0,
        default_values=default if chosen else [],
    )
