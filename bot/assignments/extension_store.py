"""Changes of who has more time, each kept with who made it and why. The only place with their SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database, Migrations

from bot.assignments.model import Extension, Owner
from bot.assignments.store import owner_of
from bot.database import instant_text, rows
from bot.ids import GuildId, UserId

migrations = Migrations("extension-log")


@migrations()
def create_log(db: Database) -> None:
    """One row for each assignment that a change gives an owner another time for; what holds already is one each."""
    db.execute(
        """CREATE TABLE hand_in_extension_log (
            change INTEGER NOT NULL CHECK (change > 0),
            guild_id INTEGER NOT NULL,
            owner TEXT NOT NULL CHECK (owner GLOB 'user:[0-9]*' OR owner GLOB 'group:[0-9]*'),
            task TEXT NOT NULL,
            due_at TEXT,
            by INTEGER NOT NULL,
            reason TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, owner, task, change)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX extension_changes ON hand_in_extension_log (change)")
    db.execute(
        """INSERT INTO hand_in_extension_log
        SELECT row_number() OVER (ORDER BY at, guild_id, owner, task), guild_id, owner, task, due_at, by, reason, at
        FROM hand_in_extensions"""
    )


@dataclass(frozen=True, slots=True)
class Logged:
    """What a change did to one owner's time for one assignment. `due_at`: None where it took an extension back."""

    change: int
    owner: Owner
    assignment: str
    due_at: datetime | None
    by: UserId
    reason: str
    at: datetime


def next_change(db: Database) -> int:
    """Return the number of the next change, within its transaction."""
    found = rows(db, "SELECT coalesce(max(change), 0) + 1 AS next FROM hand_in_extension_log")
    return int(found[0]["next"])


def extend(db: Database, guild_id: GuildId, extension: Extension, change: int) -> None:
    """Give more time; a later extension replaces an earlier one."""
    db.execute(
        """INSERT INTO hand_in_extensions VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (guild_id, owner, task)
        DO UPDATE SET due_at = excluded.due_at, by = excluded.by, reason = excluded.reason, at = excluded.at""",
        [
            guild_id, str(extension.owner), extension.assignment, instant_text(extension.due_at), extension.by,
            extension.reason, instant_text(extension.at),
        ],
    )  # fmt: skip
    logged = Logged(
        change, extension.owner, extension.assignment, extension.due_at, extension.by, extension.reason,
        extension.at,
    )  # fmt: skip
    _log(db, guild_id, logged)


def withdraw(db: Database, guild_id: GuildId, one: Logged) -> None:
    """Take an extension back: the course's own time holds again."""
    sql = "DELETE FROM hand_in_extensions WHERE guild_id = ? AND owner = ? AND task = ?"
    db.execute(sql, [guild_id, str(one.owner), one.assignment])
    _log(db, guild_id, one)


def of_change(db: Database, guild_id: GuildId, change: int) -> list[Logged]:
    """Read what a change did, by assignment."""
    sql = (
        "SELECT * FROM hand_in_extension_log WHERE change = ? AND guild_id = ? ORDER BY owner, task"
    )
    return [_logged(row) for row in rows(db, sql, [change, guild_id])]


def history(db: Database, guild_id: GuildId, owner: Owner, assignment: str) -> list[Logged]:
    """Read every change of an owner's time for an assignment, newest first."""
    sql = """SELECT * FROM hand_in_extension_log WHERE guild_id = ? AND owner = ? AND task = ?
        ORDER BY change DESC"""
    return [_logged(row) for row in rows(db, sql, [guild_id, str(owner), assignment])]


def _log(db: Database, guild_id: GuildId, one: Logged) -> None:
    db.execute(
        "INSERT INTO hand_in_extension_log VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            one.change, guild_id, str(one.owner), one.assignment, instant_text(one.due_at) if one.due_at else None,
            one.by, one.reason, instant_text(one.at),
        ],
    )  # fmt: skip


def _logged(row: dict[str, Any]) -> Logged:
    until = row["due_at"]
    return Logged(
        int(row["change"]), owner_of(row["owner"]), row["task"], datetime.fromisoformat(until) if until else None,
        UserId(int(row["by"])), row["reason"], datetime.fromisoformat(row["at"]),
    )  # fmt: skip
