"""Who is who on a server, asked when it is shown and remembered for half a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.client.look import plain
from bot.ids import GuildId, UserId
from bot.permissions import CourseRole, roles_of

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

REMEMBERED = timedelta(seconds=30)
"""Long enough for one list of groups to ask once, short enough that a role just given shows."""
MAX_REMEMBERED = 5000
NOBODY = frozenset({CourseRole.ANYONE})


class People:
    """Looks members up by id. Without the members intent, Discord has to be asked for each."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[datetime, discord.Member | None]] = {}

    async def member(self, guild_id: GuildId, user_id: UserId) -> discord.Member | None:
        """Return a member of a guild; None if they are not in it."""
        now = self._bot.clock.now()
        known = self._known.get((guild_id, user_id))
        if known and known[0] <= now < known[0] + REMEMBERED:
            return known[1]
        guild = self._bot.get_guild(guild_id)
        try:
            found = await guild.fetch_member(user_id) if guild else None
        except discord.NotFound:
            found = None
        if len(self._known) >= MAX_REMEMBERED:
            self._known.clear()
        self._known[guild_id, user_id] = (now, found)
        return found

    async def names(self, guild_id: GuildId, user_ids: Iterable[int]) -> dict[int, str]:
        """Return people's names, escaped. In a direct message a mention may show as a bare number."""
        chosen = await self.chosen_names(guild_id, user_ids)
        return {user_id: plain(name) for user_id, name in chosen.items()}

    async def chosen_names(self, guild_id: GuildId, user_ids: Iterable[int]) -> dict[int, str]:
        """Return people's names as they chose them, for files: a file isn't read as markdown."""
        members = await asyncio.gather(
            *(self.member(guild_id, UserId(user_id)) for user_id in set(user_ids))
        )
        return {member.id: member.display_name for member in members if member}

    async def roles(
        self, guild_id: GuildId | None, user: discord.abc.User
    ) -> frozenset[CourseRole]:
        """Return what somebody is in a guild, also from a direct message or from another guild."""
        if guild_id is None:
            return NOBODY
        member = user if isinstance(user, discord.Member) else None
        if member is None or member.guild.id != guild_id:
            member = await self.member(guild_id, UserId(user.id))
        if member is None:
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
        members = await asyncio.gather(
            *(self.member(guild_id, UserId(user_id)) for user_id in user_ids)
        )
        return {m.id for m in members if m and any(role.id == role_id for role in m.roles)}
