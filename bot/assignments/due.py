"""Which deadline holds for a person: the one home of that question. Pure.

Whatever names a deadline to one person (reminders, progress, receipts, answers) asks here; what is said to everybody
names the course's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.assignments import catalog
from bot.assignments.model import Assignment, Extension, Owner
from bot.course.model import Course
from bot.ids import UserId


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person that decides their deadlines.

    Attributes:
        owners: they and their group.
        extensions: of anybody; those of `owners` hold for them.
    """

    owners: tuple[Owner, ...]
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """The deadline that holds for a person.

    Attributes:
        at: what is handed in until then is on time; inclusive to the second, aware UTC.
        course_at: the same for everybody who has no more time than the course gives.
    """

    at: datetime
    course_at: datetime

    @property
    def extended(self) -> bool:
        """Whether this person has more time than the course gives."""
        return self.at > self.course_at


def person_of(user_id: UserId, group: int | None, extensions: Iterable[Extension]) -> Person:
    """Return what decides the deadlines of somebody, who may be in a group."""
    return Person(owners_of(user_id, group), tuple(extensions))


def owners_of(user_id: UserId, group: int | None) -> tuple[Owner, ...]:
    """Return whose submissions and extensions are a person's: their own and their group's."""
    own = Owner("user", user_id)
    return (own, Owner("group", group)) if group else (own,)


def due_for(assignment: Assignment, person: Person) -> Due:
    """Return the deadline that holds for a person: the course's, or their or their group's extension."""
    mine = [
        e.due_at
        for e in person.extensions
        if e.assignment == assignment.id and e.owner in person.owners
    ]
    course_at = assignment.deadline.due_at
    return Due(max([course_at, *mine]), course_at)


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
        if mine and mine.at > known.at:
            found[one.deadline.id] = mine
    return found
