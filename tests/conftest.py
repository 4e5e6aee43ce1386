"""What every test may use: both courses, a clock to hold, a database on a real file."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from bot.cli.common import recall_vectors
from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.database import Database
from bot.library.library import DEFAULT, CourseLibrary
from bot.memory import keep_for_good
from tests.databases import open_database
from tests.discord.world import World, world_at
from tests.instants import et

settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")
"""A machine that others use is slow now and then; that is no property of what is tested."""

ROOT = Path(__file__).parent.parent
COURSE_FILE = ROOT / "data" / "course.yaml"
SEMESTER_FILE = ROOT / "tests" / "course" / "semester.yaml"
SECTIONS_FILE = ROOT / "tests" / "course" / "sections.yaml"
HACKATHON_FILE = ROOT / "tests" / "course" / "hackathon.yaml"


@pytest.fixture(scope="session", autouse=True)
def shared_vectors(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let what one worker, or a process that it starts, works out of a course's texts be there for all others."""
    folder = tmp_path_factory.getbasetemp()
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    os.environ.setdefault(
        "MPLCONFIGDIR", str(own / "matplotlib")
    )  # fonts are listed once a machine
    os.environ["XDG_CACHE_HOME"] = str(
        folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    )
    recall_vectors()


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course(COURSE_FILE)


@pytest.fixture(scope="session")
def semester() -> Course:
    return load_course(SEMESTER_FILE)


@pytest.fixture(scope="session")
def hackathon() -> Course:
    return load_course(HACKATHON_FILE)


@pytest.fixture(scope="session")
def timeline(course: Course) -> Timeline:
    return Timeline(course)


@pytest.fixture(scope="session")
def semester_timeline(semester: Course) -> Timeline:
    return Timeline(semester)


@pytest.fixture
def library(course: Course) -> CourseLibrary:
    return CourseLibrary(course, sources={DEFAULT: COURSE_FILE.read_text(encoding="utf-8")})


@pytest_asyncio.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_database(tmp_path / "state" / "test.sqlite3")
    yield database
    await database.close()


@pytest_asyncio.fixture
async def world(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """The whole bot on Tuesday Jan 26, 10:00 AM: lab entries are due tonight."""
    async with world_at(et(1, 26, 10), library, tmp_path) as running:
        yield running


@pytest.fixture(autouse=True)
def no_surprises(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Fail a test in which the bot met an unexpected error, unless the test says that it provokes one."""
    yield
    if request.node.get_closest_marker("provokes_incident"):
        return
    incidents = [r.getMessage() for r in caplog.get_records("call") if r.name == "bot.incident"]
    assert not incidents, incidents


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "provokes_incident: the test makes something fail on purpose"
    )
    logging.getLogger("discord").setLevel(logging.ERROR)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits for a browser, so that the other tests fill the waits and none is left for the end."""
    items.sort(key=lambda item: item.path.parent.name != "sandbox")


def pytest_collection_finish() -> None:
    """Keep what is loaded by now out of every search for garbage: it stays until the end. Search seldom besides."""
    keep_for_good()
    gc.set_threshold(20_000, 20, 50)
