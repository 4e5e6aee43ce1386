"""Who somebody is in a server, as Discord says when it is asked: there, and with which roles and name.

Without the members intent, which is privileged, Discord has to be asked for each person, and none of its events says
that somebody's roles have changed.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.client.errors import CannotAsk
from bot.client.look import plain
from bot.client.outage import UNREACHABLE
from bot.clock import real_seconds
from bot.database import patience
from bot.ids import GuildId, UserId
from bot.permissions import CourseRole

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

REMEMBERED = timedelta(seconds=30)
"""Long enough for one list of groups to ask once, short enough that a role just given shows."""
AT_ONCE = 5
"""How often Discord is asked about one person without a pause (`Limits.ask_pause`)."""
LONGEST_LOOK_S = 10.0
"""How long Discord may take to say who somebody is; discord.py tries again for longer."""
MAX_REMEMBERED = 5000
NOBODY = frozenset({CourseRole.ANYONE})
_Who = tuple[GuildId, UserId]


_moments = itertools.count(1)
_arrived: ContextVar[int] = ContextVar("arrived", default=0)
"""When the press, form or message came in that a task works on, among all moments at which something was asked."""


def note_arrival() -> None:
    """Note that what this task works on has come in: only what Discord is asked from now on counts for it."""
    _arrived.set(next(_moments))


def roles_of(
    role_ids: Iterable[int], *, manages_guild: bool, named: Mapping[CourseRole, int]
) -> frozenset[CourseRole]:
    """Return what a person is, from their roles and the roles that `/setup` named.

    Args:
        role_ids: the person's roles in the guild.
        manages_guild: they have Discord's Manage Server permission there.
        named: the id of the guild's role for each role in the course; what isn't chosen isn't in it.
    """
    mine = set(role_ids)
    found = {role for role, id in named.items() if id in mine}
    if manages_guild:
        found.add(CourseRole.STAFF)
    return frozenset({CourseRole.ANYONE, *found})


@dataclass(slots=True)
class _Look:
    """One question to Discord about somebody. `began`: among all moments; None while it waits for its turn."""

    task: asyncio.Task[discord.Member | None]
    began: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What Discord said of somebody. `began`: when it was asked, among all moments; `at`: the same by the clock."""

    began: int
    at: datetime
    member: discord.Member | None


