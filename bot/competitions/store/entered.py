"""Which groups have entered a competition that one enters by saying so."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.database import instant_text, rows
from bot.ids import GuildId, UserId


def enter(
    db: Database, guild_id: GuildId, competition: str, number: int, at: datetime, *, by: UserId
) -> None:
    """Enter a group; once more is as well."""
    sql = "INSERT INTO competition_entries VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    db.execute(sql, [guild_id, competition, number, by, instant_text(at)])


def withdraw(db: Database, guild_id: GuildId, competition: str, number: int) -> None:
    """Take a group out again."""
    sql = "DELETE FROM competition_entries WHERE guild_id = ? AND competition = ? AND group_number = ?"
    db.execute(sql, [guild_id, competition, number])


def entered(db: Database, guild_id: GuildId, competition: str) -> frozenset[int]:
    """Read the numbers of the groups that have entered."""
    sql = "SELECT group_number FROM competition_entries WHERE guild_id = ? AND competition = ?"
    return frozenset(int(row["group_number"]) for row in rows(db, sql, [guild_id, competition]))


def competitions_of(db: Database, guild_id: GuildId, number: int) -> list[str]:
    """Read what a group has entered, by id, the first first."""
    sql = """SELECT competition FROM competition_entries WHERE guild_id = ? AND group_number = ?
        ORDER BY at, competition"""
    return [str(row["competition"]) for row in rows(db, sql, [guild_id, number])]
