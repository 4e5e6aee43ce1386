"""Reminders by direct message: who wants which, their own ones, and snoozing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.database import Database, Tables
from bot.delivery.model import Notice, Row, to_person
from bot.delivery.outbox import Outbox
from bot.groups.text import clean
from bot.reminders import preferences_store
from bot.reminders.errors import NotOpen, TooMany
from bot.reminders.kinds.own import Own
from bot.reminders.preferences_store import Preferences
from bot.reminders.service import ReminderService

MOST_FREE = 25
LONGEST_TEXT = 300
USE = timedelta(days=7)
"""How long a reminder of one's own is still worth sending."""


class PreferencesService:
    """Every server's personal reminders. `now` is the clock's, aware UTC."""

    def __init__(self, db: Database, reminders: ReminderService, outbox: Outbox) -> None:
        self._db, self._reminders, self._outbox = db, reminders, outbox
        self._untold: set[tuple[int, int]] | None = None

    async def preferences(self, guild_id: int, user_id: int) -> Preferences:
        """Return what a person wants."""
        return await self._db.read(lambda db: preferences_store.of(db, guild_id, user_id))

    async def choose(self, guild_id: int, preferences: Preferences, now: datetime) -> Preferences:
        """Store what a person wants, and plan it. Their direct messages get another chance."""
        preferences = replace(preferences, closed=False, told=True)
        await self._db.write(lambda db: preferences_store.save(db, guild_id, preferences))
        await self._reminders.replan(guild_id, now)
        return preferences

    async def own(self, guild_id: int, user_id: int) -> list[Row]:
        """Return a person's own reminders that are still to come."""
        return await self._db.read(
            lambda db: preferences_store.still_open(db, guild_id, user_id, Own.name)
        )

    async def add(self, guild_id: int, user_id: int, at: datetime, about: str, id: int) -> Notice:
        """Plan a reminder of one's own. `id` makes it unique. Raises TooMany, BadText."""
        text = clean(about, "reminder", LONGEST_TEXT)
        planned = Notice(
            f"{Own.name}:{user_id}:{id}", Own.name, to_person(user_id), "", at, at, at + USE, text
        )

        def work(db: Tables) -> Notice:
            if len(preferences_store.still_open(db, guild_id, user_id, Own.name)) >= MOST_FREE:
                raise TooMany(MOST_FREE)
            self._outbox.put(db, guild_id, [planned])
            return planned

        return await self._db.write(work)

    async def forget(self, guild_id: int, user_id: int) -> int:
        """Forget all reminders of one's own; say how many there were."""

        def work(db: Tables) -> int:
            keys = [
                r.notice.key for r in preferences_store.still_open(db, guild_id, user_id, Own.name)
            ]
            if keys:
                self._outbox.withdraw(db, guild_id, keys, "this person forgot it")
            return len(keys)

        return await self._db.write(work)

    async def snooze(self, guild_id: int, user_id: int, nonce: str, at: datetime, id: int) -> int:
        """Have what was sent under a nonce come again. Say how much it was. Raises NotOpen."""

        def work(db: Tables) -> int:
            target = f"user:{user_id}"
            rows = [r for r in preferences_store.by_nonce(db, nonce) if r.notice.target == target]
            if not rows:
                raise NotOpen
            for n, row in enumerate(rows):
                again = replace(
                    row.notice,
                    key=f"snooze:{user_id}:{id}:{n}",
                    due_at=at,
                    until=max(row.notice.until, at + timedelta(hours=1)),
                    body=row.notice.body or "again",
                )
                self._outbox.put(db, guild_id, [again])
            return len(rows)

        return await self._db.write(work)

    async def found_closed(self, guild_id: int, user_id: int, now: datetime) -> None:
        """Remember that somebody can't be written to: they are told at their next command, once."""
        preferences = await self.preferences(guild_id, user_id)
        off = replace(preferences, is_on=False, closed=True, told=False)
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
        preferences = replace(await self.preferences(guild_id, user_id), told=True)
        await self._db.write(lambda db: preferences_store.save(db, guild_id, preferences))
        return True
