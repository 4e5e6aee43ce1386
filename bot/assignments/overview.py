"""What staff see of everybody's hand-ins: who handed in, who hasn't, what is late. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.assignments import rules
from bot.assignments.model import Owner, Task, Version
from bot.assignments.progress import Progress, StudentRecord, progress_of
from bot.course.model import Course

Show = Literal["all", "late", "warnings", "missing"]
SHOWS: tuple[Show, ...] = ("all", "late", "warnings", "missing")


@dataclass(frozen=True, slots=True)
class Line:
    """One owner and task. `version` counts; None where nothing was handed in. `kept`: how many versions."""

    owner: Owner
    task: Task
    version: Version | None
    kept: int = 0


def everybody(
    groups: Mapping[int, Sequence[int]],
    versions: Iterable[Version],
    attested: Mapping[int, frozenset[str]],
) -> dict[int, StudentRecord]:
    """Gather everybody the assistant knows: in a group, with a hand-in, or with something attested.

    Args:
        groups: the members of each group, by its number.
    """
    by_owner: dict[Owner, list[Version]] = {}
    people = set(attested)
    for version in versions:
        by_owner.setdefault(version.owner, []).append(version)
        people |= {version.owner.id} if version.owner.kind == "user" else {version.by}
    number_of = {user_id: number for number, members in groups.items() for user_id in members}
    people |= set(number_of)
    found: dict[int, StudentRecord] = {}
    for user_id in sorted(people):
        number = number_of.get(user_id)
        own = by_owner.get(Owner("user", user_id), [])
        shared = by_owner.get(Owner("group", number), []) if number else []
        found[user_id] = StudentRecord(
            user_id, attested.get(user_id, frozenset()), (*own, *shared), number
        )
    return found


def lines(
    course: Course,
    people: Iterable[StudentRecord],
    groups: Iterable[int],
    show: Show,
    task_id: str | None,
) -> list[Line]:
    """List what was handed in, or hasn't been: each owner and task once, in the order of the deadlines."""
    tasks = [t for t in rules.tasks_of(course).values() if task_id in (None, t.id)]
    records = list(people)
    found: list[Line] = []
    for task in tasks:
        by_owner: dict[Owner, list[Version]] = {}
        for record in records:
            for version in record.versions:
                if version.task == task.id and version not in by_owner.get(version.owner, []):
                    by_owner.setdefault(version.owner, []).append(version)
        owners = [Owner("group", n) for n in groups] if task.by_group else []
        owners = owners or [Owner("user", s.user_id) for s in records if not task.by_group]
        for owner in dict.fromkeys([*by_owner, *owners]):
            kept = by_owner.get(owner, [])
            found.append(Line(owner, task, rules.counting(kept), len(kept)))
    return [line for line in found if _shown(line, show)]


def _shown(line: Line, show: Show) -> bool:
    version = line.version
    if show == "missing":
        return version is None
    if version is None:
        return False
    if show == "late":
        return version.late_by is not None
    if show == "warnings":
        return bool(version.warnings or version.flags)
    return True


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people have met each requirement, by its title, of how many that are known."""

    people: int
    done: dict[str, int]
    passing: int


def count(course: Course, people: Iterable[StudentRecord]) -> tuple[Counts, dict[int, Progress]]:
    """Work out everybody's progress and add it up."""
    each = {s.user_id: progress_of(course, s) for s in people}
    done: dict[str, int] = {}
    for found in each.values():
        for requirement in found.requirements:
            done[requirement.title] = done.get(requirement.title, 0) + (requirement.state == "done")
    passing = sum(bool(f.requirements) and f.done == len(f.requirements) for f in each.values())
    return Counts(len(each), done, passing), each
