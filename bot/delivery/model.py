"""A notice: something the assistant says first, as it is stored, as the ledger has it, and what its kind makes of it.

A capability makes and registers its own kinds; nobody compares a name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from bot.delivery.errors import NotNeeded
from bot.ids import ChannelId, GuildId, MessageId, UserId

if TYPE_CHECKING:
    import discord

    from bot.database import Tables

State = Literal["planned", "claimed", "sent", "skipped", "failed", "unsure"]
SAYS_LATE_AFTER = timedelta(minutes=2)
"""What comes later than this says so."""
OPEN = ("planned", "claimed", "failed")
"""States in which a notice is still on its way."""
ANNOUNCEMENTS = "channel:announcements"
OFFICE_HOURS = "channel:office_hours"
STAFF = "channel:staff"
USE = timedelta(days=7)
"""How long what speaks of a change is worth saying, where nothing ends it sooner."""
BOARD_USE = timedelta(days=3650)
BOARD, STAFF_NOTE = "board", "staff note"
"""The two kinds that every capability uses: a board brought up to date, and a word to staff."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be said.

    Attributes:
        key: stable: what it is about, never a time. In one server no two notices share a key.
        kind: the name of a registered `Kind`.
        target: `channel:announcements`, `channel:office_hours`, `channel:staff`, `channel:ID`, `user:ID`, `board:NAME`;
            `channel:announcements/NAME` is the channel of that name, else the announcements channel.
        item: what it is about, for finding it again; the key of the timeline's item for a reminder.
        due_at: when to send it. anchor_at: what it counts down to. until: it is no use after this; all aware UTC.
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


def named_channel(target: str) -> str:
    """Return the name of the channel that stands in for the announcements channel; empty for none."""
    chosen, _, name = target.partition("/")
    return name if chosen == ANNOUNCEMENTS else ""


def chosen_target(target: str) -> str:
    """Return the target that a server chooses a channel for, where another channel stands in for it."""
    return ANNOUNCEMENTS if named_channel(target) else target


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
    """Return the row that has a board brought up to date. However late that is, it's of use."""
    key = f"board:{name}"
    return Notice(key, BOARD, key, name, at, at, at + BOARD_USE)


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


def is_late(due_at: datetime, now: datetime) -> bool:
    """Return whether a notice has to say that it is late."""
    return now - due_at > SAYS_LATE_AFTER


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where to show something whose person can't be written to, and how: it may ping that one person."""

    channel_id: ChannelId
    view: discord.ui.LayoutView
    user_id: UserId


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it is sent.

    Attributes:
        view: what it shows; its container's id is the batch's mark.
        role: the one role it may ping.
        edit: (channel, message) that is brought up to date instead of posting anew, while it is there.
        pin: pin it once it is posted.
        elsewhere: for a person whose direct messages are closed.
    """

    view: discord.ui.LayoutView
    files: tuple[discord.File, ...] = ()
    role: int | None = None
    edit: tuple[int, int] | None = None
    pin: bool = False
    elsewhere: Elsewhere | None = None


class Kind:
    """One kind of notice.

    Attributes:
        name: what its rows are stored under.
        family: kinds of one family due at one instant for one target are one message; empty for a message each.
        only_newest: of several of one item that are due together, only the last is of use.
        can_be_silenced: staff can keep it out of a channel with `/staff silence`.
        quickly: somebody waits for it; it goes before what was planned long ago.
    """

    name: str = ""
    family: str = ""
    only_newest: bool = False
    can_be_silenced: bool = False
    quickly: bool = True

    async def compose(self, batch: Batch, now: datetime) -> Post | None:
        """Return what is sent, drawn now; None where `compose` itself has brought everything up to date.

        Raises:
            NotNeeded: nobody needs it any more. Unsendable: only a person can mend it.
        """
        raise NotNeeded("this version of the assistant knows no such kind of notice")

    async def plainer(self, batch: Batch, now: datetime) -> Post | None:
        """Return what is sent where Discord refuses what `compose` drew, because of something that people gave; None
        where there is nothing plainer to say."""
        return None

    async def about(self, batch: Batch) -> str:
        """Return what it is about, in words for staff."""
        return ", ".join(f"`{key}`" for key in batch.keys)

    def channel(self, batch: Batch) -> int | None:
        """Return the channel it goes to, where its target doesn't say."""
        return None

    def stored(self, db: Tables, batch: Batch, sent: Sent) -> None:
        """Store what follows from its having been sent, in the same transaction."""

    async def unreachable(self, batch: Batch) -> None:
        """Deal with a person whose direct messages are closed."""


class Kinds:
    """The registered kinds by name. What isn't known is never sent."""

    def __init__(self, *kinds: Kind) -> None:
        self._known: dict[str, Kind] = {}
        self._unknown = Kind()
        self.register(*kinds)

    def register(self, *kinds: Kind) -> None:
        """Add kinds; a kind registered again replaces the first."""
        for kind in kinds:
            self._known[kind.name] = kind

    def __getitem__(self, name: str) -> Kind:
        return self._known.get(name, self._unknown)

    def of_no_use(self, rows: Iterable[Row], now: datetime) -> dict[str, str]:
        """Return which due notices are no use any more, and why, by key.

        Our own rule: of several leads of one thing that are due together (after an outage) only the last is said.
        """
        due = sorted(rows, key=lambda r: r.notice.due_at)
        newest = {(r.notice.kind, r.notice.item, r.notice.target): r.notice.key for r in due}
        found: dict[str, str] = {}
        for row in due:
            notice = row.notice
            last = newest[notice.kind, notice.item, notice.target]
            if now > notice.until:
                found[notice.key] = "it came too late to be useful"
            elif self[notice.kind].only_newest and last != notice.key:
                found[notice.key] = "a later reminder of the same was due, too"
        return found
