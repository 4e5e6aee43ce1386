"""Whom a submission belongs to, and what is kept of a person that decides their deadlines, within a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.assignments import store
from bot.assignments.due import ALONE, Cohorts, Person, as_due_now, owners_of, person_of
from bot.assignments.model import Assignment, Owner, Version
from bot.cohorts.service import cohorts_of
from bot.database import Tables
from bot.groups.errors import NoSuchGroup
from bot.groups.service import live_group
from bot.ids import GuildId, UserId


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


def links_in(db: Tables, guild_id: GuildId, assignment: str) -> dict[int, str]:
    """Return the address that each gave with an assignment last, by the owner's id."""
    some = store.versions(db, guild_id, (), assignment)
    return {version.owner.id: version.details.link for version in some}


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
