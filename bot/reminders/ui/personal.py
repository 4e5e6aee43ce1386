"""What a person is shown of their own reminders: their preferences with a switch for each, and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import discord

from bot.client.layout import MAX_SWITCHES, Card, Menu, Option, Press, Reply, lay_out
from bot.client.look import KINDS as LOOKS
from bot.client.look import clip, due_stamp, plain, plural, read_back, stamp
from bot.course.timeline import Timeline
from bot.delivery.model import Row
from bot.ids import GuildId, UserId
from bot.reminders.model import LEADS, Preferences
from bot.reminders.preferences_service import digest_of
from bot.text import listing

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

DANGER = discord.ButtonStyle.danger
SHOWN = 10
"""Reminders of one's own that are listed; more are only counted."""


@dataclass(frozen=True, slots=True)
class Switch:
    """What can be switched on: what it is called in the course, and whether it comes as long before as chosen."""

    label: str
    beforehand: bool


Switches = Mapping[str, Switch]
"""Each by the preference that is stored."""


async def preferences_reply(
    bot: CourseBot, guild_id: GuildId, user_id: UserId, done: str = ""
) -> Reply:
    """Lay out what a person wants and which reminders of their own are waiting. `done`: what they have just done."""
    preferences = await bot.app.preferences.preferences(guild_id, user_id)
    own = await bot.app.preferences.own(guild_id, user_id)
    card = preferences_card(guild_id, preferences, switches_of(bot, guild_id), own)
    return lay_out(replace(card, blocks=(done, *card.blocks)) if done else card)


def switches_of(bot: CourseBot, guild_id: GuildId) -> Switches:
    """Return what can be switched on in a server's course."""
    timeline = bot.app.courses.timeline(guild_id)
    found = bot.app.reminders.kinds.preferences(timeline)
    return {name: Switch(kind.switch(timeline), kind.beforehand) for name, kind in found.items()}


def preferences_card(
    guild_id: GuildId, preferences: Preferences, switches: Switches, own: Sequence[Row]
) -> Card:
    """Draw somebody's preferences, with a switch for each."""
    wanted = wanted_words(preferences, switches)
    on = preferences.is_on and wanted
    off = "The course's reminders are off; your own still come" if own else "DM reminders are off"
    head = f"I'll remind you by direct message: {wanted}" if on else off
    lines = ["Deadline reminders leave out what you've handed in, and name what's missing."]
    if preferences.closed:
        lines.append(
            "⚠️ Your direct messages were closed. Open them for this server, then switch on again."
        )
    lines += own_lines(own)
    forget = Press("Remove my own reminders", f"mine:{guild_id}:forget", DANGER)
    return Card(
        LOOKS["reminder"],
        (f"### {'🔔' if on else '🔕'} {head}", "\n".join(lines)),
        (forget,) if own else (),
        _presses(guild_id, preferences, switches),
        own_menu(guild_id, own) if own else None,
    )


def own_menu(guild_id: GuildId, own: Sequence[Row]) -> Menu:
    """Offer each of somebody's own reminders, to remove or move it."""
    options = (Option(row.notice.body, row.notice.key.rpartition(":")[2]) for row in own)
    return Menu(f"mine-own:{guild_id}", "Move or remove one of your own", tuple(options))


def own_card(guild_id: GuildId, timeline: Timeline, row: Row) -> Card:
    """Draw one of somebody's own reminders, with what can be done with it."""
    id = row.notice.key.rpartition(":")[2]
    text = f"### 🔔 {plain(clip(row.notice.body, 200))}\nI'll remind you {due_stamp(row.notice.due_at)}."
    text += f"\n{read_back(timeline, row.notice.due_at)}"
    buttons = (
        Press("Move it", f"own:{guild_id}:{id}:move", discord.ButtonStyle.primary),
        Press("Remove it", f"own:{guild_id}:{id}:remove", DANGER),
        Press("Back", f"mine:{guild_id}:keep"),
    )
    return Card(LOOKS["reminder"], (text,), buttons)


def wanted_words(preferences: Preferences, switches: Switches) -> str:
    """Return what somebody wants: deadlines and lectures, 3h before; grades right away."""
    chosen = [switch for name, switch in switches.items() if name in preferences.kinds]
    at_once = listing(one.label for one in chosen if not one.beforehand)
    by_leads: dict[tuple[str, ...], list[str]] = {}
    for name, one in switches.items():
        if name in preferences.kinds and one.beforehand:
            by_leads.setdefault(preferences.leads_of(name), []).append(one.label)
    parts = [f"{listing(some)}, {listing(leads)} before" for leads, some in by_leads.items()]
    return "; ".join([*parts, *([f"{at_once} right away"] if at_once else [])])


def own_lines(own: Sequence[Row]) -> list[str]:
    """List somebody's own reminders."""
    if not own:
        return ["-# For one of your own: `/remind-me at: tomorrow 9am about: ...`"]
    more = len(own) - SHOWN
    return [
        f"**{plural(len(own), 'reminder')} of your own**",
        *(f"- {stamp(r.notice.due_at, 'f')} {plain(clip(r.notice.body, 80))}" for r in own[:SHOWN]),
        *([f"-# and {more} more"] if more > 0 else []),
    ]


def forget_card(guild_id: GuildId, own: Sequence[Row]) -> Card:
    """Ask once whether to forget the reminders that are listed."""
    head = f"### Remove {'this reminder' if len(own) == 1 else f'these {len(own)} reminders'}?"
    buttons = (
        Press("Remove", f"mine:{guild_id}:forget-{digest_of(own)}", DANGER),
        Press("Keep", f"mine:{guild_id}:keep"),
    )
    return Card(LOOKS["reminder"], (head, "\n".join(own_lines(own))), buttons)


def _presses(guild_id: GuildId, preferences: Preferences, switches: Switches) -> tuple[Press, ...]:
    def switch(label: str, what: str, on: bool) -> Press:
        counts = on and preferences.is_on  # what is chosen looks on only while anything comes
        style = discord.ButtonStyle.success if counts else discord.ButtonStyle.secondary
        return Press(f"{label} ✓" if on else label, f"mine:{guild_id}:{what}", style)

    main = switch("On" if preferences.is_on else "Switch on", "on", preferences.is_on)
    kinds = [
        switch(one.label.capitalize(), f"kind-{k.replace(' ', '-')}", k in preferences.kinds)
        for k, one in switches.items()
    ]
    timed = {
        name: one.label
        for name, one in switches.items()
        if one.beforehand and name in preferences.kinds
    }
    leads = [
        switch(
            f"{lead} before{f' {label}' if len(timed) > 1 else ''}",
            f"lead-{lead}-{name.replace(' ', '-')}",
            lead in preferences.leads_of(name),
        )
        for name, label in timed.items()
        for lead in LEADS
    ]
    return (main, *kinds, *leads)[:MAX_SWITCHES]
