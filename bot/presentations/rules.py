"""Phases and time left, from stored instants alone; what each button does: pure.

Source: course page, "Project Proposal Presentation": 3 minutes, kept very strictly; attendance is live. The
warnings and what happens to an absent group are our own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.presentations.errors import NobodyToPitch, NotInOrder, NotNow
from bot.presentations.model import Phase, PitchSession, Turn

WARNING, LAST = timedelta(seconds=30), timedelta(seconds=10)
"""How long before the end the speaker is warned."""
CHANGE = timedelta(minutes=1)
"""Between two pitches, for the estimated times. Our own guess."""


def ends_at(turn: Turn, minutes: int) -> datetime | None:
    """Return when time is up; None before the start and while it stands still."""
    if turn.started_at is None or turn.paused_at is not None:
        return None
    return turn.started_at + turn.paused + timedelta(minutes=minutes)


def elapsed(turn: Turn, now: datetime) -> timedelta:
    """Return how long somebody has spoken, pauses left out."""
    if turn.started_at is None:
        return timedelta()
    until = turn.ended_at or turn.paused_at or now
    return until - turn.started_at - turn.paused


def phase(turn: Turn, minutes: int, now: datetime) -> Phase:
    """Return where a pitch is."""
    if turn.started_at is None:
        return "ready"
    left = timedelta(minutes=minutes) - elapsed(turn, now)
    if left <= timedelta():
        return "time"
    if left <= LAST:
        return "last seconds"
    return "warning" if left <= WARNING else "speaking"


def changes(turn: Turn, minutes: int) -> dict[Phase, datetime]:
    """Return when the phases still change, if nobody pauses."""
    end = ends_at(turn, minutes)
    if end is None or turn.state != "speaking":
        return {}
    return {"warning": end - WARNING, "last seconds": end - LAST, "time": end}


def plan(numbers: Sequence[int], minutes: int, order: str, seed: int) -> PitchSession:
    """Make a running order: `number`, `shuffled` (with a seed that anyone can repeat), or numbers by hand.

    Raises:
        NobodyToPitch, NotInOrder.
    """
    if not numbers:
        raise NobodyToPitch
    ordered = sorted(numbers)
    used: int | None = None
    if order == "shuffled":
        random.Random(seed).shuffle(ordered)
        used = seed
    elif order != "number":
        ordered = _by_hand(order, ordered)
    turns = tuple(Turn(number, position) for position, number in enumerate(ordered, 1))
    return PitchSession(minutes, turns, used)


def _by_hand(typed: str, numbers: Sequence[int]) -> list[int]:
    words = re.findall(r"[^\s,;]+", typed)
    if any(not re.fullmatch(r"[0-9]{1,7}", word) for word in words):
        raise NotInOrder(typed, "it holds something that is no number")
    chosen = [int(word) for word in words]
    if len(set(chosen)) < len(chosen):
        raise NotInOrder(typed, "a group is named twice")
    unknown = [n for n in chosen if n not in numbers]
    if unknown:
        raise NotInOrder(typed, f"there is no group {unknown[0]}")
    return [*chosen, *(n for n in numbers if n not in chosen)]


def start(session: PitchSession, at: datetime) -> PitchSession:
    """Begin the next pitch. Raises NotNow."""
    if session.running:
        raise NotNow(f"group {session.running.number} is speaking")
    if not session.waiting:
        raise NotNow("nobody is left to pitch")
    return _with(session, replace(session.waiting[0], state="speaking", started_at=at))


def pause(session: PitchSession, at: datetime) -> PitchSession:
    """Let the clock stand still. Raises NotNow."""
    turn = _running(session)
    if turn.state == "paused":
        raise NotNow("the clock stands still already")
    return _with(session, replace(turn, state="paused", paused_at=at))


def resume(session: PitchSession, at: datetime) -> PitchSession:
    """Let the clock run on. Raises NotNow."""
    turn = _running(session)
    if turn.paused_at is None:
        raise NotNow("the clock is running")
    stood = turn.paused + (at - turn.paused_at)
    return _with(session, replace(turn, state="speaking", paused=stood, paused_at=None))


def end(session: PitchSession, at: datetime) -> PitchSession:
    """End the pitch. Raises NotNow."""
    turn = _running(session)
    stood = turn.paused + (at - turn.paused_at if turn.paused_at else timedelta())
    return _with(session, replace(turn, state="done", ended_at=at, paused=stood, paused_at=None))


def back(session: PitchSession) -> PitchSession:
    """Take the running pitch back, or the last one that ended: it is next again. Raises NotNow."""
    turn = session.running
    if turn is None:
        ended = [(t.ended_at, t) for t in session.turns if t.ended_at is not None]
        if not ended:
            raise NotNow("nobody has pitched yet")
        turn = max(ended, key=lambda pair: pair[0])[1]
    first = min((t.position for t in session.waiting), default=turn.position + 1)
    again = Turn(turn.number, first - 1, attempt=turn.attempt + 1, deferred=turn.deferred)
    return _with(session, again)


def absent(session: PitchSession, *, confirmed: bool) -> PitchSession:
    """Move the next group to the end, once; the second time it is out. Raises NotNow."""
    if session.running or not session.waiting:
        raise NotNow("no group is next")
    turn = session.waiting[0]
    if turn.deferred:
        if not confirmed:
            raise NotNow(f"group {turn.number} was moved to the end once; confirm that it is out")
        return _with(session, replace(turn, state="out"))
    last = max(t.position for t in session.turns)
    return _with(session, replace(turn, position=last + 1, deferred=True))


def estimates(session: PitchSession, now: datetime) -> dict[int, datetime]:
    """Guess when each waiting group is on."""
    each = timedelta(minutes=session.minutes) + CHANGE
    turn = session.running
    begins = now
    if turn is not None:
        left = timedelta(minutes=session.minutes) - elapsed(turn, now)
        begins = now + max(left, timedelta()) + CHANGE
    return {t.number: begins + each * n for n, t in enumerate(session.waiting)}


def _running(session: PitchSession) -> Turn:
    if session.running is None:
        raise NotNow("nobody is speaking")
    return session.running


def _with(session: PitchSession, turn: Turn) -> PitchSession:
    turns = tuple(turn if t.number == turn.number else t for t in session.turns)
    return replace(session, turns=turns)
