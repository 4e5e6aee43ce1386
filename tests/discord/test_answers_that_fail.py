"""Where an answer fails after what it speaks of was stored, its person hears that it was: nothing is done twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.database import rows
from bot.library.library import CourseLibrary
from tests.discord.judging import pitch_day
from tests.discord.test_groups import last_dm
from tests.discord.test_trouble import SIGN_UP
from tests.discord.world import World, read

STORED = "**It's done and stored; I just couldn't show you the result.**"
Deed = Callable[[World], Awaitable[tuple[Callable[[], Awaitable[Any]], str, int]]]
"""(world) -> what is done last, and SQL that counts what it stores, and how much that has to be"""


async def sign_up(world: World) -> tuple[Callable[[], Awaitable[Any]], str, int]:
    ana = world.person("ana")
    opened = await world.slash(ana, "signup-group")
    return lambda: ana.submit_modal(opened, SIGN_UP), "SELECT count(*) n FROM groups", 1


async def invite(world: World) -> tuple[Callable[[], Awaitable[Any]], str, int]:
    await (await sign_up(world))[0]()
    ana, bo = world.person("ana"), world.person("bo")
    return (
        lambda: world.slash(ana, "group invite", person=bo.user),
        "SELECT count(*) n FROM group_invitations",
        1,
    )


async def accept(world: World) -> tuple[Callable[[], Awaitable[Any]], str, int]:
    await (await invite(world))[0]()
    bo = world.person("bo")
    card = last_dm(bo)
    return lambda: bo.user.click(card, label="Accept"), "SELECT count(*) n FROM group_members", 2


async def remind(world: World) -> tuple[Callable[[], Awaitable[Any]], str, int]:
    ana = world.person("ana")
    sql = "SELECT count(*) n FROM notices WHERE body = 'tea'"
    return lambda: world.slash(ana, "remind-me", at="in 2 hours", about="tea"), sql, 1


@pytest.mark.provokes_incident
@pytest.mark.parametrize("status", [400, 403, 500])
@pytest.mark.parametrize("deed", [sign_up, invite, accept, remind])
async def test_what_is_stored_is_said_to_be(world: World, deed: Deed, status: int) -> None:
    act, count, expected = await deed(world)
    path = "/interactions/*/callback"
    world.env.inject_error("POST", path, status=status, code=50013, times=1)
    assert STORED in read(await act())
    [row] = await world.app.db.read(lambda db: rows(db, count))
    assert row["n"] == expected


AWAY = "**Discord isn't answering me right now, so this wasn't done.**"


@pytest.mark.provokes_incident
async def test_what_is_not_stored_is_not_said_to_be(world: World) -> None:
    ana = world.person("ana")
    for status, words in (
        (400, "**Something broke on my side, so this wasn't done.**"),
        (500, AWAY),
    ):
        world.env.inject_error("POST", "/interactions/*/callback", status=status, times=1)
        told = read(await world.slash(ana, "deadlines"))
        assert told.startswith(words)


async def test_where_discord_does_not_say_who_people_are_cards_come_without_names_and_nothing_is_guessed(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with pitch_day(library, tmp_path) as day:
        await day.advance(60)  # what was known is too old
        joy, sam, ana = day.person("joy"), day.person("sam"), day.person("ana")
        members = f"/guilds/{day.guild.id}/members/*"
        day.env.inject_error("GET", members, status=502, code=0, times=None)
        assert read(await day.slash(joy, "scores")).startswith("### ⚖️")
        for refused in (
            await day.slash(ana, "group invite", person=day.env.create_user("eve")),
            await day.slash(ana, "group show"),
            await day.slash(sam, "judging results"),
            await day.slash(sam, "staff progress"),
        ):
            assert read(refused).startswith(AWAY)
