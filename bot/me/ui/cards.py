"""`/me`: what concerns one person, on one card, with the next thing to do as its main button. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import discord

from bot.assignments import catalog
from bot.assignments.standing import Standing
from bot.assignments.ui.cards import KIND as WORK
from bot.assignments.ui.cards import open_button, progress_button, punctuality, there_press
from bot.assignments.ui.late_words import late_line
from bot.client.layout import MAX_BUTTONS_A_ROW, RULE, Button, Card, Press, Visit
from bot.client.look import KINDS, clip, due_stamp, plain, stamp
from bot.cohorts.ui.cards import choosing, own_lines
from bot.course.model import Course
from bot.course.timeline import State, Timeline
from bot.course.words import say
from bot.groups.model import is_open, seats_left
from bot.groups.ui.cards import find, number_text, sign_up
from bot.groups.ui.words import sign_up_state
from bot.ids import GuildId
from bot.me.model import Me, Step
from bot.me.rules import needs_group, next_step
from bot.presentations.ui.cards import slot_text, unplanned_text
from bot.text import listing, raised

PRIMARY = discord.ButtonStyle.primary
GROUPS_NAMED = 3
MOST_BUTTONS = 5
DONE, OPEN = "✅", "▫️"


@dataclass(frozen=True, slots=True)
class View:
    """What `/me` is drawn from.

    Attributes:
        timeline: the course as they have it.
        reminders: what they are reminded of by direct message, in words; empty for nothing.
        names: people's names, escaped, where a mention may show as a bare number.
        in_dm: in a direct message, where people can't be picked and so no group is signed up.
        listener: they take part without credit, so what passing takes doesn't concern them.
    """

    guild_id: GuildId
    timeline: Timeline
    me: Me
    now: datetime
    reminders: str = ""
    names: Mapping[int, str] = field(default_factory=dict[int, str])
    in_dm: bool = False
    listener: bool = False

    @property
    def course(self) -> Course:
        """The course as they have it."""
        return self.timeline.course


def me_card(view: View) -> Card:
    """Draw what concerns somebody: what to do next first."""
    step = next_step(view.course, view.me, view.now)
    blocks = [headline(view, step)]
    cohorts = own_lines(view.timeline, view.now)
    blocks += [RULE, "\n".join(cohorts)] if cohorts else []
    blocks += [RULE, _group(view)] if view.me.policy else []
    if view.me.work:
        blocks += [RULE, clip("\n".join(["**What you hand in**", *_all_work(view)]), 2000)]
    blocks += [RULE, "\n".join(_rest(view))]
    return Card(WORK, tuple(blocks), buttons_of(view, step), _switches(view, step))


def headline(view: View, step: Step) -> str:
    """Say what to do next, and by when."""
    until = f" by {stamp(step.at)}" if step.at else ""
    if step.kind == "answer":
        group = view.me.invites[0]
        return f"### Next: {say.group} {group.number} invited you. Answer it{until}"
    if step.kind == "sign up":
        head = f"### Next: find {say.a_group}, or sign one up{until}"
        ways = _without_group(view)
        enough = f"To pass, a {listing(ways, 'or')} is enough; it takes no {say.group}."
        return f"{head}\n-# {enough}" if ways else head
    if step.standing is None:
        return _nothing_left(view)
    what = _what(step.standing)
    if step.kind == "confirm":
        return f"### Next: make sure your {what} is on {step.standing.place}, too{until and f',{until}'}"
    if step.kind == "late":
        return f"### Next: hand in your {what}, late\nDue {due_stamp(step.at or view.now)}."
    verb = "complete" if step.kind == "complete" else "hand in"
    if step.optional:
        return f"### There's nothing left you have to hand in\nOptional, for prizes: {verb} your {what}{until}."
    return f"### Next: {verb} your {what}{until}"


def _nothing_left(view: View) -> str:
    """Say that nothing is left to hand in; what passing takes besides is for its person to say they have done."""
    needed = view.me.progress.requirements
    to_say = [s for r in needed for way in r.ways for s in way if s.id and s.state == "open"]
    if view.listener or not to_say:
        return "### There's nothing left for you to do right now"
    return "### There's nothing left for you to hand in\nSay what else you've done for passing in **My progress**."


def _without_group(view: View) -> list[str]:
    """Name what somebody can still hand in by themselves in place of what a group presents."""
    presented = catalog.presented_by(view.course)
    ways = catalog.other_ways(view.course, presented) if presented else set[str]()
    return [s.assignment.title for s in view.me.work if s.assignment.id in ways and not s.version]


def _what(standing: Standing) -> str:
    title = standing.assignment.title
    return f"{say.group}'s {title}" if standing.assignment.by_group else title


def _group(view: View) -> str:
    me, emoji = view.me, KINDS["groups"].emoji
    assert me.policy is not None
    if me.group is not None:
        number, title = me.group.number, plain(clip(me.group.title, 80))
        others = [
            view.names.get(id) or f"<@{id}>" for id in me.group.member_ids if id != me.user_id
        ]
        crew = f"with {listing(others)}" if others else "nobody else is in it yet"
        put = f"-# {number_text(me.policy.presents, number)}"
        return f"{emoji} **{say.Group} {number} · {title}**, {crew}\n{put}"
    if not needs_group(view.course, me):
        return (
            f"{emoji} You're not in {say.a_group}, and you don't need one for what you handed in."
        )
    state = raised(sign_up_state(me.policy, view.now, brief=True))
    lines = [f"{emoji} **You're not in {say.a_group} yet.** {state}."]
    lines += [
        f"{say.Group} {g.number} · {plain(clip(g.title, 80))} **invited you**." for g in me.invites
    ]
    seats = [
        f"{g.number} · {plain(clip(g.title, 50))} ({seats_left(g, me.policy)} left)"
        for g in me.with_seats[:GROUPS_NAMED]
    ]
    if seats:
        more = len(me.with_seats) - len(seats)
        lines.append(
            f"{say.Groups} with seats: {', '.join(seats)}{f' and {more} more' if more else ''}."
        )
    if view.in_dm and is_open(me.policy, view.now):
        lines.append("-# Sign one up, or ask to join one, in the course's server.")
    return "\n".join(lines)


def _all_work(view: View) -> list[str]:
    """List somebody's work; what is optional and not begun takes one line together."""
    work = view.me.work
    begun = [s for s in work if s.version or s.assignment.required or s.due.extended]
    lines = [_work(standing, view) for standing in begun]
    nothing = {s.assignment.id: s for s in work if s.version is None and not s.instead}
    for standing in nothing.values():
        ways = catalog.other_ways(view.course, standing.assignment) & set(nothing)
        if ways:
            names = listing(
                [standing.assignment.title, *(nothing[id].assignment.title for id in ways)], "or"
            )
            lines.append(f"-# {raised(names)}: one is enough.")
            break
    open_ = [s for s in work if s not in begun and s.due.at >= view.now]
    for_prizes = [s for s in open_ if s.assignment.is_entry]
    optional = [s for s in open_ if s not in for_prizes]
    for what, some in (("Optional, only for prizes", for_prizes), ("Optional", optional)):
        by_due: dict[datetime, list[str]] = {}
        for standing in some:
            by_due.setdefault(standing.due.at, []).append(standing.assignment.title)
        told = [f"{listing(titles)}, due {stamp(at, 'R')}" for at, titles in by_due.items()]
        lines += [f"-# {what}: {'; '.join(told)}"] if told else []
    return lines


