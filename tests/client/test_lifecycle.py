"""Starting and stopping on Discord, held against a loopback server that answers as Discord does."""

from __future__ import annotations

import asyncio
import gc
import itertools
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import discord
import pytest
from aiohttp import web
from discord.http import Route

from bot.app import build_app
from bot.client import lifecycle
from bot.client.bot import CourseBot
from bot.client.lifecycle import serve
from bot.client.outage import Backoff
from bot.client.posting import StaffNote
from bot.clock import WallClock
from bot.database import Database
from bot.delivery.model import Batch, Sent, at_once, to_person
from bot.delivery.transport import DiscordTransport
from bot.errors import DiscordRefused, TokenRefused
from bot.ids import ChannelId, GuildId, MessageId
from bot.library.library import CourseLibrary
from bot.settings import Settings
from bot.signals import stop_on_signal
from tests.databases import open_database


@pytest.fixture
def bot(db: Database, library: CourseLibrary) -> CourseBot:
    """A bot that hasn't been started."""
    return CourseBot(build_app(Settings(_env_file=None), library, db, WallClock()))  # type: ignore[call-arg]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


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
    status: int, body: dict, words: str, bot: CourseBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with discord_that_answers(status, body) as address:
        monkeypatch.setattr(Route, "BASE", address)
        with pytest.raises(DiscordRefused, match=words) as caught:
            await serve(bot, "secret-token", asyncio.Event())
    assert "secret-token" not in str(caught.value)
    assert caught.value.exit_status == (3 if status == 401 else 1)


@pytest.mark.parametrize(
    ("code", "words", "exit_status"),
    [(4004, "Discord refused the token", 3), (4013, r"closed the connection.*4013", 1)],
)
async def test_a_connection_that_discord_closes_for_good_is_one_sentence(
    code: int, words: str, exit_status: int, bot: CourseBot
) -> None:
    async def logged_in(_token: str) -> None:
        return None

    async def connected() -> None:
        raise discord.ConnectionClosed(SimpleNamespace(close_code=code), shard_id=None, code=code)  # type: ignore[arg-type]

    bot.login, bot.connect = logged_in, connected  # type: ignore[method-assign,assignment]
    with pytest.raises(DiscordRefused, match=words) as caught:
        await serve(bot, "t", asyncio.Event())
    assert caught.value.exit_status == exit_status


