"""Every private name of simcord that the sandbox uses, in one place (simcord is pinned for this reason).

simcord shows one channel on one page and publishes after a person's action. The sandbox shows many channels
at once and publishes whatever the bot does on its own, so it takes one lock around every action and every
tick of time, and republishes open pages when anything has happened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import simcord
from simcord.builders import ChannelHandle

SETTLE_IDLE_S = 0.005
SETTLE_TIMEOUT_S = 20.0
STALE_AFTER = timedelta(seconds=30)
"""How far simulated time moves before an open page shows its countdowns anew, though nothing has happened."""
AT_MOST_EVERY_S = 5.0
"""Real seconds between two of these, unless the time was moved: a page that is redrawn loses a press under way."""


def _no_timer(*_: Any) -> None:
    """Timers fire when simulated time passes, never by themselves."""


async def _nothing() -> None:
    """What happens at a tick until somebody says otherwise."""


class Stage:
    """A simcord environment with many live pages. Enter it, build the world, then open pages."""

    def __init__(self, start: datetime, zone: str, bot_name: str) -> None:
        self.start, self._zone, self._bot_name = start, zone, bot_name
        self.env: Any = None
        self.on_tick: Callable[[], Awaitable[None]] = _nothing
        self._lock = asyncio.Lock()
        self._shown: dict[Any, int] = {}
        """How much of what has happened each page shows; a person's own page shows it by itself."""
        self._counted = self.start, 0.0
        """When countdowns were shown anew last: in simulated time, and by the loop's clock."""

    def attach(self, bot: Any) -> None:
        """Make the environment around a bot, with its clock at the start."""
        self.env = simcord.Env(bot, check_errors=False, settle_timeout=SETTLE_TIMEOUT_S)
        self.env.backend.clock._epoch = self.start
        self.env.backend.bot_user.name = self._bot_name
        self.env._schedule_timer = _no_timer
        settle = self.env._settle_internal

        async def quick(**kwargs: Any) -> None:
            await settle(**{"idle": SETTLE_IDLE_S, **kwargs})

        self.env._settle_internal = quick

    def now(self) -> datetime:
        """Return the simulated instant, aware UTC."""
        return self.env.now() if self.env else self.start

    async def enter(self) -> None:
        """Log the bot in."""
        await self.env.start()

    async def leave(self) -> None:
        """Close the pages and log the bot out."""
        for page in self._shown:
            await page.close()
        await self.env.shutdown()

    async def open_page(self, channel: ChannelHandle, viewer: Any, port: int, secret: str) -> str:
        """Serve a channel as one person sees it; give the page's address."""
        async with self._lock:
            self.env._preview = None
            page = self.env.preview(
                channel, viewers=[viewer], layout="channel", timezone=self._zone, port=port
            )
            page.capability = secret
            await page.__aenter__()
            act = page._action

            async def action(context: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
                async with self._lock:
                    self.env._preview = page
                    fresh = dict(body)
                    if "published_revision" in fresh:
                        fresh["published_revision"] = page._get_page(context).revision
                    result = await act(context, fresh)
                    self._shown[page] = self._happened()
                    return result

            page._action = action
            self._shown[page] = self._happened()
            return str(page.url)

    async def advance(self, seconds: float) -> None:
        """Let simulated time pass, and show on every open page what happened meanwhile."""
        async with self._lock:
            await self.env.advance_time(seconds)
            await self.on_tick()
            self._publish()

    def _happened(self) -> int:
        return len(self.env.backend.transcript)

    def _publish(self) -> None:
        happened, counts = self._happened(), self._counts_anew()
        for preview, shown in self._shown.items():
            if shown == happened and not counts:
                continue
            self._shown[preview] = happened
            preview._advance_presentation_time()
            for page in list(preview._pages.values()):
                if page.id != "python":
                    preview._publish(page, reason="refresh")

    def _counts_anew(self) -> bool:
        """Return whether countdowns have to be shown anew: time was moved, or has passed."""
        now, real = self.now(), asyncio.get_running_loop().time()
        moved, since = now - self._counted[0], real - self._counted[1]
        moved_far = moved >= STALE_AFTER and (since >= AT_MOST_EVERY_S or moved >= 10 * STALE_AFTER)
        if moved_far:
            self._counted = now, real
        return moved_far
