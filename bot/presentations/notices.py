"""What everybody hears of a pitch: 30 seconds, 10 seconds, time."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.delivery.model import ANNOUNCEMENTS, Notice
from bot.presentations import rules
from bot.presentations.model import Phase, PitchSession, Turn

PHASE = "pitch phase"
"""The kind of the messages."""
PHASES: tuple[Phase, ...] = ("warning", "last seconds", "time")
TIME_USE = timedelta(minutes=2)
"""How long "Time!" makes sense. What comes before it makes sense until the next."""


def phases(session: PitchSession) -> list[Notice]:
    """Plan the messages of the pitch that is on; none while its clock stands still."""
    turn = session.running
    due = rules.changes(turn, session.minutes) if turn else {}
    if turn is None or not due:
        return []
    until = [due["last seconds"], due["time"], due["time"] + TIME_USE]
    return [
        Notice(
            _key(turn, phase), PHASE, ANNOUNCEMENTS, f"pitch:{turn.number}", due[phase], due[phase], end,
            json.dumps({"number": turn.number, "start": _start(turn), "phase": phase}),
        )
        for phase, end in zip(PHASES, until, strict=True)
    ]  # fmt: skip


def keys(turn: Turn | None) -> list[str]:
    """Return the keys of a pitch's messages. A pitch that begins anew has others."""
    return [_key(turn, phase) for phase in PHASES] if turn else []


def is_of(turn: Turn, facts: dict[str, object]) -> bool:
    """Return whether a message's facts are about this pitch, rather than one that was taken back."""
    return facts["start"] == _start(turn)


def _key(turn: Turn, phase: Phase) -> str:
    return f"pitch:{turn.number}:{_start(turn)}:{phase.replace(' ', '-')}"


def _start(turn: Turn) -> int:
    """Return what tells one start of a group's from another: its instant in milliseconds."""
    assert turn.started_at is not None
    return round(turn.started_at.timestamp() * 1000)
