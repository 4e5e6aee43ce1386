"""Changing what a page or a message is about: a menu with what staff can do about each thing on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.layout import Card, Menu, Option, lay_out, message_texts
from bot.client.look import KINDS, plain
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.course.change_words import named
from bot.course.items import Item
from bot.course.timeline import DAY, Timeline
from bot.course.words import say
from bot.errors import StalePage
from bot.ids import GuildId, MessageId
from bot.library.ui import forms
from bot.library.ui.choices import BY_NAME, CHOICES
from bot.library.ui.fields import MOST_OPTIONS
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

PAGES = ("day", "week", "today", "next", "deadlines")
"""The pages that staff can change something from, by the first word of their address."""
SOONEST = 6
"""Things that are offered where nothing says which one it is about."""
SHORTEST = 5
"""Characters of a name that is looked for in a message: a shorter one stands in many by chance."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def things_at(timeline: Timeline, address: str, now: datetime) -> list[Item]:
    """List what a page shows that can be changed, the soonest first."""
    word, found = address.partition(":")[0], _DAY.search(address)
    if word == "deadlines":
        return list(timeline.open_deadlines(now))
    if word == "next":
        return soonest(timeline, now)
    first = date.fromisoformat(found[0]) if found else timeline.today(now)
    days = timeline.days_between(first, first + 6 * DAY) if word == "week" else (first,)
    return list(dict.fromkeys(item for day in days for item in timeline.on(day)))


def soonest(timeline: Timeline, now: datetime) -> list[Item]:
    """List the next meetings and deadlines."""
    return list(islice(_ahead(timeline, now), SOONEST))


def named_in(timeline: Timeline, text: str, now: datetime) -> list[Item]:
    """List what is ahead that a text names."""
    said = text.lower()
    return [i for i in _ahead(timeline, now) if any(name.lower() in said for name in _names(i))]


def _ahead(timeline: Timeline, now: datetime) -> Iterator[Item]:
    """Yield the meetings and deadlines from today on, by time."""
    today = timeline.today(now)
    return (i for i in timeline.items if i.day >= today and (i.is_meeting or i.deadline))


def _names(item: Item) -> Iterator[str]:
    people = (speaker.name for speaker in item.speakers)
    names = (item.title, item.deadline.short if item.deadline else "", *people)
    return (name for name in names if len(name) >= SHORTEST)


def menu_of(
    guild_id: GuildId, timeline: Timeline, items: Iterable[Item], now: datetime
) -> Menu | None:
    """Offer what can be done about some things; None if there is nothing."""
    known = [
        (choice, {value: label for label, value in choice.about.options(timeline, now)})
        for choice in CHOICES
        if choice.about and choice.about.options and choice.about.id in ("item", "id")
    ]
    found: dict[str, Option] = {}
    for item in items:
        for choice, labels in known:
            assert choice.about
            key = item.key if choice.about.id == "item" else item.id
            if key in labels:
                value = f"{choice.name}|{key}"
                found[value] = Option(choice.title, value, labels[key])
    if len(found) > MOST_OPTIONS:  # what can be done at all comes first; its form asks which
        names = dict.fromkeys(value.partition("|")[0] for value in found)
        titles = (Option(BY_NAME[name].title, f"{name}|", "The form asks which") for name in names)
        found = {option.value: option for option in titles} | found
    options = tuple(found.values())[:MOST_OPTIONS]
    words = f"Change something here (only {say.staff} see this)"
    return Menu(f"change-here:{guild_id}", words, options) if options else None


def page_menu(interaction: Interaction, guild_id: GuildId, address: str) -> Menu | None:
    """Offer staff what can be changed of what a page shows."""
    timeline, now = interaction.client.app.courses.stated(guild_id), interaction.client.clock.now()
    return menu_of(guild_id, timeline, things_at(timeline, address, now), now)


def days_menu(interaction: Interaction, guild_id: GuildId, days: Iterable[date]) -> Menu | None:
    """Offer staff what can be changed of some days."""
    timeline, now = interaction.client.app.courses.stated(guild_id), interaction.client.clock.now()
    items = dict.fromkeys(i for day in days for i in timeline.on(day))
    return menu_of(guild_id, timeline, items, now)


async def about_message(interaction: Interaction, message: discord.Message) -> None:
    """Offer what can be done about what a message speaks of."""
    app, guild_id, now = interaction.client.app, guild_of(interaction), pressed_at(interaction)
    timeline = app.courses.stated(guild_id)
    keys = await app.delivery.said_in(guild_id, MessageId(message.id))
    found = [i for i in timeline.items if i.key in keys or i.id in keys]
    found = found or named_in(timeline, "\n".join(message_texts(message)), now)
    menu = menu_of(guild_id, timeline, found, now)
    if menu is not None:
        names = dict.fromkeys(plain(named(item)) for item in found)
        text = "### What do you want to change?\n" + "\n".join(f"- {n}" for n in names)
    else:
        menu = menu_of(guild_id, timeline, soonest(timeline, now), now)
        text = "### I can't tell what that message is about\n"
        text += (
            "Choose from what's next, or use `/staff change`." if menu else "Use `/staff change`."
        )
    card = Card(KINDS["staff"], (text,), menu=menu)
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


class ChangeHere(
    Persistent[ui.Select[ui.LayoutView]],
    template=r"change-here:(?P<guild>\d+)",
    needs=Capability.CHANGE_COURSE,
):
    """Opens the form for what was chosen. Raises NothingToChange, StalePage."""

    async def used(self, interaction: Interaction) -> None:
        what, _, about = self.item.values[0].partition("|")
        if what not in BY_NAME:
            raise StalePage
        await forms.open_form(interaction, what, about)
