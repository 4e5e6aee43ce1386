"""What the assistant says first, made messages: cards of the delivery desk, boards, words to staff.

The alarm tells staff and the log that nothing can be stored, without the database, which couldn't take the words.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, laid_out, lay_out, post_of, rehearsed
from bot.client.look import KINDS
from bot.clock import real_seconds
from bot.course.words import say
from bot.delivery.errors import Interrupted, NotNeeded
from bot.delivery.model import (
    BOARD,
    OPEN,
    STAFF_NOTE,
    Batch,
    Kind,
    Post,
    Row,
    Sent,
    board,
)
from bot.ids import GuildId
from bot.trouble import CannotStore, DatabaseBusy

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.database import Tables

log = logging.getLogger("bot")


async def sent_row(bot: CourseBot, guild_id: GuildId, key: str) -> Row:
    """Return the row of a message that was sent. Raises NotNeeded: there is none; Interrupted: not yet."""
    rows = await bot.app.delivery.rows(guild_id, [key])
    if rows and rows[0].state == "claimed":
        raise Interrupted("its message is being sent")
    if not rows or rows[0].state in OPEN or rows[0].message_id is None:
        raise NotNeeded("it has no message")
    return rows[0]


async def edit_sent(bot: CourseBot, place: tuple[int, int], card: Card) -> None:
    """Have a message that was sent show another card. `place`: (channel, message). Raises NotNeeded: it is gone."""
    channel_id, message_id = place
    message = bot.get_partial_messageable(channel_id).get_partial_message(message_id)
    view, quiet = lay_out(rehearsed(bot, card)), discord.AllowedMentions.none()
    try:
        await message.edit(view=view, allowed_mentions=quiet)
    except (discord.NotFound, discord.Forbidden) as error:
        raise NotNeeded("its message is gone") from error


class StaffNote(Kind):
    """A word to staff: what they must mend or decide. In the log, too, where they have no channel."""

    name = STAFF_NOTE

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        words = str(batch.first.facts["words"])
        if self._bot.app.guilds.of(batch.guild_id).staff_channel is None:
            log.warning("staff of guild %d could not be told: %s", batch.guild_id, words)
            raise NotNeeded("no staff channel is chosen")
        return post_of(self._bot, Card(KINDS["trouble"], (words,)), batch)


BoardRenderer = Callable[[GuildId], Awaitable[Card | None]]
"""guild id -> what the board shows now; None where there is nothing to show."""
BoardTurns = Callable[[GuildId, datetime], Awaitable[datetime | None]]
"""guild id, an instant -> when time alone changes next what the board shows; None if it never does again."""
SOON = timedelta(minutes=1)
"""How long after a start, or the choice of a channel, boards are drawn at the latest."""


@dataclass(frozen=True, slots=True)
class _Board:
    render: BoardRenderer
    pinned: bool
    for_staff: bool
    turns: BoardTurns | None
    on_demand: bool


class Boards(Kind):
    """Messages that are edited in place, in the announcements channel or in staff's. Each is a row: however often
    it is wanted while it waits, it is brought up to date once. Where time alone changes it, the row then waits for
    the instant at which it will read otherwise.
    """

    name = BOARD

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._boards: dict[str, _Board] = {}
        self._turns: dict[tuple[int, str], datetime | None] = {}
        bot.app.guilds.follow(self._follow)

    def register(
        self,
        name: str,
        render: BoardRenderer,
        *,
        pinned: bool = False,
        for_staff: bool = False,
        turns: BoardTurns | None = None,
        on_demand: bool = False,
    ) -> None:
        """Let `name` be a board.

        Args:
            turns: says when time alone changes what it shows.
            on_demand: it's there only once staff have asked for it.
        """
        self._boards[name] = _Board(render, pinned, for_staff, turns, on_demand)

    async def refresh_all(self, guild_id: GuildId) -> None:
        """Have every board of a server brought up to date: its channels have been chosen."""
        now, app = self._bot.clock.now(), self._bot.app
        wanted = [
            board(name, now)
            for name, known in self._boards.items()
            if not known.on_demand or await app.guilds.board(guild_id, name)
        ]
        await app.outbox.refresh(guild_id, *wanted)

    async def drawn(self, guild_id: GuildId, name: str) -> Card | None:
        """Draw a board as it would be now; None where there is nothing to show, or no such board."""
        known = self._boards.get(name)
        return await known.render(guild_id) if known else None

    async def begin(self) -> None:
        """Have every server's boards drawn soon after a start: an earlier version may have drawn them otherwise."""
        await asyncio.gather(*(self.appeared(GuildId(guild.id)) for guild in self._bot.guilds))

    async def appeared(self, guild_id: GuildId) -> None:
        """Have what time changes drawn soon in a server that is there now, if it is set up."""
        soon = self._bot.clock.now() + SOON
        wanted = [board(name, soon) for name, known in self._boards.items() if known.turns]
        if self._bot.app.guilds.is_set_up(guild_id):
            await self._bot.app.outbox.refresh(guild_id, *wanted)

    def _follow(self, db: Tables, guild_id: GuildId) -> None:
        """Have a server's boards drawn where they are from now on, in the transaction that chooses a channel."""
        soon = self._bot.clock.now() + SOON
        wanted = [board(name, soon) for name, known in self._boards.items() if not known.on_demand]
        self._bot.app.outbox.want(db, guild_id, *wanted)

    async def compose(self, batch: Batch, now: datetime) -> Post:
        guild_id, name = batch.guild_id, batch.first.item
        if self._bot.get_guild(guild_id) is None:
            raise NotNeeded("the assistant isn't in that server anymore")
        known, card = self._boards.get(name), await self.drawn(guild_id, name)
        channel_id = self.channel(batch)
        if known is None or card is None or channel_id is None:
            raise NotNeeded("there is nothing to show, or no channel to show it in")
        turns = known.turns
        self._turns[guild_id, name] = await turns(guild_id, now) if turns else None
        place = await self._bot.app.guilds.board(guild_id, name)
        edit = place if place and place[0] == channel_id else None
        return Post(laid_out(self._bot, card, batch), edit=edit, pin=known.pinned)

    def channel(self, batch: Batch) -> int | None:
        settings = self._bot.app.guilds.of(batch.guild_id)
        known = self._boards.get(batch.first.item)
        staffs = known is not None and known.for_staff
        return settings.staff_channel if staffs else settings.announcements_channel

    def stored(self, db: Tables, batch: Batch, sent: Sent) -> None:
        if sent.channel_id is not None and sent.message_id is not None:
            self._bot.app.guilds.keep_place(
                db, batch.guild_id, batch.first.item, (sent.channel_id, sent.message_id)
            )
        # After a crash nobody knows when it would change: it is drawn once more.
        now = self._bot.clock.now()
        turn = self._turns.pop((batch.guild_id, batch.first.item), now)
        if turn is not None:
            self._bot.app.outbox.want(db, batch.guild_id, board(batch.first.item, turn))


