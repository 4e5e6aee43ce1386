"""Pages: replies that anyone may ask for again by their address, such as `day:2021-01-26`.

A capability registers a renderer for a word; `word:rest` is then an address. Buttons carry an address in
their custom_id, so a page can be turned, shared and reopened after a restart without anything stored.

A page depends on the course, its address and the second it is asked for (every instant of a course is a
whole second), so it is rendered once a second at most, however many people ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.access import here_of, may
from bot.client.layout import MAX_CUSTOM_ID, Button, Card, Menu, Press, Reply, lay_out
from bot.client.surfaces import Persistent, home_of, pressed_at
from bot.course.timeline import Timeline
from bot.course.words import speaking
from bot.errors import StalePage
from bot.ids import GuildId, UserId
from bot.limits.errors import CannotWrite
from bot.limits.table import SHARES
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Renderer = Callable[[Timeline, str, datetime], Card]
"""(course in time, the address after its word, now) -> card. Raises StalePage for what is no longer there."""

Personal = Callable[["Interaction", GuildId, Timeline, str, datetime], Awaitable[Card]]
"""(who asks, the server their own things are in, then as above) -> the page as its reader sees it."""

StaffMenu = Callable[["Interaction", GuildId, str], Menu | None]
"""(who asks, the server, the address) -> what can be changed of what the page shows."""

CACHED_PAGES = 256
MAX_ADDRESS = MAX_CUSTOM_ID - len("share:")


def turn(label: str, address: str, slot: int = 0, *, primary: bool = False) -> Press:
    """Make a button that turns to a page. `slot` tells apart two buttons of one card with one address."""
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return Press(label, f"page{slot}:{address}", style)


BESIDE = 9
"""The slot of a button whose page opens beside the message, never in its place."""


def page_number(text: str) -> int:
    """Read a page's number from an address; 0, the first page, for anything that is none."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def share(address: str) -> Press:
    """Make the button that posts a page in the channel."""
    return Press("Share in channel", f"share:{address}")


class Pages:
    """The registered pages of the bot."""

    def __init__(self) -> None:
        self._renderers: dict[str, Renderer] = {}
        self._personal: dict[str, Personal] = {}
        self._alike: set[str] = set()
        self._for_staff: dict[str, StaffMenu] = {}
        self._cache: dict[tuple[int, str], tuple[int, Timeline, Reply]] = {}

    def register(self, word: str, renderer: Renderer, *, alike: bool = False) -> None:
        """Let `word:rest` be an address. `alike`: it has what is other cohorts', too, for whoever reads it."""
        self._renderers[word] = renderer
        if alike:
            self._alike.add(word)

    def personalise(self, word: str, renderer: Personal) -> None:
        """Let a page say more to its reader, where nobody else sees it."""
        self._personal[word] = renderer

    def for_staff(self, words: Sequence[str], menu: StaffMenu) -> None:
        """Let staff change what some pages show, from a menu that nobody else sees."""
        self._for_staff |= dict.fromkeys(words, menu)

    def card(self, timeline: Timeline, address: str, now: datetime) -> Card:
        """Render the card at an address.

        Raises:
            StalePage: there is no such page (any more).
        """
        word, _, rest = address.partition(":")
        renderer = self._renderers.get(word)
        if renderer is None:
            raise StalePage
        with speaking(timeline.course.words):
            return renderer(timeline, rest, now)

    def reply(self, timeline: Timeline, address: str, now: datetime) -> Reply:
        """Return the page at an address, ready to send. Raises StalePage."""
        second = int(now.timestamp())
        key = (id(timeline), address)
        cached = self._cache.get(key)
        if cached and cached[0] == second and cached[1] is timeline:
            return cached[2]
        reply = lay_out(self.card(timeline, address, now))
        if len(self._cache) >= CACHED_PAGES:
            self._cache.clear()
        self._cache[key] = (second, timeline, reply)
        return reply

    async def reply_to(self, interaction: Interaction, address: str) -> Reply:
        """Return the page at an address as somebody sees it alone. Raises StalePage."""
        bot, now = interaction.client, interaction.client.clock.now()
        word, _, rest = address.partition(":")
        timeline = (
            bot.app.courses.timeline(home_of(interaction))
            if word in self._alike
            else bot.timeline_for(interaction)
        )
        renderer, guild_id = self._personal.get(word), home_of(interaction)
        menu = await self._menu(interaction, address)
        if renderer is None or guild_id is None:
            if menu is None:
                return self.reply(timeline, address, now)
            card = self.card(timeline, address, now)
        else:
            card = await renderer(interaction, guild_id, timeline, rest, now)
        return lay_out(replace(card, menu=card.menu or menu))

    async def _menu(self, interaction: Interaction, address: str) -> Menu | None:
        """Return what staff can change of a page; None for everybody else."""
        make, here = self._for_staff.get(address.partition(":")[0]), here_of(interaction)
        if make is None or here is None:
            return None
        roles = await interaction.client.people.roles(here, interaction.user)
        return make(interaction, here, address) if may(roles, Capability.CHANGE_COURSE) else None

    async def send(self, interaction: Interaction, address: str) -> None:
        """Answer an interaction with a page, for its person alone. Raises StalePage."""
        view = await self.reply_to(interaction, address)
        await interaction.response.send_message(view=view, ephemeral=True)


class TurnPage(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"page\d:(?P<address>.+)",
    needs=Capability.READ_COURSE,
):
    """Shows another page in place; on a message that everybody sees, privately beside it."""

    async def used(self, interaction: Interaction) -> None:
        bot, address = interaction.client, self.found["address"]
        beside = self.custom_id.startswith(f"page{BESIDE}:")
        if not beside and interaction.message and interaction.message.flags.ephemeral:
            page = await bot.pages.reply_to(interaction, address)
            await interaction.response.edit_message(view=page)
        else:
            await bot.pages.send(interaction, address)


class SharePage(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"share:(?P<address>.+)",
    needs=Capability.READ_COURSE,
):
    """Posts the page in the channel for everybody, with who shared it. Raises CannotWrite, LimitReached."""

    async def used(self, interaction: Interaction) -> None:
        bot = interaction.client
        timeline = bot.app.courses.timeline(home_of(interaction))
        card = bot.pages.card(timeline, self.found["address"], bot.clock.now())
        kept: tuple[Button, ...] = tuple(
            b
            for b in card.buttons
            if not (isinstance(b, Press) and b.custom_id.startswith("share:"))
        )
        await check_may_share(interaction)
        shared = f"-# Shared by {interaction.user.mention}"
        await interaction.response.send_message(
            view=lay_out(Card(card.kind, (*card.blocks, shared), kept)),
            allowed_mentions=discord.AllowedMentions.none(),
        )


async def check_may_share(interaction: Interaction) -> None:
    """Count that somebody shares something. Raises CannotWrite, LimitReached."""
    if interaction.guild_id is None:
        return  # nobody else reads their direct messages
    may, in_thread = interaction.permissions, isinstance(interaction.channel, discord.Thread)
    if not (may.send_messages_in_threads if in_thread else may.send_messages):
        raise CannotWrite
    guild_id, by = GuildId(interaction.guild_id), UserId(interaction.user.id)
    await interaction.client.app.limits.take(SHARES, guild_id, pressed_at(interaction), by=by)
