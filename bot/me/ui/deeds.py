"""Cards that ask before anything is done for a person. Decides nothing."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.assignments.ui.cards import open_button
from bot.client.layout import Button, Card, Press
from bot.client.look import KINDS, clip, due_stamp, plain
from bot.course.words import say
from bot.groups.ui.confirming import leave_card
from bot.groups.ui.replies import Scene
from bot.ids import GuildId
from bot.me.ui.answers import named
from bot.me.ui.cards import View
from bot.text import listing

PRIMARY = discord.ButtonStyle.primary
MOST_WORK = 3


def remind_card(guild_id: GuildId, question: int, at: datetime, about: str, note: str) -> Card:
    """Ask whether to remind somebody. `note`: the moment in the course's zone, and what was assumed of it."""
    text = f"### Remind you {due_stamp(at)}?\n{plain(clip(about, 300))}\n{note}"
    confirm = Press("Remind me", f"remind-at:{guild_id}:{question}:{int(at.timestamp())}", PRIMARY)
    return Card(KINDS["reminder"], (text,), (confirm,))


def no_moment_card() -> Card:
    """Say that no moment could be read."""
    text = (
        "**I can't tell when to remind you.** Nothing is set. "
        "Try `remind me tomorrow at 9 to hand in my slides`, or use `/remind-me`."
    )
    return Card(KINDS["reminder"], (text,))


def sign_up_card(view: View) -> Card:
    """Offer the form that signs a group up."""
    if view.me.group is not None:
        number = view.me.group.number
        buttons: tuple[Button, ...] = (
            Press(f"My {say.group}", f"group:show:{view.guild_id}:0", PRIMARY),
        )
        return Card(
            KINDS["groups"],
            (f"**You're already in {say.group} {number}.** Nothing was changed.",),
            buttons,
        )
    press = Press(f"Sign up {say.a_group}", f"group:sign-up:{view.guild_id}:0", PRIMARY)
    asks = "its title and your idea" if view.in_dm else "its title, your idea and who else"
    text = f"**Sign up {say.a_group}?** A form asks for {asks}. Nothing is signed up before you send it."
    if view.in_dm:
        text += " You invite people afterwards, in the course's server, with `/group invite`."
    return Card(KINDS["groups"], (text,), (press,))


def leaving_card(scene: Scene, view: View) -> Card:
    """Ask whether to leave one's group; say so where there is none."""
    if view.me.group is None:
        return Card(
            KINDS["groups"], (f"**You're not in {say.a_group}.** There's nothing to leave.",)
        )
    return leave_card(scene, view.me.group)


def hand_in_card(view: View, rest: str) -> Card:
    """Offer the form that hands in what somebody named."""
    standings = [
        s for s in named(view.me, rest) if not (s.assignment.by_group and not view.me.group)
    ]
    if not standings:
        text = "**I don't see anything you could hand in here.** `/deadlines` says what is due and where."
        return Card(KINDS["hand-ins"], (text,))
    shown = [s.assignment for s in standings[:MOST_WORK]]
    text = (
        "**Hand in what?** A form opens."
        if len(shown) > 1
        else f"**Hand in your {shown[0].title}?** A form opens."
    )
    buttons = (open_button(view.guild_id, one, primary=n == 0) for n, one in enumerate(shown))
    return Card(
        KINDS["hand-ins"], (f"{text} Nothing is handed in before you send it.",), tuple(buttons)
    )


def dropped_card(view: View, message_id: int, names: list[str]) -> Card:
    """Ask as what to hand in files that somebody dropped into a direct message."""
    takes = [s.assignment for s in view.me.work if s.assignment.takes_files and not s.instead]
    files = plain(clip(listing(names), 300))
    if not takes:
        text = f"**I got {files}, but this course takes no files here.** Nothing was handed in."
        return Card(KINDS["hand-ins"], (text,))
    text = f"**Hand in {files}?** Nothing is handed in before you press."
    buttons = [
        Press(f"As my {one.title}", f"drop:{view.guild_id}:{one.id}:{message_id}", PRIMARY)
        if n == 0
        else Press(f"As my {one.title}", f"drop:{view.guild_id}:{one.id}:{message_id}")
        for n, one in enumerate(sorted(takes, key=lambda one: not one.holder))
    ]
    return Card(KINDS["hand-ins"], (text,), tuple(buttons[:5]))
