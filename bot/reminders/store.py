"""What staff have said about when things really happen, and who wants which reminders by direct message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database, Migrations

from bot.database import instant_text, rows
from bot.delivery import ledger
from bot.delivery.ledger import rows_where
from bot.delivery.model import Row, to_person
from bot.ids import GuildId, UserId
from bot.reminders.corrections import CORRECTION, OVERTAKEN, Corrections
from bot.reminders.model import ALL_KINDS, DEFAULT_LEAD, Preferences
from bot.reminders.rules import Step

migrations = Migrations("remind-me")


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


def everybodys(db: Database, guild_id: GuildId, user_id: UserId | None = None) -> list[Preferences]:
    """Read everybody's preferences in a server, or one person's."""
    sql, values = "SELECT * FROM remind_me WHERE guild_id = ?", [guild_id]
    if user_id is not None:
        sql, values = f"{sql} AND user_id = ?", [guild_id, user_id]
    return [
        Preferences(
            UserId(int(r["user_id"])), bool(r["is_on"]), frozenset(filter(None, r["kinds"].split(","))),
            _leads(r["lead"]), bool(r["closed"]), bool(r["told"]),
        )
        for r in rows(db, f"{sql} ORDER BY user_id", values)
    ]  # fmt: skip


def wishing(db: Database) -> set[GuildId]:
    """List the servers in which somebody wants to be reminded."""
    found = rows(db, "SELECT DISTINCT guild_id FROM remind_me WHERE is_on = 1")
    return {GuildId(int(r["guild_id"])) for r in found}


def preferences_of(db: Database, guild_id: GuildId, user_id: UserId) -> Preferences:
    """Read one person's preferences; everything off for somebody new."""
    found = everybodys(db, guild_id, user_id)
    return found[0] if found else Preferences(user_id)


def save_preferences(db: Database, guild_id: GuildId, preferences: Preferences) -> None:
    """Store one person's preferences."""
    db.execute(
        "INSERT OR REPLACE INTO remind_me VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            guild_id, preferences.user_id, int(preferences.is_on), ",".join(sorted(preferences.kinds)),
            _leads_text(preferences.leads), int(preferences.closed), int(preferences.told),
        ],
    )  # fmt: skip


def untold(db: Database) -> set[tuple[GuildId, UserId]]:
    """List whom to tell that their direct messages are closed: (server, person)."""
    found = rows(db, "SELECT guild_id, user_id FROM remind_me WHERE closed = 1 AND told = 0")
    return {(GuildId(int(r["guild_id"])), UserId(int(r["user_id"]))) for r in found}


def still_open(db: Database, guild_id: GuildId, user_id: UserId, kind: str) -> list[Row]:
    """Read a person's reminders of one kind that are still to come."""
    condition = (
        "guild_id = ? AND target = ? AND kind = ? AND state IN ('planned', 'claimed', 'failed')"
    )
    return rows_where(db, condition, [guild_id, to_person(user_id), kind])


def by_nonce(db: Database, nonce: str) -> list[Row]:
    """Read what was sent together under a nonce."""
    return rows_where(db, "nonce = ?", [nonce])


def _leads(text: str) -> dict[str, tuple[str, ...]]:
    """Read `deadlines=3h+24h,lectures=10m`; a lead alone is for every kind."""
    if "=" not in text:
        return {} if text == DEFAULT_LEAD else {ALL_KINDS: (text,)}
    parts = (part.partition("=") for part in text.split(","))
    return {kind: tuple(leads.split("+")) for kind, _, leads in parts}


def _leads_text(leads: Mapping[str, tuple[str, ...]]) -> str:
    return ",".join(f"{kind}={'+'.join(some)}" for kind, some in leads.items()) or DEFAULT_LEAD


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


def take(db: Database, guild_id: GuildId, row: Row | None, step: Step | None) -> None:
    """Bring a row to what has become of it; nothing, if nothing has. `row`: None where there is none yet."""
    if step is None:
        return
    if row is None:
        ledger.add(db, guild_id, step.notice, skipped=step.skipped)
    elif step.skipped:
        ledger.settle(db, guild_id, [step.notice.key], "skipped", step.skipped)
    else:
        ledger.move(db, guild_id, step.notice, "sent" if step.told else "planned")


def pending_corrections(db: Database, guild_id: GuildId) -> list[Row]:
    """Return the corrections that haven't been sent yet."""
    return [r for r in ledger.all_of(db, guild_id, kinds=[CORRECTION]) if r.state == "planned"]


def correct(db: Database, guild_id: GuildId, found: Corrections) -> None:
    """Plan the replies to what was posted and no longer applies."""
    if found.withdrawn:
        ledger.withdraw(db, guild_id, found.withdrawn, OVERTAKEN)
    for reply in found.replies:
        if ledger.get(db, guild_id, reply.notice.key) is None:
            ledger.add(db, guild_id, reply.notice, reply_to=reply.to)
        else:
            ledger.move(db, guild_id, reply.notice, "planned")
    for key, anchor_at in found.known.items():
        ledger.re_anchor(db, guild_id, key, anchor_at)
