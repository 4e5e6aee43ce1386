"""Where an answer fails after what it speaks of was stored, its person hears that it was: nothing is done twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.database import rows
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


@pytest.mark.provokes_incident
async def test_what_is_not_stored_is_not_said_to_be(world: World) -> None:
    ana = world.person("ana")
    world.env.inject_error("POST", "/interactions/*/callback", status=500, times=1)
    told = read(await world.slash(ana, "deadlines"))
    assert told.startswith("**Something broke on my side, so this wasn't done.**")
