"""Wakes the desk: an in-memory job for each instant of the next hour at which something is due, and a look every
minute as a belt.

The ledger is the durable part; jobs are rebuilt from it at every start. Times are the clock's own: a job is
set for the wall-clock moment at which the clock will show its instant.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock

LOOK_EVERY = timedelta(minutes=1)
ARMED_FOR = timedelta(hours=1)
"""How far ahead jobs are set; the belt sets those of what comes later, in time."""

MOVED = timedelta(seconds=1)
"""By how much a clock must have been moved for a job to be set anew."""


class DeliveryScheduler:
    """One for a bot.

    Args:
        look: called when something may be due. `timely`: because an instant has come, or a minute has passed.
        report: told of what nobody expected.
    """

    def __init__(
        self,
        clock: Clock,
        look: Callable[[bool], Awaitable[None]],
        report: Callable[[BaseException], None],
    ) -> None:
        self._clock, self._look_at_it, self._report = clock, look, report
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._jobs: Any = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._jobs.add_listener(self._on_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        self._woken = asyncio.Event()
        self._timely = False
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin. Nothing is armed yet."""
        contextvars.Context().run(self._jobs.start)
        for loop in (self._belt, self._work):
            # A context of its own: the wait belongs to no command or event that happened to start it.
            self._loops.append(contextvars.Context().run(asyncio.create_task, loop()))

    def arm(self, instants: Iterable[datetime]) -> None:
        """Set a job for each of some instants ahead, and none for others."""
        contextvars.Context().run(self._arm, set(instants))

    def arm_also(self, instants: Iterable[datetime]) -> None:
        """Set a job for each of some instants ahead, and leave the others as they are."""
        contextvars.Context().run(self._set, set(instants))

    def _arm(self, instants: set[datetime]) -> None:
        wanted = {_job_id(at) for at in instants}
        armed = {str(job.id): job.trigger.run_date for job in self._jobs.get_jobs()}
        self._jobs.pause()
        for id in armed.keys() - wanted:
            self._jobs.remove_job(id)
        self._set({at for at in instants if not self._is_set(at, armed)})
        self._jobs.resume()

    def _is_set(self, at: datetime, armed: Mapping[str, datetime]) -> bool:
        """Return whether a job will come at its instant: a clock that was moved shows it at another time."""
        run_at = armed.get(_job_id(at))
        return run_at is not None and abs(self._clock.wall_time_of(at) - run_at) < MOVED

    def _set(self, instants: set[datetime]) -> None:
        for at in instants:
            run_at = self._clock.wall_time_of(at)
            self._jobs.add_job(
                self._come, "date", run_date=run_at, id=_job_id(at), replace_existing=True
            )

    def wake(self) -> None:
        """Have the ledger looked at, soon."""
        self._woken.set()

    @property
    def woken(self) -> bool:
        """Whether a look is wanted and hasn't begun."""
        return self._woken.is_set()

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

    async def _come(self) -> None:
        self._timely = True
        self.wake()

    async def _belt(self) -> None:
        while True:
            await self._clock.sleep_until(self._clock.now() + LOOK_EVERY)
            await self._come()

    async def _work(self) -> None:
        while True:
            await self._woken.wait()
            timely, self._timely = self._timely, False
            try:
                look = self._look_at_it(timely)
                self._woken.clear()
                await look
            except Exception as error:
                self._report(error)

    def _on_trouble(self, event: Any) -> None:
        self._report(event.exception or RuntimeError(f"the job {event.job_id} was missed"))


def _job_id(at: datetime) -> str:
    return at.isoformat()
