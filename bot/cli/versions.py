"""The versions of courses: take in what the operator has changed of a file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from bot.cli.common import existing_database
from bot.errors import OperatorError
from bot.ids import GuildId

if TYPE_CHECKING:
    from datetime import datetime

    from bot.library.history import CourseHistory, Taking
    from bot.settings import Settings


@click.group()
def course() -> None:
    """The course as the bot has it."""


@course.command()
@click.option(
    "--server",
    metavar="ID",
    type=click.IntRange(1, 2**63 - 1),
    help="Only this server's course; every one if left out.",
)
@click.option(
    "--take",
    type=click.Choice(["file", "discord"]),
    help="Which of the two stands where both have changed.",
)
def apply(server: int | None, take: Taking | None) -> None:
    """Take in the course files as they are now. A bot that runs follows within a minute."""
    from bot.settings import load_settings

    lines, conflicts = asyncio.run(
        _apply(load_settings(), GuildId(server) if server else None, take)
    )
    click.echo("\n".join(lines) or "Every course already matches its file.")
    if conflicts:
        raise OperatorError("\n\n".join(conflicts))


async def _apply(
    settings: Settings, server: GuildId | None, take: Taking | None
) -> tuple[list[str], list[str]]:
    """Return a line for each course that has changed, and what to say of each that waits for a decision."""
    from bot.app import load_courses
    from bot.clock import WallClock
    from bot.library.history import CourseHistory

    courses, now = load_courses(settings), WallClock().now()
    async with existing_database(settings, to_change=True) as db:
        history = CourseHistory(db, courses)
        lines, conflicts = list[str](), list[str]()
        for guild_id in [server] if server else await history.chains():
            told = await _settle(history, guild_id, take, now)
            (conflicts if told.startswith("!") else lines).extend(
                [told.lstrip("!")] if told else []
            )
        return lines, conflicts


async def _settle(
    history: CourseHistory, guild_id: GuildId, take: Taking | None, now: datetime
) -> str:
    """Take in one file. Return what was done; beginning with ! what has to be decided; nothing for no news."""
    from bot.library.history import conflict_text
    from bot.library.model import texts_of

    found = await history.differences(guild_id)
    if found is None:
        return ""
    if found.discord and take is None:
        return f"!{conflict_text(found)}"
    await history.take(guild_id, take or "file", now)
    whose = f"Server {guild_id}" if guild_id else "All servers that share a course"
    if take == "discord":
        return f"{whose}: the file was set aside; the course stays as it was changed in Discord."
    told = texts_of(found.file)
    return "\n".join(
        [f"{whose}: the course now matches the file.", *(f"  - {line}" for line in told)]
    )
