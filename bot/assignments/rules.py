"""Which version counts, and what is still missing: pure decisions. Which deadline holds for a person: `due.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.assignments import catalog, checks, late
from bot.assignments.errors import ExtendWhom, NothingGiven, TooLate
from bot.assignments.model import (
    Arrival,
    Assignment,
    Details,
    KeptFile,
    Missing,
    Owner,
    Receipt,
    StudentRecord,
    Version,
)
from bot.course.assigned import AssignmentPart
from bot.course.lateness import LatePolicy
from bot.course.model import Course
from bot.course.words import say

ROLE_UNKNOWN = "no course role, so it's unknown whether they may enter"


@dataclass(frozen=True, slots=True)
class Due:
    """The deadline that holds for a person.

    Attributes:
        at: what is handed in until then is on time; inclusive to the second, aware UTC.
        course_at: the same for everybody of their cohorts who has no more time than the course gives.
        policy: what becomes of it late; None where the course doesn't say: then it's taken, and staff decide.
        free: free late days that it may take. left: those that are left for everything.
    """

    at: datetime
    course_at: datetime
    policy: LatePolicy | None = None
    free: int = 0
    left: int = 0

    @property
    def closes_at(self) -> datetime | None:
        """The last moment at which anything is taken, inclusive to the second; None where it never closes."""
        return late.closes_at(self.policy, self.at, self.free) if self.policy else None

    @property
    def free_until(self) -> datetime:
        """Until when it costs nothing but free late days."""
        return late.free_until(self.at, self.free, self.closes_at)

    def is_open(self, at: datetime) -> bool:
        """Return whether anything is taken at an instant."""
        closes = self.closes_at
        return closes is None or at < closes + timedelta(seconds=1)

    def cost(self, at: datetime) -> late.Cost | None:
        """Return what handing in at an instant costs; None where the course doesn't say."""
        return late.cost(self.policy, self.at, at, self.free, self.left) if self.policy else None

    @property
    def extended(self) -> bool:
        """Whether this person has more time than the course gives."""
        return self.at > self.course_at


def extended_until(due_at: datetime, more: timedelta, at: datetime) -> datetime:
    """Return when an extension ends: counted from when the course says it's due, or from now once that has passed."""
    return (max(due_at, at) + more).replace(microsecond=0)


def owner_to_extend(assignment: Assignment, person: int | None, group: int | None) -> Owner:
    """Return who gets more time. Raises ExtendWhom: it isn't one person, or one group."""
    if group is not None and person is None:
        return Owner("group", group)
    if person is not None and group is None and not assignment.by_group:
        return Owner("user", person)
    raise ExtendWhom(assignment.title, by_group=assignment.by_group)


def next_version(
    arrival: Arrival, before: Sequence[Version], due_at: datetime, receipt: str
) -> Version:
    """Return what has arrived as the version that follows others. Raises NothingGiven: there is nothing in it."""
    assignment, last = arrival.assignment, before[-1] if before else None
    files, details = combine(last, arrival.files, arrival.details)
    if not files and not any(details.texts.values()) and not details.link:
        raise NothingGiven(assignment.title)
    carried = still_true(last, files, arrival.files)
    return Version(
        guild_id=arrival.guild_id,
        receipt=receipt,
        assignment=assignment.id,
        owner=arrival.owner,
        by=arrival.sender.user_id,
        by_name=arrival.sender.name,
        number=last.number + 1 if last else 1,
        at=arrival.at,
        due_at=due_at,
        files=files,
        details=details,
        warnings=(*carried, *arrival.warnings, *checks.unsaid(assignment, details)),
        flags=(ROLE_UNKNOWN,) if assignment.is_entry and not arrival.sender.role_known else (),
    )


def check_open(assignment: Assignment, closes_at: datetime | None, at: datetime) -> None:
    """Raise TooLate: the course takes nothing for it any more. The second that it names still counts."""
    if closes_at and at >= closes_at + timedelta(seconds=1):
        policy = assignment.late.words if assignment.late else ""
        raise TooLate(assignment.title, closes_at, policy)


def receipt_for(
    version: Version,
    arrival: Arrival,
    before: Sequence[Version],
    refused: Iterable[str],
    late: str = "",
) -> Receipt:
    """Return what a version's receipt says. `refused`: why files weren't accepted. `late`: what being late costs."""
    assignment = arrival.assignment
    same = same_as(version.files, before) if arrival.files else None
    counts = counting([*before, version]) or version
    left = missing(assignment, version)
    return Receipt(
        version,
        assignment.title,
        tuple(refused),
        same.number if same else 0,
        counts.number,
        tuple(part.title for part in left),
        late,
    )


