"""What people say of what they have handed in: that it's in its official place, too. The only place with its SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.assignments.store import attest, revoke
from bot.database import rows
from bot.ids import GuildId, UserId

_THERE = "there:"
"""What such a word begins with among what is attested. No step of a course's requirements has a colon in its id."""


def say_there(
    db: Database, guild_id: GuildId, user_id: UserId, assignment: str, at: datetime
) -> None:
    """Remember when a person last said that an assignment is in its official place."""
    revoke(db, guild_id, user_id, _THERE + assignment)
    attest(db, guild_id, user_id, _THERE + assignment, at)


def unsay_there(
    db: Database, guild_id: GuildId, user_ids: Sequence[UserId], assignment: str
) -> None:
    """Forget that any of some people said so."""
    for user_id in user_ids:
        revoke(db, guild_id, user_id, _THERE + assignment)


def said_there(db: Database, guild_id: GuildId, user_ids: Sequence[UserId]) -> dict[str, datetime]:
    """Read when some people last said that an assignment is in its official place, by its id."""
    sql = f"""SELECT item, max(at) AS at FROM attestations WHERE guild_id = ? AND item GLOB '{_THERE}*'
        AND user_id IN ({", ".join("?" * len(user_ids))}) GROUP BY item"""
    found = rows(db, sql, [guild_id, *user_ids])
    return {str(r["item"]).removeprefix(_THERE): datetime.fromisoformat(r["at"]) for r in found}


def attested_by(db: Database, guild_id: GuildId, user_id: UserId) -> frozenset[str]:
    """Read what one person has attested."""
    sql = "SELECT item FROM attestations WHERE guild_id = ? AND user_id = ?"
    return frozenset(str(row["item"]) for row in rows(db, sql, [guild_id, user_id]))
