"""The tables of the servers: their settings, and which commands were last registered with Discord."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database, Migrations

from bot.database import rows
from bot.guilds.rules import SETTINGS, GuildSettings
from bot.ids import ChannelId, GuildId, MessageId, UserId

migrations = Migrations("guilds")


@migrations()
def create_tables(db: Database) -> None:
    """Settings by guild, and the hash of the commands that each application has registered."""
    db.execute(
        """CREATE TABLE guild_settings (
            guild_id INTEGER PRIMARY KEY,
            announcements_channel INTEGER,
office_hours_channel INTEGER,
staff_channel INTEGER,
staff_role INTEGER,
judge_role INTEGER,
registered_role INTEGER,
affiliate_role INTEGER,
listener_role INTEGER,
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


@migrations()
def create_boards(db: Database) -> None:
    """Messages that are edited in place: which message holds which board of a server."""
    db.execute(
        """CREATE TABLE boards (
            guild_id INTEGER NOT NULL,
            board TEXT NOT NULL,
            channel_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            PRIMARY KEY (guild_id, board)
        ) STRICT, WITHOUT ROWID"""
    )


@migrations()
def create_homes(db: Database) -> None:
    """In which servers somebody uses the bot, and which of them their direct messages are about."""
    db.execute(
        """CREATE TABLE homes (
            user_id INTEGER NOT NULL,
            guild_id INTEGER NOT NULL,
            chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
            PRIMARY KEY (user_id, guild_id)
        ) STRICT, WITHOUT ROWID"""
    )


def see(db: Database, user_id: UserId, guild_id: GuildId) -> None:
    """Remember that somebody uses the bot in a server."""
    sql = "INSERT INTO homes (user_id, guild_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
    db.execute(sql, [user_id, guild_id])


def choose_home(db: Database, user_id: UserId, guild_id: GuildId) -> None:
    """Remember which server somebody's direct messages are about."""
    see(db, user_id, guild_id)
    db.execute("UPDATE homes SET chosen = (guild_id = ?) WHERE user_id = ?", [guild_id, user_id])


def homes(db: Database, user_id: UserId) -> dict[GuildId, bool]:
    """Read the servers in which somebody uses the bot, each with whether they have chosen it."""
    found = rows(db, "SELECT guild_id, chosen FROM homes WHERE user_id = ?", [user_id])
    return {GuildId(int(row["guild_id"])): bool(row["chosen"]) for row in found}


def board(db: Database, guild_id: GuildId, board: str) -> tuple[int, int] | None:
    """Read where a board is: (channel id, message id)."""
    sql = "SELECT channel_id, message_id FROM boards WHERE guild_id = ? AND board = ?"
    found = rows(db, sql, [guild_id, board])
    return (int(found[0]["channel_id"]), int(found[0]["message_id"])) if found else None


def keep_board(
    db: Database, guild_id: GuildId, board: str, channel_id: ChannelId, message_id: MessageId
) -> None:
    """Remember where a board is."""
    db.execute(
        """INSERT INTO boards VALUES (?, ?, ?, ?) ON CONFLICT (guild_id, board)
        DO UPDATE SET channel_id = excluded.channel_id, message_id = excluded.message_id""",
        [guild_id, board, channel_id, message_id],
    )


def all_settings(db: Database) -> list[GuildSettings]:
    """Read every server's settings."""
    return [_settings(row) for row in rows(db, "SELECT * FROM guild_settings")]


def settings_of(db: Database, guild_id: GuildId) -> GuildSettings:
    """Read a server's settings; all unset for a server that has chosen nothing."""
    found = rows(db, "SELECT * FROM guild_settings WHERE guild_id = ?", [guild_id])
    return _settings(found[0]) if found else GuildSettings(guild_id)


def choose(
    db: Database, guild_id: GuildId, setting: str, value: int | None, by: UserId, at: datetime
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
    return settings_of(db, guild_id)


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
