"""Wakes the courier: an in-memory job for each open row of the ledger, and a sweep every minute as a belt.

The ledger is the durable part; jobs are rebuilt from it at every start. Times are the clock's own: a job is
set for the wall-clock moment at which the clock will show its instant.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.delivery.model import Row

log = logging.getLogger("bot.reminders")

SWEEP_EVERY = timedelta(minutes=1)


class ReminderScheduler:
    """One for a bot. `wake` is called when something is due, and once a minute."""

    def __init__(
        self,
        clock: Clock,
        wake: Callable[[], Awaitable[None]],
        report: Callable[[BaseException], None],
    ) -> None:
        self._clock, self._wake, self._report = clock, wake, report
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._jobs: Any = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._jobs.add_listener(self._on_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        self._due = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin. Nothing is armed yet."""
        contextvars.Context().run(self._jobs.start)
        for loop in (self._belt, self._work):
            # A context of its own: the wait belongs to no command or event that happened to start it.
            self._loops.append(contextvars.Context().run(asyncio.create_task, loop()))

    def arm(self, rows: Iterable[Row]) -> None:
        """Set a job for each open row, and none for others."""
        contextvars.Context().run(self._arm, list(rows))

    def arm_also(self, rows: Iterable[Row]) -> None:
        """Set a job for each of some rows, and leave the others as they are."""
        contextvars.Context().run(self._set, list(rows), {})

    def _arm(self, rows: Sequence[Row]) -> None:
        wanted = {_job_id(row) for row in rows}
        armed: dict[str, Any] = {job.id: job for job in self._jobs.get_jobs()}
        self._jobs.pause()
        for id in armed.keys() - wanted:
            self._jobs.remove_job(id)
        self._set(rows, armed)
        self._jobs.resume()

    def _set(self, rows: Sequence[Row], armed: Mapping[str, Any]) -> None:
        for row in rows:
            id, at = _job_id(row), self._clock.wall_time_of(row.next_try_at or row.planned.due_at)
            if id not in armed or armed[id].next_run_time != at:
                self._jobs.add_job(self.poke, "date", run_date=at, id=id, replace_existing=True)

    async def poke(self) -> None:
        """Have the courier look at the ledger, soon."""
        self._due.set()

    @property
    def armed(self) -> int:
        """How many jobs are set."""
        return len(self._jobs.get_jobs())

    async def stop(self) -> None:
        """End the jobs and the loops."""
        if self._jobs.running:
            self._jobs.shutdown(wait=False)
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def _belt(self) -> None:
        while True:
            await self._clock.sleep_until(self._clock.now() + SWEEP_EVERY)
            await self._guarded()

    async def _work(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            await self._guarded()

    async def _guarded(self) -> None:
        try:
            await self._wake()
        except Exception as error:
            self._report(error)

    def _on_trouble(self, event: Any) -> None:
        self._report(event.exception or RuntimeError(f"the job {event.job_id} was missed"))


def _job_id(row: Row) -> str:
    return f"{row.guild_id}:{row.planned.key}"
