"""Running the bot on Discord: wait out what passes, stop on a signal, and say in one sentence what can't be mended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

import discord
import discord.client

from bot.client.bot import CourseBot
from bot.client.outage import SAID_AFTER_S, UNREACHABLE, Backoff, in_words, passes
from bot.errors import DiscordRefused, TokenRefused
from bot.ids import GuildId
from bot.memory import keep_for_good

log = logging.getLogger("bot")

DRAIN_S = 3.0
END_S = 0.5
CLOSE_S = 1.0
"""Together under the 5 s in which a stopped bot has to be gone."""
AUTHENTICATION_FAILED = 4004
"""Discord's close code for a token that it doesn't accept any more ("Gateway Close Event Codes")."""


async def serve(bot: CourseBot, token: str, stop: asyncio.Event) -> None:
    """Run the bot until it is asked to stop; then finish what is under way and disconnect.

    Raises:
        TokenRefused: Discord doesn't accept the token, or no longer.
        DiscordRefused: Discord won't let it in for another reason that waiting can't mend.
    """
    if stop.is_set():
        return
    bot.background(_warm_up(bot), "warming up", GuildId(0))
    running = asyncio.create_task(_run(bot, token), name="discord-client")
    stopping = asyncio.create_task(stop.wait(), name="wait-for-signal")
    await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if stop.is_set():
        log.info("stopping: finishing what is under way")
        if not await bot.drain(DRAIN_S):
            log.warning("stopped with unfinished work after %.0f s", DRAIN_S)
    await bot.delivery.stop()
    await bot.end_work(END_S)
    with suppress(TimeoutError):
        await asyncio.wait_for(bot.close(), CLOSE_S)
    if stop.is_set():
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return
    await running


async def _warm_up(bot: CourseBot) -> None:
    """Build what answers questions; then all that stays is there."""
    await bot.app.questions.warm()
    keep_for_good()


async def _run(bot: CourseBot, token: str) -> None:
    with _refusals(), _quiet_reconnects(bot):
        await _log_in(bot, token)
        await bot.connect()


async def _log_in(bot: CourseBot, token: str) -> None:
    """Log in and register the commands. While Discord is away, try again and again."""
    backoff = Backoff()
    while True:
        attempt = asyncio.ensure_future(bot.login(token))
        try:
            await asyncio.wait([attempt], timeout=SAID_AFTER_S)
            if not attempt.done():
                bot.outage.noticed("it hasn't answered yet")
            return await attempt
        except UNREACHABLE as error:
            if not passes(error):
                raise
            bot.outage.noticed(in_words(error))
        finally:
            attempt.cancel()
        await bot.forget_connections()
        await asyncio.sleep(backoff.delay())


@contextmanager
def _quiet_reconnects(bot: CourseBot) -> Generator[None]:
    """Have discord.py reconnect at most a minute after Discord is back, and say so once rather than at each attempt."""
    theirs = logging.getLogger("discord.client")
    theirs.addFilter(bot.outage)
    module: Any = discord.client  # how long it waits is no part of what it offers
    module.ExponentialBackoff = Backoff
    try:
        yield
    finally:
        module.ExponentialBackoff = Backoff.__base__
        theirs.removeFilter(bot.outage)


@contextmanager
def _refusals() -> Generator[None]:
    """Say in one sentence what waiting can't mend."""
    try:
        yield
    except discord.LoginFailure as error:
        raise TokenRefused from error
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise TokenRefused from error
        raise DiscordRefused(
            f"Discord closed the connection for good (code {error.code}). Please report this."
        ) from error
    except discord.PrivilegedIntentsRequired as error:
        raise DiscordRefused(
            "Discord asks for intents that this bot doesn't need; please report this."
        ) from error
    except discord.Forbidden as error:
        raise DiscordRefused(
            f"Discord refused a permission ({error.text}). Invite the bot with the link that `doctor` prints."
        ) from error
    except discord.HTTPException as error:
        raise DiscordRefused(
            f"Discord answered {error.status} ({error.text or 'no reason'}). Try again in a while."
        ) from error
