"""What people see of the pitch session: the public panel, the staff's panel, the running order. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import discord

from bot.client.layout import Button, Card, Press, paginate
from bot.client.look import KINDS, clip, plain, span, stamp
from bot.presentations import rules
from bot.presentations.model import PitchSession, Turn

KIND, STAFF = KINDS["pitches"], KINDS["staff"]
NEXT_SHOWN = 3
Titles = Mapping[int, str]
"""Groups' titles by number."""


def board_card(session: PitchSession, titles: Titles, now: datetime) -> Card:
    """Draw the public panel. It changes with the phase only: Discord counts down by itself."""
    done = sum(t.state == "done" for t in session.turns)
    total = sum(t.state != "out" for t in session.turns)
    lines = [_headline(session, titles, now)]
    following = session.waiting[: NEXT_SHOWN + (0 if session.running else 1)]
    if not session.running:
        following = following[1:]
    if following:
        lines.append(f"Then: {', '.join(f'group {t.number}' for t in following)}")
    lines.append(f"{done} of {total} done")
    return Card(KIND, ("\n".join(lines),))


def _headline(session: PitchSession, titles: Titles, now: datetime) -> str:
    turn = session.running
    if turn is None:
        if not session.waiting:
            return "### 🎤 All groups have pitched"
        return f"### 🎤 Next: {name(session.waiting[0], titles)}"
    if turn.state == "paused":
        left = max(timedelta(minutes=session.minutes) - rules.elapsed(turn, now), timedelta())
        return f"### ⏸️ {name(turn, titles)} · the clock stands still, {span(left)} left"
    end = rules.ends_at(turn, session.minutes)
    assert end is not None
    state = rules.phase(turn, session.minutes, now)
    if state == "time":
        return f"### 🔔 Time! {name(turn, titles)}"
    mark = {"warning": " · 30 seconds left", "last seconds": " · 10 seconds left"}.get(state, "")
    return f"### 🎤 {name(turn, titles)} is speaking{mark} · ends {stamp(end, 'R')}"


def name(turn: Turn, titles: Titles) -> str:
    """Name a group: its number and title."""
    title = titles.get(turn.number)
    return f"Group {turn.number} · {plain(clip(title, 80))}" if title else f"Group {turn.number}"


def panel_card(
    guild_id: int, session: PitchSession, titles: Titles, now: datetime, scored: str = ""
) -> Card:
    """Draw the staff's panel: how things stand, and the buttons that fit.

    Args:
        scored: how many judges have scored the group that pitched last, so that staff may wait for them.
    """
    board = board_card(session, titles, now)
    here = sum(t.number in session.present for t in session.turns)
    foot = f"-# {here} of {len(session.turns)} groups have checked in."
    turn = session.running
    if turn is None and session.waiting:
        first = session.waiting[0]
        there = "checked in ✅" if first.number in session.present else "not checked in yet"
        foot = f"Group {first.number}: {there}.\n{foot}"
    if scored:
        foot = f"{scored}\n{foot}"
    return Card(STAFF, (*board.blocks, foot), _buttons(guild_id, session))


def _buttons(guild_id: int, session: PitchSession) -> tuple[Button, ...]:
    def press(
        label: str, action: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
    ) -> Press:
        return Press(label, f"pitch:{action}:{guild_id}", style)

    primary, danger = discord.ButtonStyle.primary, discord.ButtonStyle.danger
    turn, found = session.running, list[Button]()
    if turn is None and session.waiting:
        first = session.waiting[0]
        found.append(press(f"Start group {first.number}", "start", primary))
        if first.deferred:
            found.append(press(f"Group {first.number} is out", "out", danger))
        else:
            found.append(press(f"Group {first.number} isn't here", "absent"))
    elif turn is not None and turn.state == "speaking":
        found += [press("End", "end", primary), press("Pause", "pause")]
    elif turn is not None:
        found += [press("Resume", "resume", primary), press("End", "end")]
    if turn is not None or any(t.ended_at for t in session.turns):
        found.append(press("Back", "back"))
        found.append(press("Refresh", "look"))
    return tuple(found)


def order_card(session: PitchSession, titles: Titles, now: datetime) -> Card:
    """Draw the running order with estimated times, and the seed it was shuffled with."""
    times = rules.estimates(session, now)
    lines = [
        _order_line(turn, session, titles, times)
        for turn in sorted(session.turns, key=lambda t: t.position)
    ]
    head = f"### 🎤 {len(session.turns)} groups pitch, {session.minutes} minutes each"
    how = (
        f"-# Shuffled with the seed {session.seed}: anyone can repeat it."
        if session.seed is not None
        else ""
    )
    foot = "-# Times are estimates. Check in with `/pitch check-in`; you have to be there live."
    return Card(KIND, (head, "\n".join(paginate(lines, 2800)[0]), *([how] if how else []), foot))


def _order_line(
    turn: Turn, session: PitchSession, titles: Titles, times: Mapping[int, datetime]
) -> str:
    marks = {"done": "✅", "out": "🚫", "speaking": "🎤", "paused": "⏸️", "waiting": "▫️"}
    line = f"{marks[turn.state]} {name(turn, titles)}"
    if turn.ended_at:
        spoke = rules.elapsed(turn, turn.ended_at)
        over = spoke - timedelta(minutes=session.minutes)
        return (
            f"{line} · {span(spoke)}{f', {span(over)} over' if over > timedelta(seconds=1) else ''}"
        )
    if turn.number in times:
        here = " · here" if turn.number in session.present else ""
        return f"{line} · about {stamp(times[turn.number], 't')}{here}"
    return line
