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
from typing import Any, ParamSpec, cast

import aiohttp
import discord
from discord import app_commands

from bot.client.errors import FormGone, Overloaded, RehearsedElsewhere, TooLate, WhichCourse
from bot.client.layout import MAX_LABEL, Card, Press, Reply, heading, lay_out
from bot.client.look import KINDS, clip
from bot.client.outage import in_words, is_away
from bot.course.words import say
from bot.database import stored
from bot.errors import ECHOED, GuildOnly, NotAllowed, NotInServer, Restarting, UserError
from bot.text import random_code
from bot.trouble import CannotStore

log = logging.getLogger("bot.incident")

INCIDENT_LENGTH = 6
TAKEN = "taken"
"""In an interaction's extras: an open form has taken what was sent."""
SHORT_TEXT, MOST_WORDS = 1800, 1500
"""Characters of typed text that are handed back in the message itself, and of words about it; more text comes as a
file. Together they keep within Discord's 4,000."""
LONGEST_CHOICE = 100
JOINERS = "\u200b\u200d"
"""Between characters without being seen: what keeps a mention from pinging, and what makes one emoji of two."""
FINAL = (NotAllowed, NotInServer, GuildOnly, Restarting)
"""Refusals after which sending the same form again is of no use."""
EXPECTED_TO_BE_LATE = (FormGone, Overloaded, RehearsedElsewhere)
"""Refusals that may come after Discord's three seconds, or after another process has answered."""
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
    request = stored.get()
    if request is not None and request.anything:
        return _stored_all_the_same(where, cause)
    if isinstance(cause, UserError):
        return str(cause)
    if isinstance(cause, discord.Forbidden):
        record(where, cause)
        return (
            "**Discord didn't let me do that.** I seem to be missing a permission in this channel, so it "
            f"wasn't done. Please ask {say.staff} to check my permissions, then try again."
        )
    if isinstance(cause, app_commands.CommandOnCooldown):
        return f"**That was a bit fast.** Please wait {cause.retry_after:.0f} s and try again."
    if isinstance(cause, (app_commands.CommandSignatureMismatch, app_commands.CommandNotFound)):
        return (
            "**This command has just changed.** Discord still shows you its old form. "
            "Press Ctrl+R (or restart the app) and use it again."
        )
    if is_away(cause):
        logging.getLogger("bot").warning("Discord didn't answer in %s: %s", where, in_words(cause))
        return (
            "**Discord isn't answering me right now, so this wasn't done.** It's not your fault. Please try again "
            "in a minute."
        )
    incident = record(where, cause)
    return (
        "**Something broke on my side, so this wasn't done.** It's not your fault, and it has been "
        f"logged. Please try again; if it keeps happening, tell {say.staff} the incident id `{incident}`."
    )


def _stored_all_the_same(where: str, cause: BaseException) -> str:
    """Say that what somebody did has taken effect, where only its answer failed: they needn't do it again."""
    head = (
        "**It's done and stored; I just couldn't show you the result.** "
        "Check how things stand before you do it again."
    )
    if isinstance(cause, (UserError, discord.Forbidden)) or is_away(cause):
        log.warning("something was stored, but its answer failed in %s: %s", where, cause)
        return head
    incident = record(where, cause)
    return f"{head} If it keeps happening, tell {say.staff} the incident id `{incident}`."


