"""What staff have said about when office hours really open. The only place with its SQL.

The table is made by the first migration of the ledger.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.database import instant_text, rows


def opened(db: Database, guild_id: int) -> dict[str, datetime]:
    """Read when staff said that office hours open, by item."""
    sql = "SELECT item, opens_at FROM office_hours_opened WHERE guild_id = ?"
    return {r["item"]: datetime.fromisoformat(r["opens_at"]) for r in rows(db, sql, [guild_id])}


def open_at(db: Database, guild_id: int, item: str, opens_at: datetime, *, by: int) -> None:
    """Remember when office hours really open."""
    db.execute(
        """INSERT INTO office_hours_opened VALUES (?, ?, ?, ?) ON CONFLICT (guild_id, item)
        DO UPDATE SET opens_at = excluded.opens_at, by = excluded.by""",
        [guild_id, item, instant_text(opens_at), by],
    )
