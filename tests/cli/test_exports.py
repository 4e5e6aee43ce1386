"""What all exports share. What each writes: the tests of its capability."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import build_app
from bot.clock import WallClock
from bot.competitions.model import BallotRequest
from bot.database import FILE_NAME
from bot.groups.model import SignUp
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.questions.model import Entry
from bot.settings import Settings
from tests.cli.conftest import Command
from tests.conftest import COURSE_FILE, SEMESTER_FILE
from tests.databases import open_database
from tests.instants import et
from tests.test_state import mode

EXPORTS = ("submissions", "judging", "faq", "questions")


@pytest.fixture
async def database(state: Path) -> Path:
    """A database in which nothing has happened."""
    db = await open_database(state / FILE_NAME)
    await db.close()
    return db.path


@pytest.mark.parametrize("what", EXPORTS)
def test_without_a_database_there_is_nothing_to_export(command: Command, what: str) -> None:
    result = command("export", what, "out")
    assert result.exit_code == 1 and "There is no database in" in result.output
    assert not Path("out").exists()


@pytest.mark.parametrize("what", EXPORTS)
def test_an_export_of_nothing_writes_nothing_and_says_so(
    command: Command, database: Path, what: str
) -> None:
    result = command("export", what, "out")
    assert result.exit_code == 1 and result.output.endswith(", so nothing was written.\n")
    assert not Path("out").exists()


@pytest.mark.parametrize("what", EXPORTS)
def test_an_export_never_mixes_with_what_is_there(
    command: Command, database: Path, what: str
) -> None:
    out = Path("out") if what in ("faq", "questions") else Path("out/file")
    out.parent.mkdir(exist_ok=True)
    out.write_text("x")
    result = command("export", what, "out")
    assert result.exit_code == 1 and "Nothing was written" in result.output
    assert out.read_text() == "x"


@pytest.fixture
async def judged(state: Path, library: CourseLibrary) -> None:
    """One ballot, and one answer of staff's."""
    db = await open_database(state / FILE_NAME)
    app = build_app(Settings(_env_file=None), library, db, WallClock())  # type: ignore[call-arg]
    at = et(1, 29, 14)
    await app.groups.sign_up(1, 1, SignUp("T", "An idea."), et(1, 20, 12))
    contest = app.judging.contest(1, None)
    await app.judging.appoint(1, contest, [10], at, by=9)
    await app.judging.open(1, contest, at, by=9)
    await app.ballots.record(1, contest, BallotRequest(10, 1, [5, 4, 3], at))
    await app.faq.add(Entry(GuildId(1), "is there parking", "No."), at, by=UserId(9))
    await db.close()


def test_what_the_course_no_longer_has_is_named_and_the_rest_is_written(
    command: Command, judged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSEBOT_COURSE", str(SEMESTER_FILE))
    gone = command("export", "judging", "out")
    assert gone.exit_code == 1
    assert "pitches of server 1: the course file no longer has it. Put it back" in gone.output
    monkeypatch.setenv("COURSEBOT_COURSE", str(COURSE_FILE))
    assert "Wrote 1 ballot of Final project" in command("export", "judging", "out").output


def test_before_publication_an_export_says_that_nobody_has_looked_at_who_is_eligible(
    command: Command, judged: None
) -> None:
    assert (
        "isn't published, so every entry counts as eligible"
        in command("export", "judging", "out").output
    )


def test_a_place_that_cant_be_written_is_one_sentence(command: Command, judged: None) -> None:
    Path("file").write_text("")
    for typed in (("judging", "file/out"), ("faq", "file/out"), ("faq", "nowhere/faq.yaml")):
        result = command("export", *typed)
        assert result.exit_code == 1 and "can't be written (No" in result.output, result.output


def test_what_an_export_writes_is_for_its_owner_alone(command: Command, judged: None) -> None:
    assert command("export", "judging", "out").exit_code == 0
    assert command("export", "faq", "faq.yaml").exit_code == 0
    written = [Path("out"), *Path("out").rglob("*"), Path("faq.yaml")]
    assert {mode(path) for path in written if path.is_dir()} == {0o700}
    assert {mode(path) for path in written if path.is_file()} == {0o600}


ASKED = (
    (7, "wifi pw?"),
    (8, "WIFI pw?"),
    (7, "ask <@123456789012345678> or a@b.org"),
    (7, "when is lab 2 due"),
)


@pytest.fixture
async def missed(state: Path, library: CourseLibrary) -> None:
    """Questions that were not answered, and some whose answer did not help."""
    db = await open_database(state / FILE_NAME)
    app = build_app(Settings(_env_file=None), library, db, WallClock())  # type: ignore[call-arg]
    for hour, (user, text) in enumerate(ASKED):
        question, _ = await app.questions.ask(GuildId(1), UserId(user), text, et(1, 20, hour))
        if "pw" not in text:
            await app.questions.rate(GuildId(1), question.id, helpful=False, by=UserId(user))
    await db.close()


def test_what_answers_missed_is_written_without_who_asked(command: Command, missed: None) -> None:
    told = command("export", "questions", "missed.yaml")
    assert "Wrote 3 questions to missed.yaml" in told.output, told.output
    written = Path("missed.yaml").read_text(encoding="utf-8")
    assert "not answered:" in written and "not helpful:" in written
    assert written.lower().count("wifi pw?") == 1 and "when is lab 2 due" in written
    assert "someone or someone" in written and "1234567" not in written
