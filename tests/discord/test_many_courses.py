"""A direct message where servers have courses of their own: it's about its writer's own, and never about another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.course.model import Course
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from tests.discord.test_groups import press_old
from tests.discord.world import World, buttons_of, newest, read, text_of, world_at
from tests.instants import et

ASK = "which course"


@pytest_asyncio.fixture
async def two(course: Course, tmp_path: Path) -> AsyncIterator[World]:
    """The course's server, and another with a course of its own: half of the people are in both."""
    library = CourseLibrary(course)
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        world.other = world.env.create_guild("Elsewhere")  # type: ignore[attr-defined]
        world.other.create_text_channel("general")  # type: ignore[attr-defined]
        own = course.model_copy(update={"title": "Knitting", "deadlines": ()})
        given = CourseLibrary(course, {world.other.id: own})  # type: ignore[attr-defined]
        library.__dict__.update(given.__dict__)
        yield world


def join_other(world: World, name: str) -> Any:
    """Bring somebody into the other server, too; they act there from now on."""
    return world.other.add_member(world.person(name).user)  # type: ignore[attr-defined]


async def in_dm(world: World, name: str, command: str, **options: Any) -> Any:
    return await world.person(name).user.slash(command, **options)


async def test_a_direct_message_is_about_the_server_its_writer_is_in(two: World) -> None:
    two.person("ana")
    bo = two.env.create_user("bo")
    two.other.add_member(bo)  # type: ignore[attr-defined]
    assert "Introduction to Deep Learning" in read(await in_dm(two, "ana", "course"))
    assert "Knitting" in read(await bo.slash("course"))


async def test_whoever_is_in_several_is_asked_once_and_answered_from_their_choice(
    two: World,
) -> None:
    join_other(two, "ana")
    ana = two.person("ana").user
    asked = await in_dm(two, "ana", "deadlines")
    assert read(asked).startswith("**Which course is this about?**")
    assert set(buttons_of(asked.response)) == {
        "Introduction to Deep Learning (Course)",
        "Knitting (Elsewhere)",
    }
    done = await ana.click(asked.response, label="Knitting (Elsewhere)")
    assert "about Knitting now" in text_of(done.response)
    for _ in range(2):
        assert "lab entries" not in read(await in_dm(two, "ana", "deadlines"))
        await two.restart()


async def test_a_typed_question_asks_too_and_loses_nothing(two: World) -> None:
    join_other(two, "ana")
    ana = two.person("ana").user
    await ana.send_dm("when is lab 1 due")
    await two.advance(0)
    asked = newest(ana.dm_channel)
    assert text_of(asked).startswith("**Which course is this about?**")
    await ana.click(asked, label="Introduction to Deep Learning (Course)")
    await ana.send_dm("when is lab 1 due")
    await two.advance(0)
    assert "Jan 26" in text_of(newest(ana.dm_channel))


async def test_using_the_bot_in_a_server_tells_where_somebody_belongs(
    two: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.client.access.MOST_LOOKED_AT", 0)
    unknown = read(await in_dm(two, "ana", "next"))
    assert unknown.startswith("**I don't know which course you're in yet.**")
    await two.use("ana", "next")
    assert "I don't know" not in read(await in_dm(two, "ana", "next"))
    assert list(await two.app.guilds.homes(UserId(two.person("ana").id))) == [two.guild.id]


async def test_what_needs_no_course_asks_for_none(two: World) -> None:
    join_other(two, "ana")
    assert "Which course" not in read(await in_dm(two, "ana", "help"))


async def test_nobody_chooses_a_server_they_are_not_in(two: World) -> None:
    pressed = await press_old(two, two.person("ana"), f"home:{two.other.id}")  # type: ignore[attr-defined]
    assert "Which" not in read(pressed)
    assert await two.app.guilds.homes(UserId(two.person("ana").id)) in (
        {},
        {GuildId(two.guild.id): False},
    )


async def test_what_is_about_oneself_is_about_ones_own_server_also_where_all_have_one_course(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, ana = world.env.create_guild("Second"), world.person("ana")
    assert "### " in read(await in_dm(world, "ana", "next"))
    assert (await told_in_dm(world, ana, "am I in a group")).startswith("**You're not in a")
    monkeypatch.setattr("bot.client.access.MOST_LOOKED_AT", 0)
    assert (await told_in_dm(world, ana, "my group")).startswith("**I don't know which course")
    await world.use("ana", "next")
    assert list(await world.app.guilds.homes(UserId(ana.id))) == [world.guild.id]
    assert (await told_in_dm(world, ana, "am I in a group")).startswith("**You're not in a")
    second.create_text_channel("general")
    there = second.add_member(ana.user)
    await there.slash(second.channels["general"], "next")
    assert (await told_in_dm(world, ana, "my group")).startswith("**Which course is this about?**")
    assert "Which course" not in read(await in_dm(world, "ana", "deadlines"))


async def told_in_dm(world: World, person: Any, words: str) -> str:
    """The first line of what somebody is told who writes to the bot."""
    await person.user.send_dm(words)
    await world.advance(0)
    return text_of(newest(person.user.dm_channel)).splitlines()[0]
