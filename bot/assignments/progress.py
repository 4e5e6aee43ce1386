"""What passing takes, and how far somebody is: pure.

Source: the course file's `grading.passing` (course page, "Labs, Final Projects, Grading, and Prizes"): what is
shown by honor code, what has to be handed in, and what is only for prizes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.assignments import catalog, rules
from bot.assignments.model import Assignment, StudentRecord, Version
from bot.course.assigned import CountsFor
from bot.course.grading import PassingRequirement
from bot.course.model import Course
from bot.course.words import say
from bot.ids import UserId
from bot.text import raised

State = Literal["done", "open", "unknown"]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a requirement.

    Attributes:
        id: what attesting it is stored under; empty where it can't be attested.
        state: `unknown` where the assistant can't see it.
    """

    title: str
    state: State
    id: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something required to pass. `ways`: each way to meet it, as its steps; one way is enough."""

    title: str
    state: State
    ways: tuple[tuple[Step, ...], ...]
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One assignment. `missing`: the short names of the parts still missing. `asked`: of everybody."""

    title: str
    version: Version | None
    missing: tuple[str, ...]
    asked: bool = True

    @property
    def done(self) -> bool:
        """Whether all of it is handed in."""
        return self.version is not None and not self.missing


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the grade, and what is handed in for it; nothing where it's graded otherwise, such as in an exam."""

    title: str
    share: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is.

    Attributes:
        entries: what only enters competitions.
        others: what counts for nothing that the course names, the optional among it.
        shares: what the grade is made of.
        counting: the version that counts of each assignment, by its id.
    """

    requirements: tuple[Requirement, ...]
    entries: tuple[Entry, ...]
    others: tuple[Entry, ...] = ()
    shares: tuple[Share, ...] = ()
    counting: Mapping[str, Version] = field(default_factory=dict[str, Version])

    @property
    def done(self) -> int:
        """How many requirements are met."""
        return sum(r.state == "done" for r in self.requirements)


def progress_of(course: Course, record: StudentRecord) -> Progress:
    """Work out somebody's progress."""
    counting = {id: v for (_, id), v in rules.counting_each(record.versions).items()}
    passing = course.grading.passing if course.grading else ()
    every = catalog.assignments_of(course).values()
    counted = {one.id: one.stated.counts_for for one in every}

    def entries(some: Iterable[Assignment]) -> tuple[Entry, ...]:
        return tuple(_entry(one, counting.get(one.id)) for one in some)

    components = course.grading.components if course.grading else ()
    return Progress(
        tuple(_requirement(course, r, record, counting) for r in passing),
        entries(one for one in every if one.is_entry and not one.required),
        entries(one for one in every if counted[one.id] == CountsFor()),
        tuple(
            Share(c.title, c.share, entries(a for a in every if counted[a.id].component == c.id))
            for c in components
        ),
        counting,
    )


def attestable(course: Course) -> dict[str, str]:
    """List what people may attest by honor code: titles by id."""
    empty = StudentRecord(UserId(0))
    steps = [
        step
        for r in progress_of(course, empty).requirements
        for way in r.ways
        for step in way
        if step.id
    ]
    return {step.id: step.title for step in steps}


def _requirement(
    course: Course,
    required: PassingRequirement,
    record: StudentRecord,
    counting: Mapping[str, Version],
) -> Requirement:
    ways = _ways(course, required, record, counting)
    states = [_all_of(way) for way in ways]
    state: State = "done" if "done" in states else "open" if "open" in states else "unknown"
    if required.at_least is not None and state == "done":
        state = "unknown"  # it's handed in; what it was graded isn't known here
    reached = course.grading.reached(required) if course.grading else ""
    proof = ", ".join(part for part in (required.proof, reached) if part)
    return Requirement(required.title, state, ways, proof)


def _ways(
    course: Course,
    required: PassingRequirement,
    record: StudentRecord,
    counting: Mapping[str, Version],
) -> tuple[tuple[Step, ...], ...]:
    if required.proof == "honor code":
        if required.counts == "labs" and course.labs:
            return (tuple(_attested(lab.id, lab.name, record) for lab in course.labs),)
        return ((_attested(required.id, required.title, record),),)
    ways: dict[str, list[Step]] = {}
    for one in catalog.assignments_of(course).values():
        counts = one.stated.counts_for
        if counts.passing == required.id and one.required:
            ways.setdefault(counts.way or "", []).append(_handed_in(one, counting))
    pitches = course.pitches
    if pitches and pitches.counts_for.passing == required.id:
        group = (
            f"In {say.a_group} ({say.group} {record.group})"
            if record.group
            else f"In {say.a_group}"
        )
        steps = ways.setdefault(pitches.counts_for.way or "", [])
        steps.insert(0, Step(group, _state(bool(record.group))))
        steps.append(Step("Presented live", _state(bool(record.presented))))
    return tuple(map(tuple, ways.values())) or ((Step(required.title, "unknown"),),)


def _handed_in(assignment: Assignment, counting: Mapping[str, Version]) -> Step:
    return Step(f"{raised(assignment.title)} handed in", _state(assignment.id in counting))


def _attested(id: str, title: str, record: StudentRecord) -> Step:
    return Step(title, _state(id in record.attested), id)


def _state(done: bool) -> State:
    return "done" if done else "open"


def _all_of(way: Sequence[Step]) -> State:
    states = {step.state for step in way}
    return "done" if states == {"done"} else "open" if "open" in states else "unknown"


def _entry(assignment: Assignment, version: Version | None) -> Entry:
    missing = tuple(rules.names_missing(assignment, version))
    return Entry(assignment.title, version, missing, assignment.required)
