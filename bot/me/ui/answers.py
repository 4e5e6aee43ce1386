"""Answers about one person, from what is known of them; and cards that ask before anything is done. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

import discord

from bot.assignments.standing import Standing
from bot.assignments.ui.cards import open_button, punctuality
from bot.client.layout import Button, Card, Press
from bot.client.look import KINDS, clip, due_stamp, plain, plural, stamp
from bot.cohorts.rules import kind_named
from bot.cohorts.ui.cards import choosing, next_meeting
from bot.course.cohorts import Cohort, kinds_of
from bot.course.words import say
from bot.groups.ui.cards import leave_card
from bot.groups.ui.scene import Scene
from bot.ids import GuildId
from bot.me.asking import About, Personal
from bot.me.model import Me
from bot.me.rules import next_step
from bot.me.ui.cards import View, places, reminder_lines, step_buttons
from bot.presentations.ui.cards import slot_text
from bot.text import listing, lowered, raised

KIND = KINDS["answer"]
PRIMARY = discord.ButtonStyle.primary
FOOT = "-# From what I know about you; only you can see this."
MOST_WORK = 3


def answer_card(asked: Personal, view: View) -> Card | None:
    """Answer what somebody asks about themselves; None where nothing is known, so that the course may answer."""
    text = _TEXTS[asked.about](view, asked.rest)
    if not text:
        return None
    step = next_step(view.course, view.me, view.now)
    main = step_buttons(view.course, view.guild_id, step, in_dm=view.in_dm)[:1]
    shown = main if asked.about in ("missing", "group") else ()
    if asked.about == "cohort":
        shown = choosing(view.course, view.guild_id, view.me.cohorts)[:3]
    return Card(KIND, (text, FOOT), (*shown, my_stuff(view.guild_id)))


def my_stuff(guild_id: GuildId) -> Press:
    """Make the button that shows somebody what concerns them."""
    return Press("My stuff", f"me:{guild_id}")


def _who(view: View) -> str:
    me = view.me
    assert me.group is not None
    others = [view.names.get(id) or f"<@{id}>" for id in me.group.member_ids if id != me.user_id]
    return listing(["you", *others])


def _group(view: View, _rest: str) -> str:
    me = view.me
    if me.policy is None:
        return ""
    if me.group is None:
        invites = listing([f"{say.group} {g.number}" for g in me.invites])
        return f"**You're not in {say.a_group} yet.**" + (
            f" You're invited by {invites}." if invites else ""
        )
    title = plain(clip(me.group.title, 100))
    return f"**You're in {say.group} {me.group.number}: {title}**\nMembers: {_who(view)}."


def _team(view: View, rest: str) -> str:
    me = view.me
    if me.group is None:
        return _group(view, rest)
    waiting = len(me.group.invited)
    more = f" {waiting} invited and not in yet." if waiting else ""
    return f"**In {say.group} {me.group.number}: {_who(view)}.**{more}"


def named(me: Me, words: str) -> list[Standing]:
    """Return the assignments that some words name; all for none."""
    said = set(re.findall(r"[a-z0-9]+", words.lower()))
    found = [s for s in me.work if said & _names(s, me)]
    return found or [*me.work]


def _names(standing: Standing, me: Me) -> set[str]:
    """Return the words that tell an assignment from the others."""
    mine = set(re.findall(r"[a-z0-9]+", standing.assignment.title.lower()))
    others = [
        set(re.findall(r"[a-z0-9]+", s.assignment.title.lower()))
        for s in me.work
        if s is not standing
    ]
    return {word for word in mine if not any(word in other for other in others)} or mine


def _handed_in(view: View, rest: str) -> str:
    standings = named(view.me, rest)
    if not standings:
        return ""
    there = [s for s in standings if s.version]
    if len(standings) == 1 and not there:
        due = standings[0].due.at
        return f"**No, I don't have your {standings[0].assignment.title} yet.** It's due {due_stamp(due)}."
    if not there:
        return "**You haven't handed in anything here yet.**"
    lines = ["**Yes, it's in.**" if len(standings) == 1 else "**This is what I have from you:**"]
    for one in there:
        assert one.version is not None
        received = stamp(one.version.at, "F")
        lines.append(
            f"{raised(one.assignment.title)}, version {one.version.number}, {punctuality(one.version)}, "
            f"received {received} · {places(one)}"
        )
    return "\n".join(lines)


def _missing(view: View, _rest: str) -> str:
    me, now = view.me, view.now
    open_ = [s for s in me.work if not s.done and s.due.at >= now]
    must = [
        s for s in open_ if s.assignment.required and not (s.assignment.by_group and not me.group)
    ]
    step = next_step(view.course, me, now)
    lines = [
        f"- {raised(s.assignment.title)}, due {due_stamp(s.due.at)}{' with your extension' if s.due.extended else ''}"
        for s in must
    ]
    if step.kind in ("sign up", "answer"):
        lines.insert(0, f"- {say.A_group}: sign-up closes {due_stamp(step.at or now)}")
    lines += [f"- {raised(s.assignment.title)}: {places(s)}" for s in me.work if s.to_confirm]
    optional = [s.assignment.title for s in open_ if not s.assignment.required]
    head = (
        "**You still have this to do:**"
        if lines
        else "**There's nothing left you have to hand in.**"
    )
    foot = [f"-# Optional, for prizes: {listing(optional)}"] if optional else []
    return "\n".join([head, *lines, *foot])


def _pitch(view: View, _rest: str) -> str:
    me = view.me
    if me.slot is None or me.group is None:
        return _cohort(view, "slot")  # which may be what a course calls a cohort
    return f"**{slot_text(me.group.number, me.slot.state, me.slot.at, me.slot.before)}**"


def _more_time(view: View, rest: str) -> str:
    more = [s for s in named(view.me, rest) if s.due.extended]
    lines = [f"- {raised(s.assignment.title)}: until {due_stamp(s.due.at)}" for s in more]
    told = [f"**Yes, {say.staff} gave you more time:**", *lines] if more else []
    left = [s.due.left for s in view.me.work if s.due.policy and s.due.policy.free_days]
    if left:
        told.append(
            f"**You have {plural(max(0, min(left)), f'free {say.late_day}', f'free {say.late_days}')} left.**"
        )
    return "\n".join(told)


def _reminders(view: View, _rest: str) -> str:
    return "\n".join(reminder_lines(view))


def _cohort(view: View, rest: str) -> str:
    """Say which cohort is theirs, and when it meets; nothing where they speak of something else."""
    timeline = view.timeline
    kinds = kinds_of(timeline.course.cohorts)
    kind = kind_named(timeline, rest) if rest else ""
    if rest and not kind:
        return ""
    lines: list[str] = []
    for one in [kind] if kind else kinds:
        mine = next((c for c in kinds[one] if c.id in view.me.cohorts), None)
        lines.append(_place_in(view, mine) if mine else f"**I don't know your {one} yet.**")
    return "\n".join(lines)


def _place_in(view: View, mine: Cohort) -> str:
    item = next_meeting(view.timeline, mine, view.now)
    if item is None or item.starts_at is None:
        return f"**You're in {plain(mine.title)}.** No meeting of it is ahead."
    what = f"Its {lowered(item.kind)} is next {due_stamp(item.starts_at)}"
    place = f" · {item.where}" if item.where else ""
    who = f", with {plain(mine.leader)}" if mine.leader else ""
    return f"**You're in {plain(mine.title)}.** {what}{place}{who}."


_TEXTS: Mapping[About, Callable[[View, str], str]] = {
    "group": _group, "team": _team, "handed in": _handed_in, "missing": _missing,
    "pitch": _pitch, "more time": _more_time, "reminders": _reminders, "cohort": _cohort,
}  # fmt: skip


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


def sign_up_card(view: View, mention: str) -> Card:
    """Offer the form that signs a group up. `mention`: its command as a link."""
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
    if view.in_dm:
        where = "in the course's server"
        text = f"**{say.Groups} are signed up {where}**, where you can pick their people: {mention} there."
        return Card(KINDS["groups"], (text,), (my_stuff(view.guild_id),))
    press = Press(f"Sign up {say.a_group}", "groups:sign-up", PRIMARY)
    text = (
        f"**Sign up {say.a_group}?** A form asks for its title, your idea and who else. "
        "Nothing is signed up before you send it."
    )
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


def private_card(guild_id: GuildId, kind: str) -> Card:
    """Offer an answer about whoever presses, to them alone, where a channel would read it. `kind`: what was asked."""
    text = "**That's about you, so I'll tell only you.** Press the button, or ask me with `/ask` or by direct message."
    press = Press("Show me", f"about-me:{guild_id}:{kind.replace(' ', '-')}", PRIMARY)
    return Card(KIND, (text,), (press,))
