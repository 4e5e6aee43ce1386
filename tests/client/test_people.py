"""Discord is asked once about somebody whom many presses concern at one moment, and anew for each press after it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.client import people as people_of
from bot.client.access import require
from bot.client.gate import UNHURRIED, Gate
from bot.client.people import AT_ONCE, People
from bot.clock import WallClock, real_seconds
from bot.database import patience
from bot.errors import UserError
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from tests.discord.world import World

LET_IN = "let in"


def asked_about(world: World, person: object) -> int:
    path = f"/guilds/{world.guild.id}/members/{person.id}"  # type: ignore[attr-defined]
    return sum(r.method == "GET" and r.path == path for r in world.env.http_requests)


async def test_many_who_need_to_know_somebody_at_once_ask_once(world: World) -> None:
    guild_id, ana = GuildId(world.guild.id), world.person("ana", "registered")
    who, people = UserId(ana.id), world.bot.people
    found = await asyncio.gather(*(people.member(guild_id, who) for _ in range(50)))
    assert {member and member.id for member in found} == {ana.id}
    assert asked_about(world, ana) == 1
    await world.advance(20)
    assert await people.registered(guild_id, [ana.id]) == {ana.id}, "a list knows them for a while"
    assert asked_about(world, ana) == 1
    assert await people.is_member(guild_id, ana.user)
    assert asked_about(world, ana) == 2, "who may do something isn't asked of a list"


async def test_somebody_who_is_not_there_is_asked_for_once_too(world: World) -> None:
    guild_id, eve = GuildId(world.guild.id), world.env.create_user("eve")
    found = await asyncio.gather(
        *(world.bot.people.member(guild_id, UserId(eve.id)) for _ in range(9))
    )
    assert set(found) == {None}
    assert asked_about(world, eve) == 1
    assert await world.bot.people.registered(guild_id, [eve.id]) == set()


class SlowDiscord:
    """Says who somebody is when it is told to, as they were when it was asked."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[asyncio.Event] = []
        guild: Any = world.bot.get_guild(world.guild.id)
        assert guild is not None
        fetch: Callable[[int], Awaitable[discord.Member]] = guild.fetch_member

        async def slowly(_: discord.Guild, id: int) -> discord.Member:
            answer = asyncio.Event()
            said = (await asyncio.gather(fetch(id), return_exceptions=True))[0]
            self.asked.append(answer)
            await answer.wait()
            if isinstance(said, BaseException):
                raise said
            return said

        monkeypatch.setattr(discord.Guild, "fetch_member", slowly)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class Presses:
    """Presses of one person in a direct message, each in a task of its own as Discord's are, on a button for staff."""

    def __init__(self, world: World, person: Any) -> None:
        self._world, self._person = world, person
        self.tasks: list[asyncio.Task[str]] = []

    def come(self, count: int = 1) -> None:
        self.tasks += [asyncio.create_task(self._press(n)) for n in range(count)]

    async def _press(self, number: int) -> str:
        response = SimpleNamespace(is_done=lambda: False)
        press: Any = SimpleNamespace(
            id=len(self.tasks) + number, guild_id=None, client=self._world.bot, response=response,
            user=self._person.user, created_at=self._world.clock.now(),
        )  # fmt: skip
        named = GuildId(self._world.guild.id)
        try:
            await self._world.bot.gate.enter(press, named)
            await require(press, Capability.MANAGE_GROUPS, named)
        except UserError as error:
            return type(error).__name__
        return LET_IN

    async def found(self) -> list[str]:
        return await asyncio.gather(*self.tasks)


async def until(true: Any) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - any of several things may make it true
            await asyncio.sleep(0.001)


async def test_fifty_presses_at_once_ask_once(world: World) -> None:
    ana = world.person("ana", "staff")
    presses = Presses(world, ana)
    presses.come(50)
    assert await presses.found() == [LET_IN] * 50
    assert asked_about(world, ana) <= 2


