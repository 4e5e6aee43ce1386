"""Which deadline holds for a person: the one home of that question. Pure.

Whatever names a deadline to one person (reminders, progress, receipts, answers) asks here; what is said to everybody
names the course's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.assignments import catalog, late
from bot.assignments.model import Assignment, Extension, Owner, Version
from bot.assignments.rules import counting_each
from bot.course.cohort_times import latest
from bot.course.lateness import LatePolicy
from bot.course.model import Course
from bot.ids import UserId

Cohorts = tuple[frozenset[str], ...]
"""Somebody's own, then those of each of the others in their group."""
ALONE: Cohorts = (frozenset(),)


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person that decides their deadlines.

    Attributes:
        owners: they and their group.
        extensions: of anybody; those of `owners` hold for them.
        cohorts: theirs, then those of each of the others in their group.
        counting: the version that counts of what they or their group handed in, by assignment.
        used: the free late days spent on each assignment, by policy, as far as they were worked out.
    """

    owners: tuple[Owner, ...]
    extensions: tuple[Extension, ...] = ()
    cohorts: Cohorts = ALONE
    counting: Mapping[str, Version] = field(default_factory=dict[str, Version])
    used: dict[str, dict[str, int]] = field(
        default_factory=dict[str, dict[str, int]], compare=False
    )


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
        return late.closes_at(self.policy, self.at) if self.policy else None

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


def person_of(
    user_id: UserId,
    group: int | None,
    extensions: Iterable[Extension],
    versions: Iterable[Version] = (),
    cohorts: Cohorts = ALONE,
) -> Person:
    """Return what decides the deadlines of somebody, who may be in a group.

    Args:
        versions: all of theirs.
        cohorts: their own, then those of each of the others in their group.
    """
    counting = {id: version for (_, id), version in counting_each(versions).items()}
    return Person(owners_of(user_id, group), tuple(extensions), cohorts, counting)


def owners_of(user_id: UserId, group: int | None) -> tuple[Owner, ...]:
    """Return whose submissions and extensions are a person's: their own and their group's."""
    own = Owner("user", user_id)
    return (own, Owner("group", group)) if group else (own,)


def due_for(assignment: Assignment, person: Person) -> Due:
    """Return the deadline that holds for a person, and what being late means to them.

    It's the course's, for everybody or their cohort, or their or their group's extension; free late days are those that
    they haven't spent on others.
    """
    mine = [
        e.due_at
        for e in person.extensions
        if e.assignment == assignment.id and e.owner in person.owners
    ]
    course_at = stated_for(assignment, person)
    at, policy = max([course_at, *mine]), assignment.late
    if policy is None:
        return Due(at, course_at)
    used = person.used.get(policy.id)
    if used is None:
        used = person.used[policy.id] = late.spent(policy, assignment.sharing, person.counting)
    others = sum(used.values()) - used.get(assignment.id, 0)
    left = policy.free_days.budget - others if policy.free_days else 0
    return Due(at, course_at, policy, late.free_for(policy, assignment.id, used), left)


def stated_for(assignment: Assignment, person: Person) -> datetime:
    """Return when the course says that something is due for a person: for their cohort, or for everybody else.

    What a group hands in is due when it's due for whoever of it has the most time.
    """
    if not assignment.times:
        return assignment.deadline.due_at
    people = person.cohorts if assignment.by_group else person.cohorts[:1]
    return max(latest(assignment.times, one) or assignment.deadline.due_at for one in people)


def as_due_now(version: Version, assignment: Assignment, person: Person) -> Version:
    """Return a version as it counts now: on time by what was due when it came, or by what is due since.

    A deadline that moves later, and more time that is given afterwards, make it on time; one that moves earlier takes
    nothing from it.
    """
    at = due_for(replace(assignment, late=None), person).at
    return replace(version, due_at=at) if at > version.due_at else version


def first_due(course: Course, due: Mapping[str, Due]) -> dict[str, datetime]:
    """Return when the first that belongs to each deadline of the course is due for a person, by the deadline's id.

    Args:
        due: the deadline that holds for them, by assignment.
    """
    found: dict[str, datetime] = {}
    for one in catalog.assignments_of(course).values():
        at = due[one.id].at
        found[one.deadline.id] = min(at, found.get(one.deadline.id, at))
    return found


def deadlines_for(course: Course, due: Mapping[str, Due]) -> dict[str, Due]:
    """Return until when each deadline of the course is open for a person, by its id.

    Args:
        due: the deadline that holds for them, by assignment.
    """
    found = {one.id: Due(one.due_at, one.due_at) for one in course.every_deadline}
    for one in catalog.assignments_of(course).values():
        mine, known = due.get(one.id), found[one.deadline.id]
        if mine and (mine.at > known.at or (mine.policy and mine.at == known.at)):
            found[one.deadline.id] = mine
    return found