class People:
    """Looks members up by id. One for a bot.

    What lists and cards show may be a little old. Whether somebody may do something follows from a question that began
    after they pressed: one at a time about each person, and whoever comes while it is under way shares the next.

    Attributes:
        noticed: called with whatever somebody of a role uses in a server; must be quick and answers nothing.
    """

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self.noticed: dict[CourseRole, Callable[[discord.Interaction[CourseBot]], None]] = {}
        self._known: dict[_Who, _Known] = {}
        self._looks: dict[_Who, _Look] = {}
        self._next_turn: dict[_Who, float] = {}

    async def member(self, guild_id: GuildId, user_id: UserId) -> discord.Member | None:
        """Return a member of a guild, as they were lately; None if they weren't in it.

        Raises:
            discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError: Discord doesn't say, or not in
                the time for which an answer can wait.
        """
        known = self._remembered(guild_id, user_id)
        if known is not None:
            return known.member
        who = (guild_id, user_id)
        try:
            async with asyncio.timeout(patience.get()()):
                return await asyncio.shield((self._looks.get(who) or self._begin(who)).task)
        except TimeoutError as error:
            raise aiohttp.ServerTimeoutError("it doesn't say who somebody is") from error

    async def _member_now(self, who: _Who) -> discord.Member | None:
        """Return a member as they are now: as Discord says when it's asked after the press."""
        since = _arrived.get() or next(_moments)
        while True:
            known, look = self._known.get(who), self._looks.get(who)
            if known is not None and known.began > since:
                return known.member
            if look is None or look.began is None or look.began > since:
                return await asyncio.shield((look or self._begin(who)).task)
            await asyncio.wait([look.task])

    def _begin(self, who: _Who) -> _Look:
        task = asyncio.create_task(self._ask(who), name="asking for a member")
        look = self._looks[who] = _Look(task)
        task.add_done_callback(lambda done: self._end(who, done))
        return look

    def _end(self, who: _Who, done: asyncio.Task[discord.Member | None]) -> None:
        del self._looks[who]
        if not done.cancelled():
            done.exception()  # whoever waits hears of it, and perhaps nobody waits any more

    def note(self, interaction: discord.Interaction[CourseBot]) -> None:
        """Tell who waits for people of a role that somebody has it, as their press says."""
        user, guild_id = interaction.user, interaction.guild_id
        if guild_id is None or not isinstance(user, discord.Member):
            return
        named = self._bot.app.guilds.roles.get(GuildId(guild_id), {})
        mine = {role.id for role in user.roles}
        for role, listener in self.noticed.items():
            if named.get(role) in mine:
                listener(interaction)

    def _remembered(self, guild_id: GuildId, user_id: UserId) -> _Known | None:
        """Return what is known of somebody, if that isn't too old for a list."""
        now, known = self._bot.clock.now(), self._known.get((guild_id, user_id))
        return known if known and known.at <= now < known.at + REMEMBERED else None

    async def _ask(self, who: _Who) -> discord.Member | None:
        await self._turn(who)
        began = self._looks[who].began = next(_moments)
        now, guild = self._bot.clock.now(), self._bot.get_guild(who[0])
        try:
            async with asyncio.timeout(LONGEST_LOOK_S):
                found = await guild.fetch_member(who[1]) if guild else None
        except discord.NotFound:
            found = None
        if len(self._known) >= MAX_REMEMBERED:
            self._known.clear()
        self._known[who] = _Known(began, now, found)
        return found

    async def _turn(self, who: _Who) -> None:
        """Wait until Discord may be asked about somebody again: after a few times at once, with pauses."""
        pause, now = self._bot.gate.limits.ask_pause, real_seconds()
        if len(self._next_turn) >= MAX_REMEMBERED:
            self._next_turn.clear()
        free = self._next_turn[who] = max(self._next_turn.get(who, now), now) + pause
        await asyncio.sleep(max(0.0, free - now - AT_ONCE * pause))

    async def members(
        self, guild_id: GuildId, user_ids: Iterable[int]
    ) -> dict[int, discord.Member]:
        """Return those of some people who are in a guild, as they were lately. Raises as `member` does."""
        found, asked = self._known_of(guild_id, user_ids)
        found += await asyncio.gather(*(self.member(guild_id, who) for who in asked))
        return {member.id: member for member in found if member is not None}

    def _known_of(
        self, guild_id: GuildId, user_ids: Iterable[int]
    ) -> tuple[list[discord.Member | None], list[UserId]]:
        """Return who of some people is remembered, and who is to be asked for."""
        people = {UserId(user_id) for user_id in user_ids}
        known = {who: self._remembered(guild_id, who) for who in people}
        found = [one.member for one in known.values() if one is not None]
        return found, [who for who, one in known.items() if one is None]

    async def names(self, guild_id: GuildId, user_ids: Iterable[int]) -> dict[int, str]:
        """Return `chosen_names`, escaped. In a direct message a mention may show as a bare number."""
        chosen = await self.chosen_names(guild_id, user_ids)
        return {user_id: plain(name) for user_id, name in chosen.items()}

    async def chosen_names(self, guild_id: GuildId, user_ids: Iterable[int]) -> dict[int, str]:
        """Return people's names as they chose them.

        A card doesn't wait for names: whose Discord doesn't say in half the time that its reader can wait is left out.
        """
        found, asked = self._known_of(guild_id, user_ids)
        asking = [asyncio.ensure_future(self.member(guild_id, who)) for who in asked]
        if asking:
            await asyncio.wait(asking, timeout=patience.get()() / 2)
        for one in asking:
            one.cancel()
        told = await asyncio.gather(*asking, return_exceptions=True)
        found += [one for one in told if isinstance(one, discord.Member)]
        return {member.id: member.display_name for member in found if member is not None}

    async def is_member(self, guild_id: GuildId, user: discord.abc.User) -> bool:
        """Return whether somebody is in a guild now. Raises CannotAsk."""
        return await self._as_member(guild_id, user) is not None

    async def _as_member(self, guild_id: GuildId, user: discord.abc.User) -> discord.Member | None:
        """Return somebody as they are in a guild now: a press there tells it, elsewhere Discord is asked, for as long
        as they can wait for an answer."""
        if isinstance(user, discord.Member) and user.guild.id == guild_id:
            return user
        try:
            async with asyncio.timeout(patience.get()()):
                return await self._member_now((guild_id, UserId(user.id)))
        except UNREACHABLE as error:
            raise CannotAsk from error

    async def roles(
        self, guild_id: GuildId | None, user: discord.abc.User
    ) -> frozenset[CourseRole]:
        """Return what somebody is in a guild now, also from a direct message or another guild. Raises CannotAsk."""
        member = await self._as_member(guild_id, user) if guild_id is not None else None
        if guild_id is None or member is None:
            return NOBODY
        allowed = member.resolved_permissions or member.guild_permissions
        return roles_of(
            (role.id for role in member.roles),
            manages_guild=allowed.manage_guild,
            named=self._bot.app.guilds.roles.get(guild_id, {}),
        )

    async def registered(self, guild_id: GuildId, user_ids: Iterable[int]) -> set[int]:
        """Return who of these people has the registered-student role now."""
        role_id = self._bot.app.guilds.of(guild_id).registered_role
        if role_id is None:
            return set()
        members = await self.members(guild_id, user_ids)
        return {id for id, m in members.items() if any(role.id == role_id for role in m.roles)}