async def report(
    interaction: discord.Interaction[Any],
    where: str,
    error: BaseException,
    typed: str = "",
    again: Press | None = None,
) -> None:
    """Answer a person whose request failed, whatever has been answered before.

    Args:
        typed: what they had typed; it is handed back, so that nothing is lost. Long texts of a command are known.
        again: the button that opens it once more as it was sent, where another try may succeed.
    """
    cause = _cause(error)
    if isinstance(cause, TooLate):
        return
    if _is_gone(cause):
        log.warning("an interaction was lost before it could be answered, in %s: %s", where, error)
        return
    if isinstance(cause, CannotStore):
        interaction.client.alarm.sound(cause, interaction.guild_id)
    if isinstance(cause, WhichCourse):
        view, files = lay_out(which_course(cause)), list[discord.File]()
    else:
        words, typed = explain(where, error), typed or _long_texts(interaction.data)
        retry = again if isinstance(cause, UserError) and not isinstance(cause, FINAL) else None
        view, files = _trouble(words, typed, retry)
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=view, files=files, ephemeral=True)
        else:
            await interaction.response.send_message(view=view, files=files, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
        if not isinstance(cause, EXPECTED_TO_BE_LATE):
            log.warning("couldn't tell a person about a failure in %s: %s", where, failure)


def which_course(asked: WhichCourse) -> Card:
    """Ask which course somebody means."""
    presses = (Press(clip(name, MAX_LABEL), f"home:{id}") for name, id in asked.choices)
    return Card(KINDS["course"], (str(asked),), tuple(presses))


def _trouble(
    words: str, typed: str, again: Press | None = None
) -> tuple[Reply, list[discord.File]]:
    """Lay out a refusal with what was typed: below it, or in a file where it is long or odd."""
    buttons = (again,) if again else ()
    if not typed:
        card = Card(KINDS["trouble"], (_shown(words),), buttons)
        return lay_out(card) if again else _words_alone(words, heading.get()), []
    if _fits_below(typed):
        text = f"Here is what you typed, to copy:\n```\n{typed}\n```"
        return lay_out(Card(KINDS["trouble"], (_shown(words), text), buttons)), []
    name = "what-you-typed.txt"
    blocks = (_shown(words), "What you typed is in this file:")
    reply = lay_out(Card(KINDS["trouble"], blocks, buttons, files=(name,)))
    return reply, [discord.File(io.BytesIO(typed.encode(errors="replace")), name)]


@functools.lru_cache(maxsize=64)
def _words_alone(words: str, _line: str) -> Reply:
    """Lay out a refusal. In a rush, the same one is sent to many."""
    return lay_out(Card(KINDS["trouble"], (_shown(words),)))


def _shown(words: str) -> str:
    """Return words that Discord takes, whatever was typed into them: without their middle if they're too long."""
    kept = "".join(c for c in words if c == "\n" or c.isprintable() or c in JOINERS)
    kept = kept.encode(errors="replace").decode()
    half = MOST_WORDS // 2
    return kept if len(kept) <= MOST_WORDS else f"{kept[:half]} … {kept[-half:]}"


def _fits_below(typed: str) -> bool:
    plain = "```" not in typed and all(c in f"\n\t{JOINERS}" or c.isprintable() for c in typed)
    return plain and len(typed.encode("utf-16-le")) // 2 <= SHORT_TEXT


def _long_texts(data: Any) -> str:
    """Return the texts in a command's options that are longer than a refusal repeats."""
    options = cast("list[dict[str, Any]]", (data or {}).get("options") or [])
    texts = [_long_texts(option) or option.get("value") for option in options]
    return "\n\n".join(t for t in texts if isinstance(t, str) and len(t) > ECHOED)


def _cause(error: BaseException) -> BaseException:
    original = getattr(error, "original", None) or (
        error.__cause__ if isinstance(error, app_commands.TransformerError) else None
    )
    return original if isinstance(original, BaseException) else error


def _is_gone(cause: BaseException) -> bool:
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
            if isinstance(error, UserError) or is_away(error):
                return []
            incident = record(f"autocomplete {find.__qualname__}", error)
            name = f"No suggestions right now (incident {incident}); you can still type"
            typed = args[-1] if args and isinstance(args[-1], str) else ""
            return [app_commands.Choice(name=name, value=typed[:LONGEST_CHOICE] or "?")]

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
                    with suppress(discord.HTTPException, CannotStore):
                        await tell(words)

        return guarded

    return wrap


async def answer_lost_form(interaction: discord.Interaction[Any]) -> None:
    """Give back the words of a form that no process has open any more; discord.py says nothing about those."""
    await report(interaction, "a form", FormGone(), typed=_texts_in(interaction.data or {}))


def _texts_in(part: Any) -> str:
    """Return what was typed into the fields of a form, as Discord sends it."""
    if isinstance(part, list):
        texts = [_texts_in(inner) for inner in cast("list[Any]", part)]
        return "\n\n".join(text for text in texts if text)
    if not isinstance(part, dict):
        return ""
    field = cast("dict[str, Any]", part)
    if field.get("type") == discord.ComponentType.text_input.value:
        return str(field.get("value") or "").strip()
    return _texts_in(field.get("components") or field.get("component"))
