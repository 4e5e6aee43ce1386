"""Sends what is due, once: claim -> send under a nonce -> mark. Knows no Discord; a transport speaks for it.

Between any two steps the process may die. What a claim without a mark means is found out by looking: for the
message that carries its mark. If it isn't there, the same nonce is sent again within Discord's window, and a new
one after it; where nobody can look after that window, staff are asked.

Each target has a lane of its own, so one that is slow or refuses holds up nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.delivery.errors import CannotLook, Interrupted, NotNeeded, Unsendable
from bot.delivery.model import STAFF, Batch, Row, Sent
from bot.delivery.service import DeliveryService, batch_of
from bot.ids import GuildId

log = logging.getLogger("bot.delivery")

NONCE_WINDOW = timedelta(seconds=60)
"""How long Discord surely returns the first message for a nonce ("a few minutes"; we take one)."""
RETRIES = (5, 10, 20, 40, 60, 120, 300, 900)
"""Seconds between attempts; the last one repeats."""
LANES = 200
"""Targets that may be busy at once; a lane that waits for Discord costs one task."""
A_SECOND, AT_ONCE = 40, 8
"""Messages a second, and how many may leave together first; Discord allows a bot 50 requests a second."""
TOLD_AT = (1, 5)
"""After which failed attempts staff are told."""
TASK = "background-delivery"
Lane = tuple[int, str]
"""A server and a target."""


class Transport(Protocol):
    """What carries notices."""

    async def send(self, batch: Batch, now: datetime) -> Sent:
        """Send a batch as one message, under its nonce. Raises NotNeeded, Unsendable, Interrupted."""
        ...

    async def find(self, batch: Batch) -> Sent | None:
        """Look for the message that carries a batch's mark. Raises CannotLook, Interrupted."""
        ...

    async def tell_staff(self, guild_id: GuildId, words: str) -> None:
        """Say what a person must mend or decide."""
        ...


