"""Which deadline holds for a person: the one home of that question, and what is kept of them that decides it.

Whatever names a deadline to one person (reminders, progress, receipts, answers) asks here; what is said to everybody
names the course's own. What reads the database runs within a caller's transaction; everything else is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.assignments import catalog, late, store
from bot.assignments.model import Assignment, Extension, Owner, Version
from bot.assignments.rules import Due, counting_each
from bot.cohorts.service import cohorts_of
from bot.course.cohort_times import latest
from bot.course.model import Course
from bot.database import Tables
from bot.groups.errors import NoSuchGroup
from bot.groups.service import live_group
from bot.ids import GuildId, UserId

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


def person_in(
    db: Tables,
    guild_id: GuildId,
    user_id: UserId,
    group: int | None,
    assignments: Mapping[str, Assignment],
) -> Person:
    """Return what decides the deadlines of a person. `group`: the number of theirs."""
    owners = owners_of(user_id, group)
    versions = versions_in(db, guild_id, assignments, owners)
    matters = any(one.times for one in assignments.values())
    cohorts = cohorts_in(db, guild_id, user_id, group) if matters else ALONE
    return person_of(user_id, group, store.extensions(db, guild_id, owners), versions, cohorts)


def cohorts_in(db: Tables, guild_id: GuildId, user_id: UserId, group: int | None) -> Cohorts:
    """Return a person's cohorts, then those of each of the others in their group."""
    members = people_of(db, guild_id, Owner("group", group)) if group else ()
    people = (user_id, *(one for one in members if one != user_id))
    return tuple(cohorts_of(db, guild_id, one) for one in people)


def versions_in(
    db: Tables,
    guild_id: GuildId,
    assignments: Mapping[str, Assignment],
    owners: Sequence[Owner] = (),
    only: str | None = None,
) -> list[Version]:
    """Return what some have handed in, or everybody, as it counts now. `only`: of one assignment, by its id."""
    versions = store.versions(db, guild_id, owners, only)
    return due_now(db, guild_id, assignments, versions, owners)


def due_now(
    db: Tables,
    guild_id: GuildId,
    assignments: Mapping[str, Assignment],
    some: Iterable[Version],
    owners: Sequence[Owner] = (),
) -> list[Version]:
    """Return versions as they count now. What nobody asks for any more stays as it was received. `owners`: whose they
    are; empty for anybody's."""
    extensions, people = tuple(store.extensions(db, guild_id, owners)), dict[Owner, Person]()
    in_cohorts = any(one.times for one in assignments.values())
    found: list[Version] = []
    for version in some:
        assignment, owner = assignments.get(version.assignment), version.owner
        if owner not in people:
            known = owner_in(db, guild_id, owner) if in_cohorts else Person((owner,))
            people[owner] = replace(known, extensions=extensions)
        found.append(as_due_now(version, assignment, people[owner]) if assignment else version)
    return found


def owner_in(db: Tables, guild_id: GuildId, owner: Owner) -> Person:
    """Return what the course states deadlines for, of a person or of a whole group."""
    cohorts = [cohorts_of(db, guild_id, one) for one in people_of(db, guild_id, owner)]
    return Person((owner,), cohorts=tuple(cohorts) or ALONE)


def people_of(db: Tables, guild_id: GuildId, owner: Owner) -> tuple[UserId, ...]:
    """Return the person, or the members of the group as they are now: none if it has just been disbanded."""
    if owner.kind == "user":
        return (UserId(owner.id),)
    try:
        return live_group(db, guild_id, owner.id).member_ids
    except NoSuchGroup:
        return ()
