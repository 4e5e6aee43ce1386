"""The staff's panel: how things stand, and the buttons that fit. Which those are, the rules say."""

from __future__ import annotations

from datetime import datetime

from discord import ButtonStyle

from bot.client.layout import Card, Press
from bot.client.look import KINDS, clip
from bot.ids import GuildId
from bot.presentations import rules
from bot.presentations.model import Action, PitchSession
from bot.presentations.ui.cards import Titles, board_card
from bot.presentations.words import deed, last_deed

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
    return f"Group {number}: {there}."


def _left_out(session: PitchSession) -> str:
    """Name the groups that don't pitch unless the order is changed."""
    out, late = ", ".join(str(t.number) for t in session.out), ", ".join(map(str, session.late))
    out, late = clip(out, NAMED), clip(late, NAMED)
    parts = [f"out: {out}" if out else "", f"new since the plan: {late}" if late else ""]
    named = " · ".join(part for part in parts if part)
    return f"Not in the order · {named}. **Change the order** brings them in." if named else ""


def _foot(session: PitchSession) -> str:
    here = sum(t.number in session.present for t in session.turns)
    words = f"-# {here} of {len(session.turns)} groups have checked in. {last_deed(session.last)}"
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
        "start": f"Start group {number}",
        "pause": "Pause",
        "resume": "Resume",
        "end": "End",
        "absent": f"Group {number} isn't here",
        "out": f"Group {number} is out",
        "order": "Change the order",
        "back": "Start over" if session.running else f"Group {number} again",
        "undo": f"Undo: {undoes}",
    }[action]
