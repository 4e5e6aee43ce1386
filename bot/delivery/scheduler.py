"""Keeps the desk going: looks when something was left for it, when a row is due, and once a minute as a belt.

The ledger is the durable part; a job in memory for each instant of the next hour at which something is due is set anew
at every start. Times are the clock's own: a job is set for the wall-clock moment at which the clock will show its
instant.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.delivery.dispatcher import TASK, Dispatcher, Transport
from bot.delivery.model import OPEN, Row
from bot.delivery.service import DeliveryService, Outbox
from bot.ids import GuildId

ByTime = Callable[[datetime], Awaitable[datetime]]
LOOK_EVERY = timedelta(minutes=1)
ARMED_FOR = timedelta(hours=1)
"""How far ahead jobs are set; the belt sets those of what comes later, in time."""

HEAD_START_S = 1.0
"""How long what somebody waits for is sent alone after a start; planning keeps the database busy."""
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


class DeliveryLoop:
    """One for a bot.

    Args:
        report: told of what nobody expected.

    Attributes:
        at_start: called before what was planned long ago is sent for the first time. What fails is called again at the
            next look.
        by_time: what follows from time alone. Called with the clock's instant before the ledger is looked at; each
            returns the instant from which it has to be called again.
        by_others: called where another process has stored something, at the start, too.
    """

    def __init__(
        self,
        service: DeliveryService,
        outbox: Outbox,
        transport: Transport,
        clock: Clock,
        report: Callable[[BaseException], None],
    ) -> None:
        self._service, self._clock, self._outbox = service, clock, outbox
        self._report = report
        self._dispatcher = Dispatcher(service, transport, clock, report)
        self._scheduler = DeliveryScheduler(clock, self._look, report)
        self._dispatcher.settled, self._dispatcher.later = self._settled, self._later
        self._changed = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._started, self._stopping, self._replanned = False, False, True
        self.at_start: list[Callable[[], Awaitable[None]]] = []
        self.by_time: list[ByTime] = []
        self.by_others: list[Callable[[], Awaitable[None]]] = []
        self._called: dict[ByTime, tuple[datetime, datetime]] = {}
        self._touched = False

    def start(self) -> None:
        """Begin, once. What a crash left half-done is settled first."""
        if self._started:
            return
        self._started = True
        self._outbox.wake = self.wake
        self._scheduler.start()
        self._scheduler.wake()

    async def stop(self) -> None:
        """Begin nothing any more. What is being sent goes on; the rest is due at the next start."""
        self._stopping = True
        self._dispatcher.stop()
        await self._scheduler.stop()

    def wake(self, due: Sequence[datetime] = ()) -> None:
        """Have the ledger looked at: at some instants, those that have passed at once; anew for none."""
        now = self._clock.now()
        self._replanned |= not due
        ahead = [at for at in due if at > now]
        self._scheduler.arm_also(ahead)
        if len(ahead) < len(due) or not due:
            self._scheduler.wake()

    async def outcome(self, guild_id: GuildId, keys: Sequence[str], timeout_s: float) -> list[Row]:
        """Return what has become of some notices, waiting a little for those that are being sent."""
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout_s
        while True:
            changed = self._changed
            rows = await self._service.rows(guild_id, keys)
            under_way = [r for r in rows if r.state in OPEN and r.next_try_at is None]
            left = until - loop.time()
            if left <= 0 or not under_way:
                return rows
            try:
                await asyncio.wait_for(changed.wait(), left)
            except TimeoutError:
                continue

    async def rest(self) -> None:
        """Return once everything that is due now has been dealt with."""
        while self._scheduler.woken or self._looking is not None or self._dispatcher.busy:
            if self._looking is not None:
                await asyncio.wait([self._looking])
            await self._dispatcher.idle()
            await asyncio.sleep(0)

    async def catch_up(self) -> None:
        """Deal with everything that is due now, and return once it is done: for a clock that moves by steps."""
        await self._look_now(True)
        await self._dispatcher.idle()

    def _settled(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _later(self, at: datetime | None) -> None:
        if at is None:
            self._scheduler.wake()
        else:
            self._scheduler.arm_also([at])

    async def _look(self, timely: bool) -> None:
        if self._stopping:
            return
        # A task named as work, so that a bot that stops waits for it.
        self._looking = asyncio.create_task(self._look_now(timely), name=f"{TASK}-look")
        try:
            await self._looking
        finally:
            self._looking = None

    async def _first_words(self) -> None:
        """Send what somebody waits for. What was planned long ago may not be so any more before it's planned anew."""
        try:
            await self._dispatcher.sweep(quickly=True)
        except Exception as error:
            self._report(error)

    async def _look_now(self, timely: bool) -> None:
        if self.at_start:
            first = asyncio.create_task(self._first_words(), name=f"{TASK}-first")
            await asyncio.wait([first], timeout=HEAD_START_S)
        while self.at_start:
            await self.at_start[0]()
            self.at_start.pop(0)
        if timely:
            await self._follow_time()
        await self._dispatcher.sweep()
        if timely or self._replanned:
            self._replanned = False
            now = self._clock.now()
            rows = await self._service.open_rows(now + ARMED_FOR)
            due = [row.next_try_at or row.notice.due_at for row in rows]
            due += [next_at for _, next_at in self._called.values()]
            self._scheduler.arm(at for at in due if at > now)

    async def _follow_time(self) -> None:
        """Call what has to be by now. What fails is called again at the next look."""
        self._touched |= await self._service.touched()
        if self._touched:
            for work in self.by_others:
                await work()
            self._touched = False
        for follow in self.by_time:
            now = self._clock.now()
            last, next_at = self._called.get(follow, (now, now))
            if not last <= now < next_at:  # a clock may be set back
                self._called[follow] = now, await follow(now)
