"""Who is who on a server: asked when it is shown, and again when somebody does something."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.client.errors import CannotAsk
from bot.client.look import plain
from bot.ids import GuildId, UserId
from bot.permissions import CourseRole, roles_of

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

REMEMBERED = timedelta(seconds=30)
"""Long enough for one list of groups to ask once, short enough that a role just given shows."""
FRESH = timedelta(seconds=3)
"""How old an answer may be by which somebody may do something: as old as the press itself may be."""
MAX_REMEMBERED = 5000
NOBODY = frozenset({CourseRole.ANYONE})


class People:
    """Looks members up by id. Without the members intent, Discord has to be asked for each."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[datetime, discord.Member | None]] = {}
        self._asking: dict[tuple[int, int], asyncio.Task[discord.Member | None]] = {}

    async def member(
        self, guild_id: GuildId, user_id: UserId, within: timedelta = REMEMBERED
    ) -> discord.Member | None:
        """Return a member of a guild; None if they are not in it. `within`: how old the answer may be."""
        known = self._remembered(guild_id, user_id, within)
        if known is not None:
            return known[1]
        who = (guild_id, user_id)
        asking = self._asking.get(who)
        if asking is None:
            asking = asyncio.create_task(self._ask(guild_id, user_id), name="asking for a member")
            self._asking[who] = asking
            asking.add_done_callback(lambda _: self._asking.pop(who))
        return await asyncio.shield(asking)

    def _remembered(
        self, guild_id: GuildId, user_id: UserId, within: timedelta
    ) -> tuple[datetime, discord.Member | None] | None:
        """Return what is known of somebody, and since when, if that isn't too old."""
        now, known = self._bot.clock.now(), self._known.get((guild_id, user_id))
        return known if known and known[0] <= now < known[0] + within else None

    async def _ask(self, guild_id: GuildId, user_id: UserId) -> discord.Member | None:
        now, guild = self._bot.clock.now(), self._bot.get_guild(guild_id)
        try:
            found = await guild.fetch_member(user_id) if guild else None
        except discord.NotFound:
            found = None
        if len(self._known) >= MAX_REMEMBERED:
            self._known.clear()
        self._known[guild_id, user_id] = (now, found)
        return found

    async def _all(self, guild_id: GuildId, user_ids: Iterable[int]) -> list[discord.Member]:
        """Return those of some people who are in a guild; Discord is asked only for whom it wasn't lately."""
        people = {UserId(user_id) for user_id in user_ids}
        known = {who: self._remembered(guild_id, who, REMEMBERED) for who in people}
        asked = [self.member(guild_id, who) for who, found in known.items() if found is None]
        members = [found[1] for found in known.values() if found is not None]
        return [m for m in (*members, *await asyncio.gather(*asked)) if m is not None]

    async def names(self, guild_id: GuildId, user_ids: Iterable[int]) -> dict[int, str]:
        """Return people's names, escaped. In a direct message a mention may show as a bare number."""
        chosen = await self.chosen_names(guild_id, user_ids)
        return {user_id: plain(name) for user_id, name in chosen.items()}

    async def chosen_names(self, guild_id: GuildId, user_ids: Iterable[int]) -> dict[int, str]:
        """Return people's names as they chose them, for files: a file isn't read as markdown."""
        return {m.id: m.display_name for m in await self._all(guild_id, user_ids)}

    async def is_member(self, guild_id: GuildId, user: discord.abc.User) -> bool:
        """Return whether somebody is in a guild now. Raises CannotAsk."""
        return await self._as_member(guild_id, user) is not None

    async def _as_member(self, guild_id: GuildId, user: discord.abc.User) -> discord.Member | None:
        """Return somebody as they are in a guild now: a press there tells it, elsewhere Discord is asked."""
        if isinstance(user, discord.Member) and user.guild.id == guild_id:
            return user
        try:
            return await self.member(guild_id, UserId(user.id), FRESH)
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
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
            named=self._bot.app.guilds.of(guild_id).roles,
        )

    async def registered(self, guild_id: GuildId, user_ids: Iterable[int]) -> set[int]:
        """Return who of these people has the registered-student role now."""
        role_id = self._bot.app.guilds.of(guild_id).registered_role
        if role_id is None:
            return set()
        members = await self._all(guild_id, user_ids)
        return {m.id for m in members if any(role.id == role_id for role in m.roles)}
