"""Running the bot on Discord: start, stop on SIGTERM or SIGINT, and one clear sentence when it can't start."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress

import aiohttp
import discord

from bot.client.bot import CourseBot
from bot.errors import DiscordRefused

log = logging.getLogger("bot")

DRAIN_S = 3.0
CLOSE_S = 1.0
"""Together under the 5 s in which a stopped bot has to be gone."""


async def serve(bot: CourseBot, token: str) -> None:
    """Run the bot until a signal asks it to stop; then finish what is under way and disconnect.

    Raises:
        DiscordRefused: it can't log in or can't reach Discord.
    """
    stop = stop_on_signal()
    bot.background(bot.app.questions.warm(), "warming up", 0)
    running = asyncio.create_task(_start(bot, token), name="discord-client")
    stopping = asyncio.create_task(stop.wait(), name="wait-for-signal")
    await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if stop.is_set():
        log.info("stopping: finishing what is under way")
        if not await bot.drain(DRAIN_S):
            log.warning("stopped with unfinished work after %.0f s", DRAIN_S)
    with suppress(TimeoutError):
        await asyncio.wait_for(bot.close(), CLOSE_S)
    if stop.is_set():
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return
    await running


def stop_on_signal() -> asyncio.Event:
    """Return an event that is set when SIGTERM or SIGINT asks this process to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no handlers of signals on a loop
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _start(bot: CourseBot, token: str) -> None:
    try:
        await bot.start(token)
    except discord.LoginFailure as error:
        raise DiscordRefused(
            "Discord refused the token. Copy it again from the Developer Portal into DISCORD_TOKEN."
        ) from error
    except discord.PrivilegedIntentsRequired as error:
        raise DiscordRefused(
            "Discord asks for intents that this bot doesn't need; please report this."
        ) from error
    except discord.Forbidden as error:
        raise DiscordRefused(
            f"Discord refused a permission ({error.text}). Invite the bot with the link that `doctor` prints."
        ) from error
    except (aiohttp.ClientConnectionError, OSError) as error:
        raise DiscordRefused(
            f"Discord can't be reached ({error}). Check this machine's network, then start again."
        ) from error
    except discord.HTTPException as error:
        raise DiscordRefused(
            f"Discord answered {error.status} ({error.text or 'no reason'}). Try again in a while."
        ) from error
