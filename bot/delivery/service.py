"""Where a capability leaves what is to be said, and the ledger's moves after that: claim, mark, settle.

What is left in the transaction of a change is sent once that has committed, and never if it hasn't: nothing is told
that isn't so, and nothing is so that isn't told. Each move is one transaction, so that a crash falls between two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import (
    STAFF,
    STAFF_NOTE,
    Batch,
    Kinds,
    Notice,
    Row,
    Sent,
    at_once,
    chosen_target,
)
from bot.ids import GuildId, MessageId, UserId


class Outbox:
    """One for a bot.

    Attributes:
        wake: called on the event loop after a commit that left something here, with the instants at which it is
            due; with none where anything may have been planned anew.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._due: set[datetime] = set()
        self._replanned = False
        self.wake: Callable[[Sequence[datetime]], None] = _nobody

    def put(self, db: Tables, guild_id: GuildId, notices: Iterable[Notice]) -> None:
        """Leave notices; one that was withdrawn before is planned anew, one that is known stays as it is."""
        for notice in notices:
            row = ledger.get(db, guild_id, notice.key)
            if row is None:
                ledger.add(db, guild_id, notice)
            elif row.state == "skipped":
                ledger.move(db, guild_id, notice, "planned")
            self._leave(notice.due_at)

    def want(self, db: Tables, guild_id: GuildId, *notices: Notice) -> None:
        """Leave what may be wanted any number of times, such as a board's update."""
        for notice in notices:
            ledger.want(db, guild_id, notice)
            self._leave(notice.due_at)

    def withdraw(self, db: Tables, guild_id: GuildId, keys: Sequence[str], why: str) -> None:
        """Withdraw notices that still wait. `why`: for whoever looks into the ledger."""
        if keys:
            ledger.withdraw(db, guild_id, keys, why)

    def note_staff(self, db: Tables, guild_id: GuildId, words: str) -> None:
        """Leave a word to staff: what they must mend or decide. The same words go out once an hour at most."""
        now = self._clock.now()
        digest = hashlib.sha256(words.encode()).hexdigest()[:16]
        key = f"staff-note:{digest}:{now:%Y%m%d%H}"
        self.put(db, guild_id, [at_once(STAFF_NOTE, key, STAFF, now, words=words)])

    async def refresh(self, guild_id: GuildId, *notices: Notice) -> None:
        """Have something brought up to date that no stored change asks for."""
        await self._db.write(lambda db: self.want(db, guild_id, *notices), aside=True)

    async def tell_staff(self, guild_id: GuildId, words: str) -> None:
        """Tell staff what no stored change speaks of."""
        await self._db.write(lambda db: self.note_staff(db, guild_id, words), aside=True)

    def changed(self) -> None:
        """Have everything looked at after this transaction: rows were planned or moved by other means."""
        self._replanned = True
        self._db.once_committed(self._committed)

    def _leave(self, due_at: datetime) -> None:
        self._due.add(due_at)
        self._db.once_committed(self._committed)

    def _committed(self) -> None:
        due, self._due = sorted(self._due), set()
        replanned, self._replanned = self._replanned, False
        if due or replanned:
            self.wake(() if replanned else due)


def _nobody(_: Sequence[datetime]) -> None:
    return None


SILENCED = "staff have silenced this channel"


