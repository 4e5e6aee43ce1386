"""Turns as plain values: the columns of their table, and the JSON from which a press is taken back.

The names below stand in databases: never rename them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.database import instant_text
from bot.presentations.model import PitchSession, Turn

MICROSECOND = timedelta(microseconds=1)


def values_of(turn: Turn) -> dict[str, Any]:
    """Write a turn as plain values."""
    return {
        "number": turn.number,
        "position": turn.position,
        "state": turn.state,
        "attempt": turn.attempt,
        "started_at": _text(turn.started_at),
        "paused_us": turn.paused // MICROSECOND,
        "paused_at": _text(turn.paused_at),
        "ended_at": _text(turn.ended_at),
        "deferred": int(turn.deferred),
    }


def turn_of(values: Mapping[str, Any]) -> Turn:
    """Read what `values_of` wrote."""
    return Turn(
        number=int(values["number"]),
        position=int(values["position"]),
        state=values["state"],
        attempt=int(values["attempt"]),
        started_at=_instant(values["started_at"]),
        paused=int(values["paused_us"]) * MICROSECOND,
        paused_at=_instant(values["paused_at"]),
        ended_at=_instant(values["ended_at"]),
        deferred=bool(values["deferred"]),
    )


def to_json(session: PitchSession) -> str:
    """Write what a press may change: the minutes, the seed and the turns."""
    turns = [values_of(turn) for turn in session.turns]
    return json.dumps({"minutes": session.minutes, "seed": session.seed, "turns": turns})


def from_json(text: str) -> PitchSession:
    """Read what `to_json` wrote."""
    kept: dict[str, Any] = json.loads(text)
    return PitchSession(kept["minutes"], tuple(map(turn_of, kept["turns"])), kept["seed"])


def _text(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
