"""A notice: something the assistant says first, as it is stored and as the ledger has it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.ids import ChannelId, GuildId, MessageId, UserId

State = Literal["planned", "claimed", "sent", "skipped", "failed", "unsure"]
SAYS_LATE_AFTER = timedelta(minutes=2)
"""What comes later than this says so."""
NONCE_WINDOW = timedelta(seconds=60)
"""How long Discord surely returns the first message for a nonce ("a few minutes"; we take one)."""
RETRIES = (5, 10, 20, 40, 60, 120, 300, 900)
"""Seconds between attempts; the last one repeats."""
OPEN = ("planned", "claimed", "failed")
"""States in which a notice is still on its way."""
ANNOUNCEMENTS, OFFICE_HOURS, STAFF = (
    "channel:announcements",
    "channel:office_hours",
    "channel:staff",
)
USE = timedelta(days=7)
"""How long what speaks of a change is worth saying, where nothing ends it sooner."""
BOARD, STAFF_NOTE = "board", "staff note"
"""The two kinds that every capability uses: a board brought up to date, and a word to staff."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be said.

    Attributes:
        key: stable: what it is about, never a time. In one server no two notices share a key.
        kind: the name of a registered `Kind`.
        target: `channel:announcements`, `channel:office_hours`, `channel:staff`, `channel:ID`, `user:ID`, or
            `board:NAME`.
        item: what it is about, for finding it again; the key of the timeline's item for a reminder.
        due_at: when to send it, aware UTC.
        anchor_at: what it counts down to, aware UTC.
        until: it is no use after this, aware UTC.
        body: a text, or facts as JSON (see `facts`).
    """

    key: str
    kind: str
    target: str
    item: str
    due_at: datetime
    anchor_at: datetime
    until: datetime
    body: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """The facts it was stored with."""
        return json.loads(self.body) if self.body else {}

    @property
    def user_id(self) -> int | None:
        """The person it goes to; None for a channel or a board."""
        kind, _, id = self.target.partition(":")
        return int(id) if kind == "user" else None


def to_person(user_id: UserId) -> str:
    """Return the target that is one person's direct messages."""
    return f"user:{user_id}"


def to_channel(channel_id: ChannelId) -> str:
    """Return the target that is one channel."""
    return f"channel:{channel_id}"


def at_once(
    kind: str, key: str, target: str, at: datetime, item: str = "", **facts: object
) -> Notice:
    """Return a notice of a change, due with it. `facts`: what it is drawn from, as JSON takes it."""
    body = json.dumps(facts, ensure_ascii=False) if facts else ""
    return Notice(key, kind, target, item, at, at, at + USE, body)


def board(name: str, at: datetime) -> Notice:
    """Return the row that has a board brought up to date."""
    return at_once(BOARD, f"board:{name}", f"board:{name}", at, name)


@dataclass(frozen=True, slots=True)
class Row:
    """A notice in the ledger.

    Attributes:
        nonce: what its sending is known by, to Discord and in the message itself; empty before a claim.
        claimed_at: when the first attempt under this nonce began.
        tries: attempts so far.
        next_try_at: when to try again; None for at once.
        why: of a skipped, failed or unsure one; of a sent one, where it went instead.
        reply_to: the message that a correction answers.
        again: wanted anew while it was being sent.
    """

    guild_id: GuildId
    notice: Notice
    state: State
    nonce: str = ""
    claimed_at: datetime | None = None
    tries: int = 0
    next_try_at: datetime | None = None
    channel_id: ChannelId | None = None
    message_id: MessageId | None = None
    sent_at: datetime | None = None
    why: str = ""
    reply_to: MessageId | None = None
    again: bool = False

    @property
    def lateness(self) -> timedelta | None:
        """How late it was sent; None if it wasn't."""
        return self.sent_at - self.notice.due_at if self.sent_at else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that are one message: the same server, target and instant, claimed together."""

    guild_id: GuildId
    target: str
    due_at: datetime
    nonce: str
    claimed_at: datetime
    tries: int
    rows: tuple[Row, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its rows."""
        return tuple(row.notice.key for row in self.rows)

    @property
    def first(self) -> Notice:
        """Its first notice; the only one of most kinds."""
        return self.rows[0].notice

    @property
    def mark(self) -> int:
        """The number by which its message is found again: it is the id of the message's container."""
        return mark_of(self.nonce)


def mark_of(nonce: str) -> int:
    """Return a nonce as a positive number of 31 bits, above those that Discord gives by itself."""
    return 1000 + int.from_bytes(nonce.encode()[:24], "big") % (2**31 - 2000)


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


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message is.

    Attributes:
        at: Discord's own instant of it, as the clock has it; None where it gave none.
        note: where it went instead, if not where it was meant to go.
    """

    channel_id: ChannelId | None
    message_id: MessageId | None
    at: datetime | None = None
    note: str = ""


def retry_after(tries: int) -> timedelta:
    """Return how long to wait after so many failed attempts."""
    return timedelta(seconds=RETRIES[min(tries, len(RETRIES)) - 1] if tries else RETRIES[0])


def is_late(due_at: datetime, now: datetime) -> bool:
    """Return whether a notice has to say that it is late."""
    return now - due_at > SAYS_LATE_AFTER
