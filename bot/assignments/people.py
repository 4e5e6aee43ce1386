"""Whom a submission belongs to, and what is kept of a person that decides their deadlines, within a transaction."""

from __future__ import annotations

from bot.assignments import store
from bot.assignments.due import Person, owners_of, person_of
from bot.assignments.model import Owner
from bot.database import Tables
from bot.groups.errors import NoSuchGroup
from bot.groups.service import live_group
from bot.ids import GuildId, UserId


def person_in(db: Tables, guild_id: GuildId, user_id: UserId, group: int | None) -> Person:
    """Return what decides the deadlines of a person. `group`: the number of theirs."""
    versions = store.versions(db, guild_id, owners_of(user_id, group), None)
    return person_of(user_id, group, store.extensions(db, guild_id), versions)


def people_of(db: Tables, guild_id: GuildId, owner: Owner) -> tuple[UserId, ...]:
    """Return the person, or the members of the group as they are now: none if it has just been disbanded."""
    if owner.kind == "user":
        return (UserId(owner.id),)
    try:
        return live_group(db, guild_id, owner.id).member_ids
    except NoSuchGroup:
        return ()
