"""How much people upload and servers keep, against the table in `bot/limits/table.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.assignments import notices, store
from bot.assignments.errors import NoRoom
from bot.assignments.requests import Upload
from bot.database import Database, Tables
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId
from bot.limits import counting
from bot.limits.table import DISK_WARNING, UPLOAD_MIB, UPLOADS, Limit


class Allowance:
    """Every server's. `room`: how much each may keep."""

    def __init__(self, db: Database, outbox: Outbox, room: Limit) -> None:
        self._db, self._outbox, self._room = db, outbox, room

    async def count(
        self, guild_id: GuildId, uploads: Sequence[Upload], at: datetime, *, by: UserId
    ) -> None:
        """Count uploads before they're received, since receiving and looking at them is what costs.

        Raises:
            LimitReached: this person has uploaded enough for a day. NoRoom: the server keeps all that it may.
        """
        size = sum(upload.size for upload in uploads)

        def work(db: Tables) -> None:
            if store.room_taken(db, guild_id) + size > self._room.most:
                raise NoRoom(self._room.amount)
            counting.take(db, UPLOADS, guild_id, at, by=by, amount=len(uploads))
            if size:
                counting.take(db, UPLOAD_MIB, guild_id, at, by=by, amount=size)

        await self._db.write(work, aside=True)

    def keep(self, db: Tables, guild_id: GuildId, size: int, at: datetime) -> None:
        """Count bytes that a server keeps from now on, in the caller's transaction; staff hear of it once, when little
        room is left."""
        if size and store.take_room(db, guild_id, size) > self._room.most * DISK_WARNING:
            self._outbox.put(db, guild_id, [notices.little_room(self._room.amount, at)])
