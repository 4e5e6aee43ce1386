"""Starting and stopping on Discord, held against a loopback server that answers as Discord does."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from discord.http import Route

from bot.app import MIGRATIONS, build_app
from bot.client.bot import CourseBot
from bot.client.lifecycle import serve
from bot.clock import WallClock
from bot.database import Database
from bot.errors import DiscordRefused
from bot.library.library import CourseLibrary
from bot.settings import Settings


@asynccontextmanager
async def discord_that_answers(status: int, body: dict) -> AsyncIterator[str]:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, {"message": "401: Unauthorized", "code": 0}, "Discord refused the token"),
        (403, {"message": "Missing Access", "code": 50001}, "Discord refused a permission"),
        (404, {"message": "Unknown", "code": 0}, "Discord answered 404"),
    ],
)
async def test_what_discord_refuses_is_one_sentence(
    status: int,
    body: dict,
    words: str,
    db: Database,
    library: CourseLibrary,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with discord_that_answers(status, body) as address:
        monkeypatch.setattr(Route, "BASE", address)
        with pytest.raises(DiscordRefused, match=words) as caught:
            await serve(CourseBot(build_app(Settings(), library, db, WallClock())), "secret-token")
    assert "secret-token" not in str(caught.value)


async def test_no_network_is_one_sentence(
    db: Database, library: CourseLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{port}")
    with pytest.raises(DiscordRefused, match="can't be reached"):
        await serve(CourseBot(build_app(Settings(), library, db, WallClock())), "secret-token")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_lets_running_work_finish_and_takes_no_new(
    number: signal.Signals, tmp_path: Path, library: CourseLibrary
) -> None:
    db = Database(tmp_path / "x.sqlite3")
    await db.open(MIGRATIONS)
    bot = CourseBot(build_app(Settings(), library, db, WallClock()))
    release, finished, draining = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def forever(_token: str) -> None:
        await asyncio.Event().wait()

    async def work() -> None:
        await release.wait()
        finished.set()

    drain = bot.drain

    async def noticed_drain(timeout_s: float) -> bool:
        draining.set()
        return await drain(timeout_s)

    bot.drain = noticed_drain  # type: ignore[method-assign]
    bot.start = forever  # type: ignore[method-assign,assignment]
    serving = asyncio.create_task(serve(bot, "t"))
    await asyncio.sleep(0)
    running = asyncio.create_task(work(), name="CommandTree-invoker")
    await asyncio.sleep(0)
    os.kill(os.getpid(), number)
    await draining.wait()
    assert not serving.done()
    release.set()
    begun = asyncio.get_running_loop().time()
    await serving
    assert finished.is_set() and running.done()
    assert asyncio.get_running_loop().time() - begun < 5
    await db.close()


async def test_work_that_does_not_end_is_left_after_the_time_for_it(
    db: Database, library: CourseLibrary
) -> None:
    bot = CourseBot(build_app(Settings(), library, db, WallClock()))
    assert await bot.drain(0.1) is True
    stuck = asyncio.create_task(asyncio.Event().wait(), name="discord-ui-view-dispatch-1")
    assert await bot.drain(0.01) is False
    stuck.cancel()
