"""Which course belongs to which server: one file for all, or a file of its own."""

from __future__ import annotations

from pathlib import Path

from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.timeline import Timeline


class CourseLibrary:
    """The courses of this bot, each laid out in time once.

    Args:
        default: the course of every server without a file of its own, and of direct messages.
        own: courses by guild id.
    """

    def __init__(self, default: Course, own: dict[int, Course] | None = None) -> None:
        self._default = Timeline(default)
        self._own = {guild_id: Timeline(course) for guild_id, course in (own or {}).items()}

    @property
    def default(self) -> Timeline:
        """The course of servers without a file of their own."""
        return self._default

    def timeline(self, guild_id: int | None) -> Timeline:
        """Return a server's course; the default in a direct message."""
        return self._own.get(guild_id or 0, self._default)


def load_library(default: Path, folder: Path) -> CourseLibrary:
    """Read the default course file and every `<guild id>.yaml` in a folder that may not exist.

    Raises:
        CourseFileInvalid: for the first file that can't be used, with all its problems.
    """
    own = {
        int(path.stem): load_course(path)
        for path in sorted(folder.glob("*.yaml"))
        if path.stem.isdecimal()
    }
    return CourseLibrary(load_course(default), own)