def _work(standing: Standing, view: View) -> str:
    title = raised(_what(standing))
    if standing.instead:
        return f"{DONE} {title} · not needed, since you handed in your {standing.instead}"
    if standing.version is None:
        due = due_stamp(standing.due.at)
        more = " with your extension" if standing.due.extended else ""
        late = "was due" if standing.due.at < view.now else "due"
        needless = " · only for prizes" if standing.assignment.is_entry else " · optional"
        for_prizes = "" if standing.assignment.required else needless
        costs = late_line(standing.due, view.now) or _enough(standing)
        text = f"{OPEN} **{title}** · nothing yet · {late} {due}{more}{for_prizes}"
        return f"{text}\n-# {costs}" if costs else text
    version = f"version {standing.version.number}, {punctuality(standing.version)}"
    left = f" · still missing: {', '.join(standing.missing)}" if standing.missing else ""
    mark = OPEN if standing.missing else DONE
    return f"{mark} **{title}** · {version}{left} · {places(standing)}"


def _enough(standing: Standing) -> str:
    """Say why what isn't needed for passing is still waited for; empty where it is needed."""
    if not standing.enough:
        return ""
    return (
        f"Your {say.group} is signed up to present, so it needs them. To pass, your {standing.enough} is enough; "
        f"if you won't present, leave the {say.group}."
    )


