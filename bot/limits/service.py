"""Counts what changes nothing that is stored, such as showing a page to everybody."""

from __future__ import annotations

from datetime import datetime

from bot.database import Database
from bot.ids import GuildId, UserId
from bot.limits import counting
from bot.limits.table import Limit


class LimitService:
    """What people do within their limits. What changes something is counted in that change's own transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def take(self, limit: Limit, guild_id: GuildId, at: datetime, *, by: UserId) -> None:
        """Count something that a person does. Raises LimitReached."""
        await self._db.write(lambda db: counting.take(db, limit, guild_id, at, by=by), aside=True)
