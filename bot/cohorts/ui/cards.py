"""Cohorts as people see them: theirs on `/me`, all of a kind to choose from. Decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import discord

from bot.client.layout import MAX_OPTIONS, Button, Card, Menu, Option, Press
from bot.client.look import KINDS, clip, due_stamp, plain, stamp
from bot.client.pages import turn
from bot.cohorts import rules
from bot.course.cohorts import Cohort, kinds_of
from bot.course.model import Course
from bot.course.timeline import Item, Timeline
from bot.ids import GuildId
from bot.text import clock_time, day_name, plural

KIND = KINDS["course"]
EMOJI = "🧭"
ALL_TEXT = 3000


def own_lines(timeline: Timeline, now: datetime) -> list[str]:
    """Name somebody's cohorts with the next meeting of each, and say which aren't known. `timeline`: as theirs."""
    lines: list[str] = []
    for kind, some in kinds_of(timeline.course.cohorts).items():
        mine = next((one for one in some if one.id in timeline.mine), None)
        if mine is not None:
            lines.append(f"{EMOJI} **{plain(mine.title)}**{_next(timeline, mine, now)}")
        elif any(one.can_be_chosen for one in some):
            lines.append(f"{EMOJI} **You haven't chosen a {kind}**, so you see what each has.")
        else:
            lines.append(
                f"{EMOJI} I don't know your {kind}: a role in this server says it, and you have none of these."
            )
    return lines


def _next(timeline: Timeline, cohort: Cohort, now: datetime) -> str:
    item = next_meeting(timeline, cohort, now)
    if item is None:
        return ""
    place = f" · {item.where}" if item.where else ""
    return f" · next {stamp(item.starts_at or now, 'F')}{place}"


def next_meeting(timeline: Timeline, cohort: Cohort, now: datetime) -> Item | None:
    """Return the next meeting that is a cohort's own."""
    ahead = (item for item in timeline.timed if item.starts_at and item.starts_at > now)
    return next((item for item in ahead if cohort.id in item.cohorts), None)


def about_card(timeline: Timeline, one: Cohort, now: datetime) -> Card:
    """Answer when a cohort meets next, where and with whom."""
    item = next_meeting(timeline, one, now)
    if item is None or item.starts_at is None:
        return Card(KINDS["answer"], (f"**No meeting of {plain(one.title)} is ahead.**",))
    place = f" · {item.where}" if item.where else ""
    who = f", with {plain(one.leader)}" if one.leader else ""
    text = f"**{plain(one.title)} meets next {due_stamp(item.starts_at)}**{place}{who}."
    return Card(KINDS["answer"], (text,), (turn("That day", f"day:{item.day}"),))


def choosing(course: Course, guild_id: GuildId, mine: Collection[str]) -> tuple[Press, ...]:
    """Make a button for each kind of cohort that somebody can choose."""
    unknown, found = rules.to_choose(course, mine), list[Press]()
    for kind, some in kinds_of(course.cohorts).items():
        own = next((one for one in some if one.id in mine), None)
        if kind in unknown:
            first = next(one for one in some if one.can_be_chosen)
            style = discord.ButtonStyle.primary
            found.append(
                Press(f"Choose your {kind}"[:80], f"cohorts:{guild_id}:{first.id}:0", style)
            )
        elif own is not None and own.can_be_chosen:
            found.append(Press(f"Change {kind}"[:80], f"cohorts:{guild_id}:{own.id}:0"))
    return tuple(found)


def choose_card(
    timeline: Timeline,
    guild_id: GuildId,
    about: Cohort,
    people: Mapping[str, int],
    now: datetime,
    page: int = 0,
) -> Card:
    """Draw the cohorts of a kind to choose from. `about`: one of them. `people`: how many are in each."""
    every = [one for one in timeline.course.cohorts if one.kind == about.kind and one.can_be_chosen]
    first = page * MAX_OPTIONS if page * MAX_OPTIONS < len(every) else 0
    shown = every[first : first + MAX_OPTIONS]
    lines = [f"### Choose your {plain(about.kind)}"]
    lines += [_line(timeline, one, people.get(one.id, 0), now) for one in shown]
    options = tuple(
        Option(clip(one.title, 100), one.id, _when(timeline, one, now)) for one in shown
    )
    menu = Menu(f"cohort:{guild_id}", f"Your {about.kind}", options)
    buttons: list[Button] = []
    if len(every) > MAX_OPTIONS:
        following = page + 1 if first + MAX_OPTIONS < len(every) else 0
        buttons.append(Press("More", f"cohorts:{guild_id}:{about.id}:{following}"))
    return Card(KIND, (clip("\n".join(lines), ALL_TEXT),), tuple(buttons), menu=menu)


def _line(timeline: Timeline, one: Cohort, people: int, now: datetime) -> str:
    left = max(0, one.capacity - people) if one.capacity else None
    seats = "" if left is None else f" · {plural(left, 'seat')} left" if left else " · **full**"
    about = f" · {plain(clip(one.about, 150))}" if one.about else ""
    who = f" · {plain(one.leader)}" if one.leader else ""
    return f"- **{plain(one.title)}**{_next(timeline, one, now)}{who}{seats}{about}"


def _when(timeline: Timeline, one: Cohort, now: datetime) -> str:
    item = next_meeting(timeline, one, now)
    if item is None or item.starts_at is None:
        return clip(one.about or "", 100)
    place = f" · {item.where}" if item.where else ""
    local = item.starts_at.astimezone(timeline.zone)
    return clip(f"Next {day_name(local.date())}, {clock_time(local.time())}{place}", 100)


def chosen_card(timeline: Timeline, guild_id: GuildId, one: Cohort, now: datetime) -> Card:
    """Say that somebody is in a cohort from now on."""
    head = f"### You're in {plain(one.title)}{_next(timeline, one, now)}"
    text = (
        "Your schedule, deadlines, reminders, calendar and answers are its own from now on. "
        "What the channel gets stays everybody's."
    )
    buttons = (
        turn("What's next", "next:", 0, primary=True),
        Press("My stuff", f"me:{guild_id}"),
        Press(f"Change {one.kind}"[:80], f"cohorts:{guild_id}:{one.id}:0"),
    )
    return Card(KIND, (f"{head}\n{text}",), buttons)
