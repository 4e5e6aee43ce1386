"""What is judged, what may follow what, who may score what, and what stands in the way of publishing: pure.

Sources: course page, "Project Proposal Grading Rubric" (criteria and scale). States, conflicts of interest, the
two people who publish and the order of reading are our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.competitions.errors import (
    BadScores,
    CantJudge,
    NoSuchEntry,
    NotOpen,
    OwnGroup,
    Recused,
    RubricLocked,
    TooLateForConflict,
    WrongState,
)
from bot.competitions.model import Ballot, Contest, Entry, Judging, Standing, State
from bot.ids import UserId

LONGEST_NOTE = 1000
LONGEST_REASON = 300
MORE_TIME = timedelta(minutes=30)
"""What one press gives after judging has closed by itself."""
NAMED = 8
"""Entries that a sentence names one by one."""

Action = Literal[
    "open", "reopen", "pause", "close", "more", "ask", "publish", "score", "recuse", "lift", "award"
]  # fmt: skip
BEFORE_PUBLISHING: tuple[State, ...] = ("setup", "open", "paused", "closed", "requested")

AFTER: dict[tuple[Action, State], State] = {
    ("open", "setup"): "open",
    ("open", "open"): "open",  # with another time to close
    ("open", "paused"): "open",
    ("open", "closed"): "open",
    ("reopen", "requested"): "open",
    ("reopen", "published"): "open",
    ("pause", "open"): "paused",
    ("close", "open"): "closed",
    ("close", "paused"): "closed",
    ("more", "closed"): "open",
    ("ask", "closed"): "requested",
    ("ask", "requested"): "requested",  # a newer request replaces the first
    ("publish", "requested"): "published",
    ("score", "open"): "open",
    **{("recuse", state): state for state in ("setup", "open", "paused")},
    **{("lift", state): state for state in BEFORE_PUBLISHING},
    **{("award", state): state for state in BEFORE_PUBLISHING},
}
"""What may be done in which state, and the state after it. What isn't here can't be done. `reopen` is what `open`
becomes once somebody has been asked: it takes back a request or a publication."""
ASKS_FIRST: frozenset[State] = frozenset({"requested", "published"})


def after(action: Action, state: State) -> State:
    """Return the state after an action. Raises WrongState: it can't be done in this one."""
    found = AFTER.get((action, state))
    if found is None:
        raise WrongState(action, state)
    return found


def opened(action: Literal["open", "reopen"], was: Judging, until: datetime | None) -> Judging:
    """Return judging as it becomes when it is opened: a new round, unless it goes on.

    Args:
        was: how it is now. until: when it closes by itself; None keeps the time of judging that goes on.
    Raises:
        WrongState.
    """
    goes_on = was.state in ("open", "paused")
    closes_at = until or (was.closes_at if goes_on else None)
    state = after(action, was.state)
    return replace(was, state=state, round=was.round + (not goes_on), closes_at=closes_at)


def state_at(judging: Judging, at: datetime) -> State:
    """Return how far judging is at an instant: when its time has come it is closed, noted yet or not.

    What was pressed in time counts, also if the close was noted before we came to work on it.
    """
    if judging.closes_at is None:
        return judging.state
    if judging.state in ("open", "paused") and at > judging.closes_at:
        return "closed"
    if judging.state == "closed" and at <= judging.closes_at:
        return "open"
    return judging.state


WAITS = ("setup", "open", "paused")
"""States in which scores that were typed may still be stored; afterwards only if staff open judging again."""


def check_may_judge(user_id: UserId, *, is_bot: bool, is_there: bool) -> None:
    """Refuse as a judge who can't be one. `is_there`: they are in the server. Raises CantJudge."""
    if is_bot:
        raise CantJudge(user_id, "they're a bot")
    if not is_there:
        raise CantJudge(user_id, "they aren't in this server")


def check_may_read(
    contest: Contest,
    judge_id: UserId,
    number: int,
    entries: Mapping[int, Entry],
    recused: Collection[int],
) -> Entry:
    """Refuse an entry that a judge has nothing to do with. Raises NoSuchEntry, OwnGroup, Recused."""
    entry = entries.get(number)
    if entry is None:
        raise NoSuchEntry(number)
    if judge_id in entry.owner_ids:
        raise OwnGroup(contest.name_of(number))
    if number in recused:
        raise Recused(contest.name_of(number))
    return entry


def may_read(judge_id: UserId, entry: Entry | None, recused: Collection[int]) -> bool:
    """Return whether an entry is there, isn't a judge's own, and they have no conflict with it."""
    return entry is not None and judge_id not in entry.owner_ids and entry.number not in recused


def check_open(state: State) -> None:
    """Refuse a ballot unless judging is open. Raises NotOpen."""
    if ("score", state) not in AFTER:
        raise NotOpen(state)


