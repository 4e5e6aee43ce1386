"""What passing takes, and how far somebody is: pure.

Source: the course file's `grading.passing` (course page, "Labs, Final Projects, Grading, and Prizes"): what is
shown by honor code, what needs a hand-in, and what is only for prizes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.assignments import rules
from bot.assignments.model import REVIEW, SLIDES, Task, Version
from bot.course.model import Course, PassingRequirement

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
    """A competition entry: never required to pass. `missing`: the short names of the items still missing."""

    title: str
    version: Version | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudentRecord:
    """What is known of one person.

    Attributes:
        attested: what they say they have done, by id.
        versions: what they and their group have handed in.
        group: the number of their group.
        presented: whether the group has pitched; None where that can't be known yet.
    """

    user_id: int
    attested: frozenset[str] = frozenset()
    versions: tuple[Version, ...] = ()
    group: int | None = None
    presented: bool | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is."""

    requirements: tuple[Requirement, ...]
    entries: tuple[Entry, ...]
    counting: Mapping[str, Version] = field(default_factory=dict[str, Version])

    @property
    def done(self) -> int:
        """How many requirements are met."""
        return sum(r.state == "done" for r in self.requirements)


def progress_of(course: Course, record: StudentRecord) -> Progress:
    """Work out somebody's progress."""
    counting = _counting(record.versions)
    tasks = rules.tasks_of(course)
    passing = course.grading.passing if course.grading else ()
    return Progress(
        tuple(_requirement(course, r, record, counting) for r in passing),
        tuple(_entry(t, counting.get(t.id)) for t in tasks.values() if t.items),
        counting,
    )


def attestable(course: Course) -> dict[str, str]:
    """List what people may attest by honor code: titles by id."""
    empty = StudentRecord(0)
    steps = [
        step
        for r in progress_of(course, empty).requirements
        for way in r.ways
        for step in way
        if step.id
    ]
    return {step.id: step.title for step in steps}


def _counting(versions: Sequence[Version]) -> dict[str, Version]:
    by_task: dict[str, list[Version]] = {}
    for version in versions:
        by_task.setdefault(version.task, []).append(version)
    found = {task: rules.counting(some) for task, some in by_task.items()}
    return {task: version for task, version in found.items() if version}


def _requirement(
    course: Course,
    required: PassingRequirement,
    record: StudentRecord,
    counting: Mapping[str, Version],
) -> Requirement:
    ways = _ways(course, required, record, counting)
    states = [_all_of(way) for way in ways]
    state: State = "done" if "done" in states else "open" if "open" in states else "unknown"
    return Requirement(required.title, state, ways, required.proof)


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
    if required.counts == "final project" and required.proof == "submission":
        return _final_project(course, record, counting)
    if required.counts == "labs" and required.proof == "submission" and course.labs:
        steps = [Step(lab.name, "done" if lab.id in counting else "open") for lab in course.labs]
        return (tuple(steps),)
    return ((Step(required.title, "unknown"),),)


def _final_project(
    course: Course, record: StudentRecord, counting: Mapping[str, Version]
) -> tuple[tuple[Step, ...], ...]:
    ways: list[tuple[Step, ...]] = []
    if course.paper_review:
        ways.append((Step("Paper review handed in", "done" if REVIEW in counting else "open"),))
    if course.pitches:
        group, presented = record.group, record.presented
        steps = [
            Step(f"In a group (group {group})" if group else "In a group", _state(bool(group)))
        ]
        if course.pitches.slides_deadline:
            steps.append(Step("Slides handed in", _state(SLIDES in counting)))
        steps.append(Step("Presented live", _state(bool(presented))))
        ways.append(tuple(steps))
    return tuple(ways) or ((Step("Final project", "unknown"),),)


def _attested(id: str, title: str, record: StudentRecord) -> Step:
    return Step(title, _state(id in record.attested), id)


def _state(done: bool) -> State:
    return "done" if done else "open"


def _all_of(way: Sequence[Step]) -> State:
    states = {step.state for step in way}
    return "done" if states == {"done"} else "open" if "open" in states else "unknown"


def _entry(task: Task, version: Version | None) -> Entry:
    files, texts = (version.files, version.details.texts) if version else ((), {})
    left = rules.missing(task.items, files, texts)
    return Entry(task.title, version, tuple(item.id.replace("-", " ") for item in left))
