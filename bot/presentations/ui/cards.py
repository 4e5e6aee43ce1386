"""What people see of the pitch session: the public board, the running order, and the staff's panel. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from discord import ButtonStyle

from bot.client.layout import Card, Press, paginate
from bot.client.look import KINDS, clip, due_stamp, plain, plural, span, stamp
from bot.course.items import Item
from bot.course.words import say
from bot.ids import GuildId
from bot.presentations import rules
from bot.presentations.model import Action, PitchSession, Turn, TurnState, deed, last_deed
from bot.text import day_name

KIND = KINDS["pitches"]
NEXT_SHOWN = 3
ORDER_TEXT = 2800
"""Characters of one page of the running order."""
ATTENDANCE = 300
"""Characters of what the course says of being there."""
MARKS = {"done": "✅", "out": "🚫", "speaking": "🎤", "paused": "⏸️", "waiting": "▫️"}
Titles = Mapping[int, str]
"""Groups' titles by number."""


def name(number: int, titles: Titles) -> str:
    """Name a group: its number and title."""
    title = titles.get(number)
    return f"{say.Group} {number} · {plain(clip(title, 80))}" if title else f"{say.Group} {number}"


def board_card(session: PitchSession, titles: Titles, now: datetime) -> Card:
    """Draw the public board. It changes with the phase only: Discord counts down by itself."""
    done = sum(t.state == "done" for t in session.turns)
    total = sum(t.state != "out" for t in session.turns)
    lines = [_headline(session, titles, now)]
    following = session.waiting if session.running else session.waiting[1:]
    if following:
        lines.append(
            f"Then: {', '.join(f'{say.group} {t.number}' for t in following[:NEXT_SHOWN])}"
        )
    lines.append(f"{done} of {total} done")
    return Card(KIND, ("\n".join(lines),))


def _headline(session: PitchSession, titles: Titles, now: datetime) -> str:
    turn = session.running
    if turn is None:
        if not session.waiting:
            return f"### 🎤 {_over(session)}"
        return f"### 🎤 Next: {name(session.waiting[0].number, titles)}"
    who, end = name(turn.number, titles), rules.ends_at(turn, session.minutes)
    if end is None:
        left = rules.left(turn, session.minutes, now)
        return f"### ⏸️ {who} · the clock is paused, {span(left)} left"
    phase = rules.phase(turn, session.minutes, now)
    if phase == "time":
        return f"### 🔔 Time! {who}"
    mark = {"warning": " · 30 seconds left", "last seconds": " · 10 seconds left"}.get(phase, "")
    return f"### 🎤 {who} is speaking{mark} · ends {stamp(end, 'R')}"


def _over(session: PitchSession) -> str:
    if session.ended is None:
        return f"No {say.group} is left to pitch"
    return (
        f"All {say.groups} that were here have pitched"
        if session.out
        else f"All {say.groups} have pitched"
    )


@dataclass(frozen=True, slots=True)
class OrderView:
    """What the running order is drawn from.

    Attributes:
        times: when each waiting group is about to be on.
        own: the reader's group, if they are in one.
        page: which page; None for the one with whoever is on or next.
        attendance: what the course says of being there.
    """

    guild_id: GuildId
    session: PitchSession
    titles: Titles
    times: Mapping[int, datetime]
    own: int | None = None
    page: int | None = None
    attendance: str = ""


def order_card(view: OrderView) -> Card:
    """Draw a page of the running order with estimated times; what the reader's own group has to know comes first."""
    session = view.session
    turns = sorted(session.turns, key=lambda t: (t.state == "out", t.position, t.number))
    pages = paginate([_order_line(turn, view) for turn in turns], ORDER_TEXT)
    page = _page_of(pages, turns, session) if view.page is None else view.page
    page = min(page, len(pages) - 1)
    size = f"{plural(len(turns), say.group, say.groups)}, {session.minutes} minutes each"
    blocks = [f"### 🎤 {size}"]
    if view.own is not None:
        blocks = [f"### 🎤 {_own(view.own, view)}", f"**Running order** · {size}"]
    blocks.append("\n".join(pages[page]) or f"{_over(session)}.")
    if session.seed is not None:
        blocks.append(f"-# Shuffled with the seed {session.seed}: anyone can repeat it.")
    where = f"Page {page + 1} of {len(pages)}. " if len(pages) > 1 else ""
    attendance = clip(view.attendance, ATTENDANCE)
    foot = f"-# {where}Times are estimates. Check in with `/pitch check-in`. {attendance}"
    blocks.append(foot.rstrip())
    return Card(KIND, tuple(blocks), _turners(view.guild_id, page, len(pages)))


def _page_of(pages: list[list[str]], turns: list[Turn], session: PitchSession) -> int:
    """Return the page with whoever is on or next."""
    now = session.running or next(iter(session.waiting), None)
    place = turns.index(now) if now else 0
    for number, page in enumerate(pages):
        if place < len(page):
            return number
        place -= len(page)
    return 0


def _turners(guild_id: GuildId, page: int, pages: int) -> tuple[Press, ...]:
    others = (("← Earlier", page - 1), ("Later →", page + 1))
    return tuple(
        Press(label, f"pitch-order:{n}:{guild_id}") for label, n in others if 0 <= n < pages
    )


def _own(number: int, view: OrderView) -> str:
    """Say when the reader's own group is on."""
    turn, waiting = view.session.turn(number), view.session.waiting
    if turn is None:
        return (
            f"Your {say.group} ({number}) isn't in the order yet: tell {say.staff}, who can add it"
        )
    before = waiting.index(turn) if turn in waiting else 0
    return slot_text(number, turn.state, view.times.get(number), before)


