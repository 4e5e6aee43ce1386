"""What a change of the course would leave behind: groups that it has no room for."""

from __future__ import annotations

from bot.course.model import Course
from bot.course.words import say
from bot.database import Tables
from bot.groups.store import groups as store
from bot.ids import GuildId
from bot.library.errors import Stranded
from bot.text import listing

NAMED = 8


def keep_groups(db: Tables, guild_id: GuildId, old: Course, new: Course) -> None:
    """Raise Stranded where groups would have no place, or more members than a group may have."""
    if old.groups is None or (new.groups and new.groups.max >= old.groups.max):
        return
    groups = store.live_groups(db, guild_id)
    if new.groups is None:
        too_many = groups
        what = f"{say.Project_groups} would be removed from the course, and there are"
    else:
        largest = new.groups.max
        too_many = [g for g in groups if len(g.member_ids) > largest]
        what = f"{say.A_group} could have {largest} people at most, and there are more in"
    if too_many:
        names = [f"{say.group} {g.number}" for g in too_many[:NAMED]]
        names += [f"{len(too_many) - NAMED} more"] if len(too_many) > NAMED else []
        raise Stranded(
            f"{what} {listing(names)}.",
            "Move people with `/staff group move` first, or keep the size.",
        )
