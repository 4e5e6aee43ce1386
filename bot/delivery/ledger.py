"""The ledger: what is planned, claimed, sent or skipped. The only place with its SQL.

Everything runs in the caller's transaction: a notice is stored with the change that it speaks of.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.database import instant_text, rows
from bot.delivery.model import OPEN, Notice, Row, Sent
from bot.ids import GuildId, UserId

TO_MEND = ("failed", "unsure")
"""States of what only a person can mend."""
NONCE_LENGTH = 24
"""Discord takes 25 characters at most."""


def add(
    db: Database,
    guild_id: GuildId,
    notice: Notice,
    *,
    skipped: str = "",
    reply_to: int | None = None,
) -> None:
    """Plan a notice; one that is known already stays as it is. `skipped`: why it never will be sent."""
    db.execute(
        """INSERT INTO notices (guild_id, key, kind, target, item, due_at, anchor_at, until, body, state, why,
            reply_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
        [
            guild_id, notice.key, notice.kind, notice.target, notice.item, instant_text(notice.due_at),
            instant_text(notice.anchor_at), instant_text(notice.until), notice.body,
            "skipped" if skipped else "planned", skipped, reply_to,
        ],
    )  # fmt: skip


def want(db: Database, guild_id: GuildId, notice: Notice) -> None:
    """Plan what may be wanted any number of times, such as a board's update: once while it waits, at the soonest.

    One that is just being sent is planned again once it was.
    """
    add(db, guild_id, notice)
    db.execute(
        """UPDATE notices SET
            again = state = 'claimed',
            body = ?, until = ?, why = '',
            due_at = CASE state WHEN 'claimed' THEN due_at WHEN 'planned' THEN min(due_at, ?) ELSE ? END,
            tries = CASE WHEN state = 'claimed' THEN tries ELSE 0 END,
            next_try_at = CASE WHEN state = 'claimed' THEN next_try_at ELSE NULL END,
            state = CASE WHEN state = 'claimed' THEN state ELSE 'planned' END
        WHERE guild_id = ? AND key = ?""",
        [
            notice.body,
            instant_text(notice.until),
            instant_text(notice.due_at),
            instant_text(notice.due_at),
            guild_id,
            notice.key,
        ],
    )


def move(db: Database, guild_id: GuildId, notice: Notice, state: str) -> None:
    """Give a notice new times and a state without a claim."""
    db.execute(
        """UPDATE notices SET item = ?, target = ?, due_at = ?, anchor_at = ?, until = ?, body = ?, state = ?,
            why = '', nonce = '', claimed_at = NULL, tries = 0, next_try_at = NULL WHERE guild_id = ? AND key = ?""",
        [
            notice.item, notice.target, instant_text(notice.due_at), instant_text(notice.anchor_at),
            instant_text(notice.until), notice.body, state, guild_id, notice.key,
        ],
    )  # fmt: skip


def re_anchor(db: Database, guild_id: GuildId, key: str, anchor_at: datetime) -> None:
    """Remember that people know what a sent reminder now counts down to."""
    sql = "UPDATE notices SET anchor_at = ? WHERE guild_id = ? AND key = ?"
    db.execute(sql, [instant_text(anchor_at), guild_id, key])


def claim(db: Database, guild_id: GuildId, keys: Sequence[str], nonce: str, now: datetime) -> None:
    """Remember that these are about to be sent, together, under a nonce."""
    db.execute(
        f"""UPDATE notices SET state = 'claimed', nonce = ?, claimed_at = ?, tries = tries + 1, next_try_at = NULL
            WHERE guild_id = ? AND key IN ({_marks(keys)})""",
        [nonce, instant_text(now), guild_id, *keys],
    )