def slot_text(number: int, state: TurnState, at: datetime | None, before: int) -> str:
    """Say when a reader's group pitches. `at`: about when it's on; `before`: how many come first."""
    if state == "done":
        return f"Your {say.group} ({number}) has pitched"
    if state == "out":
        return f"Your {say.group} ({number}) was called twice and wasn't there: tell {say.staff} if you're here now"
    if at is None:
        return f"Your {say.group} ({number}) is on now"
    turn = f"after {plural(before, 'other')}" if before else "next"
    return f"Your {say.group} ({number}) is on at about {stamp(at, 't')} ({stamp(at, 'R')}), {turn}"


def unplanned_text(item: Item | None, number: int | None) -> str:
    """Say when groups present before there's an order. `item`: the meeting; `number`: of the reader's group."""
    who = f"Your {say.group} ({number}) presents" if number else f"{say.Groups} present"
    if item is None:
        return f"{who} once {say.staff} have planned the session"
    when = due_stamp(item.starts_at) if item.starts_at else f"on {day_name(item.day)}"
    where = f" · {plain(item.where)}" if item.where else ""
    return f"{who} in the session on {when}{where}"


def unplanned_card(item: Item | None, number: int | None) -> Card:
    """Draw what is known before there's an order. Arguments as of `unplanned_text`."""
    text = (
        f"### 🎤 {unplanned_text(item, number)}\n"
        f"There's no running order yet. {say.Staff} make it before the session; then this command says about when "
        f"each {say.group} is on."
    )
    return Card(KIND, (text,))


def _order_line(turn: Turn, view: OrderView) -> str:
    session = view.session
    line = f"{MARKS[turn.state]} {name(turn.number, view.titles)}"
    if turn.number == view.own:
        line = f"{line} · **yours**"
    if turn.ended_at:
        spoke = turn.elapsed(turn.ended_at)
        over = spoke - timedelta(minutes=session.minutes)
        late = f", {span(over)} over" if over > timedelta(seconds=1) else ""
        return f"{line} · {span(spoke)}{late}"
    if turn.number in view.times:
        here = " · here" if turn.number in session.present else ""
        return f"{line} · about {stamp(view.times[turn.number], 't')}{here}"
    return line


STAFF = KINDS["staff"]
CLOCK: tuple[Action, ...] = ("start", "resume", "end", "pause", "absent", "out")
"""The buttons of the first row; the second has what changes the order or takes something back."""
NAMED = 300
"""Characters of numbers of groups that are out, or new."""


def panel_card(
    guild_id: GuildId, session: PitchSession, titles: Titles, now: datetime, scored: str = ""
) -> Card:
    """Draw the panel.

    Args:
        scored: how many judges have scored the group that pitched last, so that staff may wait for them.
    """
    lines = [scored, _first(session), _left_out(session), _foot(session)]
    blocks = (*board_card(session, titles, now).blocks, "\n".join(line for line in lines if line))
    possible = rules.possible(session)
    clock: list[Action] = [action for action in possible if action in CLOCK]
    others: list[Action] = [action for action in possible if action not in CLOCK]
    look = Press("Refresh", f"pitch:look:{guild_id}")
    return Card(
        STAFF,
        blocks,
        (*(_press(guild_id, session, action) for action in others), look),
        switches=tuple(_press(guild_id, session, a, main=a == clock[0]) for a in clock),
    )


def _first(session: PitchSession) -> str:
    """Say whether the next group is here, while nobody speaks."""
    if session.running is not None or not session.waiting:
        return ""
    number = session.waiting[0].number
    there = "checked in ✅" if number in session.present else "not checked in yet"
    return f"{say.Group} {number}: {there}."


def _left_out(session: PitchSession) -> str:
    """Name the groups that don't pitch unless the order is changed."""
    out, late = ", ".join(str(t.number) for t in session.out), ", ".join(map(str, session.late))
    out, late = clip(out, NAMED), clip(late, NAMED)
    parts = [f"out: {out}" if out else "", f"new since the plan: {late}" if late else ""]
    named = " · ".join(part for part in parts if part)
    return f"Not in the order · {named}. **Change the order** brings them in." if named else ""


def _foot(session: PitchSession) -> str:
    here = sum(t.number in session.present for t in session.turns)
    words = (
        f"-# {here} of {len(session.turns)} {say.groups} have checked in. {last_deed(session.last)}"
    )
    return words.rstrip()


def _press(
    guild_id: GuildId, session: PitchSession, action: Action, *, main: bool = False
) -> Press:
    number = rules.subject(session, action)
    address = f"pitch:{action}:{guild_id}:{session.revision}:{number}"
    style = ButtonStyle.primary if main else ButtonStyle.secondary
    if action == "out":
        style = ButtonStyle.danger
    return Press(_label(session, action, number), address, style)


def _label(session: PitchSession, action: Action, number: int) -> str:
    undoes = deed(session.undoable) if session.undoable else ""
    return {
        "start": f"Start {say.group} {number}",
        "pause": "Pause",
        "resume": "Resume",
        "end": "End",
        "absent": f"{say.Group} {number} isn't here",
        "out": f"{say.Group} {number} is out",
        "order": "Change the order",
        "back": "Start over" if session.running else f"{say.Group} {number} again",
        "undo": f"Undo: {undoes}",
    }[action]
