"""A private thread for each group, where the course file asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.course.model import Course
from bot.library.library import CourseLibrary
from tests.discord.test_groups import last_dm, sign_up
from tests.discord.world import World, read, text_of, world_at
from tests.instants import et


@pytest_asyncio.fixture
async def threaded(course: Course, tmp_path: Path) -> AsyncIterator[World]:
    assert course.pitches
    pitches = course.pitches.model_copy(update={"group_threads": True})
    library = CourseLibrary(course.model_copy(update={"pitches": pitches}))
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
    await world.slash(bo, "group leave")
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
    assert "You are in group 1 now" in joined
    told = [text_of(m) for m in world.channels["staff"].history()]
    assert any("The thread of group 1 isn't up to date" in text for text in told)
    assert len((await world.app.groups.group(world.guild.id, 1)).members) == 2
