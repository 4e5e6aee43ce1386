"""The course files: one for all servers, and one for each server that has a course of its own.

A server's file that can't be used stops nobody: that server keeps the last one that could, and everybody else has
nothing to do with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.course.loader import load_course, read_course
from bot.course.model import Course
from bot.course.yamlfile import read_text
from bot.disk import PRIVATE_FOLDER
from bot.errors import CourseFileInvalid
from bot.ids import GuildId
from bot.library.library import DEFAULT, CourseLibrary, Trouble

LAST_GOOD = "last-good"
"""Beside the servers' files: each as it was when it could last be used."""
LAST_ID = 2**63 - 1


def load_library(default: Path, folder: Path) -> CourseLibrary:
    """Read the default course file and every `<server id>.yaml` in a folder that may not exist.

    Raises:
        CourseFileInvalid: for the default course file, with all its problems.
    """
    own: dict[int, Course] = {}
    troubles = [Trouble(None, why) for why in misnamed(folder)]
    sources = {DEFAULT: read_text(default)}
    for guild_id, path in files_in(folder).items():
        try:
            text = read_text(path)
            own[guild_id] = read_course(path, text)
            sources[guild_id] = text
        except CourseFileInvalid as invalid:
            good = _last_good(folder / LAST_GOOD / path.name)
            if good is not None:
                own[guild_id] = good
            instead = "the last course file that could be used" if good else "the default course"
            troubles.append(Trouble(guild_id, str(invalid), instead))
    return CourseLibrary(read_course(default, sources[DEFAULT]), own, troubles, sources)


def files_in(folder: Path) -> dict[GuildId, Path]:
    """Return the servers' own files, by server."""
    paths = (path for path in sorted(folder.glob("*.yaml")) if _is_id(path.stem))
    return {GuildId(int(path.stem)): path for path in paths}


def keep_good(folder: Path, library: CourseLibrary) -> None:
    """Keep each server's file that can be used, for the day when it can't be any more."""
    bad = {trouble.guild_id for trouble in library.troubles}
    good = {id: path for id, path in files_in(folder).items() if id not in bad}
    if good:
        (folder / LAST_GOOD).mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    for path in good.values():
        kept = folder / LAST_GOOD / path.name
        if not kept.exists() or kept.read_bytes() != path.read_bytes():
            fresh = kept.with_suffix(".new")
            shutil.copyfile(path, fresh)
            fresh.replace(kept)


def _last_good(path: Path) -> Course | None:
    try:
        return load_course(path)
    except CourseFileInvalid:
        return None


def misnamed(folder: Path) -> Iterator[str]:
    """Say of each file that isn't named after a server that it isn't used."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        named = path.suffix == ".yaml" and _is_id(path.stem)
        if not named and path.name != LAST_GOOD and not path.name.startswith("."):
            yield f"{path} isn't named after a server, so it isn't used. Its name has to be <server id>.yaml."


def _is_id(stem: str) -> bool:
    return stem.isascii() and stem.isdecimal() and 0 < int(stem) <= LAST_ID
