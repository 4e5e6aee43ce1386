"""Where a capability leaves what is to be said, inside the transaction of the change it speaks of.

What is left here is sent once that transaction has committed, and never if it hasn't: nothing is told that isn't
so, and nothing is so that isn't told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.database import Database, Tables
from bot.delivery import ledger
from bot.delivery.model import STAFF, STAFF_NOTE, Notice, at_once
from bot.ids import GuildId


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
        db.after_commit(self._committed)

    def put(self, db: Tables, guild_id: GuildId, notices: Iterable[Notice]) -> None:
        """Leave notices; one that was withdrawn before is planned anew, one that is known stays as it is."""
        for notice in notices:
            row = ledger.get(db, guild_id, notice.key)
            if row is None:
                ledger.add(db, guild_id, notice)
            elif row.state == "skipped":
                ledger.move(db, guild_id, notice, "planned")
            self._due.add(notice.due_at)

    def want(self, db: Tables, guild_id: GuildId, *notices: Notice) -> None:
        """Leave what may be wanted any number of times, such as a board's update."""
        for notice in notices:
            ledger.want(db, guild_id, notice)
            self._due.add(notice.due_at)

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

    def _committed(self) -> None:
        due, self._due = sorted(self._due), set()
        replanned, self._replanned = self._replanned, False
        if due or replanned:
            self.wake(() if replanned else due)


def _nobody(_: Sequence[datetime]) -> None:
    return None
