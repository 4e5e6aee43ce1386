"""`/help`: what people need most, as links; everything else they may use here by topic, in a select."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from discord import app_commands, ui

from bot.client import offered
from bot.client.access import capability_of, here_of, may
from bot.client.errors import NoCourse, WhichCourse
from bot.client.layout import PAGE_TEXT, Card, Menu, Option, Reply, lay_out
from bot.client.look import KINDS, plural
from bot.client.pages import turn
from bot.client.surfaces import Interaction, Persistent
from bot.course.words import in_words
from bot.permissions import Capability, CourseRole

FIRST = (
    "me",
    "ask",
    "deadlines",
    "schedule",
    "signup-group",
    "submit",
    "remind-me",
    "next",
    "office-hours",
    "course",
)
"""What people need most, in this order. The first six of these that somebody has here are shown at once."""
SHOWN = 6
GROUP_ORDER = ("Schedule", "Course", "Groups")
"""Headings (`heading` of a cog) that come first; the others follow by name."""
MENU = "help:topic"

Command = app_commands.Command[Any, ..., Any]
Describe = Callable[[Command], str]
"""A command -> its link and what it does."""


def usable(
    commands: Iterable[Command], roles: frozenset[CourseRole], *, in_dm: bool
) -> list[Command]:
    """Return the commands that somebody of these roles has where they are, by name."""
    found = (
        command
        for command in commands
        if may(roles, capability_of(command))
        and not (in_dm and (command.root_parent or command).guild_only)
    )
    return sorted(found, key=lambda command: command.qualified_name)


def help_reply(commands: list[Command], describe: Describe, heading: str = "") -> Reply:
    """Lay out what somebody has here: what is needed most, or the commands under one heading.

    Args:
        commands: those they have, by name.
        heading: one of their headings; anything else shows what is needed most.
    """
    groups = _by_heading(commands)
    if heading in groups:
        head = f"### {heading}: {plural(len(groups[heading]), 'command')}"
        shown = groups[heading]
    else:
        head = f"### You have {plural(len(commands), 'command')} here"
        known = {command.qualified_name: command for command in commands}
        shown = [known[name] for name in FIRST if name in known][:SHOWN]
        head += "\nPress one to start it. Only you can see my replies, unless you share them."
    body = "\n".join(map(describe, shown))
    options = (Option(name, name, plural(len(groups[name]), "command")) for name in groups)
    menu = Menu(MENU, "Everything else, by topic", tuple(options))
    buttons = (
        turn("What's next", "next:", 0, primary=True),
        turn("Topics", "topics:", 1),
    )
    return lay_out(Card(KINDS["course"], (head, body[:PAGE_TEXT]), buttons, menu=menu))


def _by_heading(commands: list[Command]) -> dict[str, list[Command]]:
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(getattr(command.binding, "heading", "More"), []).append(command)
    order = sorted(groups, key=lambda g: (GROUP_ORDER.index(g) if g in GROUP_ORDER else 9, g))
    return {name: groups[name] for name in order}


async def reply_for(interaction: Interaction, heading: str = "") -> Reply:
    """Return `/help` for whoever asks, where they ask. Raises CannotAsk."""
    bot, here = interaction.client, here_of(interaction)
    roles = await bot.people.roles(here, interaction.user)
    commands = usable(bot.slash_commands(), roles, in_dm=here is None)
    try:
        timeline = bot.timeline_for(interaction)
    except (NoCourse, WhichCourse):
        timeline = None

    def describe(command: Command) -> str:
        words = offered.described(command, timeline) if timeline else in_words(command.description)
        return f"{bot.registered.mention(command.qualified_name, here)} {words}"

    return help_reply(
        offered.there(commands, timeline) if timeline else commands, describe, heading
    )


class HelpMenu(Persistent[ui.Select[ui.LayoutView]], template=MENU, needs=Capability.READ_COURSE):
    """Shows the commands under a heading."""

    async def used(self, interaction: Interaction) -> None:
        view = await reply_for(interaction, self.item.values[0])
        await interaction.response.edit_message(view=view)
