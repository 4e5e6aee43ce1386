"""The pitch session as stored instants. Nothing is ever counted down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.course.words import in_words
from bot.ids import UserId
from bot.text import stamp

TurnState = Literal["waiting", "speaking", "paused", "done", "out"]
Phase = Literal["ready", "speaking", "warning", "last seconds", "time"]
Situation = Literal["next", "speaking", "paused", "over"]
"""What is going on: a group is next, speaks, has its clock paused, or nobody is left."""
Action = Literal["start", "pause", "resume", "end", "absent", "out", "back", "order", "undo"]
"""What the panel's buttons do."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One group's pitch.

    Attributes:
        attempt: 1 at first; one more each time the group is to pitch again.
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

    def elapsed(self, now: datetime) -> timedelta:
        """Return how long somebody has spoken, pauses left out."""
        if self.started_at is None:
            return timedelta()
        return (self.ended_at or self.paused_at or now) - self.started_at - self.paused


@dataclass(frozen=True, slots=True)
class Pressed:
    """What somebody did to the session, as it is kept: a button of the panel, or a new plan.

    Attributes:
        revision: the session's number after it; each press has its own.
        number: the group it was about; 0 for none.
        undone: what an undo took back.
    """

    revision: int
    action: Action | Literal["plan"]
    number: int
    at: datetime
    by: UserId
    undone: Action | Literal["plan"] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a panel showed to whoever pressed: the session's revision, and the group on the button (0 for none)."""

    revision: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class PitchSession:
    """A server's session.

    Attributes:
        seed: what the order was shuffled with; None for an order by number or by hand.
        present: the groups that have checked in.
        late: live groups that aren't in the order: they signed up, or were brought back, after it was made.
        revision: grows with each press.
        last: the newest press. undoable: the newest that hasn't been taken back, if it can be.
    """

    minutes: int
    turns: tuple[Turn, ...]
    seed: int | None = None
    present: frozenset[int] = frozenset()
    late: tuple[int, ...] = ()
    revision: int = 0
    last: Pressed | None = None
    undoable: Pressed | None = None

    @property
    def running(self) -> Turn | None:
        """The pitch that is on, running or paused."""
        return next((t for t in self.turns if t.state in ("speaking", "paused")), None)

    @property
    def waiting(self) -> tuple[Turn, ...]:
        """Who is still to come, in order."""
        left = [t for t in self.turns if t.state == "waiting"]
        return tuple(sorted(left, key=lambda t: t.position))

    @property
    def out(self) -> tuple[Turn, ...]:
        """Who wasn't there twice."""
        return tuple(t for t in self.turns if t.state == "out")

    @property
    def ended(self) -> Turn | None:
        """The pitch that ended last."""
        done = [(t.ended_at, t.number, t) for t in self.turns if t.ended_at is not None]
        return max(done)[2] if done else None

    def turn(self, number: int) -> Turn | None:
        """Return a group's pitch; None where it isn't in the order."""
        return next((t for t in self.turns if t.number == number), None)


DEEDS = {
    "plan": "new running order",
    "start": "group {n} started",
    "pause": "group {n}'s clock paused",
    "resume": "group {n}'s clock running again",
    "end": "group {n} ended",
    "absent": "group {n} moved to the end",
    "out": "group {n} marked as out",
    "back": "group {n} to pitch again",
    "order": "order changed",
}
"""What each press did; `undo` is said by what it took back."""


def deed(press: Pressed) -> str:
    """Say what a press did: `group 3 ended`; `taken back: group 3 ended`."""
    if press.undone is not None:
        return f"taken back: {in_words(DEEDS[press.undone]).format(n=press.number)}"
    return in_words(DEEDS[press.action]).format(n=press.number)


def last_deed(press: Pressed | None) -> str:
    """Say what was done last, by whom and when, as Discord shows it; empty for nothing."""
    if press is None:
        return ""
    return f"Last: {deed(press)}, by <@{press.by}> {stamp(press.at, 'R')}."
