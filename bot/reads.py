"""Reading once for many: whoever asks for the same before anything is stored again is given what was read already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from bot.database import Database, Tables

MOST = 64
"""Results kept at a time. Each lives until the next commit at the latest."""

T = TypeVar("T")


class SharedReads:
    """What one service reads for many people who press the same at one moment."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._found: dict[Hashable, asyncio.Task[Any]] = {}
        db.after_commit(self._found.clear)

    async def once(self, work: Callable[[Tables], T], *about: Hashable) -> T:
        """Read what `about` names, unless that was read since the last commit. Nobody may change what comes of it.

        Args:
            about: all that the result depends on, except for the tables.
        Raises:
            CannotStore, and whatever `work` raises.
        """
        reading: asyncio.Task[T] | None = self._found.get(about)
        if reading is None:
            if len(self._found) >= MOST:
                self._found.clear()
            reading = asyncio.create_task(self._db.read(work), name="a reading")
            self._found[about] = reading
            reading.add_done_callback(lambda done: self._drop_failed(about, done))
        return await asyncio.shield(reading)

    def _drop_failed(self, about: Hashable, done: asyncio.Task[Any]) -> None:
        if (done.cancelled() or done.exception()) and self._found.get(about) is done:
            del self._found[about]
