"""What staff have said about when something really happens. The only place with its SQL.

The table is made by the first migration of the ledger; office hours were the first that staff could say it of.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.database import instant_text, rows
from bot.ids import GuildId, UserId


def said(db: Database, guild_id: GuildId) -> dict[str, datetime]:
    """Read when things really happen, by the key of their item, where staff have said so."""
    sql = "SELECT item, opens_at FROM office_hours_opened WHERE guild_id = ?"
    return {r["item"]: datetime.fromisoformat(r["opens_at"]) for r in rows(db, sql, [guild_id])}


def saying(db: Database) -> set[GuildId]:
    """List the servers whose staff have said when something happens."""
    found = rows(db, "SELECT DISTINCT guild_id FROM office_hours_opened")
    return {GuildId(int(r["guild_id"])) for r in found}


def say(db: Database, guild_id: GuildId, item: str, at: datetime, *, by: UserId) -> None:
    """Remember when something really happens."""
    db.execute(
        """INSERT INTO office_hours_opened VALUES (?, ?, ?, ?) ON CONFLICT (guild_id, item)
        DO UPDATE SET opens_at = excluded.opens_at, by = excluded.by""",
        [guild_id, item, instant_text(at), by],
    )
