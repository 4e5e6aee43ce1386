"""Discord is asked once about somebody whom many presses concern at one moment."""

from __future__ import annotations

import asyncio

from bot.client.access import FRESH
from bot.ids import GuildId, UserId
from tests.discord.world import World


def asked_about(world: World, person: object) -> int:
    path = f"/guilds/{world.guild.id}/members/{person.id}"  # type: ignore[attr-defined]
    return sum(r.method == "GET" and r.path == path for r in world.env.http_requests)


async def test_many_who_need_to_know_somebody_at_once_ask_once(world: World) -> None:
    guild_id, ana = GuildId(world.guild.id), world.person("ana", "registered")
    who, people = UserId(ana.id), world.bot.people
    found = await asyncio.gather(*(people.member(guild_id, who) for _ in range(50)))
    assert {member and member.id for member in found} == {ana.id}
    assert asked_about(world, ana) == 1
    await world.advance(FRESH.total_seconds() + 1)
    assert await people.registered(guild_id, [ana.id]) == {ana.id}, "a list knows them for a while"
    assert asked_about(world, ana) == 1
    await asyncio.gather(*(people.member(guild_id, who, FRESH) for _ in range(50)))
    assert asked_about(world, ana) == 2


async def test_somebody_who_is_not_there_is_asked_for_once_too(world: World) -> None:
    guild_id, eve = GuildId(world.guild.id), world.env.create_user("eve")
    found = await asyncio.gather(
        *(world.bot.people.member(guild_id, UserId(eve.id)) for _ in range(9))
    )
    assert set(found) == {None}
    assert asked_about(world, eve) == 1
    assert await world.bot.people.registered(guild_id, [eve.id]) == set()
