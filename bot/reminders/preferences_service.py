"""Reminders by direct message: who wants which, their own ones, and snoozing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.database import Database, Tables
from bot.delivery.model import Notice, Row, to_person
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId
from bot.limits import store as limits
from bot.limits.table import OWN_REMINDERS, SNOOZES
from bot.reminders import store
from bot.reminders.errors import NotOpen, TooMany
from bot.reminders.kinds.own import Own, own_key, own_reminder
from bot.reminders.model import Preferences
from bot.reminders.service import ReminderService
from bot.text import clean

Change = Callable[[Preferences], Preferences]
"""What somebody changes in what they want."""
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A message that comes again. `nonce`: what it was sent under; `id` makes what comes again unique."""

    nonce: str
    again_at: datetime
    id: int


class PreferencesService:
    """Every server's personal reminders. `now` is the clock's, aware UTC.

    Attributes:
        untold: who has to hear that their direct messages are closed.
    """

    def __init__(self, db: Database, reminders: ReminderService, outbox: Outbox) -> None:
        self._db, self._reminders, self._outbox = db, reminders, outbox
        self.untold: set[tuple[GuildId, UserId]] = set()

    async def load(self) -> None:
        """Read into memory who is untold: it's looked up after every command."""
        self.untold = await self._db.read(store.untold)

    async def preferences(self, guild_id: GuildId, user_id: UserId) -> Preferences:
        """Return what a person wants."""
        return await self._db.read(lambda db: self.preferences_in(db, guild_id, user_id))

    def preferences_in(self, db: Tables, guild_id: GuildId, user_id: UserId) -> Preferences:
        """Return what a person wants, within another read."""
        return store.preferences_of(db, guild_id, user_id)

    async def choose(
        self, guild_id: GuildId, user_id: UserId, change: Change, now: datetime
    ) -> None:
        """Change what a person wants, and plan it. Their direct messages get another chance."""

        def work(db: Tables) -> None:
            wanted = change(store.preferences_of(db, guild_id, user_id))
            store.save_preferences(db, guild_id, replace(wanted, closed=False, told=True))

        await self._reminders.replan_person(guild_id, user_id, now, work)
        self.untold.discard((guild_id, user_id))

    async def own(self, guild_id: GuildId, user_id: UserId) -> list[Row]:
        """Return a person's own reminders that are still to come."""
        return await self._db.read(lambda db: self.own_in(db, guild_id, user_id))

    def own_in(self, db: Tables, guild_id: GuildId, user_id: UserId) -> list[Row]:
        """Return a person's own reminders that are still to come, within another read."""
        return store.still_open(db, guild_id, user_id, Own.name)

    async def add(
        self, guild_id: GuildId, user_id: UserId, at: datetime, about: str, id: int
    ) -> Notice:
        """Plan a reminder of one's own. `id` makes it unique. Raises TooMany, BadText."""
        planned = own_reminder(user_id, id, at, clean(about, "reminder", LONGEST_TEXT))

        def work(db: Tables) -> Notice:
            if len(store.still_open(db, guild_id, user_id, Own.name)) >= OWN_REMINDERS.most:
                raise TooMany(OWN_REMINDERS.most)
            self._outbox.put(db, guild_id, [planned])
            return planned

        return await self._db.write(work)

    async def own_one(self, guild_id: GuildId, user_id: UserId, id: int) -> Row:
        """Return one of a person's own reminders that is still to come. Raises NotOpen."""
        return await self._db.read(lambda db: self._own_one(db, guild_id, user_id, id))

    def _own_one(self, db: Tables, guild_id: GuildId, user_id: UserId, id: int) -> Row:
        key = own_key(user_id, id)
        found = [r for r in self.own_in(db, guild_id, user_id) if r.notice.key == key]
        if not found:
            raise NotOpen
        return found[0]

    async def remove(self, guild_id: GuildId, user_id: UserId, id: int) -> Notice:
        """Forget one reminder of one's own, and return it. Raises NotOpen."""

        def work(db: Tables) -> Notice:
            row = self._own_one(db, guild_id, user_id, id)
            self._outbox.withdraw(db, guild_id, [row.notice.key], "this person removed it")
            return row.notice

        return await self._db.write(work)

    async def move(
        self, guild_id: GuildId, user_id: UserId, id: int, at: datetime, new_id: int
    ) -> Notice:
        """Move one reminder of one's own. `new_id` makes the moved one unique. Raises NotOpen."""

        def work(db: Tables) -> Notice:
            row = self._own_one(db, guild_id, user_id, id)
            self._outbox.withdraw(db, guild_id, [row.notice.key], "this person moved it")
            moved = own_reminder(user_id, new_id, at, row.notice.body)
            self._outbox.put(db, guild_id, [moved])
            return moved

        return await self._db.write(work)

    async def forget(self, guild_id: GuildId, user_id: UserId, shown: str) -> bool:
        """Forget all reminders of one's own, if they are those that were shown (`digest_of`). Say whether they were."""

        def work(db: Tables) -> bool:
            rows = store.still_open(db, guild_id, user_id, Own.name)
            if digest_of(rows) != shown:
                return False
            keys = [row.notice.key for row in rows]
            self._outbox.withdraw(db, guild_id, keys, "this person forgot it")
            return True

        return await self._db.write(work)

    async def snooze(
        self, guild_id: GuildId, user_id: UserId, snoozed: Snoozed, now: datetime
    ) -> int:
        """Have what was sent under a nonce come again. Say how much it was. Raises NotOpen, LimitReached."""
        nonce, at, id = snoozed.nonce, snoozed.again_at, snoozed.id

        def work(db: Tables) -> int:
            target = to_person(user_id)
            rows = [r for r in store.by_nonce(db, nonce) if r.notice.target == target]
            if not rows:
                raise NotOpen
            limits.take(db, SNOOZES, guild_id, now, by=user_id)
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

    async def found_closed(self, guild_id: GuildId, user_id: UserId, now: datetime) -> None:
        """Remember that somebody can't be written to: they are told at their next command, once."""

        def work(db: Tables) -> None:
            wanted = store.preferences_of(db, guild_id, user_id)
            off = replace(wanted, is_on=False, closed=True, told=False)
            store.save_preferences(db, guild_id, off)

        await self._reminders.replan_person(guild_id, user_id, now, work)
        self.untold.add((guild_id, user_id))

    async def told(self, guild_id: GuildId, user_id: UserId) -> None:
        """Remember that somebody is being told that their direct messages are closed."""
        self.untold.discard((guild_id, user_id))

        def work(db: Tables) -> None:
            wanted = store.preferences_of(db, guild_id, user_id)
            store.save_preferences(db, guild_id, replace(wanted, told=True))

        await self._db.write(work, aside=True)


def digest_of(rows: Iterable[Row]) -> str:
    """Return what some reminders are known by in a button: another one for others."""
    keys = "\n".join(sorted(row.notice.key for row in rows))
    return hashlib.sha256(keys.encode()).hexdigest()[:12]