async def test_an_outage_at_the_start_is_waited_out_and_said_once(
    bot: CourseBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No network at first, then a Discord that answers 503, then one that refuses the token."""
    monkeypatch.setattr(Backoff, "delay", lambda _: 0.0)
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.INFO, "discord.client")
    attempts = itertools.count(1)
    login = bot.login

    async def counted(token: str) -> None:
        number = next(attempts)
        if number < 4:
            monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{free_port()}")
            return await login(token)
        async with discord_that_answers(503 if number < 6 else 401, {"message": "no"}) as address:
            monkeypatch.setattr(Route, "BASE", address)
            return await login(token)

    bot.login = counted  # type: ignore[method-assign,assignment]
    with pytest.raises(TokenRefused):
        await serve(bot, "t", asyncio.Event())
    assert next(attempts) == 7
    assert caplog.text.count("Discord can't be reached") == 1
    assert caplog.text.count("logging in") == 1
    assert not [r for r in caplog.records if r.exc_info]


async def test_a_login_that_fails_late_can_be_tried_again(bot: CourseBot) -> None:
    answers = iter((discord.GatewayNotFound(), None))

    async def flaky() -> None:
        if (error := next(answers)) is not None:
            raise error

    bot.registered.begin = flaky  # type: ignore[method-assign]
    with pytest.raises(discord.GatewayNotFound):
        await bot.setup_hook()
    await bot.setup_hook()
    assert len(bot.cogs) > 10
    await bot.close()


async def test_reconnecting_says_once_that_discord_is_away_and_once_that_it_is_back(
    bot: CourseBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    theirs = logging.getLogger("discord.client")

    async def connected() -> None:
        for _ in range(5):
            try:
                raise ConnectionResetError("reset by peer")
            except ConnectionResetError:
                theirs.exception("Attempting a reconnect in %.2fs", 1.0)
        theirs.error("something else")
        await bot.on_connect()
        await bot.on_resumed()
        delays = [discord.client.ExponentialBackoff().delay() for _ in range(3)]
        assert max(delays) <= 60
        raise discord.LoginFailure

    async def logged_in(_token: str) -> None:
        return None

    bot.login, bot.connect = logged_in, connected  # type: ignore[method-assign,assignment]
    with pytest.raises(TokenRefused):
        await serve(bot, "t", asyncio.Event())
    said = [r.getMessage() for r in caplog.records if r.name in ("bot", "discord.client")]
    assert said == [
        "Discord can't be reached (reset by peer); I'll keep trying until it answers",
        "something else",
        "Discord answers again, after 0 s",
    ]


async def test_a_discord_that_never_answers_is_said_to_be_waited_for(
    bot: CourseBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.client.lifecycle.SAID_AFTER_S", 0.01)
    stop = asyncio.Event()

    async def silent(_token: str) -> None:
        await asyncio.sleep(0.05)
        stop.set()
        await asyncio.Event().wait()

    bot.login = silent  # type: ignore[method-assign,assignment]
    await serve(bot, "t", stop)
    assert caplog.text.count("it hasn't answered yet") == 1


async def test_a_bot_that_is_asked_to_stop_before_it_starts_does_not_start(bot: CourseBot) -> None:
    stop = asyncio.Event()
    stop.set()
    await serve(bot, "t", stop)
    assert not bot.is_closed() and bot.user is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_lets_running_work_finish_and_takes_no_new(
    number: signal.Signals, tmp_path: Path, library: CourseLibrary
) -> None:
    db = await open_database(tmp_path / "x.sqlite3")
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
    bot.login = forever  # type: ignore[method-assign,assignment]
    serving = asyncio.create_task(serve(bot, "t", stop_on_signal()))
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


async def test_once_warm_what_stays_is_no_longer_looked_through(
    bot: CourseBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = asyncio.Event()

    async def forever(_token: str) -> None:
        await asyncio.Event().wait()

    async def warm_up() -> None:
        warm.set()

    bot.login = forever  # type: ignore[method-assign,assignment]
    monkeypatch.setattr(bot.app.questions, "warm", warm_up)
    before, stop = gc.get_freeze_count(), asyncio.Event()
    serving = asyncio.create_task(serve(bot, "t", stop))
    await warm.wait()
    stop.set()
    await serving
    assert gc.get_freeze_count() > before
    gc.unfreeze()


async def test_work_that_does_not_end_is_left_after_the_time_for_it(
    db: Database, library: CourseLibrary
) -> None:
    bot = CourseBot(build_app(Settings(), library, db, WallClock()))
    assert await bot.drain(0.1) is True
    stuck = asyncio.create_task(asyncio.Event().wait(), name="discord-ui-view-dispatch-1")
    assert await bot.drain(0.01) is False
    stuck.cancel()


@pytest.mark.parametrize("discord_is", ["slow", "stuck"])
async def test_a_stop_with_a_large_backlog_breaks_nothing_and_loses_nothing(
    discord_is: str,
    tmp_path: Path,
    library: CourseLibrary,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    db = await open_database(tmp_path / "x.sqlite3")
    bot = CourseBot(build_app(Settings(), library, db, WallClock()))
    sent, first = list[str](), asyncio.Event()

    async def send(_: DiscordTransport, batch: Batch, now: datetime) -> Sent:
        first.set()
        if discord_is == "stuck":
            await asyncio.Event().wait()
        await asyncio.sleep(0.01)
        sent.extend(batch.keys)
        return Sent(ChannelId(1), MessageId(len(sent)), now)

    async def forever(*_: object) -> None:
        await asyncio.Event().wait()

    async def used() -> None:
        while True:
            await bot.app.db.read(lambda db: db.execute("SELECT 1").fetchone())

    monkeypatch.setattr(DiscordTransport, "send", send)
    monkeypatch.setattr(lifecycle, "DRAIN_S", 0.3)
    bot.login = forever  # type: ignore[method-assign,assignment]
    due = WallClock().now()
    kind = StaffNote.name
    notices = [
        at_once(kind, f"{person}:{n}", to_person(person), due)
        for person in range(60)
        for n in range(40)
    ]
    keys = [notice.key for notice in notices]
    await db.write(lambda tables: bot.app.outbox.put(tables, GuildId(1), notices))
    bot.delivery.at_start.clear()
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(bot, "t", stop))
    bot.delivery.start()
    await first.wait()
    busy = asyncio.create_task(used(), name="discord.py: on_interaction")
    stop.set()
    await serving
    rows = await bot.app.delivery.rows(GuildId(1), keys)
    await db.close()
    assert busy.cancelled()
    await asyncio.sleep(0)
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert len(rows) == len(keys) > len(sent)
    left = {row.state for row in rows if row.notice.key not in sent}
    assert left <= {"planned", "claimed"}, "what wasn't sent is due at the next start"
    assert {row.state for row in rows if row.notice.key in sent} <= {"sent"}


async def test_what_a_crash_left_is_sent_within_a_second_of_the_last_server_coming_in(
    bot: CourseBot,
) -> None:
    await bot._async_setup_hook()
    bot.registered.look_at_all = lambda: None  # type: ignore[method-assign]  # nobody is logged in
    discords = bot._connection
    user = {"id": "1", "username": "course", "discriminator": "0", "avatar": None}
    server = {"id": "2", "unavailable": True}
    ready = {"user": user, "guilds": [server], "application": {"id": "3", "flags": 0}}
    async with asyncio.timeout(1):
        discords.parse_ready(ready)  # type: ignore[arg-type]
        discords.parse_guild_create({"id": "2", "name": "Course", "unavailable": False})  # type: ignore[typeddict-item]
        await bot.wait_for("ready")
    await bot.close()
