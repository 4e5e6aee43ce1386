"""Reminders by direct message: who wants which, their own ones, and snoozing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import Planned, Row
from bot.groups.text import clean
from bot.reminders import preferences_store
from bot.reminders.errors import NotOpen, TooMany
from bot.reminders.preferences_store import Wishes
from bot.reminders.service import ReminderService

MOST_FREE = 25
LONGEST_TEXT = 300
USE = timedelta(days=7)
"""How long a reminder of one's own is still worth sending."""


class PersonalReminderService:
    """Every server's personal reminders. `now` is the clock's, aware UTC."""

    def __init__(self, db: Database, reminders: ReminderService) -> None:
        self._db, self._reminders = db, reminders
        self._untold: set[tuple[int, int]] | None = None

    async def wishes(self, guild_id: int, user_id: int) -> Wishes:
        """Return what a person wants."""
        return await self._db.read(lambda db: preferences_store.wishes(db, guild_id, user_id))

    async def wish(self, guild_id: int, wishes: Wishes, now: datetime) -> Wishes:
        """Store what a person wants, and plan it. Their direct messages get another chance."""
        wishes = replace(wishes, closed=False, told=True)
        await self._db.write(lambda db: preferences_store.save(db, guild_id, wishes))
        await self._reminders.replan(guild_id, now)
        return wishes

    async def own(self, guild_id: int, user_id: int) -> list[Row]:
        """Return a person's own reminders that are still to come."""
        return await self._db.read(lambda db: preferences_store.open_free(db, guild_id, user_id))

    async def add(self, guild_id: int, user_id: int, at: datetime, about: str, id: int) -> Planned:
        """Plan a reminder of one's own. `id` makes it unique. Raises TooMany, BadText."""
        text = clean(about, "reminder", LONGEST_TEXT)
        planned = Planned(
            f"free:{user_id}:{id}", "free", f"user:{user_id}", "", at, at, at + USE, text
        )

        def work(db: Tables) -> Planned:
            if len(preferences_store.open_free(db, guild_id, user_id)) >= MOST_FREE:
                raise TooMany(MOST_FREE)
            ledger.add(db, guild_id, planned)
            return planned

        return await self._db.write(work)

    async def forget(self, guild_id: int, user_id: int) -> int:
        """Forget all reminders of one's own; say how many there were."""

        def work(db: Tables) -> int:
            keys = [r.planned.key for r in preferences_store.open_free(db, guild_id, user_id)]
            if keys:
                ledger.settle(db, guild_id, keys, "skipped", "this person forgot it")
            return len(keys)

        return await self._db.write(work)

    async def snooze(self, guild_id: int, user_id: int, nonce: str, at: datetime, id: int) -> int:
        """Have what was sent under a nonce come again. Say how much it was. Raises NotOpen."""

        def work(db: Tables) -> int:
            target = f"user:{user_id}"
            rows = [r for r in preferences_store.by_nonce(db, nonce) if r.planned.target == target]
            if not rows:
                raise NotOpen
            for n, row in enumerate(rows):
                again = replace(
                    row.planned,
                    key=f"snooze:{user_id}:{id}:{n}",
                    due_at=at,
                    until=max(row.planned.until, at + timedelta(hours=1)),
                    body=row.planned.body or "again",
                )
                ledger.add(db, guild_id, again)
            return len(rows)

        return await self._db.write(work)

    async def found_closed(self, guild_id: int, user_id: int, now: datetime) -> None:
        """Remember that somebody can't be written to: they are told at their next command, once."""
        wishes = await self.wishes(guild_id, user_id)
        off = replace(wishes, is_on=False, closed=True, told=False)
        await self._db.write(lambda db: preferences_store.save(db, guild_id, off))
        await self._reminders.replan(guild_id, now)
        self._untold = None

    async def to_tell(self, guild_id: int, user_id: int) -> bool:
        """Say, once, whether somebody has to hear that their direct messages are closed."""
        if self._untold is None:
            self._untold = await self._db.read(preferences_store.untold)
        if (guild_id, user_id) not in self._untold:
            return False
        self._untold.discard((guild_id, user_id))
        wishes = replace(await self.wishes(guild_id, user_id), told=True)
        await self._db.write(lambda db: preferences_store.save(db, guild_id, wishes))
        return True