class Dispatcher:
    """Brings the ledger's due rows to the transport.

    Args:
        report: told of what nobody expected.

    Attributes:
        settled: called when a lane is free again.
        later: called with the instant of another attempt; with None where something waited for a lane.
    """

    def __init__(
        self,
        service: DeliveryService,
        transport: Transport,
        clock: Clock,
        report: Callable[[BaseException], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._service, self._transport, self._clock = service, transport, clock
        self._report, self._sleep = report, sleep
        self._sweeping = asyncio.Lock()
        self._busy: dict[Lane, asyncio.Task[None]] = {}
        self._next = 0.0
        self._room = asyncio.Semaphore(LANES)
        self._held_up: set[Lane] = set()
        self._stopped = False
        self.settled: Callable[[], None] = _nobody
        self.later: Callable[[datetime | None], None] = _nobody

    async def sweep(self, *, quickly: bool = False) -> int:
        """Begin to deal with everything that is due now. Return how many targets that is.

        What is waited for most is looked up anew from time to time, so that a rush doesn't hold it up. `quickly`: only
        that.
        """
        async with self._sweeping:
            begun = 0
            while not self._stopped and (waiting := await self._free(quickly)):
                for lane, groups in list(waiting.items())[:A_SECOND]:
                    await self._room.acquire()
                    await self._pace()
                    if self._stopped:
                        return begun
                    self._begin(lane, groups)
                    begun += 1
                if len(waiting) <= A_SECOND:
                    break
            return begun

    def stop(self) -> None:
        """Begin nothing any more: what isn't claimed yet is due at the next start."""
        self._stopped = True

    @property
    def busy(self) -> bool:
        """Whether something is being sent."""
        return bool(self._busy)

    async def idle(self) -> None:
        """Return once no lane is busy."""
        while self._busy:
            await asyncio.wait(list(self._busy.values()))

    async def _free(self, quickly: bool) -> dict[Lane, list[tuple[Row, ...]]]:
        """Read what is due for lanes that are free, in order."""
        found: dict[Lane, list[tuple[Row, ...]]] = {}
        for rows in await self._service.ready(self._clock.now(), quickly=quickly):
            lane = (rows[0].guild_id, rows[0].notice.target)
            if lane in self._busy:
                self._held_up.add(lane)
            else:
                found.setdefault(lane, []).append(rows)
        return found

    def _begin(self, lane: Lane, groups: Sequence[Sequence[Row]]) -> None:
        task = asyncio.create_task(self._run(groups), name=TASK)
        self._busy[lane] = task
        task.add_done_callback(lambda _: self._end(lane))

    def _end(self, lane: Lane) -> None:
        self._busy.pop(lane, None)
        self._room.release()
        self.settled()
        if lane in self._held_up:
            self._held_up.discard(lane)
            self.later(None)

    async def _run(self, groups: Sequence[Sequence[Row]]) -> None:
        for number, rows in enumerate(groups):
            if self._stopped:
                return
            try:
                batch = await self._prepare(rows)
                if batch is not None:
                    if number:
                        await self._pace()
                    await self._send(batch)
            except Exception as error:
                self._report(error)
                try:
                    await self._put_off(rows)
                except (
                    Exception
                ) as again:  # the database refuses: the claim is settled by a later look
                    self._report(again)

    async def _pace(self) -> None:
        """Wait until another message may leave: some at once, and then so many a second."""
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now) + 1 / A_SECOND
        early = self._next - now - AT_ONCE / A_SECOND
        if early > 0:
            await self._sleep(early)

    async def _put_off(self, rows: Sequence[Row]) -> None:
        """Leave what failed unexpectedly for later, so that it isn't tried again without end."""
        keys = [row.notice.key for row in rows]
        current = await self._service.rows(rows[0].guild_id, keys)
        claimed = [row for row in current if row.state == "claimed"]
        if claimed:
            await self._wait(batch_of(claimed), "something broke on my side", self._clock.now())

    async def _prepare(self, rows: Sequence[Row]) -> Batch | None:
        now = self._clock.now()
        if rows[0].state == "claimed":
            return await self._settle_claim(rows, now)
        return await self._service.begin(rows, now)

    async def _settle_claim(self, rows: Sequence[Row], now: datetime) -> Batch | None:
        """Find out what has become of a claim. Return what is to be sent, under the old nonce or a new one."""
        batch = batch_of(rows)
        fresh = now - batch.claimed_at <= NONCE_WINDOW
        try:
            there = await self._transport.find(batch)
        except CannotLook as error:
            if fresh:
                return await self._service.try_again(batch)
            await self._service.settle(batch, "unsure", str(error))
            await self._tell_staff(batch, _ask(batch, str(error)))
            return None
        except Interrupted as error:
            await self._wait(batch, str(error), now)
            return None
        if there is not None:
            await self._service.mark_sent(batch, there, now)
            return None
        if fresh:
            return await self._service.try_again(batch)
        return await self._service.begin_again(batch, now)

    async def _send(self, batch: Batch) -> None:
        try:
            sent = await self._transport.send(batch, self._clock.now())
        except NotNeeded as error:
            await self._service.settle(batch, "skipped", str(error))
        except Unsendable as error:
            later = self._clock.now() + retry_after(batch.tries + 3)
            await self._service.settle(batch, "failed", str(error), later)
            self.later(later)
            if batch.tries in TOLD_AT:
                await self._tell_staff(batch, str(error))
        except Interrupted as error:
            await self._wait(batch, str(error), self._clock.now(), error)
        else:
            await self._service.mark_sent(batch, sent, self._clock.now())

    async def _tell_staff(self, batch: Batch, words: str) -> None:
        """Say what a person must mend. What can't reach staff themselves is in the log alone: telling them so would
        fail in the same way, and be told again, without end."""
        if batch.target == STAFF:
            log.warning("staff of guild %d could not be told: %s", batch.guild_id, words)
            return
        await self._transport.tell_staff(batch.guild_id, words)

    async def _wait(
        self, batch: Batch, why: str, now: datetime, error: Interrupted | None = None
    ) -> None:
        """Leave a claim as it is, to be settled later."""
        wait = max(retry_after(batch.tries), error.wait if error and error.wait else ZERO)
        await self._service.settle(batch, "claimed", why, now + wait)
        self.later(now + wait)
        if batch.tries in TOLD_AT[1:]:
            times = f"**Discord has failed {batch.tries} times while I was sending something"
            words = f"{times} ({why}).** I'll keep trying."
            await self._tell_staff(batch, words)


ZERO = timedelta(0)


def retry_after(tries: int) -> timedelta:
    """Return how long to wait after so many failed attempts."""
    return timedelta(seconds=RETRIES[min(tries, len(RETRIES)) - 1] if tries else RETRIES[0])


def _ask(batch: Batch, why: str) -> str:
    return (
        f"**I can't tell whether this was posted: {', '.join(batch.keys)}.** "
        f"I was interrupted while sending it, and {why}. "
        "Look there; if it's missing, `/staff reminders show: messages` lists it, and `send now` sends it."
    )


def _nobody(*_: object) -> None:
    return None
