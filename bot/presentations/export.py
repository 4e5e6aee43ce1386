"""How long each group really spoke, as a table."""

from __future__ import annotations

import csv
import io

from bot.presentations.model import PitchSession


def durations(session: PitchSession) -> bytes:
    """Write every turn with its instants and its actual length in seconds, pauses left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["group", "position", "state", "attempt", "started_at", "ended_at", "paused_s", "spoken_s"]
    )
    for turn in session.turns:
        spoken = turn.elapsed(turn.ended_at).total_seconds() if turn.ended_at else ""
        started = turn.started_at.isoformat() if turn.started_at else ""
        ended = turn.ended_at.isoformat() if turn.ended_at else ""
        writer.writerow(
            [
                turn.number,
                turn.position,
                turn.state,
                turn.attempt,
                started,
                ended,
                turn.paused.total_seconds(),
                spoken,
            ]
        )
    return out.getvalue().encode()