def mark_sent(
    db: Database, guild_id: GuildId, keys: Sequence[str], sent: Sent, now: datetime
) -> None:
    """Remember that these were sent, and where the message is. What was wanted again meanwhile is due now."""
    db.execute(
        f"""UPDATE notices SET state = CASE WHEN again THEN 'planned' ELSE 'sent' END,
            due_at = CASE WHEN again THEN ? ELSE due_at END, tries = CASE WHEN again THEN 0 ELSE tries END,
            channel_id = ?, message_id = ?, sent_at = ?, why = ?, next_try_at = NULL, again = 0
            WHERE guild_id = ? AND key IN ({_marks(keys)})""",
        [
            instant_text(now), sent.channel_id, sent.message_id, instant_text(sent.at or now), sent.note, guild_id,
            *keys,
        ],
    )  # fmt: skip


def settle(
    db: Database, guild_id: GuildId, keys: Sequence[str], state: str, why: str,
    next_try_at: datetime | None = None,
) -> None:  # fmt: skip
    """Remember that these were skipped, failed, are unsure, or have to wait for another attempt."""
    later = instant_text(next_try_at) if next_try_at else None
    db.execute(
        f"""UPDATE notices SET why = ?, next_try_at = ?,
            state = CASE WHEN again AND ? = 'skipped' THEN 'planned' ELSE ? END,
            again = CASE WHEN ? = 'skipped' THEN 0 ELSE again END
            WHERE guild_id = ? AND key IN ({_marks(keys)})""",
        [why, later, state, state, state, guild_id, *keys],
    )


def count_try(db: Database, guild_id: GuildId, keys: Sequence[str]) -> None:
    """Count another attempt under the same nonce."""
    sql = f"UPDATE notices SET tries = tries + 1 WHERE guild_id = ? AND key IN ({_marks(keys)})"
    db.execute(sql, [guild_id, *keys])


def withdraw(db: Database, guild_id: GuildId, keys: Sequence[str], why: str) -> None:
    """Skip those of some notices that still wait."""
    db.execute(
        f"""UPDATE notices SET state = 'skipped', why = ?, next_try_at = NULL
            WHERE guild_id = ? AND key IN ({_marks(keys)}) AND state IN ('planned', 'failed')""",
        [why, guild_id, *keys],
    )


def turn_back(db: Database, now: datetime) -> None:
    """Have whatever was due after an instant come again, of every server. Each start brings boards up to date."""
    db.execute(
        "DELETE FROM notices WHERE due_at > ? AND target LIKE 'board:%'", [instant_text(now)]
    )
    db.execute(
        """UPDATE notices SET state = 'planned', nonce = '', claimed_at = NULL, tries = 0, next_try_at = NULL,
            channel_id = NULL, message_id = NULL, sent_at = NULL, why = '', reply_to = NULL, again = 0
            WHERE due_at > ? AND state <> 'skipped'""",
        [instant_text(now)],
    )


def all_of(
    db: Database, guild_id: GuildId, target: str | None = None, kinds: Collection[str] = ()
) -> list[Row]:
    """Read a server's ledger, by time. `target`: only what goes there. `kinds`: only these."""
    condition, values = "guild_id = ?", list[object]([guild_id])
    if target is not None:
        condition, values = f"{condition} AND target = ?", [*values, target]
    if kinds:
        condition, values = f"{condition} AND kind IN ({_marks(kinds)})", [*values, *kinds]
    return rows_where(db, condition, values)


def in_channels(db: Database, guild_id: GuildId, kinds: Collection[str]) -> list[Row]:
    """Read what of some kinds goes to a server's channels, by time."""
    channels = "guild_id = ? AND target >= 'channel:' AND target < 'channel;'"
    return rows_where(db, f"{channels} AND kind IN ({_marks(kinds)})", [guild_id, *kinds])


def to_mend(db: Database, guild_id: GuildId) -> list[Row]:
    """Read what failed or is unsure of everything that is said in a server, by time."""
    states = f"state IN ({_marks(TO_MEND)})"
    return rows_where(db, f"guild_id = ? AND {states}", [guild_id, *TO_MEND])


