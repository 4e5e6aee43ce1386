"""What a person sees when something fails: one report for slash commands, buttons, selects, modals,
autocomplete and background jobs.

Expected errors (`UserError`) become their own sentence. Anything else becomes a short incident id for the
person and a traceback with the same id in the log.
"""

from __future__ import annotations

import functools
import io
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, ParamSpec

import discord
from discord import app_commands, ui

from bot.client.layout import Card, Reply, lay_out
from bot.client.look import KINDS
from bot.codes import random_code
from bot.errors import UserError

log = logging.getLogger("bot.incident")

INCIDENT_LENGTH = 6
SHORT_TEXT = 2000
"""Characters of typed text that are handed back in the message itself; more comes as a file."""
ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_INTERACTION = 10062

P = ParamSpec("P")


def new_incident() -> str:
    """Make a short name by which a person and the log can speak of the same failure."""
    return random_code(INCIDENT_LENGTH)


def record(where: str, error: BaseException) -> str:
    """Log an unexpected failure with its traceback and give its incident id."""
    incident = new_incident()
    log.error("incident %s in %s", incident, where, exc_info=error)
    return incident


def explain(where: str, error: BaseException) -> str:
    """Return what went wrong in words for the person: what, why, what next."""
    cause = _cause(error)
    if isinstance(cause, UserError):
        return str(cause)
    if isinstance(cause, discord.Forbidden):
        record(where, cause)
        return (
            "**Discord didn't let me do that.** I seem to lack a permission in this channel, so it "
            "wasn't done. Please ask staff to check my permissions, then try again."
        )
    if isinstance(cause, app_commands.CommandOnCooldown):
        return f"**That was quick.** To keep things calm, please wait {cause.retry_after:.0f} s and try again."
    if isinstance(cause, (app_commands.CommandSignatureMismatch, app_commands.CommandNotFound)):
        return (
            "**This command has just changed.** Discord still shows you its old form. "
            "Press Ctrl+R (or restart the app) and use it again."
        )
    incident = record(where, cause)
    return (
        "**Something broke on my side, so this wasn't done.** It's not your fault, and it has been "
        f"logged. Please try again; if it keeps happening, tell staff the incident id `{incident}`."
    )


async def report(
    interaction: discord.Interaction[Any], where: str, error: BaseException, typed: str = ""
) -> None:
    """Answer a person whose request failed, whatever has been answered before.

    Args:
        typed: what they had typed; it is handed back, so that nothing is lost.
    """
    if _is_gone(error):
        log.warning("an interaction was lost before it could be answered, in %s: %s", where, error)
        return
    view, files = _trouble(explain(where, error), typed)
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=view, files=files, ephemeral=True)
        else:
            await interaction.response.send_message(view=view, files=files, ephemeral=True)
    except discord.HTTPException as failure:
        log.warning("couldn't tell a person about a failure in %s: %s", where, failure)


def _trouble(words: str, typed: str) -> tuple[Reply, list[discord.File]]:
    if not typed:
        return lay_out(Card(KINDS["trouble"], (words,))), []
    if len(typed) <= SHORT_TEXT and "```" not in typed:
        text = f"Here is what you typed, to copy:\n```\n{typed}\n```"
        return lay_out(Card(KINDS["trouble"], (words, text))), []
    name = "what-you-typed.txt"
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(words),
        ui.TextDisplay("What you typed is in this file:"),
    ]
    parts.append(ui.File(f"attachment://{name}"))
    reply = Reply([ui.Container(*parts, accent_colour=KINDS["trouble"].colour)])
    return reply, [discord.File(io.BytesIO(typed.encode()), name)]


def _cause(error: BaseException) -> BaseException:
    original = getattr(error, "original", None) or (
        error.__cause__ if isinstance(error, app_commands.TransformerError) else None
    )
    return original if isinstance(original, BaseException) else error


def _is_gone(error: BaseException) -> bool:
    cause = _cause(error)
    return isinstance(cause, discord.HTTPException) and cause.code in (
        ALREADY_ACKNOWLEDGED,
        UNKNOWN_INTERACTION,
    )


def suggests(
    find: Callable[..., Awaitable[list[app_commands.Choice[str]]]],
) -> Callable[..., Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    """Guard an autocomplete callback: a failure is logged and said in the list, never swallowed."""

    @functools.wraps(find)
    async def guarded(*args: Any, **kwargs: Any) -> list[app_commands.Choice[str]]:
        try:
            return await find(*args, **kwargs)
        except Exception as error:
            if isinstance(error, UserError):
                return []
            incident = record(f"autocomplete {find.__qualname__}", error)
            name = f"No suggestions right now (incident {incident}); you can still type"
            typed = args[-1] if args and isinstance(args[-1], str) else ""
            return [app_commands.Choice(name=name, value=typed or "?")]

    guarded.__dict__["guarded"] = True
    return guarded


def guard_job(
    name: str, tell: Callable[[str], Awaitable[None]] | None = None
) -> Callable[[Callable[P, Awaitable[None]]], Callable[P, Coroutine[Any, Any, None]]]:
    """Guard a background job: a failure is logged with an incident id and told to staff; the job lives on.

    Args:
        name: what the job does, for the log.
        tell: how to tell staff; given the sentence to say.
    """

    def wrap(job: Callable[P, Awaitable[None]]) -> Callable[P, Coroutine[Any, Any, None]]:
        @functools.wraps(job)
        async def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                await job(*args, **kwargs)
            except Exception as error:
                words = explain(name, error)
                if tell is not None:
                    with suppress(discord.HTTPException):
                        await tell(words)

        return guarded

    return wrap
