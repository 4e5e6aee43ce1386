"""Discord out of reach: waited out, however long it takes, and said once when it begins and once when it ends."""

from __future__ import annotations

import logging

import aiohttp
import discord
from discord.backoff import ExponentialBackoff

from bot.clock import real_seconds

log = logging.getLogger("bot")

LONGEST_WAIT_S = 60.0
"""Between two attempts; discord.py's own waits grow to 17 minutes."""
SAID_AFTER_S = 5.0
"""An answer that takes longer than this is said to be waited for."""
TOO_MANY_REQUESTS, FIRST_SERVER_ERROR = 429, 500
UNREACHABLE = (
    aiohttp.ClientError, OSError, TimeoutError, discord.HTTPException, discord.GatewayNotFound, discord.RateLimited,
)  # fmt: skip


class Backoff(ExponentialBackoff[bool]):
    """Waits that grow, but to a minute at most."""

    def delay(self) -> float:
        return min(super().delay(), LONGEST_WAIT_S)


class Outage(logging.Filter):
    """Whether Discord is away. As a filter of discord.py's log, it takes out what is said at each attempt."""

    def __init__(self) -> None:
        super().__init__()
        self._since: float | None = None

    def noticed(self, why: str) -> None:
        """Say that Discord is away, unless that has been said."""
        if self._since is None:
            self._since = real_seconds()
            log.warning("Discord can't be reached (%s); I'll keep trying until it answers", why)

    def over(self) -> None:
        """Say that Discord is back, if it was away."""
        if self._since is not None:
            seconds = real_seconds() - self._since
            log.info("Discord answers again, after %.0f s", seconds)
            self._since = None

    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg).startswith("logging in"):
            return self._since is None
        if not str(record.msg).startswith("Attempting a reconnect"):
            return True
        error = record.exc_info[1] if record.exc_info else None
        self.noticed(in_words(error) if error else "the connection broke")
        return False


def passes(error: BaseException) -> bool:
    """Return whether waiting may mend an error."""
    if isinstance(error, discord.HTTPException):
        return error.status >= FIRST_SERVER_ERROR or error.status == TOO_MANY_REQUESTS
    return isinstance(error, UNREACHABLE)


def is_away(error: BaseException) -> bool:
    """Return whether it's Discord that somebody's request failed at, and only for now."""
    named = isinstance(error, (discord.HTTPException, discord.RateLimited, aiohttp.ClientError))
    return named and passes(error)


def in_words(error: BaseException) -> str:
    """Return what an outage looks like from here."""
    if isinstance(error, discord.HTTPException):
        return f"it answered {error.status}"
    return str(error) or type(error).__name__
