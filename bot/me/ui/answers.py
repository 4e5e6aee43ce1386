"""Answers about one person, from what is known of them. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import discord

from bot.assignments.standing import Standing
from bot.assignments.ui.cards import punctuality
from bot.client.layout import Button, Card, Press
from bot.client.look import KINDS, clip, due_stamp, plain, plural, stamp
from bot.cohorts.rules import kind_named
from bot.cohorts.ui.cards import choosing, next_meeting
from bot.course.cohorts import Cohort, kinds_of
from bot.course.timeline import State
from bot.course.words import say
from bot.groups.ui.words import sign_up_state
from bot.ids import GuildId
from bot.me.asking import About, Personal
from bot.me.model import Me, Step
from bot.me.rules import next_step
from bot.me.ui.cards import View, places, reminder_lines, step_buttons
from bot.presentations.ui.cards import slot_text, unplanned_text
from bot.text import listing, lowered, raised

KIND = KINDS["answer"]
PRIMARY = discord.ButtonStyle.primary
FOOT = "-# From what I know about you; only you can see this."


def answer_card(asked: Personal, view: View) -> Card | None:
    """Answer what somebody asks about themselves; None where nothing is known, so that the course may answer."""
    text = _TEXTS[asked.about](view, asked.rest)
    if not text:
        return None
    step = next_step(view.course, view.me, view.now)
    main = step_buttons(view.course, view.guild_id, step, in_dm=view.in_dm)[:1]
    shown = main if asked.about in ("missing", "group") else ()
    if asked.about == "handed in":
        shown = _hand_in_buttons(view, asked.rest)
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
        is_due = "It's due" if view.now <= due else "It was due"
        return f"**No, I don't have your {standings[0].assignment.title} yet.** {is_due} {due_stamp(due)}."
    if not there:
        return "**You haven't handed in anything here yet.**"
    lines = [_have(standings[0]) if len(standings) == 1 else "**This is what I have from you:**"]
    for one in there:
        assert one.version is not None
        received = stamp(one.version.at, "F")
        lines.append(
            f"{raised(one.assignment.title)}, version {one.version.number}, {punctuality(one.version)}, "
            f"received {received} · {places(one)}"
        )
    return "\n".join(lines)


def _have(standing: Standing) -> str:
    """Say first of something handed in what counts: where it has to be."""
    if standing.to_confirm:
        return f"**I have a copy. It counts on {standing.place}: check that it's there, too.**"
    there = f", and you said it's on {standing.place}" if standing.place else ""
    return f"**Yes, it's in{there}.**"


def _hand_in_buttons(view: View, rest: str) -> tuple[Button, ...]:
    """Return what is left to do about the one assignment that some words name."""
    standings = named(view.me, rest)
    if len(standings) != 1 or (standings[0].assignment.by_group and view.me.group is None):
        return ()
    kind = "confirm" if standings[0].to_confirm else "none" if standings[0].version else "hand in"
    return (
        ()
        if kind == "none"
        else step_buttons(view.course, view.guild_id, Step(kind, None, standings[0]))
    )


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
    if me.policy and step.kind in ("sign up", "answer"):
        lines.insert(0, f"- {say.A_group}: {sign_up_state(me.policy, now)}")
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
        # A slot may be what a course calls a cohort.
        return _cohort(view, "slot") or _unplanned(view)
    return f"**{slot_text(me.group.number, me.slot.state, me.slot.at, me.slot.before)}**"


def _unplanned(view: View) -> str:
    """Say when a group presents of which no order tells; nothing where that is unknown or over."""
    session, group = view.timeline.presentations, view.me.group
    if session is None or view.timeline.state(session, view.now) is State.PAST:
        return ""
    number = group.number if group else None
    more = (
        f"There's no running order yet; `/pitch order` has it once {say.staff} have made it."
        if view.me.slot is None and group
        else f"You're not in {say.a_group} yet."
    )
    return f"**{unplanned_text(session, number)}.**\n{more}"


def _more_time(view: View, rest: str) -> str:
    more = [s for s in named(view.me, rest) if s.due.extended]
    lines = [f"- {raised(s.assignment.title)}: until {due_stamp(s.due.at)}" for s in more]
    told = [f"**Yes, {say.staff} gave you more time:**", *lines] if more else []
    if not more and view.me.work:
        told = [f"**No, you have no extension.** Ask {say.staff} for one with `/extension`."]
    return "\n".join(part for part in (*told, _late_days(view, "")) if part)


def _late_days(view: View, _rest: str) -> str:
    """Say how many free late days are left; nothing where the course has none."""
    left = [s.due.left for s in view.me.work if s.due.policy and s.due.policy.free_days]
    if not left:
        return ""
    days = plural(max(0, min(left)), f"free {say.late_day}", f"free {say.late_days}")
    return f"**You have {days} left.**"


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
    "pitch": _pitch, "more time": _more_time, "late days": _late_days, "reminders": _reminders, "cohort": _cohort,
}  # fmt: skip


def private_card(guild_id: GuildId, kind: str) -> Card:
    """Offer an answer about whoever presses, to them alone, where a channel would read it. `kind`: what was asked."""
    text = "**That's about you, so I'll tell only you.** Press the button, or ask me with `/ask` or by direct message."
    press = Press("Show me", f"about-me:{guild_id}:{kind.replace(' ', '-')}", PRIMARY)
    return Card(KIND, (text,), (press,))