def rows_where(db: Database, condition: str, values: Sequence[object]) -> list[Row]:
    """Read the rows that meet a condition of ours, by time. Never put what a person typed into it."""
    sql = f"SELECT * FROM notices WHERE {condition} ORDER BY due_at, key"
    return _rows(rows(db, sql, values))


def get(db: Database, guild_id: GuildId, key: str) -> Row | None:
    """Read one row."""
    sql = "SELECT * FROM notices WHERE guild_id = ? AND key = ?"
    found = _rows(rows(db, sql, [guild_id, key]))
    return found[0] if found else None


def some(db: Database, guild_id: GuildId, keys: Sequence[str]) -> list[Row]:
    """Read some rows; those that aren't there are left out."""
    return rows_where(db, f"guild_id = ? AND key IN ({_marks(keys)})", [guild_id, *keys])


def about(db: Database, guild_id: GuildId, item: str) -> list[Row]:
    """Read what is about one item, by time."""
    return rows_where(db, "guild_id = ? AND item = ?", [guild_id, item])


_OPEN = f"state IN ({', '.join(repr(state) for state in OPEN)})"


def open_rows(db: Database, until: datetime | None = None) -> list[Row]:
    """Read what isn't settled yet, of every server, soonest first. `until`: only what is due by then."""
    sql, order = f"SELECT * FROM notices WHERE {_OPEN}", "ORDER BY due_at, guild_id, target, key"
    if until is None:
        return _rows(rows(db, f"{sql} {order}"))
    return _rows(rows(db, f"{sql} AND due_at <= ? {order}", [instant_text(until)]))


def next_due(db: Database, kinds: Collection[str]) -> dict[GuildId, datetime]:
    """Return when the next open row of some kinds is due, for each server that has any."""
    sql = f"""SELECT guild_id, min(due_at) AS due_at FROM notices WHERE {_OPEN} AND kind IN ({_marks(kinds)})
        GROUP BY guild_id"""
    found = rows(db, sql, list(kinds))
    return {GuildId(int(r["guild_id"])): datetime.fromisoformat(r["due_at"]) for r in found}


def retries(db: Database) -> list[Row]:
    """Read what waits for another attempt, of every server."""
    return rows_where(db, f"{_OPEN} AND next_try_at IS NOT NULL", [])


def due_of(db: Database, guild_id: GuildId, items: Iterable[str], now: datetime) -> list[Row]:
    """Read what is due and not under way of some items."""
    found: list[Row] = []
    for item in items:
        sql = """SELECT * FROM notices WHERE guild_id = ? AND item = ? AND state IN ('planned', 'failed')
            AND due_at <= ?"""
        found += _rows(rows(db, sql, [guild_id, item, instant_text(now)]))
    return found


def silenced(db: Database, guild_id: GuildId) -> set[str]:
    """Read where nothing is posted for now."""
    sql = "SELECT target FROM silenced_targets WHERE guild_id = ?"
    return {str(row["target"]) for row in rows(db, sql, [guild_id])}


def silence(db: Database, guild_id: GuildId, target: str, *, by: UserId, quiet: bool) -> None:
    """Let a target be silent, or speak again."""
    if quiet:
        sql = "INSERT INTO silenced_targets VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        db.execute(sql, [guild_id, target, by])
    else:
        sql = "DELETE FROM silenced_targets WHERE guild_id = ? AND target = ?"
        db.execute(sql, [guild_id, target])


def nonce_of(guild_id: GuildId, keys: Iterable[str], claimed_at: datetime) -> str:
    """Return what a sending is known by: the same for every attempt of one claim."""
    text = f"{guild_id} {sorted(keys)} {claimed_at.isoformat()}"
    digest = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().lower()
    return digest[:NONCE_LENGTH]


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _rows(found: list[dict[str, Any]]) -> list[Row]:
    return [
        Row(
            guild_id=GuildId(int(r["guild_id"])),
            notice=Notice(
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
            again=bool(r["again"]),
        )
        for r in found
    ]  # fmt: skip


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
