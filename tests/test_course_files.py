"""The course files of a bot's servers: what one of them is wrong about stops nobody else."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.app import running_app
from bot.doctor import examine
from bot.errors import CourseFileInvalid
from bot.ids import GuildId
from bot.library.files import keep_good, load_library
from bot.library.library import CourseLibrary
from bot.settings import Settings
from tests.conftest import COURSE_FILE, SEMESTER_FILE
from tests.discord.test_hand_ins import staff_channel
from tests.discord.world import world_at
from tests.instants import et

BROKEN = "title: [never closed"
ONE, TWO = GuildId(11), GuildId(22)


def own_file(folder: Path, guild_id: int, text: str = "") -> Path:
    """Put a server's own course file there: the semester's, unless it is to have another text."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{guild_id}.yaml"
    path.write_text(text or SEMESTER_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_a_bad_file_keeps_that_servers_last_good_course_and_touches_no_other(
    tmp_path: Path,
) -> None:
    own_file(tmp_path, ONE), own_file(tmp_path, TWO)
    keep_good(tmp_path, load_library(COURSE_FILE, tmp_path))
    own_file(tmp_path, ONE, BROKEN)
    library = load_library(COURSE_FILE, tmp_path)
    keep_good(tmp_path, library)
    again = load_library(COURSE_FILE, tmp_path)
    for read in (library, again):
        assert read.timeline(ONE).course == read.timeline(TWO).course != read.default.course
        [trouble] = read.troubles
        assert trouble.guild_id == ONE and "11.yaml can't be used: 1 problem" in trouble.why
        assert trouble.instead == "the last course file that could be used"


def test_a_file_that_was_never_good_leaves_the_course_the_server_had(tmp_path: Path) -> None:
    own_file(tmp_path, ONE, BROKEN)
    library = load_library(COURSE_FILE, tmp_path)
    assert library.timeline(ONE) is library.default
    assert [t.instead for t in library.troubles] == ["the default course"]


def test_a_course_that_is_taken_back_is_not_kept(tmp_path: Path) -> None:
    own_file(tmp_path, ONE)
    keep_good(tmp_path, load_library(COURSE_FILE, tmp_path))
    (tmp_path / f"{ONE}.yaml").unlink()
    assert (
        load_library(COURSE_FILE, tmp_path).timeline(ONE).course.title
        == "Introduction to Deep Learning"
    )


def test_the_default_course_has_to_be_right(tmp_path: Path) -> None:
    bad = own_file(tmp_path, 0, BROKEN)
    with pytest.raises(CourseFileInvalid):
        load_library(bad, tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["our-course.yaml", "12.yml", "0.yaml", "٣.yaml", f"{2**63}.yaml"])
def test_a_file_that_names_no_server_is_reported_in_the_log_and_by_doctor(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(state=tmp_path, _env_file=None)  # type: ignore[call-arg]
    settings.courses.mkdir()
    shutil.copy(SEMESTER_FILE, settings.courses / name)
    [trouble] = load_library(COURSE_FILE, settings.courses).troubles
    assert name in trouble.why and "<server id>.yaml" in trouble.why
    assert [f.fine for f in examine(settings) if name in f.text] == [False]


async def test_at_the_start_the_log_names_every_problem_and_the_others_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(state=tmp_path, course=COURSE_FILE, _env_file=None)  # type: ignore[call-arg]
    own_file(settings.courses, ONE, BROKEN), own_file(settings.courses, TWO)
    async with running_app(settings) as app:
        assert app.courses.timeline(TWO) is not app.courses.default
    assert "11.yaml:2:1 " in caplog.text and "Server 11 has the default course." in caplog.text
    assert (settings.courses / "last-good" / "22.yaml").exists()
    findings = await asyncio.to_thread(examine, settings)
    assert [f.fine for f in findings if "server 11" in f.text] == [False]
    assert [f.fine for f in findings if "server 22" in f.text] == [True]


async def test_staff_hear_once_that_their_course_file_cant_be_used(tmp_path: Path) -> None:
    library = load_library(COURSE_FILE, tmp_path / "courses")
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        own_file(tmp_path / "courses", world.guild.id, BROKEN)
        broken = load_library(COURSE_FILE, tmp_path / "courses")
        object.__setattr__(
            world.app, "courses", CourseLibrary(broken.default.course, {}, broken.troubles)
        )
        await world.restart()
        await world.advance(1)
        await world.bot.on_ready()
        await world.advance(1)
        assert (
            staff_channel(world).count("course file can't be used, so I go by the default course")
            == 1
        )
