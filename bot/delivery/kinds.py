"""What the desk has to know of a kind of notice. A capability makes and registers its own; nobody compares a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Row, Sent
from bot.ids import ChannelId, UserId

if TYPE_CHECKING:
    import discord

    from bot.database import Tables


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
                found[notice.key] = "it came too late to be of use"
            elif self[notice.kind].only_newest and last != notice.key:
                found[notice.key] = "a later reminder of the same was due, too"
        return found