CALM_S = 600.0
"""Trouble that comes back sooner than this after a write that worked is still the same trouble."""
WORDS = (
    "**I can't save anything right now: {what}.** People who try are told so; what was saved before is safe. Whoever "
    "runs me finds the reason in the log, and how to fix it in the operators' guide."
)


class Alarm:
    """One for a bot. A server's staff are told once, however many people meet the same trouble."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._told: set[int] = set()
        self._last: float | None = None

    def sound(self, trouble: CannotStore, guild_id: GuildId | None) -> None:
        """Note that somebody couldn't be served. A database that is only busy needs no mending."""
        if isinstance(trouble, DatabaseBusy):
            return
        if self._last is None:
            log.error("nothing can be stored: %s (%s)", trouble.what, trouble.__cause__)
            self._bot.app.db.once_committed(self._stored)
        self._last = real_seconds()
        if guild_id and guild_id not in self._told:
            self._told.add(guild_id)
            self._bot.background(
                self._tell(guild_id, trouble), f"telling {say.staff} of the disk", guild_id
            )

    async def _tell(self, guild_id: GuildId, trouble: CannotStore) -> None:
        channel = self._bot.get_channel(self._bot.app.guilds.of(guild_id).staff_channel or 0)
        if isinstance(channel, discord.abc.Messageable):
            card = Card(KINDS["trouble"], (WORDS.format(what=trouble.what),))
            await channel.send(view=lay_out(card), allowed_mentions=discord.AllowedMentions.none())

    def _stored(self) -> None:
        if self._last is not None and real_seconds() - self._last <= CALM_S:
            self._bot.app.db.once_committed(self._stored)
            return
        log.info("everything can be stored again")
        self._told.clear()
        self._last = None