def counting(versions: Sequence[Version]) -> Version | None:
    """Return the version that counts: the newest on time, else the newest. Staff decide about late ones."""
    in_order = sorted(versions, key=lambda v: v.number)
    on_time = [v for v in in_order if v.late_by is None]
    return (on_time or in_order or [None])[-1]


def counting_each(versions: Iterable[Version]) -> dict[tuple[Owner, str], Version]:
    """Return the version that counts of each owner and assignment."""
    kept: dict[tuple[Owner, str], list[Version]] = {}
    for version in versions:
        kept.setdefault((version.owner, version.assignment), []).append(version)
    return {key: found for key, some in kept.items() if (found := counting(some))}


def combine(
    old: Version | None, files: Sequence[KeptFile], details: Details
) -> tuple[tuple[KeptFile, ...], Details]:
    """Put what is new on top of the version before: what isn't replaced stays."""
    if old is None:
        return tuple(files), details
    replaced = {file.item for file in files}
    kept = [f for f in old.files if f.item not in replaced]
    texts = {**old.details.texts, **{k: v for k, v in details.texts.items() if v}}
    return (*kept, *files), Details(
        details.paper or old.details.paper,
        details.ticked or old.details.ticked,
        texts,
        details.link or old.details.link,
    )


def still_true(
    old: Version | None, files: Sequence[KeptFile], new: Sequence[KeptFile]
) -> list[str]:
    """Return the older version's warnings about files that are carried over from it."""
    carried = [f.name for f in files if f not in new]
    return [w for w in (old.warnings if old else ()) if any(name in w for name in carried)]


def same_as(files: Sequence[KeptFile], versions: Sequence[Version]) -> Version | None:
    """Return the newest version with just these files."""
    hashes = sorted(f.sha256 for f in files)
    for version in sorted(versions, key=lambda v: -v.number):
        if hashes and sorted(f.sha256 for f in version.files) == hashes:
            return version
    return None


def missing(assignment: Assignment, version: Version | None) -> list[AssignmentPart]:
    """List the parts that a version lacks; all that are needed for none."""
    files, said = (version.files, version.details) if version else ((), Details())
    there = {file.item for file in files} | {id for id, text in said.texts.items() if text}
    if assignment.holder and files:
        there.add(assignment.holder.id)
    if assignment.link_parts and said.link:
        there.add(assignment.link_parts[0].id)
    return [part for part in assignment.parts if not part.optional and part.id not in there]


def missing_of(assignment: Assignment, versions: Iterable[Version]) -> list[str]:
    """Return the short names of the parts that an assignment's counting version lacks."""
    return names_missing(
        assignment, counting([v for v in versions if v.assignment == assignment.id])
    )


def names_missing(assignment: Assignment, version: Version | None) -> list[str]:
    """Return the short names of the parts that a version lacks; of all that are needed for none."""
    return [part.id.replace("-", " ") for part in missing(assignment, version)]


def cost_words(assignment: Assignment, due: Due, at: datetime) -> str:
    """Write what handing in at an instant costs its sender, and their group with them; empty for nothing."""
    cost = due.cost(at)
    if cost is None or not cost.free or not assignment.by_group:
        return cost.words if cost else ""
    free = due.policy and due.policy.free_days
    each = f" So does everybody in your {say.group}." if free and free.whose == "person" else ""
    return f"{cost.words}{each}"


def missing_for(course: Course, deadline_id: str, record: StudentRecord) -> Missing:
    """Return what somebody hasn't done of what is due at a deadline."""
    due, signs_up = (
        catalog.due_at_deadline(course, deadline_id),
        course.signs_up_until(deadline_id),
    )
    group = [say.a_group] if signs_up and not record.group else []
    left = {one.id: text for one in due if (text := _left_of(course, one, record))}
    required = signs_up or any(one.required for one in due if one.id in left or not left)
    competes = any(one.is_entry for one in due)
    return Missing((*group, *left.values()), signs_up or bool(due), required, competes)


def _left_of(course: Course, assignment: Assignment, record: StudentRecord) -> str:
    """Return what is left to do of an assignment, in words; empty for nothing."""
    names = missing_of(assignment, record.versions)
    handed_in = {version.assignment for version in record.versions}
    if not names or (
        not assignment.by_group and handed_in & catalog.other_ways(course, assignment)
    ):
        return ""
    if len(assignment.parts) > 1:
        return f"{assignment.title} ({', '.join(names)})"
    if not assignment.by_group:
        return f"your {assignment.title}"
    elsewhere = not record.group and assignment.stated.counts_for.way
    return "" if elsewhere else f"your {say.group}'s {assignment.title}"
