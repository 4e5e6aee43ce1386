"""What is judged, by whom, and how it was scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from bot.course.work import Award, Criterion, TieBreak

State = Literal["setup", "open", "paused", "closed", "published"]


@dataclass(frozen=True, slots=True)
class Contest:
    """One competition as it is judged.

    Attributes:
        id: a competition's id; for labs with the lab's id: `labs-lab1`.
        lab: the lab whose entries are judged; empty where project groups are.
        low, high: the scale, both included.
    """

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    low: int
    high: int
    awards: tuple[Award, ...]
    ties: tuple[TieBreak, ...]
    lab: str = ""

    @property
    def rubric(self) -> tuple[str, ...]:
        """What a ballot scores: the criteria's ids in order, and the scale."""
        return (*(c.id for c in self.criteria), f"{self.low}-{self.high}")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something judged.

    Attributes:
        number: the group's number; for a lab entry, its place by the time it was handed in.
        owner_ids: the people whose entry it is. None of them judges it.
        eligible: whether it can win a prize, and `why_not`.
        link: its slides.
    """

    number: int
    title: str
    about: str
    owner_ids: tuple[int, ...]
    eligible: bool = True
    why_not: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One judge's scores of one entry. Versions are never changed; the newest counts.

    Attributes:
        scores: one for each criterion, in the rubric's order.
        note: the judge's own. feedback: for the group, without the judge's name.
    """

    judge_id: int
    entry: int
    version: int
    scores: tuple[int, ...]
    at: datetime
    note: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands.

    Attributes:
        place: 1 for the best; equal entries share one. None without a ballot.
        score: the mean over its judges of their means over the criteria, exact. None without a ballot.
        spread: the highest judge's mean minus the lowest's.
        normalised: the mean of the judges' z-scores: beside the official score, never instead of it.
        decided_by: the tie-break that was needed; empty for none.
        disagreed: its judges are far apart.
        award: what it wins.
    """

    entry: Entry
    place: int | None
    score: Fraction | None
    ballots: int
    spread: Fraction
    normalised: float | None
    decided_by: str = ""
    disagreed: bool = False
    award: str = ""


@dataclass(frozen=True, slots=True)
class Severity:
    """How a judge scores: their mean minus that of all judges, and how many entries they scored."""

    judge_id: int
    ballots: int
    difference: float
