"""Phases and time left, from stored instants alone; which press is possible when, and what it does: pure.

Source: course page, "Project Proposal Presentation": 3 minutes, kept very strictly; attendance is live. The
warnings and what happens to an absent group are our own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.course.words import say
from bot.presentations.errors import NobodyToPitch, NotInOrder, NotNow
from bot.presentations.model import Action, Phase, PitchSession, Situation, Turn

WARNING, LAST = timedelta(seconds=30), timedelta(seconds=10)
"""How long before the end the speaker is warned."""
CHANGE = timedelta(minutes=1)
"""Between two pitches, for the estimated times. Our own guess."""

POSSIBLE: Mapping[Situation, tuple[Action, ...]] = {
    "next": ("start", "absent", "out", "order", "back", "undo"),
    "speaking": ("end", "pause", "order", "back", "undo"),
    "paused": ("resume", "end", "order", "back", "undo"),
    "over": ("order", "back", "undo"),
}
"""What can be pressed in each situation, where `NEEDS` is met, too; as the panel shows it."""
NEEDS: Mapping[Action, tuple[Callable[[PitchSession], bool], str]] = {
    "absent": (lambda s: not s.waiting[0].deferred, "it was moved to the end once already"),
    "out": (lambda s: s.waiting[0].deferred, "it hasn't been moved to the end yet"),
    "order": (
        lambda s: bool(len(s.waiting) > 1 or s.out or s.late),
        "there's no group to move",
    ),
    "back": (lambda s: bool(s.running or s.ended), "nobody has pitched yet"),
    "undo": (lambda s: s.undoable is not None, "there's nothing to take back"),
}
"""What a press needs besides, and why it can't be pressed without."""


def ends_at(turn: Turn, minutes: int) -> datetime | None:
    """Return when time is up; None before the start and while it stands still."""
    if turn.started_at is None or turn.paused_at is not None:
        return None
    return turn.started_at + turn.paused + timedelta(minutes=minutes)


def left(turn: Turn, minutes: int, now: datetime) -> timedelta:
    """Return how much time is left; none once it is up."""
    return max(timedelta(minutes=minutes) - turn.elapsed(now), timedelta())


def phase(turn: Turn, minutes: int, now: datetime) -> Phase:
    """Return where a pitch is."""
    if turn.started_at is None:
        return "ready"
    remaining = left(turn, minutes, now)
    if not remaining:
        return "time"
    if remaining <= LAST:
        return "last seconds"
    return "warning" if remaining <= WARNING else "speaking"


def changes(turn: Turn, minutes: int) -> dict[Phase, datetime]:
    """Return when the phases still change, if nobody pauses."""
    end = ends_at(turn, minutes)
    if end is None or turn.state != "speaking":
        return {}
    return {"warning": end - WARNING, "last seconds": end - LAST, "time": end}


def estimates(
    session: PitchSession, now: datetime, opens_at: datetime | None = None
) -> dict[int, datetime]:
    """Guess when each waiting group is on.

    Args:
        opens_at: when the session begins; it counts as long as nobody has pitched.
    """
    each = timedelta(minutes=session.minutes) + CHANGE
    turn, begins = session.running, now
    if turn is not None:
        begins = now + left(turn, session.minutes, now) + CHANGE
    elif session.ended is None and opens_at is not None:
        begins = max(now, opens_at)
    return {t.number: begins + each * n for n, t in enumerate(session.waiting)}


def situation(session: PitchSession) -> Situation:
    """Return what is going on."""
    if session.running is not None:
        return "paused" if session.running.state == "paused" else "speaking"
    return "next" if session.waiting else "over"


def possible(session: PitchSession) -> tuple[Action, ...]:
    """Return what can be pressed now."""
    here = POSSIBLE[situation(session)]
    return tuple(a for a in here if a not in NEEDS or NEEDS[a][0](session))


def check_possible(session: PitchSession, action: Action) -> None:
    """Raise NotNow: it can't be pressed now."""
    here = situation(session)
    if action not in POSSIBLE[here]:
        number = subject(session, "end")
        raise NotNow(
            {
                "next": "nobody is speaking",
                "speaking": f"{say.group} {number} is speaking",
                "paused": f"{say.group} {number}'s clock is paused",
                "over": "nobody is left to pitch",
            }[here]
        )
    if action in NEEDS and not NEEDS[action][0](session):
        raise NotNow(NEEDS[action][1])


def subject(session: PitchSession, action: Action) -> int:
    """Return the group that a press is about; 0 for none."""
    if action in ("order", "undo"):
        return session.undoable.number if action == "undo" and session.undoable else 0
    turn = session.running
    if turn is None:
        first = session.waiting[0] if session.waiting else None
        turn = session.ended if action == "back" else first
    return turn.number if turn else 0


def press(session: PitchSession, action: Action, at: datetime) -> PitchSession:
    """Return the session after a press; `order` and `undo` have functions of their own. Raises NotNow."""
    check_possible(session, action)
    turn = session.turn(subject(session, action))
    assert turn is not None
    return _STEPS[action](session, turn, at)


