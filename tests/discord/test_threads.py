"""A private thread for each group, where the course file asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.course.model import Course
from bot.library.library import CourseLibrary
from tests.discord.test_groups import last_dm, sign_up
from tests.discord.world import World, read, text_of, world_at
from tests.instants import et


@pytest_asyncio.fixture
async def threaded(course: Course, tmp_path: Path) -> AsyncIterator[World]:
    assert course.groups
    groups = course.groups.model_copy(update={"threads": True})
    library = CourseLibrary(course.model_copy(update={"groups": groups}))
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        yield world


async def test_a_thread_is_made_when_a_second_person_joins_and_follows_the_group(
    threaded: World,
) -> None:
    world = threaded
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    channel = world.channels["announcements"]
    assert channel.threads == []
    await bo.user.click(last_dm(bo), label="Accept")
    [thread] = channel.threads
    assert thread.name == "Group 1 · Sketches from Sound"
    assert "This thread is your group's own" in text_of(thread.history()[0])
    members = world.env.backend.channels[thread.id].thread_members
    assert {ana.id, bo.id} <= set(members)
    asked = await world.slash(bo, "group leave")
    await bo.click(asked.response, label="Leave")
    members = world.env.backend.channels[thread.id].thread_members
    assert bo.id not in members and ana.id in members
    assert len(channel.threads) == 1


async def test_a_thread_that_cannot_be_made_is_told_to_staff_and_the_signup_stands(
    threaded: World,
) -> None:
    world = threaded
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013, times=None)
    joined = read(await bo.user.click(last_dm(bo), label="Accept"))
    assert "You're in group 1 now" in joined
    told = [text_of(m) for m in world.channels["staff"].history()]
    assert any("The thread of group 1 isn't up to date" in text for text in told)
    assert len((await world.app.groups.group(world.guild.id, 1)).members) == 2


def forbid_remembering(tables: Any) -> None:
    tables.execute(
        """CREATE TRIGGER forgetful BEFORE INSERT ON boards WHEN NEW.board = 'thread-1'
        BEGIN SELECT RAISE(ABORT, 'the process died here'); END"""
    )


@pytest.mark.provokes_incident
@pytest.mark.parametrize("asleep", [False, True])
async def test_a_thread_made_just_before_a_crash_is_found_again(
    threaded: World, asleep: bool
) -> None:
    world = threaded
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    await world.app.db.write(forbid_remembering)
    await bo.user.click(last_dm(bo), label="Accept")
    channel = world.channels["announcements"]
    [thread] = channel.threads
    world.env.backend.channels[thread.id].thread_metadata.archived = asleep
    await world.app.db.write(lambda tables: tables.execute("DROP TRIGGER forgetful"))
    await world.restart()
    await world.advance(6)
    assert [t.id for t in channel.threads] == [thread.id]
    assert not world.env.backend.channels[thread.id].thread_metadata.archived
    assert await world.app.guilds.board(world.guild.id, "thread-1") == (channel.id, thread.id)
    members = world.env.backend.channels[thread.id].thread_members
    assert {ana.id, bo.id} <= set(members)
    [welcome] = [m for m in thread.history() if "your group's own" in text_of(m)]
    assert text_of(welcome).startswith("### Group 1 · Sketches from Sound")


async def test_a_thread_of_an_earlier_group_with_the_number_is_nobody_elses(
    threaded: World,
) -> None:
    """A server whose database was lost counts from 1 again; its old threads stay private."""
    world = threaded
    ana, bo = world.person("ana"), world.person("bo")
    channel = world.channels["announcements"]
    there: Any = world.bot.get_channel(channel.id)
    kind = discord.ChannelType.private_thread
    old = await there.create_thread(name="Group 1 · Secrets", type=kind, invitable=False)
    await world.env.advance_time(3600)
    await sign_up(world, ana, bo)
    world.env.inject_error("POST", "/channels/*/threads", status=502, times=1)
    await bo.user.click(last_dm(bo), label="Accept")
    await world.advance(6)
    [made] = [t for t in channel.threads if t.id != old.id]
    assert bo.id in world.env.backend.channels[made.id].thread_members
    assert bo.id not in world.env.backend.channels[old.id].thread_members


async def test_a_thread_that_could_not_be_made_is_made_once_it_can(threaded: World) -> None:
    world = threaded
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013, times=None)
    await bo.user.click(last_dm(bo), label="Accept")
    assert world.channels["announcements"].threads == []
    world.env.backend.faults.clear()
    await world.advance(3600)
    [thread] = world.channels["announcements"].threads
    assert {ana.id, bo.id} <= set(world.env.backend.channels[thread.id].thread_members)


async def test_a_thread_whose_group_is_disbanded_lets_everybody_out(threaded: World) -> None:
    world = threaded
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    [thread] = world.channels["announcements"].threads
    asked = await world.slash(ana, "group disband")
    await ana.click(asked.response, label="Disband")
    members = world.env.backend.channels[thread.id].thread_members
    assert not {ana.id, bo.id} & set(members)
