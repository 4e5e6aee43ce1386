"""Whether everything the bot needs is there, and the link that invites it."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import discord

from bot.app import MIGRATIONS
from bot.assignments import belts
from bot.course.loader import load_course
from bot.course.model import Course
from bot.database import FILE_NAME, Database
from bot.disk import PRIVATE_FOLDER
from bot.errors import OperatorError
from bot.library.files import files_in, misnamed
from bot.settings import ENV_FILE, Settings, application_of
from bot.state import is_open

MIN_PYTHON = (3, 11)
MIN_FREE_BYTES = 200 * 1024 * 1024
"""Room for the database and a term's uploads to begin with; our own choice."""

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    pin_messages=True,
)
"""The least that every feature in use needs."""
FOR_GROUP_THREADS = discord.Permissions(create_private_threads=True, send_messages_in_threads=True)
"""What `threads: true` of `groups` needs besides."""
FOR_EVENTS = discord.Permissions(create_events=True, manage_events=True)
"""What `events: true` under `reminders` needs besides."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `note`: it isn't as it could be, and nobody can mend it on this system."""

    fine: bool
    text: str
    note: bool = False


def examine(settings: Settings) -> list[Finding]:
    """Look at everything. Nothing is changed but the state folder, which is made if it is missing."""
    course, findings = _course(settings.course)
    findings += [*_state(settings.state), *_own_courses(settings.courses)]
    findings += [*_database(settings.state / FILE_NAME), _belts()]
    secrets = [(settings.state, "chmod 700"), (ENV_FILE, "chmod 600")]
    private = [_private(path, mend) for path, mend in secrets if os.path.exists(path)]  # noqa: PTH110 - never raises
    return [_python(), *findings, *private, *_token(settings, course)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= MIN_PYTHON
    return Finding(fine, f"Python {version}" + ("" if fine else "; 3.11 or newer is needed"))


def _course(path: Path) -> tuple[Course | None, list[Finding]]:
    try:
        course = load_course(path)
    except OperatorError as error:
        return None, [Finding(False, f"course file: {error}")]
    return course, [Finding(True, f"course file {path}: {course.name}")]


def _own_courses(folder: Path) -> list[Finding]:
    """Look at the courses of servers that have one of their own."""
    findings = [Finding(False, text) for text in misnamed(folder)]
    for guild_id, path in files_in(folder).items():
        _, [found] = _course(path)
        findings.append(Finding(found.fine, f"server {guild_id}: {found.text}"))
    return findings


def _state(folder: Path) -> list[Finding]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return [Finding(False, f"state folder {folder} can't be made: {error.strerror}")]
    writable = os.access(folder, os.W_OK | os.X_OK)
    return [
        Finding(
            writable,
            f"state folder {folder} is {'writable' if writable else 'not writable by this user'}",
        ),
        Finding(free >= MIN_FREE_BYTES, f"{free // 1024**2:,} MiB free there"),
    ]


def _database(path: Path) -> list[Finding]:
    """Look at the database without changing it, also while the bot runs."""
    if not os.path.exists(path):  # noqa: PTH110 - never raises
        return [Finding(True, "no database yet: the first start makes it")]
    try:
        is_current = asyncio.run(_opened(path))
    except OperatorError as error:
        return [Finding(False, f"database: {error}")]
    size = f"{path.stat().st_size / 1024**2:,.1f} MiB"
    then = "" if is_current else "; the next start brings its tables up to date"
    return [Finding(True, f"database {path} is sound, {size}{then}")]


async def _opened(path: Path) -> bool:
    """Open the database for reading, which looks at its pages. Return whether its tables are up to date."""
    db = Database(path)
    try:
        return await db.open_to_copy(MIGRATIONS)
    finally:
        await db.close()


def _belts() -> Finding:
    """Try what the process that looks at uploads can do here."""
    loose, who = belts.loose(), "the process that looks at an uploaded file"
    if loose is None:
        return Finding(False, f"{who} can't be started")
    held = [deed for deed in belts.DEEDS if deed not in loose]
    text = f"{who} can't {_listed(held)}" if held else who
    if not loose:
        return Finding(True, text)
    advice = "run the bot as a user that can read and reach nothing else"
    can = f"{' but' if held else ''} can {_listed(loose)} on this system"
    return Finding(True, f"{text}{can}: {advice}", note=True)


def _listed(deeds: Sequence[str]) -> str:
    return deeds[0] if len(deeds) == 1 else f"{', '.join(deeds[:-1])} or {deeds[-1]}"


def _private(path: Path, mend: str) -> Finding:
    if is_open(path):
        return Finding(False, f"others on this machine can read {path}: run `{mend} {path}`")
    return Finding(True, f"{path} is private")


def _token(settings: Settings, course: Course | None) -> list[Finding]:
    if settings.discord_token is None:
        return [
            Finding(False, "DISCORD_TOKEN isn't set (without it, `make run` opens the sandbox)")
        ]
    found = [Finding(True, "DISCORD_TOKEN is set (it is never printed)")]
    application = application_of(settings.discord_token.get_secret_value())
    if application is None:
        return [
            *found,
            Finding(False, "DISCORD_TOKEN doesn't look like a bot token; copy it again"),
        ]
    link = discord.utils.oauth_url(
        application, permissions=permissions_for(course), scopes=("bot", "applications.commands")
    )
    return [*found, Finding(True, f"invite link: {link}")]


def permissions_for(course: Course | None) -> discord.Permissions:
    """Return the permissions to ask for when the bot is invited, for this course."""
    needed = PERMISSIONS
    if course and course.groups and course.groups.threads:
        needed |= FOR_GROUP_THREADS
    if course and course.reminders.events:
        needed |= FOR_EVENTS
    return needed
