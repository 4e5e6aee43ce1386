"""A Discord that dedupes nonces, a clock that is moved by hand, and a process that can be killed at any step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.database import Database
from bot.delivery.dispatcher import TASK, Dispatcher
from bot.delivery.errors import CannotLook
from bot.delivery.model import Batch, Kinds, Sent
from bot.delivery.service import DeliveryService, Outbox
from bot.library.library import CourseLibrary
from bot.reminders.kinds import standard_kinds
from bot.reminders.service import ReminderService
from bot.reminders.staff_service import StaffReminderService
from bot.reminders.ui.composer import Reminder

DEDUPED_FOR = timedelta(minutes=3)
"""Discord says "a few minutes"."""
STEPS = ("before claim", "after claim", "before send", "after send", "before mark", "after mark")


class Killed(BaseException):
    """The process was killed."""


@dataclass
class HandClock:
    """Shows what it is set to."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, instant: datetime) -> None:
        raise NotImplementedError

    def wall_time_of(self, instant: datetime) -> datetime:
        return instant

    def shown_at(self, wall_time: datetime) -> datetime:
        return wall_time


@dataclass
class Message:
    id: int
    nonce: str
    keys: tuple[str, ...]
    at: datetime


@dataclass
class FakeDiscord:
    """Remembers messages as Discord does: a second send with a nonce gives the first message for a while."""

    clock: HandClock
    messages: list[Message] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    sends: int = 0
    fails: list[Exception] = field(default_factory=list)
    readable: bool = True

    async def send(self, batch: Batch, now: datetime) -> Sent:
        self.sends += 1
        if self.fails:
            raise self.fails.pop(0)
        for message in self.messages:
            if message.nonce == batch.nonce and self.clock.at - message.at <= DEDUPED_FOR:
                return Sent(1, message.id)
        self.messages.append(
            Message(len(self.messages) + 1, batch.nonce, batch.keys, self.clock.at)
        )
        return Sent(1, len(self.messages))

    async def find(self, batch: Batch) -> Sent | None:
        if not self.readable:
            raise CannotLook("I may not read the channel's history")
        found = [m for m in self.messages if m.nonce == batch.nonce]
        return Sent(1, found[0].id) if found else None

    async def tell_staff(self, guild_id: int, words: str) -> None:
        self.told.append(words)

    def times_sent(self, key: str) -> int:
        return sum(key in message.keys for message in self.messages)


def reminder_kinds() -> Kinds:
    """What the desk knows of reminders, without a bot to draw them."""
    nobody: Any = None
    return Kinds(*(Reminder(nobody, kind) for kind in standard_kinds().every))


@dataclass
class Machine:
    """One process after another over one ledger and one Discord. `kill_at`: the step at which it dies next."""

    db: Database
    library: CourseLibrary
    clock: HandClock
    discord: FakeDiscord
    kill_at: str | None = None
    errors: list[BaseException] = field(default_factory=list)
    kills: int = 0
    died: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start a process: nothing is remembered but the ledger."""
        self.reminders = ReminderService(
            self.db, self.library, Outbox(self.db, self.clock), standard_kinds()
        )
        self.staff = StaffReminderService(self.db, Outbox(self.db, self.clock), self.reminders)
        self.desk = DeliveryService(self.db, reminder_kinds())
        self.dispatcher = Dispatcher(self.desk, self, self.clock, self.errors.append, _at_once)
        for name, step in (("begin", "claim"), ("begin_again", "claim"), ("mark_sent", "mark")):
            setattr(self.desk, name, self._mortal(getattr(self.desk, name), step))

    def _mortal(
        self, work: Callable[..., Awaitable[Any]], step: str
    ) -> Callable[..., Awaitable[Any]]:
        async def dying(*args: Any) -> Any:
            self._die(f"before {step}")
            result = await work(*args)
            self._die(f"after {step}")
            return result

        return dying

    def _die(self, step: str) -> None:
        if self.kill_at == step:
            self.kill_at = None
            self.kills += 1
            self.died.set()
            raise Killed

    async def send(self, batch: Batch, now: datetime) -> Sent:
        self._die("before send")
        sent = await self.discord.send(batch, now)
        self._die("after send")
        return sent

    async def find(self, batch: Batch) -> Sent | None:
        return await self.discord.find(batch)

    async def tell_staff(self, guild_id: int, words: str) -> None:
        await self.discord.tell_staff(guild_id, words)

    async def sweep(self) -> None:
        """Deal with everything that is due; if the process dies, start another."""
        self.died.clear()
        await self.dispatcher.sweep()
        ends = [asyncio.create_task(end) for end in (self.dispatcher.idle(), self.died.wait())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        if self.died.is_set():
            dead = [t for t in asyncio.all_tasks() if t.get_name() == TASK]
            for task in dead:
                task.cancel()
            await asyncio.gather(*dead, return_exceptions=True)
            self.start()


async def _at_once(_: float) -> None:
    return None


async def until(done: Callable[[], bool]) -> None:
    """Let others work until something is so."""
    for _ in range(1_000_000):
        if done():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")
