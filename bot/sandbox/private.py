"""Every private name of simcord that the sandbox uses, in one place (simcord is pinned for this reason).

simcord shows one channel on one page and publishes after a person's action. The sandbox shows many channels
at once and publishes whatever the bot does on its own, so it takes one lock around every action and every
tick of time, and republishes open pages when anything has happened.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import simcord
from aiohttp import web
from simcord.backend.access import can_access_channel, can_access_message
from simcord.builders import ChannelHandle
from simcord.preview import _commands

from bot.errors import UserError
from bot.sandbox.countdowns import said, stamps

SETTLE_IDLE_S = 0.005
SETTLE_TIMEOUT_S = 20.0
FOUNDED = datetime(2016, 1, 1, tzinfo=UTC)
"""When the server and its people were made. Ids tell the time, so they are the same in every sandbox."""
COUNTED_EVERY_S = 1.0
"""Real seconds between two looks at the countdowns: a page that is redrawn loses a press under way."""
RUN_BITS, LOW_BITS = 10, 22
"""Of an id's low bits, those that tell this run's ids from those of one at the same instant before."""
OURS = {"/sandbox.js": "page.js", "/sandbox.css": "page.css"}
"""What is added to every page: whose it is, the way to the others, and room on a phone."""
DESCRIBED = (
    'node("span", "command-suggestion-ellipsis", "…")',
    'node("span", "command-suggestion-meta", value.description || "")',
)
"""In simcord's list of a command's options, what stands beside each name: its description, as Discord has it."""
HEAD = '<link rel="stylesheet" href="/sandbox.css"><script type="module" src="/sandbox.js"></script></head>'
FRAMED = "frame-ancestors http://127.0.0.1:* http://localhost:*"
"""Two pages stand beside each other in a page of the launcher's, which is on this machine, too."""


def _registered_by_server(*_: Any) -> bool:
    """Pages don't warn that what only servers have isn't registered for all."""
    return False


def _is_refusal(error: BaseException) -> bool:
    """Return whether the bot has answered with why not: then a page's action is done, and its composer free again."""
    return isinstance(getattr(error, "original", error), UserError)


def _no_timer(*_: Any) -> None:
    """Timers fire when simulated time passes, never by themselves."""


async def _nothing() -> None:
    """What happens at a tick until somebody says otherwise."""


class _Sequences(dict[int, int]):
    """Where the ids of a millisecond begin. What is kept of an earlier run names none of this one's."""

    def __init__(self) -> None:
        super().__init__()
        self._first = secrets.randbits(RUN_BITS) << (LOW_BITS - RUN_BITS)

    def get(self, key: int, default: Any = None) -> Any:
        return super().get(key, self._first)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What one browser's page shows: how much of what has happened, and what its countdowns say."""

    happened: int
    stamps: tuple[int, ...]
    words: tuple[str, ...]