class DeliveryService:
    """Every server's ledger. `now` is the clock's, aware UTC.

    Attributes:
        in_doubt: claims of which nobody knows yet whether they were sent, by the mark of their message.
    """

    def __init__(self, db: Database, kinds: Kinds) -> None:
        self._db, self.kinds = db, kinds
        self.in_doubt: dict[int, Batch] = {}

    async def recall(self) -> None:
        """Take up what a crash has left in doubt, before anybody can press it."""
        claims: dict[str, list[Row]] = {}
        for row in await self._db.read(ledger.open_rows):
            if row.state == "claimed":
                claims.setdefault(row.nonce, []).append(row)
        self.in_doubt = {batch.mark: batch for batch in map(batch_of, claims.values())}

    async def turn_back(self, now: datetime) -> None:
        """Have whatever was due after an instant come again, for a clock that was set back to it."""
        await self._db.write(lambda db: ledger.turn_back(db, now))

    async def said_in(self, guild_id: GuildId, message_id: MessageId) -> set[str]:
        """Return what a message of ours is about: the items of the rows that it was sent for."""
        condition, values = "guild_id = ? AND message_id = ?", (guild_id, message_id)
        found = await self._db.read(lambda db: ledger.rows_where(db, condition, values))
        return {row.notice.item for row in found}

    async def arrived(self, marks: Iterable[int], sent: Sent, now: datetime) -> None:
        """Remember that a message in doubt was sent: somebody has it before them, and what they do may change it so
        that it isn't found by its mark any more."""
        for batch in [self.in_doubt[mark] for mark in marks if mark in self.in_doubt]:
            await self.mark_sent(batch, sent, now)

    async def ready(self, now: datetime, *, quickly: bool = False) -> list[tuple[Row, ...]]:
        """Return what has to be dealt with now: rows that are one message, in the order they are due.

        What somebody waits for goes before what was planned long ago. `quickly`: only that.
        """
        rows = await self._db.read(lambda db: ledger.open_rows(db, now))
        waiting = [r for r in rows if r.next_try_at is None or r.next_try_at <= now]
        if quickly:
            waiting = [r for r in waiting if self.kinds[r.notice.kind].quickly]
        waiting.sort(key=lambda r: not self.kinds[r.notice.kind].quickly)
        groups: dict[tuple[object, ...], list[Row]] = {}
        for row in waiting:
            notice, family = row.notice, self.kinds[row.notice.kind].family
            together = (row.nonce,) if row.state == "claimed" else (notice.due_at, row.reply_to)
            alone = () if family or row.state == "claimed" else (notice.key,)
            key = (row.guild_id, notice.target, row.state == "claimed", family, *together, *alone)
            groups.setdefault(key, []).append(row)
        return [tuple(group) for group in groups.values()]

    async def begin(self, rows: Sequence[Row], now: datetime) -> Batch | None:
        """Claim what is still open and of use among some rows; skip the rest. None if nothing is left."""
        guild_id = rows[0].guild_id
        keys = [row.notice.key for row in rows]

        def work(db: Tables) -> Batch | None:
            current = [
                r for r in ledger.some(db, guild_id, keys) if r.state in ("planned", "failed")
            ]
            merged = {r.notice.item for r in current if self.kinds[r.notice.kind].only_newest}
            due = {r.notice.key: r for r in ledger.due_of(db, guild_id, merged, now)}
            due |= {r.notice.key: r for r in current}
            skip = self.kinds.of_no_use(due.values(), now)
            silent = ledger.silenced(db, guild_id)
            for row in current:
                why = skip.get(row.notice.key, "")
                if (
                    chosen_target(row.notice.target) in silent
                    and self.kinds[row.notice.kind].can_be_silenced
                ):
                    why = SILENCED
                if why:
                    ledger.settle(db, guild_id, [row.notice.key], "skipped", why)
                    skip[row.notice.key] = why
            left = [r.notice.key for r in current if r.notice.key not in skip]
            return _claim(db, guild_id, left, now) if left else None

        return await self._db.write(work)

    async def begin_again(self, batch: Batch, now: datetime) -> Batch | None:
        """Claim anew what has surely not been sent; skip what is no use any more. None if nothing is left."""
        useless = [r.notice.key for r in batch.rows if now > r.notice.until]
        left = [key for key in batch.keys if key not in useless]

        def work(db: Tables) -> Batch | None:
            if not _still_claimed(db, batch):
                return None
            if useless:
                why = "it was interrupted, and then came too late to be useful"
                ledger.settle(db, batch.guild_id, useless, "skipped", why)
            return _claim(db, batch.guild_id, left, now) if left else None

        again = await self._db.write(work)
        self.in_doubt.pop(batch.mark, None)
        return again

    async def try_again(self, batch: Batch) -> Batch | None:
        """Count another attempt under the same nonce. None where it has turned out to have been sent."""

        def work(db: Tables) -> Batch | None:
            if not _still_claimed(db, batch):
                return None
            ledger.count_try(db, batch.guild_id, batch.keys)
            return replace(batch, tries=batch.tries + 1)

        return await self._db.write(work)

    async def mark_sent(self, batch: Batch, sent: Sent, now: datetime) -> None:
        """Remember that a batch was sent, and what follows from that."""

        def work(db: Tables) -> None:
            ledger.mark_sent(db, batch.guild_id, batch.keys, sent, now)
            self.kinds[batch.first.kind].stored(db, batch, sent)

        await self._db.write(work)
        self.in_doubt.pop(batch.mark, None)

    async def settle(
        self, batch: Batch, state: str, why: str, next_try_at: datetime | None = None
    ) -> None:
        """Remember that a batch was skipped, failed, is unsure, or has to wait for another attempt."""
        self.in_doubt[batch.mark] = batch

        def work(db: Tables) -> bool:
            if not _still_claimed(db, batch):
                return False
            ledger.settle(db, batch.guild_id, batch.keys, state, why, next_try_at)
            return state == "claimed"

        if not await self._db.write(work):
            self.in_doubt.pop(batch.mark, None)

    async def open_rows(self, until: datetime | None = None) -> list[Row]:
        """Return everything that isn't settled, of every server, soonest first. `until`: due by then."""
        return await self._db.read(lambda db: ledger.open_rows(db, until))

    async def touched(self) -> bool:
        """Return whether another process has stored anything since this was asked last; at first it may have."""
        return await self._db.touched()

    async def retries(self) -> list[Row]:
        """Return what waits for another attempt, of every server."""
        return await self._db.read(ledger.retries)

    async def about(self, guild_id: GuildId, item: str) -> list[Row]:
        """Return what has been or will be said about one item, by time."""
        return await self._db.read(lambda db: ledger.about(db, guild_id, item))

    async def rows(self, guild_id: GuildId, keys: Sequence[str]) -> list[Row]:
        """Return some rows as they stand; those that aren't there are left out."""
        return await self._db.read(lambda db: ledger.some(db, guild_id, keys))

    async def all_of(
        self, guild_id: GuildId, target: str | None = None, kinds: Collection[str] = ()
    ) -> list[Row]:
        """Return a server's ledger, by time. `target`: only what goes there. `kinds`: only these."""
        return await self._db.read(lambda db: ledger.all_of(db, guild_id, target, kinds))

    async def silenced(self, guild_id: GuildId) -> set[str]:
        """Return where nothing is posted for now."""
        return await self._db.read(lambda db: ledger.silenced(db, guild_id))

    async def silence(self, guild_id: GuildId, target: str, *, by: UserId, quiet: bool) -> None:
        """Let a channel be silent, or speak again."""
        await self._db.write(lambda db: ledger.silence(db, guild_id, target, by=by, quiet=quiet))


def batch_of(rows: Iterable[Row]) -> Batch:
    """Put rows that were claimed together into their batch."""
    claimed = tuple(rows)
    first = claimed[0]
    assert first.claimed_at is not None
    return Batch(
        first.guild_id,
        first.notice.target,
        first.notice.due_at,
        first.nonce,
        first.claimed_at,
        max(row.tries for row in claimed),
        claimed,
    )


def _still_claimed(db: Tables, batch: Batch) -> bool:
    """Return whether nobody has learned meanwhile what became of a claim."""
    rows = ledger.some(db, batch.guild_id, batch.keys)
    return any(row.state == "claimed" and row.nonce == batch.nonce for row in rows)


def _claim(db: Tables, guild_id: GuildId, keys: Sequence[str], now: datetime) -> Batch:
    ledger.claim(db, guild_id, keys, ledger.nonce_of(guild_id, keys, now), now)
    return batch_of(ledger.some(db, guild_id, keys))
