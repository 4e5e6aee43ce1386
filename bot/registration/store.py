"""The table of what was registered, and who reads and writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Migrations

from bot.database import Database, Tables, rows
from bot.ids import GuildId

migrations = Migrations("registration")


@migrations()
def create_tables(db: Tables) -> None:
    """What Discord was given last of commands, for all servers (0) and for each, with the ids that it gave."""
    db.execute(
        """CREATE TABLE registered_commands (
            application_id INTEGER NOT NULL,
            guild_id INTEGER NOT NULL,
            hash TEXT NOT NULL,
            ids TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (application_id, guild_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """INSERT INTO registered_commands
        SELECT application_id, 0, hash, '{}', '2020-01-01T00:00:00+00:00' FROM synced_commands"""
    )
    db.execute("DROP TABLE synced_commands")


@dataclass(frozen=True, slots=True)
class Registration:
    """The commands that Discord was given last for all servers, or for one.

    Attributes:
        hash: of what was registered.
        ids: Discord's, by the commands' first words.
        at: when it was registered, aware UTC.
    """

    hash: str
    ids: Mapping[str, int]
    at: datetime


class Registrations:
    """What an application has registered, by server; 0 stands for all."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self, application_id: int) -> dict[GuildId, Registration]:
        """Return everything that Discord last got of commands from an application."""
        sql = "SELECT * FROM registered_commands WHERE application_id = ?"
        found = await self._db.read(lambda db: rows(db, sql, [application_id]))
        return {
            GuildId(int(row["guild_id"])): Registration(
                str(row["hash"]), json.loads(row["ids"]), datetime.fromisoformat(row["at"])
            )
            for row in found
        }

    async def keep(self, application_id: int, guild_id: GuildId, kept: Registration) -> None:
        """Remember the commands that Discord has just got."""
        ids = json.dumps(dict(kept.ids))
        values = [application_id, guild_id, kept.hash, ids, kept.at.isoformat()]
        sql = "INSERT OR REPLACE INTO registered_commands VALUES (?, ?, ?, ?, ?)"
        await self._db.write(lambda db: db.execute(sql, values), aside=True)

    async def forget(self, application_id: int, guild_id: GuildId) -> None:
        """Forget the commands of a server that the bot has left."""
        sql = "DELETE FROM registered_commands WHERE application_id = ? AND guild_id = ?"
        await self._db.write(lambda db: db.execute(sql, [application_id, guild_id]), aside=True)
