"""Requests to publish, each as it was shown."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.competitions import publication
from bot.competitions.model import Entry
from bot.competitions.publication import PublishRequest, Shown
from bot.database import instant_text, rows
from bot.ids import GuildId, UserId


def add(
    db: Database, guild_id: GuildId, contest: str, shown: Shown, at: datetime, *, by: UserId
) -> int:
    """Keep a request as it is shown, in place of one that still waits. Return its id."""
    end_waiting(db, guild_id, contest)
    entries = [
        [s.entry.number, s.entry.title, s.entry.eligible, s.entry.why_not] for s in shown.standings
    ]
    found = rows(
        db,
        """INSERT INTO publish_requests (guild_id, contest, state, asked_by, asked_at, reason, shown, entries)
        VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?) RETURNING id""",
        [
            guild_id, contest, by, instant_text(at), shown.reason, publication.to_text(shown),
            json.dumps(entries, ensure_ascii=False),
        ],
    )  # fmt: skip
    return int(found[0]["id"])


def end_waiting(db: Database, guild_id: GuildId, contest: str) -> None:
    """Take back a request that still waits."""
    db.execute(
        "UPDATE publish_requests SET state = 'ended' WHERE guild_id = ? AND contest = ? AND state = 'waiting'",
        [guild_id, contest],
    )


def end_all(db: Database, guild_id: GuildId, contest: str) -> None:
    """Take back whatever was asked or published."""
    db.execute(
        "UPDATE publish_requests SET state = 'ended' WHERE guild_id = ? AND contest = ?",
        [guild_id, contest],
    )


def confirm(db: Database, request_id: int, at: datetime, *, by: UserId) -> None:
    """Remember who confirmed a request."""
    db.execute(
        "UPDATE publish_requests SET state = 'confirmed', confirmed_by = ?, confirmed_at = ? WHERE id = ?",
        [by, instant_text(at), request_id],
    )


def get(db: Database, guild_id: GuildId, request_id: int) -> PublishRequest | None:
    """Read one request of a server."""
    sql = "SELECT * FROM publish_requests WHERE guild_id = ? AND id = ?"
    return next(map(_request, rows(db, sql, [guild_id, request_id])), None)


def newest(db: Database, guild_id: GuildId, contest: str) -> PublishRequest | None:
    """Read a contest's newest request."""
    sql = (
        "SELECT * FROM publish_requests WHERE guild_id = ? AND contest = ? ORDER BY id DESC LIMIT 1"
    )
    return next(map(_request, rows(db, sql, [guild_id, contest])), None)


def published_entries(db: Database, guild_id: GuildId, contest: str) -> list[Entry]:
    """Read the entries as they are published; none while nothing is."""
    sql = """SELECT entries FROM publish_requests WHERE guild_id = ? AND contest = ? AND state = 'confirmed'
        ORDER BY id DESC LIMIT 1"""
    found = rows(db, sql, [guild_id, contest])
    known: list[list[Any]] = json.loads(found[0]["entries"]) if found else []
    return [Entry(n, title, "", (), eligible, why) for n, title, eligible, why in known]


def _request(row: dict[str, Any]) -> PublishRequest:
    confirmed = row["confirmed_at"]
    return PublishRequest(
        int(row["id"]),
        row["contest"],
        row["state"],
        int(row["asked_by"]),
        datetime.fromisoformat(row["asked_at"]),
        publication.of_text(row["shown"]) if row["shown"] else None,
        row["reason"],
        row["confirmed_by"],
        datetime.fromisoformat(confirmed) if confirmed else None,
    )
