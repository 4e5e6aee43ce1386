"""Time in the sandbox: whatever it does, nothing that is said comes late."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.questions.faq import AnswererCache
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from bot.settings import Settings
from tests.discord.world import text_of
from tests.instants import et

HOUR = timedelta(hours=1)
LECTURE = "Evidential Deep Learning <t:"


@asynccontextmanager
async def running(library: CourseLibrary, start: datetime, folder: Path) -> AsyncIterator[World]:
    settings = Settings(state=folder, _env_file=None)  # type: ignore[call-arg]
    answerers = AnswererCache()
    world = World(settings, library, start, folder, answerers)
    await world.open()
    try:
        yield world
    finally:
        await world.close()
        answerers.close()


def posts(world: World) -> list[str]:
    channels = ("announcements", "office-hours", "staff")
    return [text_of(m) for name in channels for m in world._channels[name].history()]


def late(world: World) -> list[str]:
    return [text for text in posts(world) if "late because I was offline" in text]


async def test_a_step_right_after_something_is_due_posts_it_in_time(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with running(library, et(1, 26, 12, 44, 50), tmp_path) as world:
        await world.stage.advance(20)
        await world.advance(world.stage.now() + HOUR)
        assert any(LECTURE in text for text in posts(world)) and late(world) == []


async def test_hours_of_steps_in_a_kept_sandbox_post_nothing_late(
    library: CourseLibrary, tmp_path: Path
) -> None:
    """The second world's server is another one: what waits for the first one's holds up nobody."""
    for start in (et(1, 26, 8, 7), et(1, 26, 9, 37)):
        async with running(library, start, tmp_path) as world:
            for _ in range(6):
                await world.advance(world.stage.now() + HOUR)
            assert any(LECTURE in text for text in posts(world)) and late(world) == []


async def test_time_that_passes_fast_stops_where_something_is_due(
    library: CourseLibrary, tmp_path: Path
) -> None:
    settings = Settings(sandbox_port=0, state=tmp_path, _env_file=None)  # type: ignore[call-arg]
    sandbox = Sandbox(settings, library, None, speed=3600)
    async with running(library, et(1, 26, 12, 40), tmp_path) as world:
        sandbox.world = world
        await sandbox.tick(1)
        assert world.stage.now() == et(1, 26, 13, 40)
        assert any(LECTURE in text for text in posts(world)) and late(world) == []


async def test_what_is_kept_is_there_whenever_the_next_sandbox_starts(
    library: CourseLibrary, tmp_path: Path
) -> None:
    """The same server and people at any time; what was sent later than its start comes again."""
    guilds: set[int] = set()
    messages: list[int] = []
    for n, start in enumerate((et(1, 26, 12, 30), et(1, 26, 12, 30), et(1, 25, 9), et(1, 29, 9))):
        async with running(library, start, tmp_path) as world:
            assert world.app
            guild, ids = world.ids()
            guilds.add(guild)
            if n == 0:
                await world.tour()
            assert len(await world.app.groups.groups(GuildId(guild))) == 2
            assert await world.app.groups.number_of(GuildId(guild), UserId(ids["ana"])) == 1
            await world.advance(start + timedelta(minutes=45))
            boards = [text for text in posts(world) if "2 groups signed up" in text]
            assert len(boards) == 1
            if start.day == 26:
                assert sum(LECTURE in text for text in posts(world)) == 1
            assert late(world) == [] or start.day == 29
            messages += [m.id for m in world._channels["announcements"].history()]
    assert len(guilds) == 1 and len(set(messages)) == len(messages)
