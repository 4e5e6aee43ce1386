"""`/help`: the commands this person may use, grouped, one line each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from discord import app_commands

from bot.client.access import capability_of
from bot.client.layout import PAGE_TEXT, Card, Reply, lay_out
from bot.client.look import KINDS, plural
from bot.client.pages import turn
from bot.permissions import CourseRole, may

GROUP_ORDER = ("Schedule", "Course", "Groups")
"""Headings (`heading` of a cog) that come first; the others follow by name."""


def help_reply(
    commands: Iterable[app_commands.Command[Any, ..., Any]], roles: frozenset[CourseRole]
) -> Reply:
    """Lay out the commands that somebody of these roles may use."""
    usable = [c for c in commands if may(roles, capability_of(c))]
    groups: dict[str, list[str]] = {}
    for command in sorted(usable, key=lambda c: c.qualified_name):
        heading = getattr(command.binding, "heading", "More")
        groups.setdefault(heading, []).append(f"`/{command.qualified_name}` {command.description}")
    order = sorted(groups, key=lambda g: (GROUP_ORDER.index(g) if g in GROUP_ORDER else 9, g))
    head = (
        f"### You can use {plural(len(usable), 'command')} here\n"
        "What I answer is seen by you alone, unless you share it."
    )
    body = "\n".join(f"**{group}**\n" + "\n".join(groups[group]) for group in order)
    buttons = (
        turn("What's next", "next:", 0, primary=True),
        turn("Schedule", "course:0", 1),
        turn("Topics", "topics:", 2),
    )
    return lay_out(Card(KINDS["course"], (head, body[:PAGE_TEXT]), buttons))
