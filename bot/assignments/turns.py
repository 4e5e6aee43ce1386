"""One file at a time for each person, so that whoever sends twenty at once holds up nobody else."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.ids import UserId


class Turns:
    """A lock for each person, kept only while they wait or are served."""

    def __init__(self) -> None:
        self._locks: dict[UserId, asyncio.Lock] = {}
        self._present: Counter[UserId] = Counter()

    @asynccontextmanager
    async def of(self, user_id: UserId) -> AsyncGenerator[None]:
        """Wait for this person's own turn; whoever else waits has theirs."""
        self._present[user_id] += 1
        try:
            async with self._locks.setdefault(user_id, asyncio.Lock()):
                yield
        finally:
            self._present[user_id] -= 1
            if not self._present[user_id]:
                del self._present[user_id], self._locks[user_id]
