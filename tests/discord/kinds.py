"""Every kind of person, where they are, and what they may do there by the table in `bot/permissions.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from bot.permissions import CAPABILITIES, FOR_ALL, HELD_BY, Capability, CourseRole
from tests.discord.world import World

ANYONE = CAPABILITIES[CourseRole.ANYONE]

IN_THE_SERVER = {
    "stranger": CourseRole.ANYONE,
    "registered": CourseRole.REGISTERED,
    "affiliate": CourseRole.AFFILIATE,
    "listener": CourseRole.LISTENER,
    "judge": CourseRole.JUDGE,
    "staff": CourseRole.STAFF,
    "manager": CourseRole.STAFF,
}
"""What each kind of person is in the course's server. The manager has no role but Discord's Manage Server."""

EVERYBODY = (
    *IN_THE_SERVER,
    *(f"{who} abroad" for who in ("stranger", "staff", "manager")),
    *(f"{who} in a DM" for who in ("stranger", "staff", "manager")),
)
"""Whoever is abroad or in a direct message is staff of another server, too."""


@dataclass
class Somebody:
    """A person and where they are: in the course's server, abroad, or in a direct message.

    Attributes:
        role: what they are in the course's server.
        role_here: what they are where they are; None in a direct message.
    """

    actor: Any
    channel: Any
    role: CourseRole
    role_here: CourseRole | None
    abroad: bool = False

    @property
    def in_dm(self) -> bool:
        return self.role_here is None

    @property
    def place(self) -> tuple[Any, ...]:
        return () if self.in_dm else (self.channel,)

    async def slash(self, command: str, **options: Any) -> Any:
        """Use a command where they are."""
        return await self.actor.slash(*self.place, command, **options)

    async def suggestions(self, command: str, option: str) -> list[Any]:
        """What a command offers before anything is typed."""
        return await self.actor.autocomplete(*self.place, command, option, "")

    def may_use(self, capability: Capability, *, of_the_course: bool) -> bool:
        """What the table says. `of_the_course`: the surface names the course's server."""
        if of_the_course and self.abroad:
            return False
        if capability in FOR_ALL:
            return True
        role = self.role if of_the_course else self.role_here
        return role is not None and not HELD_BY[capability].isdisjoint({CourseRole.ANYONE, role})


async def somebody(world: World, kind: str) -> Somebody:
    """A person of a kind, in the course's server, in another one or in a direct message."""
    who, _, where = kind.partition(" ")
    role, actor = IN_THE_SERVER[who], member(world, who)
    if not where:
        return Somebody(actor, world.general, role, role)
    visitor = await abroad(world, actor.user)
    if where == "in a DM":
        return Somebody(actor.user, actor.user.dm_channel, role, None)
    channel = visitor.guild.channels["general"]
    return Somebody(visitor, channel, role, CourseRole.STAFF, abroad=True)


def member(world: World, kind: str) -> Any:
    """Bring somebody of a kind into the course's server."""
    if kind != "manager":
        return world.person(kind, *([] if kind == "stranger" else [kind]))
    manages = discord.Permissions(manage_guild=True)
    role = world.guild.create_role("Manager", permissions=manages)
    return world.guild.add_member(world.env.create_user("manager"), roles=[role])


async def abroad(world: World, user: Any) -> Any:
    """Bring somebody into another server, as its staff; it has a role of its own for that."""
    guild = world.env.create_guild("Elsewhere")
    guild.create_text_channel("general")
    role = guild.create_role("Staff")
    await world.app.guilds.choose(guild.id, "staff_role", role.id, by=1)
    await world.env.settle()
    return guild.add_member(user, roles=[role])