class Stage:
    """A simcord environment with many live pages. Enter it, build the world, then open pages."""

    def __init__(self, start: datetime, zone: str, bot_name: str) -> None:
        self.start, self._zone, self._bot_name = start, zone, bot_name
        self.env: Any = None
        self.run = secrets.token_hex(4)
        """Tells pages whether the world is still the one that they show."""
        self.on_tick: Callable[[], Awaitable[None]] = _nothing
        self._lock = asyncio.Lock()
        self._previews: list[Any] = []
        self._drawn: dict[str, _Drawn] = {}
        self._counted = 0.0
        """When countdowns were looked at last, by the loop's clock."""

    def attach(self, bot: Any) -> None:
        """Make the environment around a bot, with its clock at the start."""
        self.env = simcord.Env(bot, check_errors=False, settle_timeout=SETTLE_TIMEOUT_S)
        self.env.backend.clock._epoch = self.start
        self.env.backend._sequences = _Sequences()
        self.env.backend.bot_user.name = self._bot_name
        self.env._schedule_timer = _no_timer
        errors_since = self.env.errors_since
        self.env.errors_since = lambda cursor: tuple(  # pyright: ignore[reportUnknownLambdaType]
            error for error in errors_since(cursor) if not _is_refusal(error)
        )
        _commands.unsynced_commands = _registered_by_server
        settle = self.env._settle_internal

        async def quick(**kwargs: Any) -> None:
            await settle(**{"idle": SETTLE_IDLE_S, **kwargs})

        self.env._settle_internal = quick

    @contextmanager
    def founding(self) -> Generator[None]:
        """Have what is made meanwhile bear the same ids in every sandbox. Nothing may be awaited in it."""
        backend = self.env.backend
        later, sequences = backend.clock._epoch, backend._sequences
        backend.clock._epoch, backend._sequences = FOUNDED - (self.now() - later), {}
        try:
            yield
        finally:
            backend.clock._epoch, backend._sequences = later, sequences

    def now(self) -> datetime:
        """Return the simulated instant, aware UTC."""
        return self.env.now() if self.env else self.start

    def open_command(self, name: str, guild_id: int, role_id: int) -> None:
        """Show a command of a server to a role, too, as staff do in its settings; whenever it is registered."""
        backend = self.env.backend
        register = backend.register_commands

        def registered(server: int | None, payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
            done = register(server, payloads)
            for command in done:
                if server == guild_id and command["name"] == name:
                    allowed = [{"id": str(role_id), "type": 1, "permission": True}]
                    backend.set_command_permissions(guild_id, int(command["id"]), allowed)
            return done

        backend.register_commands = registered

    async def enter(self) -> None:
        """Log the bot in."""
        await self.env.start()

    async def leave(self) -> None:
        """Close the pages and log the bot out."""
        for preview in self._previews:
            await preview.close()
        await self.env.shutdown()

    async def open_page(
        self,
        channel: ChannelHandle,
        viewer: Any,
        port: int,
        secret: str,
        looked: Callable[[], Mapping[str, Any]],
    ) -> str:
        """Serve a channel as one person sees it; give the page's address.

        Args:
            looked: called each second that somebody looks at it, for what its bar shows.
        """
        async with self._lock:
            self.env._preview = None
            preview = self.env.preview(
                channel, viewers=[viewer], layout="channel", timezone=self._zone, port=port
            )
            preview.capability = secret
            self._serve(preview._server, looked)
            self._watch(preview)
            await preview.__aenter__()
            self._previews.append(preview)
            return str(preview.url)

    def _serve(self, server: Any, looked: Callable[[], Mapping[str, Any]]) -> None:
        """Have a page's server serve what we add to it."""
        static, headers = server._static, dict(server._SECURITY_HEADERS)
        del headers["X-Frame-Options"]
        policy = "Content-Security-Policy"
        headers[policy] = headers[policy].replace("frame-ancestors 'none'", FRAMED)
        server._SECURITY_HEADERS = headers
        server._STATIC_FILES = {**server._STATIC_FILES, **OURS, "/looked": ""}

        async def ours(request: web.Request) -> web.Response:
            if request.path == "/looked":
                return web.json_response({"world": self.run, **looked()}, headers=headers)
            if request.path in OURS:
                file = Path(__file__).with_name(OURS[request.path])
                kind = "text/css" if file.suffix == ".css" else "application/javascript"
                text = file.read_text(encoding="utf-8")
                return web.Response(text=text, content_type=kind, headers=headers)
            answer = await static(request)
            if request.path == "/":
                answer.text = str(answer.text).replace("</head>", HEAD)
            if request.path == "/commands.js":
                answer.text = str(answer.text).replace(*DESCRIBED)
            return answer

        server._static = ours

    def _watch(self, preview: Any) -> None:
        """Take the lock around what is done on a page, and remember what it shows."""
        act, publish = preview._action, preview._publish

        async def action(context: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
            async with self._lock:
                self.env._preview = preview
                fresh = dict(body)
                if "published_revision" in fresh:
                    fresh["published_revision"] = preview._get_page(context).revision
                return await act(context, fresh)

        def published(page: Any, **kwargs: Any) -> None:
            publish(page, **kwargs)
            now, found = preview.capture_time, list[int]()
            for message in page.snapshot["messages"].values():
                if counts := tuple(stamps(message)):
                    message["countdowns"] = [said(unix, now) for unix in counts]
                    found += counts
            words = tuple(said(unix, now) for unix in found)
            self._drawn[page.id] = _Drawn(self._happened(), tuple(found), words)

        preview._action, preview._publish = action, published

    def unread(self, channel: ChannelHandle, viewer: Any, since: int) -> int:
        """Return how many messages of others a person can see in a channel beyond an id."""
        if not can_access_channel(self.env, channel.id, viewer, history=True):
            return 0
        newer = (m for m in self.env.backend.messages.get(channel.id, {}).values() if m.id > since)
        return sum(
            m.author_id != viewer.id
            and can_access_message(self.env, channel.id, m, viewer, history=True)
            for m in newer
        )

    def newest(self, channel: ChannelHandle) -> int:
        """Return the id of a channel's newest message; 0 for none."""
        return max(self.env.backend.messages.get(channel.id, {}), default=0)

    async def advance(self, seconds: float) -> None:
        """Let simulated time pass."""
        async with self._lock:
            await self.env.advance_time(seconds)
            await self.on_tick()

    async def show(self) -> None:
        """Show on every open page what has happened, and what its countdowns say now."""
        async with self._lock:
            self._publish()

    def _happened(self) -> int:
        return len(self.env.backend.transcript)

    def _publish(self) -> None:
        happened, real = self._happened(), asyncio.get_running_loop().time()
        counting = real - self._counted >= COUNTED_EVERY_S
        if counting:
            self._counted = real
        for preview in self._previews:
            preview._advance_presentation_time()
            for page in [page for page in preview._pages.values() if page.id != "python"]:
                drawn, now = self._drawn.get(page.id), preview.capture_time
                if drawn is None:
                    continue
                words = tuple(said(unix, now) for unix in drawn.stamps) if counting else drawn.words
                if drawn.happened != happened or drawn.words != words:
                    preview._publish(page, reason="refresh")
