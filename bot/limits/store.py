"""What has been used of limits, and how much each server keeps. The only place with its SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database, Migrations

from bot.database import instant_text, rows
from bot.ids import UserId
from bot.limits.table import Limit


@dataclass(frozen=True, slots=True)
class Use:
    """Something that counted towards a limit, and how much (files, bytes). `at`: aware UTC."""

    at: datetime
    amount: int = 1


migrations = Migrations("limits")


@migrations()
def create_tables(db: Database) -> None:
    """One row a use. `guild_id` and `about` are 0 where they don't matter."""
    db.execute(
        """CREATE TABLE uses (
            id INTEGER PRIMARY KEY,
            user_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            guild_id INTEGER NOT NULL,
            about INTEGER NOT NULL,
            amount INTEGER NOT NULL CHECK (amount > 0),
            at TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX uses_by_person ON uses (user_id, name, guild_id, about, at)")


Whom = tuple[int, int, int]
"""(person, server, the other person)"""


def uses(db: Database, limit: Limit, whom: Whom, since: datetime) -> list[Use]:
    """Read what counts towards a limit, oldest first."""
    sql = """SELECT at, amount FROM uses WHERE user_id = ? AND name = ? AND guild_id = ? AND about = ? AND at > ?
        ORDER BY at"""
    user_id, guild_id, about = whom
    found = rows(db, sql, [user_id, limit.name, guild_id, about, instant_text(since)])
    return [Use(datetime.fromisoformat(row["at"]), int(row["amount"])) for row in found]


def note(db: Database, limit: Limit, whom: Whom, use: Use) -> None:
    """Store that something counts towards a limit."""
    user_id, guild_id, about = whom
    values = [user_id, limit.name, guild_id, about, use.amount, instant_text(use.at)]
    db.execute(
        "INSERT INTO uses (user_id, name, guild_id, about, amount, at) VALUES (?, ?, ?, ?, ?, ?)",
        values,
    )


def forget(db: Database, limit: Limit, user_id: UserId, until: datetime) -> None:
    """Forget what counts no longer."""
    sql = "DELETE FROM uses WHERE user_id = ? AND name = ? AND at <= ?"
    db.execute(sql, [user_id, limit.name, instant_text(until)])
