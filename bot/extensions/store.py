"""The table of requests for more time. The only place with its SQL."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database, Migrations

from bot.assignments.model import Owner
from bot.database import instant_text, rows
from bot.extensions.model import Request
from bot.ids import GuildId, UserId

migrations = Migrations("extensions")


@migrations()
def create_tables(db: Database) -> None:
    """One row a request; at most one of a person for an assignment is open."""
    db.execute(
        """CREATE TABLE extension_requests (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            owner TEXT NOT NULL,
            assignment TEXT NOT NULL,
            hours REAL NOT NULL CHECK (hours > 0),
            reason TEXT NOT NULL,
            at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'denied')),
            by INTEGER,
            answer TEXT NOT NULL
        ) STRICT"""
    )
    db.execute(
        """CREATE UNIQUE INDEX open_requests ON extension_requests (guild_id, user_id, assignment)
            WHERE state = 'open'"""
    )


def add(db: Database, request: Request) -> int:
    """Store a request. Return its id."""
    cursor = db.execute(
        """INSERT INTO extension_requests (guild_id, user_id, owner, assignment, hours, reason, at, state, by, answer)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
        [
            request.guild_id, request.user_id, str(request.owner), request.assignment, request.hours, request.reason,
            instant_text(request.at), request.state, request.by, request.answer,
        ],
    )  # fmt: skip
    return int(cursor.fetchone()[0])


def decide(db: Database, id: int, state: str, answer: str, *, by: UserId) -> None:
    """Store what staff have decided."""
    sql = "UPDATE extension_requests SET state = ?, answer = ?, by = ? WHERE id = ?"
    db.execute(sql, [state, answer, by, id])


def get(db: Database, guild_id: GuildId, id: int) -> Request | None:
    """Read one request."""
    sql = "SELECT * FROM extension_requests WHERE guild_id = ? AND id = ?"
    found = _requests(db, sql, [guild_id, id])
    return found[0] if found else None


def of(db: Database, guild_id: GuildId, user_id: UserId, assignment: str) -> list[Request]:
    """Read what somebody has asked for of an assignment, oldest first."""
    sql = """SELECT * FROM extension_requests WHERE guild_id = ? AND user_id = ? AND assignment = ? ORDER BY id"""
    return _requests(db, sql, [guild_id, user_id, assignment])


def _requests(db: Database, sql: str, values: list[object]) -> list[Request]:
    found: list[Request] = []
    for row in rows(db, sql, values):
        kind, _, number = str(row["owner"]).partition(":")
        owner = Owner("group" if kind == "group" else "user", int(number))
        by = UserId(int(row["by"])) if row["by"] is not None else None
        found.append(
            Request(
                int(row["id"]), GuildId(int(row["guild_id"])), UserId(int(row["user_id"])), owner, row["assignment"],
                float(row["hours"]), row["reason"], datetime.fromisoformat(row["at"]), row["state"], by, row["answer"],
            )
        )  # fmt: skip
    return found
