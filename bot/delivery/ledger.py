"""The ledger: what is planned, claimed, sent or skipped. The only place with its SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database, Migrations

from bot.database import instant_text, rows
from bot.delivery.model import Planned, Row, Sent

migrations = Migrations("reminders")


@migrations()
def create_tables(db: Database) -> None:
    """The ledger, what staff have said about office hours, and which targets are silenced."""
    for statement in (
        """CREATE TABLE reminders (
            guild_id INTEGER NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            target TEXT NOT NULL,
            item TEXT NOT NULL,
            due_at TEXT NOT NULL,
            anchor_at TEXT NOT NULL,
            until TEXT NOT NULL,
            body TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'claimed', 'sent', 'skipped', 'failed', 'unsure')),
            nonce TEXT NOT NULL DEFAULT '',
            claimed_at TEXT,
            tries INTEGER NOT NULL DEFAULT 0,
            next_try_at TEXT,
            channel_id INTEGER,
            message_id INTEGER,
            sent_at TEXT,
            why TEXT NOT NULL DEFAULT '',
            reply_to INTEGER,
            PRIMARY KEY (guild_id, key),
            CHECK (state <> 'claimed' OR (nonce <> '' AND claimed_at IS NOT NULL)),
            CHECK (state <> 'sent' OR (message_id IS NOT NULL AND sent_at IS NOT NULL))
        ) STRICT, WITHOUT ROWID""",
        """CREATE INDEX reminders_open ON reminders (due_at)
            WHERE state IN ('planned', 'claimed', 'failed')""",
        """CREATE INDEX reminders_retries ON reminders (next_try_at)
            WHERE state IN ('planned', 'claimed', 'failed') AND next_try_at IS NOT NULL""",
        "CREATE INDEX reminders_by_item ON reminders (guild_id, item)",
        """CREATE TABLE office_hours_opened (
            guild_id INTEGER NOT NULL,
            item TEXT NOT NULL,
            opens_at TEXT NOT NULL,
            by INTEGER NOT NULL,
            PRIMARY KEY (guild_id, item)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE silenced_targets (
            guild_id INTEGER NOT NULL,
            target TEXT NOT NULL,
            by INTEGER NOT NULL,
            PRIMARY KEY (guild_id, target)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


def add(
    db: Database, guild_id: int, planned: Planned, *, skipped: str = "", reply_to: int | None = None
) -> None:
    """Plan a reminder; one that is known already stays as it is. `skipped`: why it never will be sent."""
    db.execute(
        """INSERT INTO reminders (guild_id, key, kind, target, item, due_at, anchor_at, until, body, state, why,
            reply_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
        [
            guild_id, planned.key, planned.kind, planned.target, planned.item, instant_text(planned.due_at),
            instant_text(planned.anchor_at), instant_text(planned.until), planned.body,
            "skipped" if skipped else "planned", skipped, reply_to,
        ],
    )  # fmt: skip


def move(db: Database, guild_id: int, planned: Planned, state: str) -> None:
    """Return a reminder new times and a state without a claim."""
    db.execute(
        """UPDATE reminders SET item = ?, target = ?, due_at = ?, anchor_at = ?, until = ?, state = ?, why = '',
            nonce = '', claimed_at = NULL, tries = 0, next_try_at = NULL WHERE guild_id = ? AND key = ?""",
        [
            planned.item, planned.target, instant_text(planned.due_at), instant_text(planned.anchor_at),
            instant_text(planned.until), state, guild_id, planned.key,
        ],
    )  # fmt: skip


def re_anchor(db: Database, guild_id: int, key: str, anchor_at: datetime) -> None:
    """Remember that people know what a sent reminder now counts down to."""
    sql = "UPDATE reminders SET anchor_at = ? WHERE guild_id = ? AND key = ?"
    db.execute(sql, [instant_text(anchor_at), guild_id, key])


def claim(db: Database, guild_id: int, keys: Sequence[str], nonce: str, now: datetime) -> None:
    """Say that these are about to be sent, together, under a nonce."""
    marks = ", ".join("?" * len(keys))
    db.execute(
        f"""UPDATE reminders SET state = 'claimed', nonce = ?, claimed_at = ?, tries = tries + 1, next_try_at = NULL
            WHERE guild_id = ? AND key IN ({marks})""",
        [nonce, instant_text(now), guild_id, *keys],
    )


def mark_sent(db: Database, guild_id: int, keys: Sequence[str], sent: Sent, now: datetime) -> None:
    """Say that these were sent, and where the message is."""
    marks = ", ".join("?" * len(keys))
    db.execute(
        f"""UPDATE reminders SET state = 'sent', channel_id = ?, message_id = ?, sent_at = ?, why = '',
            next_try_at = NULL WHERE guild_id = ? AND key IN ({marks})""",
        [sent.channel_id, sent.message_id, instant_text(now), guild_id, *keys],
    )


def settle(
    db: Database, guild_id: int, keys: Sequence[str], state: str, why: str,
    next_try_at: datetime | None = None,
) -> None:  # fmt: skip
    """Say that these were skipped, failed, are unsure, or have to wait for another attempt."""
    marks = ", ".join("?" * len(keys))
    later = instant_text(next_try_at) if next_try_at else None
    db.execute(
        f"""UPDATE reminders SET state = ?, why = ?, next_try_at = ? WHERE guild_id = ? AND key IN ({marks})""",
        [state, why, later, guild_id, *keys],
    )


def count_try(db: Database, guild_id: int, keys: Sequence[str]) -> None:
    """Count another attempt under the same nonce."""
    marks = ", ".join("?" * len(keys))
    sql = f"UPDATE reminders SET tries = tries + 1 WHERE guild_id = ? AND key IN ({marks})"
    db.execute(sql, [guild_id, *keys])


def all_of(db: Database, guild_id: int, target: str | None = None) -> list[Row]:
    """Read a server's ledger, by time. `target`: only what goes there."""
    sql, values = "SELECT * FROM reminders WHERE guild_id = ?", [guild_id]
    if target is not None:
        return _rows(rows(db, f"{sql} AND target = ? ORDER BY due_at, key", [*values, target]))
    return _rows(rows(db, f"{sql} ORDER BY due_at, key", values))


def rows_where(db: Database, condition: str, values: Sequence[object]) -> list[Row]:
    """Read the rows that meet a condition of ours, by time. Never put what a person typed into it."""
    sql = f"SELECT * FROM reminders WHERE {condition} ORDER BY due_at, key"
    return _rows(rows(db, sql, values))


def get(db: Database, guild_id: int, key: str) -> Row | None:
    """Read one row."""
    sql = "SELECT * FROM reminders WHERE guild_id = ? AND key = ?"
    found = _rows(rows(db, sql, [guild_id, key]))
    return found[0] if found else None


def open_rows(db: Database, until: datetime | None = None) -> list[Row]:
    """Read what isn't settled yet, of every server, soonest first. `until`: only what is due by then."""
    sql = "SELECT * FROM reminders WHERE state IN ('planned', 'claimed', 'failed')"
    if until is None:
        return _rows(rows(db, f"{sql} ORDER BY due_at, guild_id, target, key"))
    limited = f"{sql} AND due_at <= ? ORDER BY due_at, guild_id, target, key"
    return _rows(rows(db, limited, [instant_text(until)]))


def due_of(db: Database, guild_id: int, items: Iterable[str], now: datetime) -> list[Row]:
    """Read what is due and not under way of some items."""
    found: list[Row] = []
    for item in items:
        sql = """SELECT * FROM reminders WHERE guild_id = ? AND item = ? AND state IN ('planned', 'failed')
            AND due_at <= ?"""
        found += _rows(rows(db, sql, [guild_id, item, instant_text(now)]))
    return found


def opened(db: Database, guild_id: int) -> dict[str, datetime]:
    """Read when staff said that office hours open, by item."""
    sql = "SELECT item, opens_at FROM office_hours_opened WHERE guild_id = ?"
    return {r["item"]: datetime.fromisoformat(r["opens_at"]) for r in rows(db, sql, [guild_id])}


def open_at(db: Database, guild_id: int, item: str, opens_at: datetime, by: int) -> None:
    """Remember when office hours really open."""
    db.execute(
        """INSERT INTO office_hours_opened VALUES (?, ?, ?, ?) ON CONFLICT (guild_id, item)
        DO UPDATE SET opens_at = excluded.opens_at, by = excluded.by""",
        [guild_id, item, instant_text(opens_at), by],
    )


def silenced(db: Database, guild_id: int) -> set[str]:
    """Read where nothing is posted for now."""
    sql = "SELECT target FROM silenced_targets WHERE guild_id = ?"
    return {str(row["target"]) for row in rows(db, sql, [guild_id])}


def silence(db: Database, guild_id: int, target: str, by: int, *, quiet: bool) -> None:
    """Let a target be silent, or speak again."""
    if quiet:
        sql = "INSERT INTO silenced_targets VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        db.execute(sql, [guild_id, target, by])
    else:
        sql = "DELETE FROM silenced_targets WHERE guild_id = ? AND target = ?"
        db.execute(sql, [guild_id, target])


def _rows(found: list[dict[str, Any]]) -> list[Row]:
    return [
        Row(
            guild_id=int(r["guild_id"]),
            planned=Planned(
                r["key"], r["kind"], r["target"], r["item"], datetime.fromisoformat(r["due_at"]),
                datetime.fromisoformat(r["anchor_at"]), datetime.fromisoformat(r["until"]), r["body"],
            ),
            state=r["state"],
            nonce=r["nonce"],
            claimed_at=_instant(r["claimed_at"]),
            tries=int(r["tries"]),
            next_try_at=_instant(r["next_try_at"]),
            channel_id=r["channel_id"],
            message_id=r["message_id"],
            sent_at=_instant(r["sent_at"]),
            why=r["why"],
            reply_to=r["reply_to"],
        )
        for r in found
    ]  # fmt: skip


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
