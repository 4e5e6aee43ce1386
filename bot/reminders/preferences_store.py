"""Who wants to be reminded by direct message, of what and how long before. The only place with its SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database, Migrations

from bot.database import rows
from bot.delivery.ledger import rows_where
from bot.delivery.model import Row

migrations = Migrations("remind-me")

KINDS = ("deadlines", "lectures", "office hours")
DEFAULT_LEAD = "3h"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person wants.

    Attributes:
        kinds: of `KINDS`.
        lead: how long before, such as 3h.
        closed: their direct messages were found closed; `told`: they know that.
    """

    user_id: int
    is_on: bool = False
    kinds: frozenset[str] = frozenset({"deadlines"})
    lead: str = DEFAULT_LEAD
    closed: bool = False
    told: bool = True


@migrations()
def create_tables(db: Database) -> None:
    """One row a person and server."""
    db.execute(
        """CREATE TABLE remind_me (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
            kinds TEXT NOT NULL,
            lead TEXT NOT NULL,
            closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
            told INTEGER NOT NULL CHECK (told IN (0, 1)),
            PRIMARY KEY (guild_id, user_id)
        ) STRICT, WITHOUT ROWID"""
    )


def all_wishes(db: Database, guild_id: int, user_id: int | None = None) -> list[Wishes]:
    """Read everybody's wishes in a server, or one person's."""
    sql, values = "SELECT * FROM remind_me WHERE guild_id = ?", [guild_id]
    if user_id is not None:
        sql, values = f"{sql} AND user_id = ?", [guild_id, user_id]
    return [
        Wishes(
            int(r["user_id"]), bool(r["is_on"]), frozenset(filter(None, r["kinds"].split(","))),
            r["lead"], bool(r["closed"]), bool(r["told"]),
        )
        for r in rows(db, f"{sql} ORDER BY user_id", values)
    ]  # fmt: skip


def wishes(db: Database, guild_id: int, user_id: int) -> Wishes:
    """Read one person's wishes; everything off for somebody new."""
    found = all_wishes(db, guild_id, user_id)
    return found[0] if found else Wishes(user_id)


def save(db: Database, guild_id: int, wishes: Wishes) -> None:
    """Store one person's wishes."""
    db.execute(
        "INSERT OR REPLACE INTO remind_me VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            guild_id, wishes.user_id, int(wishes.is_on), ",".join(sorted(wishes.kinds)), wishes.lead,
            int(wishes.closed), int(wishes.told),
        ],
    )  # fmt: skip


def untold(db: Database) -> set[tuple[int, int]]:
    """List whom to tell that their direct messages are closed: (server, person)."""
    found = rows(db, "SELECT guild_id, user_id FROM remind_me WHERE closed = 1 AND told = 0")
    return {(int(r["guild_id"]), int(r["user_id"])) for r in found}


def open_free(db: Database, guild_id: int, user_id: int) -> list[Row]:
    """Read a person's own reminders that are still to come."""
    condition = "guild_id = ? AND target = ? AND kind = 'free' AND state IN ('planned', 'claimed', 'failed')"
    return rows_where(db, condition, [guild_id, f"user:{user_id}"])


def by_nonce(db: Database, nonce: str) -> list[Row]:
    """Read what was sent together under a nonce."""
    return rows_where(db, "nonce = ?", [nonce])
