"""What staff see of everybody's submissions: who handed in, who hasn't, what is late. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.assignments import catalog, rules
from bot.assignments.model import Assignment, Owner, StudentRecord, Version
from bot.assignments.progress import Progress, progress_of
from bot.course.model import Course
from bot.ids import UserId

Show = Literal["all", "late", "warnings", "missing"]
SHOWS: tuple[Show, ...] = ("all", "late", "warnings", "missing")


@dataclass(frozen=True, slots=True)
class Line:
    """One owner and assignment. `version` counts; None where nothing was handed in. `kept`: how many versions."""

    owner: Owner
    assignment: Assignment
    version: Version | None
    kept: int = 0


def everybody(
    groups: Mapping[int, Sequence[UserId]],
    versions: Iterable[Version],
    attested: Mapping[UserId, frozenset[str]],
) -> dict[UserId, StudentRecord]:
    """Gather everybody the assistant knows: in a group, with a submission, or with something attested.

    Args:
        groups: the members of each group, by its number.
    """
    by_owner: dict[Owner, list[Version]] = {}
    people = set(attested)
    for version in versions:
        by_owner.setdefault(version.owner, []).append(version)
        people |= {UserId(version.owner.id)} if version.owner.kind == "user" else {version.by}
    number_of = {user_id: number for number, members in groups.items() for user_id in members}
    people |= set(number_of)
    found: dict[UserId, StudentRecord] = {}
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
    only: Assignment | None = None,
) -> list[Line]:
    """List what was handed in, or hasn't been: each owner and assignment once, in the order of the deadlines."""
    records, numbers = list(people), list(groups)
    found: list[Line] = []
    for assignment in [only] if only else catalog.assignments_of(course).values():
        kept: dict[Owner, dict[str, Version]] = {}
        for version in (v for r in records for v in r.versions if v.assignment == assignment.id):
            kept.setdefault(version.owner, {})[version.receipt] = version
        everyone = [Owner("user", r.user_id) for r in records]
        owners = [Owner("group", n) for n in numbers] if assignment.by_group else everyone
        for owner in dict.fromkeys([*kept, *owners]):
            versions = list(kept.get(owner, {}).values())
            found.append(Line(owner, assignment, rules.counting(versions), len(versions)))
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


def count(course: Course, people: Iterable[StudentRecord]) -> tuple[Counts, dict[UserId, Progress]]:
    """Work out everybody's progress and add it up."""
    each = {record.user_id: progress_of(course, record) for record in people}
    done = {r.title: 0 for r in progress_of(course, StudentRecord(UserId(0))).requirements}
    for found in each.values():
        for requirement in found.requirements:
            done[requirement.title] += requirement.state == "done"
    passing = sum(bool(f.requirements) and f.done == len(f.requirements) for f in each.values())
    return Counts(len(each), done, passing), each
