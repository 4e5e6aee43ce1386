"""A ledger on a real file, and reminders to put into it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.app import MIGRATIONS
from bot.database import Database
from bot.delivery import ledger
from bot.delivery.model import Notice
from bot.ids import UserId
from bot.reminders.kinds.own import own_reminder

GUILD = 1


@asynccontextmanager
async def database() -> AsyncIterator[Database]:
    """Open an empty database in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "ledger.sqlite3")
        await db.open(MIGRATIONS)
        yield db
        await db.close()


async def fill(db: Database, notices: Iterable[Notice]) -> None:
    """Plan some notices."""
    planned = list(notices)
    await db.write(lambda tables: [ledger.add(tables, GUILD, one) for one in planned])


def own_reminder_of(number: int, due: datetime) -> Notice:
    """Return a reminder of a person's own."""
    return own_reminder(UserId(number), number, due, "x")


def own_reminders(count: int, due: datetime) -> list[Notice]:
    """Return a reminder for each of so many people, at one instant."""
    return [own_reminder_of(n, due) for n in range(count)]


def raised(error: BaseException) -> None:
    """Stop at what nobody expected."""
    raise error
