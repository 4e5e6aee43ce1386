"""A reminder as it is planned, and as the ledger has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal[
    "deadline",
    "lecture",
    "pitches",
    "office hours open",
    "office hours close",
    "office hours control",
    "digest",
    "correction",
    "personal",
    "free",
    "announcement",
    "judging nag",
]
State = Literal["planned", "claimed", "sent", "skipped", "failed", "unsure"]
ANNOUNCEMENTS, OFFICE_HOURS, STAFF = (
    "channel:announcements",
    "channel:office_hours",
    "channel:staff",
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder of the term.

    Attributes:
        key: stable: it names what is reminded of and how long before, never a time.
        target: `channel:announcements`, `channel:office_hours`, `channel:staff`, `channel:ID`, or `user:ID`.
        item: the key of the timeline's item; a day for a digest.
        due_at: when to send it, aware UTC.
        anchor_at: what it counts down to, aware UTC.
        until: it is no use after this, aware UTC.
        body: what a free reminder says; a correction's text.
    """

    key: str
    kind: Kind
    target: str
    item: str
    due_at: datetime
    anchor_at: datetime
    until: datetime
    body: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder in the ledger.

    Attributes:
        nonce: what its sending is known by, to Discord and in the message itself; empty before a claim.
        claimed_at: when the first attempt under this nonce began.
        tries: attempts so far.
        next_try_at: when to try again; None for at once.
        why: of a skipped, failed or unsure one.
        reply_to: the message that a correction answers.
    """

    guild_id: int
    planned: Planned
    state: State
    nonce: str = ""
    claimed_at: datetime | None = None
    tries: int = 0
    next_try_at: datetime | None = None
    channel_id: int | None = None
    message_id: int | None = None
    sent_at: datetime | None = None
    why: str = ""
    reply_to: int | None = None

    @property
    def lateness(self) -> timedelta | None:
        """How late it was sent; None if it wasn't."""
        return self.sent_at - self.planned.due_at if self.sent_at else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that are one message: the same server, target and instant, claimed together."""

    guild_id: int
    target: str
    due_at: datetime
    nonce: str
    claimed_at: datetime
    tries: int
    rows: tuple[Row, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its rows."""
        return tuple(row.planned.key for row in self.rows)


def batch_of(rows: Iterable[Row]) -> Batch:
    """Put rows that were claimed together into their batch."""
    claimed = tuple(rows)
    first = claimed[0]
    assert first.claimed_at is not None
    return Batch(
        first.guild_id,
        first.planned.target,
        first.planned.due_at,
        first.nonce,
        first.claimed_at,
        max(row.tries for row in claimed),
        claimed,
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message is."""

    channel_id: int
    message_id: int