def check_may_recuse(contest: Contest, number: int, state: State) -> None:
    """Refuse a conflict of interest that comes too late to change anything. Raises TooLateForConflict."""
    if ("recuse", state) not in AFTER:
        raise TooLateForConflict(contest.name_of(number))


def check_rubric(contest: Contest, judging: Judging) -> None:
    """Refuse a ballot of another rubric than the first one's. Raises RubricLocked."""
    if judging.rubric and judging.rubric != contest.rubric:
        raise RubricLocked


def check_scores(contest: Contest, typed: Sequence[str | int | None]) -> tuple[int, ...]:
    """Read a score for each criterion. Raises BadScores: missing, no whole number, or off the scale."""
    if len(typed) != len(contest.criteria):
        count = f"{len(typed)} score{'' if len(typed) == 1 else 's'}"
        wanted = f"{len(contest.criteria)} criteri{'on' if len(contest.criteria) == 1 else 'a'}"
        raise BadScores(f"you gave {count} for {wanted}", contest.low, contest.high)
    scores: list[int] = []
    for criterion, value in zip(contest.criteria, typed, strict=True):
        text = str(value).strip() if value is not None else ""
        if not text:
            raise BadScores(f"{criterion.title} has no score", contest.low, contest.high)
        if not re.fullmatch(r"[0-9]{1,3}", text) or not contest.low <= int(text) <= contest.high:
            raise BadScores(f"{criterion.title} is “{text[:20]}”", contest.low, contest.high)
        scores.append(int(text))
    return tuple(scores)


def obstacles(
    entries: Iterable[Entry],
    counted: Sequence[Ballot],
    judges: Collection[int],
    excused: Mapping[int, Collection[int]],
    name_of: Callable[[int], str] = "entry {}".format,
) -> list[str]:
    """Return what stands in the way of publishing: unequal ballots, and missing ones.

    Args:
        counted: the ballots that count.
        excused: the entries that each judge has a conflict with or owns.
        name_of: names an entry by its number, so that nobody takes that for a count.
    """
    counts = dict.fromkeys(sorted(entry.number for entry in entries), 0)
    given = [b for b in counted if b.entry in counts]
    for ballot in given:
        counts[ballot.entry] += 1
    if not any(counts.values()):
        return ["no ballots are in"]
    found: list[str] = []
    most = max(counts.values())
    fewer = [f"{name_of(n)} ({count})" for n, count in counts.items() if count < most]
    if fewer:
        found.append(f"entries have unequal numbers of ballots: {most} at most, {some_of(fewer)}")
    done = {(b.judge_id, b.entry) for b in given}
    for judge_id in sorted(judges):
        own = [n for n in counts if n not in excused.get(judge_id, ())]
        left = [n for n in own if (judge_id, n) not in done]
        if left and len(left) == len(own):
            found.append(f"<@{judge_id}> hasn't scored anything")
        elif left:
            found.append(f"<@{judge_id}> hasn't scored {some_of([name_of(n) for n in left])}")
    return found


def unfair_ties(
    contest: Contest, placed: Sequence[Standing], decided: Collection[int] = ()
) -> list[str]:
    """Return which tie stands in the way: entries of one place that don't win the same, or don't all advance.

    Args:
        decided: the entries of which staff have decided themselves: that settles who of a place advances.
    """
    for one in placed:
        if not one.award or one.place is None:
            continue
        others = [s for s in placed if s.place == one.place and s.award != one.award]
        if contest.advances:
            tied = [s.entry.number for s in placed if s.place == one.place]
            if others and not any(number in decided for number in tied):
                return [_at_the_cut(contest, one.place, tied)]
        elif any(other.entry.eligible for other in others):
            return [f"place {one.place} is shared, and not everybody there wins the same"]
    return []


def _at_the_cut(contest: Contest, place: int, tied: Sequence[int]) -> str:
    names = some_of([contest.name_of(number) for number in tied])
    return (
        f"place {place} is shared by {names}, and not all of them can advance: decide who does with "
        "`/judging award`"
    )


def some_of(names: Sequence[object], most: int = NAMED) -> str:
    """Name a few things, and say how many more there are."""
    more = len(names) - most
    named = ", ".join(str(name) for name in names[:most])
    return f"{named} and {more} more" if more > 0 else named


def reading_order(numbers: Sequence[int], judge: int, judges: int) -> list[int]:
    """Order entries for one judge so that over all judges each is read early and late about as often.

    Each pair of judges begins at another entry, the second of a pair going backwards.

    Args:
        judge: the judge's place among the judges, from 0.
    """
    if not numbers:
        return []
    pairs = max(1, (judges + 1) // 2)
    start = (judge // 2) * len(numbers) // pairs % len(numbers)
    turned = [*numbers[start:], *numbers[:start]]
    return turned[::-1] if judge % 2 else turned
