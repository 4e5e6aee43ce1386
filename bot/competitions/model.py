"""What is judged, by whom, and how it was scored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from operator import mul
from typing import Literal

from bot.course.competing import Award, Criterion, TieBreak
from bot.course.words import say
from bot.ids import GuildId, UserId

State = Literal["setup", "open", "paused", "closed", "requested", "published"]
"""How far a contest's judging is. `requested`: closed, and one of two people has asked to publish."""


@dataclass(frozen=True, slots=True)
class Contest:
    """One competition as it is judged.

    Attributes:
        id: a competition's id; with an assignment's where that is judged: `labs-lab1`.
        assignment: the id of the assignment whose entries are judged, and `entry_name` as people say it; empty where
            project groups are.
        low, high: the scale, both included.
        by_group: groups hand in for it, one entry each.
        advances: it's a round that isn't the last: its only award is to go on to the next.
        opted: the id of the competition, where groups choose to enter it; empty where they needn't.
        cohort: the id of the cohort that somebody of an entry has to be in; empty where it's open to all.
        previous, following: the ids of the contests that are the rounds before and after; empty for none.
    """

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    low: int
    high: int
    awards: tuple[Award, ...]
    ties: tuple[TieBreak, ...]
    assignment: str = ""
    entry_name: str = ""
    by_group: bool = False
    advances: bool = False
    previous: str = ""
    following: str = ""
    opted: str = ""
    cohort: str = ""

    def told(self, award: str) -> str:
        """Return an award as people hear of it: its title, with what it is worth."""
        return next((one.told for one in self.awards if one.title == award), award)

    @property
    def weights(self) -> tuple[int, ...]:
        """How much each criterion counts beside the others, in order."""
        return tuple(c.weight or 1 for c in self.criteria)

    @property
    def rubric(self) -> tuple[str, ...]:
        """What a ballot scores: the criteria's ids in order, with weights where they differ, and the scale."""
        differ = len(set(self.weights)) > 1
        named = (f"{c.id}*{c.weight or 1}" if differ else c.id for c in self.criteria)
        return (*named, f"{self.low}-{self.high}")

    def total(self, scores: Sequence[int]) -> int:
        """Add up a ballot's scores by their weights."""
        return sum(map(mul, self.weights, scores))

    @property
    def of_groups(self) -> bool:
        """Whether its entries are groups, or what they handed in, and so have their number."""
        return self.by_group or not self.assignment

    def name_of(self, number: int) -> str:
        """Name an entry by its number: Group 4, or Lab 2 entry 3."""
        return f"{say.Group} {number}" if self.of_groups else f"{self.entry_name} entry {number}"


@dataclass(frozen=True, slots=True)
class Judging:
    """How far a contest's judging is, as it is stored.

    Attributes:
        round: how often it has been opened after setup, closing or publication; what judges get once a round.
        closes_at: when it closes by itself, aware UTC; stays when it has, and goes when staff close it.
        rubric: what the first ballot locked; empty before it.
    """

    state: State = "setup"
    round: int = 0
    closes_at: datetime | None = None
    rubric: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """One judge of one contest. `contest`: its id."""

    guild_id: GuildId
    contest: str
    judge_id: UserId


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file of an entry, under a name that tells nothing of whose it is. `size`: bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something judged.

    Attributes:
        number: the group's number; for what is handed in one of its own, given once.
        owner_ids: the people whose entry it is. None of them judges it.
        eligible: whether it can win a prize, and `why_not`.
        link: its slides.
        files: what was handed in.
    """

    number: int
    title: str
    about: str
    owner_ids: tuple[UserId, ...]
    eligible: bool = True
    why_not: str = ""
    link: str = ""
    files: tuple[EntryFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Ballot:
    """One judge's scores of one entry. Versions are never changed; the newest counts.

    Attributes:
        scores: one for each criterion, in the rubric's order.
        note: the judge's own. feedback: for the group, without the judge's name.
    """

    judge_id: UserId
    entry: int
    version: int
    scores: tuple[int, ...]
    at: datetime
    note: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class BallotRequest:
    """What a judge wants stored, as it was typed.

    Attributes:
        scores: one for each criterion; not checked yet.
        note, feedback: None where the judge's newest ballot keeps its own.
        at: Discord's own instant of it.
    """

    judge_id: UserId
    entry: int
    scores: Sequence[str | int | None]
    at: datetime
    note: str | None = None
    feedback: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a judge typed into a form that couldn't be stored."""

    scores: tuple[str, ...]
    note: str
    feedback: str


@dataclass(frozen=True, slots=True)
class TypedBallot:
    """Scores that a judge wrote as a message and hasn't confirmed. `feedback`: None for none written."""

    id: int
    contest_id: str
    entry: int
    scores: tuple[str, ...]
    feedback: str | None


@dataclass(frozen=True, slots=True)
class Override:
    """What staff decided an entry wins, and why. Empty for nothing."""

    entry: int
    award: str
    reason: str


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

    judge_id: UserId
    ballots: int
    difference: float


@dataclass(frozen=True, slots=True)
class Desk:
    """A judge's own view of a contest: nobody else's scores are in it.

    Attributes:
        order: the entries this judge reads, in their own order; skipped ones last.
        mine: this judge's newest ballots, by entry.
        pitched: the groups that have pitched, while a pitch session is under way; None where none is.
    """

    contest: Contest
    state: State
    entries: Mapping[int, Entry]
    order: tuple[int, ...]
    mine: Mapping[int, Ballot]
    recused: frozenset[int]
    pitched: frozenset[int] | None = None

    @property
    def todo(self) -> list[int]:
        """What is still to be scored, in order."""
        return [n for n in self.order if n not in self.mine]

    @property
    def ready(self) -> list[int]:
        """What can be scored now: while a session is under way, only groups that have pitched."""
        return [n for n in self.todo if self.pitched is None or n in self.pitched]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that staff see of a contest. `ballots`: in all versions, those withdrawn by a conflict included."""

    contest: Contest
    judging: Judging
    state: State
    standings: tuple[Standing, ...]
    severities: tuple[Severity, ...]
    judges: tuple[int, ...]
    ballots: tuple[Ballot, ...]
    recusals: Mapping[int, Collection[int]]
    obstacles: tuple[str, ...]
    overrides: tuple[Override, ...]
