"""The pitch session as stored instants. Nothing is ever counted down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

TurnState = Literal["waiting", "speaking", "paused", "done", "out"]
Phase = Literal["ready", "speaking", "warning", "last seconds", "time"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One group's pitch.

    Attributes:
        attempt: 1 at first; one more each time it is taken back.
        started_at: when it began, aware UTC. paused: how long it has stood still, ended pauses only.
        paused_at: since when it stands still; None while it runs.
        deferred: the group wasn't there once and was moved to the end.
    """

    number: int
    position: int
    state: TurnState = "waiting"
    attempt: int = 1
    started_at: datetime | None = None
    paused: timedelta = timedelta()
    paused_at: datetime | None = None
    ended_at: datetime | None = None
    deferred: bool = False


@dataclass(frozen=True, slots=True)
class PitchSession:
    """A server's session. `seed`: what the order was shuffled with; None for an order by number or by hand."""

    minutes: int
    turns: tuple[Turn, ...]
    seed: int | None = None
    present: frozenset[int] = frozenset()

    @property
    def running(self) -> Turn | None:
        """The pitch that is on, running or paused."""
        return next((t for t in self.turns if t.state in ("speaking", "paused")), None)

    @property
    def waiting(self) -> tuple[Turn, ...]:
        """Who is still to come, in order."""
        left = [t for t in self.turns if t.state == "waiting"]
        return tuple(sorted(left, key=lambda t: t.position))
