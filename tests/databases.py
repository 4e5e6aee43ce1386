"""Databases for tests: as the bot makes them, but migrated once a process."""

from __future__ import annotations

import asyncio
import tempfile
from functools import cache
from pathlib import Path

from bot.app import MIGRATIONS
from bot.database import Database


async def open_database(path: Path) -> Database:
    """Open a database as the bot does; a new one begins as a copy of one that was migrated before.

    That saves most of what opening costs. Migrating from nothing is tested in test_migrations and test_database.
    """
    await asyncio.to_thread(_begin, path)
    database = Database(path)
    await database.open(MIGRATIONS)
    return database


def _begin(path: Path) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    """An empty database of today's schema."""

    async def migrate(path: Path) -> None:
        database = Database(path)
        await database.open(MIGRATIONS)
        await database.close()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        asyncio.run(migrate(path))
        return path.read_bytes()
