"""Sends what is due, once: claim -> send with a nonce -> mark. Knows no Discord; an outbox speaks for it.

Between any two steps the process may die. What a claim without a mark means is found out from its age: within
Discord's window the same nonce is sent again and gives the first message back; later the channel is searched
for a message that carries the nonce; where it can't be searched, staff are asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.delivery.model import Batch, Row, Sent, batch_of
from bot.reminders import rules
from bot.reminders.errors import CannotLook, Interrupted, NotNeeded, Unsendable
from bot.reminders.service import ReminderService

log = logging.getLogger("bot.reminders")

IN_FLIGHT = 8
"""Messages on their way together. They leave in order."""
A_SECOND = 40
"""Messages a second at most; Discord allows a bot 50 requests."""
TOLD_AT = (1, 5)
"""After which failed attempts staff are told."""


class Outbox(Protocol):
    """Where reminders go."""

    async def send(self, batch: Batch, now: datetime) -> Sent:
        """Send a batch as one message, under its nonce. Raises NotNeeded, Unsendable, Interrupted."""
        ...

    async def find(self, batch: Batch) -> Sent | None:
        """Look for the message that carries a batch's nonce. Raises CannotLook."""
        ...

    async def tell_staff(self, guild_id: int, words: str) -> None:
        """Return what a person must mend or decide."""
        ...


class Courier:
    """Brings the ledger's due rows to the outbox. One sweep at a time."""

    def __init__(
        self,
        service: ReminderService,
        outbox: Outbox,
        clock: Clock,
        report: Callable[[BaseException], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._service, self._outbox, self._clock = service, outbox, clock
        self._report, self._sleep = report, sleep
        self._sweeping = asyncio.Lock()

    async def sweep(self) -> int:
        """Deal with everything that is due now. One bad reminder never stops the others; say how many were due."""
        async with self._sweeping:
            groups = await self._service.ready(self._clock.now())
            room = asyncio.Semaphore(IN_FLIGHT)
            under_way: list[asyncio.Task[None]] = []
            for number, rows in enumerate(groups):
                await room.acquire()
                if number:
                    await self._sleep(1 / A_SECOND)
                work = asyncio.create_task(self._deal(rows), name="background-reminder")
                work.add_done_callback(lambda _: room.release())
                under_way.append(work)
            for work in under_way:
                await work
            return len(groups)

    async def _deal(self, rows: Sequence[Row]) -> None:
        try:
            await self._deliver(rows)
        except Exception as error:
            self._report(error)

    async def _deliver(self, rows: Sequence[Row]) -> None:
        now = self._clock.now()
        if rows[0].state == "claimed":
            batch = await self._settle_claim(rows, now)
        else:
            batch = await self._service.begin(rows, now)
        if batch is not None:
            await self._send(batch)

    async def _settle_claim(self, rows: Sequence[Row], now: datetime) -> Batch | None:
        """Find out what has become of a claim. Give what is to be sent, under the old nonce or a new one."""
        batch = batch_of(rows)
        if now - batch.claimed_at <= rules.NONCE_WINDOW:
            return await self._service.try_again(batch)
        try:
            there = await self._outbox.find(batch)
        except CannotLook as error:
            await self._service.settle(batch, "unsure", str(error))
            await self._outbox.tell_staff(batch.guild_id, _ask(batch, str(error)))
            return None
        except Interrupted as error:
            await self._wait(batch, str(error), now)
            return None
        if there is not None:
            await self._service.mark_sent(batch, there, now)
            return None
        return await self._service.begin_again(batch, now)

    async def _send(self, batch: Batch) -> None:
        try:
            sent = await self._outbox.send(batch, self._clock.now())
        except NotNeeded as error:
            await self._service.settle(batch, "skipped", str(error))
        except Unsendable as error:
            later = self._clock.now() + rules.retry_after(batch.tries + 3)
            await self._service.settle(batch, "failed", str(error), later)
            if batch.tries in TOLD_AT:
                await self._outbox.tell_staff(batch.guild_id, str(error))
        except Interrupted as error:
            await self._wait(batch, str(error), self._clock.now())
        else:
            await self._service.mark_sent(batch, sent, self._clock.now())

    async def _wait(self, batch: Batch, why: str, now: datetime) -> None:
        """Leave a claim as it is, to be settled later."""
        await self._service.settle(batch, "claimed", why, now + rules.retry_after(batch.tries))
        if batch.tries in TOLD_AT[1:]:
            times = f"**Discord has failed {batch.tries} times while I was sending a reminder"
            words = f"{times} ({why}).** I go on trying."
            await self._outbox.tell_staff(batch.guild_id, words)


def _ask(batch: Batch, why: str) -> str:
    return (
        f"**I can't know whether a reminder was posted: {', '.join(batch.keys)}.** "
        f"I was interrupted while sending it, and {why}. "
        "Look into the channel; if it isn't there, `/staff reminders` sends it."
    )