def places(standing: Standing) -> str:
    """Say where something handed in is: the copy here, and what is known of its official place."""
    if not standing.place:
        return "handed in here ✓"
    if standing.is_there:
        return f"copy here ✓ · {standing.place} ✓ (you said so)"
    return f"copy here ✓ · {standing.place}, where it counts: is it there?"


def reminder_lines(view: View) -> list[str]:
    """Say what somebody is reminded of, and list the first of their own reminders."""
    own = view.me.own
    off = "Course reminders by DM are off; your own still come" if own else "DM reminders are off"
    lines = [f"🔔 DM reminders: {view.reminders}" if view.reminders else f"🔔 {off}"]
    lines += [
        f"- {stamp(row.notice.due_at, 'f')} {plain(clip(row.notice.body, 80))}" for row in own[:3]
    ]
    return [*lines, *([f"-# and {len(own) - 3} more of your own"] if len(own) > 3 else [])]


def _rest(view: View) -> list[str]:
    me, lines = view.me, reminder_lines(view)
    if me.group:
        slot, session = me.slot, view.timeline.presentations
        if slot:
            lines.append(f"🎤 {slot_text(me.group.number, slot.state, slot.at, slot.before)}")
        elif session and view.timeline.state(session, view.now) is not State.PAST:
            lines.append(f"🎤 {unplanned_text(session, me.group.number)}")
    needed = me.progress.requirements
    if needed and not view.listener:
        lines.append(f"🎯 To pass: {me.progress.done} of {len(needed)} done")
    return lines


def buttons_of(view: View, step: Step) -> tuple[Button, ...]:
    """Return the next thing to do as a button, and what is asked for most beside it."""
    me, guild_id = view.me, view.guild_id
    buttons = list(step_buttons(view.course, guild_id, step, in_dm=view.in_dm))
    if me.group:
        buttons.append(Press(f"My {say.group}", f"group:show:{guild_id}:0"))
    if me.progress.requirements and not view.listener:
        buttons.append(progress_button(guild_id))
    if me.record.versions:
        buttons.append(Press("My receipts", f"receipts:{guild_id}"))
    buttons.append(
        Press("My reminders" if view.reminders else "Remind me by DM", f"remind-me:{guild_id}")
    )
    return tuple(buttons[:MOST_BUTTONS])


def step_buttons(
    course: Course, guild_id: GuildId, step: Step, *, in_dm: bool = False
) -> tuple[Button, ...]:
    """Return the buttons that do what is next; the main one first."""
    if step.kind == "answer":
        return (Press("Answer the invite", f"group:show:{guild_id}:0", PRIMARY),)
    if step.kind == "sign up":
        return () if in_dm else (sign_up(), find())
    if step.standing is None:
        return ()
    if step.kind == "confirm":
        yes = there_press(guild_id, step.standing, f"Yes, it's on {step.standing.place}", PRIMARY)
        link = course.link(step.standing.link)
        return (yes, *([Visit(f"Open {link.title}", link.url)] if link else []))
    label = "Add what's missing" if step.kind == "complete" else ""
    return (open_button(guild_id, step.standing.assignment, label, primary=True),)


def _switches(view: View, step: Step) -> tuple[Press, ...]:
    """Return a switch for each copy whose official place is asked about, but for the main button's."""
    shown = list(choosing(view.course, view.guild_id, view.me.cohorts))
    for standing in view.me.work:
        main = step.kind == "confirm" and step.standing is standing
        if standing.version is None or not standing.place or main:
            continue
        title = clip(raised(standing.assignment.title), 40)
        label = (
            f"{title}: on {standing.place} ✓"
            if standing.is_there
            else f"{title} is on {standing.place}"
        )
        style = discord.ButtonStyle.success if standing.is_there else discord.ButtonStyle.secondary
        shown.append(there_press(view.guild_id, standing, label, style))
    return tuple(shown[:MAX_BUTTONS_A_ROW])
