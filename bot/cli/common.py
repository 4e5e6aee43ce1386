"""What several commands share."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.errors import OperatorError, StateUnusable

if TYPE_CHECKING:
    from bot.database import Database
    from bot.settings import Settings

T = TypeVar("T")


class Place(click.Path):
    """A file or a folder. The other of the two is no mistake in the command, so it gets a sentence and status 1."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            raise OperatorError(f"{error.message} Nothing was done; name another one.") from error


FILE = Place(path_type=Path, dir_okay=False)
FOLDER = Place(path_type=Path, file_okay=False)
course_option = click.option(
    "--course", "file", type=FILE, help="The course file; COURSEBOT_COURSE if left out."
)


def recall_vectors() -> None:
    """Let this process use, and keep, what is worked out of courses' texts: in the user's folder for caches."""
    from platformdirs import user_cache_path

    from bot.understanding.shelf import shelf

    shelf.folder = user_cache_path("course-assistant")


@asynccontextmanager
async def existing_database(
    settings: Settings, *, to_copy: bool = False, to_change: bool = False
) -> AsyncGenerator[Database]:
    """Open the bot's database, which has to be there, and close it at the end.

    Tables of an earlier version are brought up to date first, which nobody may do while another process works with
    them. What is written meanwhile is for its owner alone.

    Args:
        to_copy: leave it exactly as it is.
        to_change: store something in it, also while the bot runs.
    Raises:
        OperatorError: there is none, or it can't be used.
    """
    from bot.app import MIGRATIONS
    from bot.clock import WallClock
    from bot.database import FILE_NAME, Database
    from bot.state import held, private_files

    path = settings.state / FILE_NAME
    try:
        there = path.exists()
    except OSError as error:
        raise StateUnusable(settings.state, error.strerror or str(error)) from error
    if not there:
        raise OperatorError(
            f"There is no database in {settings.state} yet. Run the bot once, or set COURSEBOT_STATE to the folder "
            "that has one."
        )
    db = Database(path)
    with private_files():
        try:
            if not await db.open_to_copy(MIGRATIONS) and not to_copy:
                await db.close()
                db = Database(path)
                with held(settings.state, "an update of the tables", WallClock().now()):
                    await db.open(MIGRATIONS)
            elif to_change:
                await db.close()
                db = Database(path)
                await db.open(MIGRATIONS)
            yield db
        finally:
            await db.close()


def check_new(target: Path) -> None:
    """Raise OperatorError if a file is there already, or a folder that isn't empty."""
    with writing(target):
        if target.is_dir() and any(target.iterdir()):
            raise OperatorError(f"{target} isn't empty. Nothing was written; name a new folder.")
        if target.exists() and not target.is_dir():
            raise OperatorError(f"{target} exists already. Nothing was written; name another file.")


@contextmanager
def writing(target: Path) -> Generator[None]:
    """Say in one sentence why a file or a folder couldn't be written. Raises OperatorError."""
    try:
        yield
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise OperatorError(
            f"{target} can't be written ({error.strerror}{where}). Check its folder and the free space there, or name "
            "another place."
        ) from error


def progress_bar(label: str) -> Callable[[Iterable[T]], Iterator[T]]:
    """Return a wrapper that shows how far a long task is: on a terminal, and nowhere else."""

    def steps(items: Iterable[T]) -> Iterator[T]:
        with click.progressbar(list(items), label=label, file=sys.stderr) as bar:
            yield from bar

    return steps