async def test_what_was_asked_before_a_press_does_not_count_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, slow = world.person("ana", "staff"), SlowDiscord(world, monkeypatch)
    presses = Presses(world, ana)
    presses.come()
    await until(lambda: len(slow.asked) == 1)
    world.guild.remove_member(ana)
    presses.come(49)
    await settle()
    assert len(slow.asked) == 1, "one question about one person at a time"
    slow.asked[0].set()
    await until(lambda: len(slow.asked) == 2)
    slow.asked[1].set()
    first, *others = await presses.found()
    assert first == LET_IN
    assert set(others) == {"NotInServer"}, "these were pressed after she had left"
    assert len(slow.asked) == 2, "all who waited share the next question"


async def test_somebody_who_presses_again_and_again_is_asked_about_with_pauses(
    world: World,
) -> None:
    pause, more = 0.02, 3
    world.bot.gate = Gate(world.bot, replace(UNHURRIED, ask_pause=pause))
    ana, began = world.person("ana"), real_seconds()
    for _ in range(AT_ONCE):
        await pressed(world, ana)
    at_once = real_seconds()
    for _ in range(more):
        await pressed(world, ana)
    assert real_seconds() - began >= more * pause
    assert asked_about(world, ana) == AT_ONCE + more
    assert at_once - began < 10, "a few are asked about without any pause"


async def pressed(world: World, person: Any) -> str:
    presses = Presses(world, person)
    presses.come()
    return (await presses.found())[0]


async def test_nobody_waits_for_discord_longer_than_for_an_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, slow = world.person("ana", "staff"), SlowDiscord(world, monkeypatch)
    world.bot.gate = Gate(world.bot, replace(UNHURRIED, answer_by=0.01))
    assert [await pressed(world, ana), await pressed(world, ana)] == ["CannotAsk", "CannotAsk"]
    assert len(slow.asked) == 1, "it's still being asked"
    world.bot.gate = Gate(world.bot, UNHURRIED)
    presses = Presses(world, ana)
    presses.come()
    slow.asked[0].set()
    await until(lambda: len(slow.asked) == 2)
    slow.asked[1].set()
    assert await presses.found() == [LET_IN]


async def test_a_card_comes_without_the_names_that_discord_does_not_say_in_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    guild_id, ana, bo = GuildId(world.guild.id), world.person("ana"), world.person("bo")
    assert await world.bot.people.names(guild_id, [ana.id]) == {ana.id: "ana"}
    slow, waits = SlowDiscord(world, monkeypatch), patience.set(lambda: 0.02)
    assert await world.bot.people.names(guild_id, [ana.id, bo.id]) == {ana.id: "ana"}
    with pytest.raises(aiohttp.ServerTimeoutError):
        await world.bot.people.member(guild_id, UserId(bo.id))
    with pytest.raises(aiohttp.ServerTimeoutError):
        await world.bot.people.members(guild_id, [ana.id, bo.id])
    assert len(slow.asked) == 1
    slow.asked[0].set()
    patience.reset(waits)
    assert await world.bot.people.names(guild_id, [ana.id, bo.id]) == {ana.id: "ana", bo.id: "bo"}


async def test_a_question_that_discord_does_not_answer_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_of, "LONGEST_LOOK_S", 0.01)
    ana, slow = world.person("ana"), SlowDiscord(world, monkeypatch)
    for asked in (1, 2):
        assert await pressed(world, ana) == "CannotAsk"
        assert len(slow.asked) == asked


async def test_what_nobody_waits_for_any_more_is_not_said_in_the_log() -> None:
    async def refuse(_: int) -> None:
        await asyncio.sleep(0)
        raise aiohttp.ClientError

    guild, gate = SimpleNamespace(fetch_member=refuse), SimpleNamespace(limits=UNHURRIED)
    bot: Any = SimpleNamespace(clock=WallClock(), gate=gate, get_guild=lambda _: guild)
    lost = list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, about: lost.append(about))
    waits = patience.set(lambda: 0.0)
    with pytest.raises(aiohttp.ServerTimeoutError):
        await People(bot).member(GuildId(1), UserId(2))
    patience.reset(waits)
    await settle()
    gc.collect()
    assert lost == []
