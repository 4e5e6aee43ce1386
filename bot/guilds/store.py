"""The tables of the servers: their settings, and which commands were last registered with Discord."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database, Migrations

from bot.database import rows
from bot.guilds.rules import SETTINGS, GuildSettings

migrations = Migrations("guilds")


@migrations()
def create_tables(db: Database) -> None:
    """Settings by guild, and the hash of the commands that each application has registered."""
    columns = ",\n".join(f"{name} INTEGER" for name in SETTINGS)
    db.execute(
        f"""CREATE TABLE guild_settings (
            guild_id INTEGER PRIMARY KEY,
            {columns},
            changed_at TEXT NOT NULL,
            changed_by INTEGER NOT NULL
        ) STRICT"""
    )
    db.execute(
        """CREATE TABLE synced_commands (
            application_id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL
        ) STRICT"""
    )


def all_settings(db: Database) -> list[GuildSettings]:
    """Read every server's settings."""
    return [_settings(row) for row in rows(db, "SELECT * FROM guild_settings")]


def choose(
    db: Database, guild_id: int, setting: str, value: int | None, by: int, at: datetime
) -> GuildSettings:
    """Store one choice of a server and give all of them. `setting` is one of `SETTINGS`."""
    if setting not in SETTINGS:
        raise ValueError(f"no such setting: {setting}")
    db.execute(
        f"""INSERT INTO guild_settings (guild_id, {setting}, changed_at, changed_by) VALUES (?, ?, ?, ?)
        ON CONFLICT (guild_id) DO UPDATE SET {setting} = excluded.{setting},
            changed_at = excluded.changed_at, changed_by = excluded.changed_by""",
        [guild_id, value, at.isoformat(), by],
    )
    return _settings(rows(db, "SELECT * FROM guild_settings WHERE guild_id = ?", [guild_id])[0])


def synced_hash(db: Database, application_id: int) -> str | None:
    """Read the hash of the commands last registered by an application."""
    found = rows(db, "SELECT hash FROM synced_commands WHERE application_id = ?", [application_id])
    return str(found[0]["hash"]) if found else None


def keep_synced_hash(db: Database, application_id: int, hash: str) -> None:
    """Remember the hash of the commands just registered."""
    db.table("synced_commands").upsert(
        {"application_id": application_id, "hash": hash}, pk="application_id"
    )


def _settings(row: dict[str, Any]) -> GuildSettings:
    return GuildSettings(row["guild_id"], **{name: row[name] for name in SETTINGS})