def _start(session: PitchSession, turn: Turn, at: datetime) -> PitchSession:
    return _with(session, replace(turn, state="speaking", started_at=at))


def _pause(session: PitchSession, turn: Turn, at: datetime) -> PitchSession:
    return _with(session, replace(turn, state="paused", paused_at=at))


def _resume(session: PitchSession, turn: Turn, at: datetime) -> PitchSession:
    return _with(session, replace(_stood(turn, at), state="speaking"))


def _end(session: PitchSession, turn: Turn, at: datetime) -> PitchSession:
    return _with(session, replace(_stood(turn, at), state="done", ended_at=at))


def _back(session: PitchSession, turn: Turn, _at: datetime) -> PitchSession:
    again = Turn(turn.number, turn.position, attempt=turn.attempt + 1, deferred=turn.deferred)
    return line_up(session, [again, *session.waiting])


def _absent(session: PitchSession, turn: Turn, _at: datetime) -> PitchSession:
    return line_up(session, [*session.waiting[1:], replace(turn, deferred=True)])


def _out(session: PitchSession, turn: Turn, _at: datetime) -> PitchSession:
    return _with(session, replace(turn, state="out"))


_STEPS: Mapping[Action, Callable[[PitchSession, Turn, datetime], PitchSession]] = {
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "end": _end,
    "back": _back,
    "absent": _absent,
    "out": _out,
}


def _stood(turn: Turn, at: datetime) -> Turn:
    """End a pause, if there is one."""
    stood = at - turn.paused_at if turn.paused_at else timedelta()
    return replace(turn, paused=turn.paused + stood, paused_at=None)


def reorder(session: PitchSession, typed: str) -> PitchSession:
    """Put the groups that somebody names first, in that order; the others follow as they were.

    Groups that are out, or that signed up after the plan, come in by being named.

    Raises:
        NotNow, NotInOrder.
    """
    check_possible(session, "order")
    waiting, out = session.waiting, session.out
    movable = {t.number for t in (*waiting, *out)} | set(session.late)
    chosen = _numbers(typed, movable, {t.number for t in session.turns})
    named = [replace(session.turn(n) or Turn(n, 0), state="waiting") for n in chosen]
    return line_up(session, [*named, *(t for t in waiting if t.number not in chosen)])


def undo(session: PitchSession, before: PitchSession) -> PitchSession:
    """Return the session as it was before the press that is taken back. Raises NotNow."""
    check_possible(session, "undo")
    return replace(session, minutes=before.minutes, turns=before.turns, seed=before.seed)


def line_up(session: PitchSession, waiting: Sequence[Turn]) -> PitchSession:
    """Let some turns be all that are still to come, in this order, after those that have begun."""
    numbers = {t.number for t in waiting}
    kept = [t for t in session.turns if t.number not in numbers and t.state != "waiting"]
    first = 1 + max((t.position for t in kept if t.started_at), default=0)
    placed = [replace(turn, position=n) for n, turn in enumerate(waiting, first)]
    return replace(session, turns=_sorted([*kept, *placed]))


def without_gone(session: PitchSession, live: Collection[int]) -> PitchSession:
    """Take groups that no longer exist out of what is to come, and note those that aren't in the order."""
    turns = tuple(t for t in session.turns if t.started_at or t.number in live)
    known = {t.number for t in turns}
    return replace(session, turns=turns, late=tuple(n for n in sorted(live) if n not in known))


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
        chosen = _numbers(order, ordered)
        ordered = [*chosen, *(n for n in ordered if n not in chosen)]
    turns = tuple(Turn(number, position) for position, number in enumerate(ordered, 1))
    return PitchSession(minutes, turns, used)


def _numbers(typed: str, allowed: Collection[int], begun: Collection[int] = ()) -> list[int]:
    """Read groups' numbers. Raises NotInOrder."""
    words = re.findall(r"[^\s,;]+", typed)
    odd = [word for word in words if not re.fullmatch(r"[0-9]{1,7}", word)]
    if odd:
        raise NotInOrder(typed, f"“{odd[0][:20]}” isn't a number")
    chosen = [int(word) for word in words]
    if not chosen:
        raise NotInOrder(typed, f"it names no {say.group}")
    if len(set(chosen)) < len(chosen):
        raise NotInOrder(typed, f"{say.a_group} is named twice")
    for number in chosen:
        if number not in allowed:
            known = f"{say.group} {number} has pitched already or is speaking"
            raise NotInOrder(
                typed, known if number in begun else f"there's no {say.group} {number}"
            )
    return chosen


def _with(session: PitchSession, turn: Turn) -> PitchSession:
    return replace(
        session, turns=_sorted([turn if t.number == turn.number else t for t in session.turns])
    )


def _sorted(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    return tuple(sorted(turns, key=lambda t: (t.position, t.number)))
