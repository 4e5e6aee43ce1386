"""Keeps the desk going: looks when something was left in the outbox, when a row is due, and once a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.delivery.dispatcher import TASK, Dispatcher, Transport
from bot.delivery.model import OPEN, Row
from bot.delivery.outbox import Outbox
from bot.delivery.scheduler import ARMED_FOR, DeliveryScheduler
from bot.delivery.service import DeliveryService
from bot.ids import GuildId


class DeliveryLoop:
    """One for a bot.

    Args:
        report: told of what nobody expected.

    Attributes:
        at_start: called before the ledger is looked at for the first time. What fails is called again at the next look.
        each_minute: called before the ledger is looked at when an instant has come or a minute has passed, for
            what follows from time alone.
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
        self._dispatcher = Dispatcher(service, transport, clock, report)
        self._scheduler = DeliveryScheduler(clock, self._look, report)
        self._dispatcher.settled, self._dispatcher.later = self._settled, self._later
        self._changed = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._started, self._stopping, self._replanned = False, False, True
        self.at_start: list[Callable[[], Awaitable[None]]] = []
        self.each_minute: list[Callable[[], Awaitable[None]]] = []

    def start(self) -> None:
        """Begin, once. What a crash left half-done is settled first."""
        if self._started:
            return
        self._started = True
        self._outbox.wake = self.wake
        self._scheduler.start()
        self._scheduler.wake()

    async def stop(self) -> None:
        """Begin nothing any more; what is under way goes on."""
        self._stopping = True
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

    async def _look_now(self, timely: bool) -> None:
        while self.at_start:
            await self.at_start[0]()
            self.at_start.pop(0)
        if timely:
            for work in self.each_minute:
                await work()
        await self._dispatcher.sweep()
        if timely or self._replanned:
            self._replanned = False
            now = self._clock.now()
            rows = await self._service.open_rows(now + ARMED_FOR)
            due = [row.next_try_at or row.notice.due_at for row in rows]
            self._scheduler.arm(at for at in due if at > now)
