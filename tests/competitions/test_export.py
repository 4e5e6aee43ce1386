"""Everything about a contest in files, and its standings computed again from them alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.app import build_app
from bot.cli import main
from bot.clock import WallClock
from bot.competitions import rounds
from bot.competitions.export import Bundle, read, standings_bytes, write
from bot.competitions.model import Ballot, BallotRequest, Entry
from bot.course.model import Course
from bot.database import FILE_NAME
from bot.groups.model import SignUp
from bot.library.library import CourseLibrary
from bot.settings import Settings
from tests.conftest import COURSE_FILE
from tests.databases import open_database
from tests.instants import et

AT = et(1, 29, 14)


@pytest.fixture
async def state(tmp_path: Path, library: CourseLibrary, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two groups, two judges, three ballots, one of them changed; published by two people."""
    folder = tmp_path / "state"
    monkeypatch.setenv("COURSEBOT_STATE", str(folder))
    monkeypatch.setenv("COURSEBOT_COURSE", str(COURSE_FILE))
    db = await open_database(folder / FILE_NAME)
    app = build_app(Settings(_env_file=None), library, db, WallClock())  # type: ignore[call-arg]
    for user_id, title in ((1, "=Formula"), (2, "Täler, Züge")):
        await app.groups.sign_up(1, user_id, SignUp(title, "An idea."), et(1, 20, 12))
    contest = app.judging.contest(1, None)
    await app.judging.appoint(1, contest, [10, 11], AT, by=9)
    await app.judging.open(1, contest, AT, by=9)
    for judge, number, scores in ((10, 1, "543"), (11, 1, "444"), (10, 2, "111"), (10, 2, "555")):
        ballot = BallotRequest(judge, number, list(scores), AT, feedback="- fine")
        await app.ballots.record(1, contest, ballot)
    await app.judging.close(1, contest, AT, by=9)
    for channel in ("announcements_channel", "staff_channel"):
        await app.guilds.choose(1, channel, 5, by=9)
    asked = await app.publishing.ask(1, contest, {1}, "Kim fell ill", AT, by=8)
    await app.publishing.confirm(1, asked.id, {1}, AT, by=9)
    await app.pitches.plan(1, "number", 0, AT, by=9)
    await app.pitches.press(1, "start", AT, by=9)
    await app.pitches.press(1, "end", et(1, 29, 14, 3, 2), by=9)
    await db.close()
    return folder


def export(tmp_path: Path) -> Path:
    result = CliRunner().invoke(main, ["export", "judging", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "Wrote 4 ballots of Final project competition" in result.output
    return tmp_path / "out" / "server-1" / "pitches"


def test_a_bundle_holds_everything_and_gives_the_same_bytes_again(
    state: Path, tmp_path: Path
) -> None:
    folder = export(tmp_path)
    hashes = json.loads((folder / "manifest.json").read_text())["sha256"]
    assert set(hashes) == {"settings.json", "ballots.csv", "standings.csv", "pitches.csv"}
    for name, digest in hashes.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    table = (folder / "standings.csv").read_text()
    assert '1,2,"Täler, Züge",5.000000,5,1' in table and ",no,no registered student," in table
    assert "2,1,'=Formula,4.000000,4,2" in table and table.rstrip().endswith("yes,,NVIDIA RTX 3080")
    assert "'-" not in table, "numbers stay numbers, also below nought"
    assert ",4.000000,4,2,0,-0.500000," in table
    result = CliRunner().invoke(main, ["standings", str(folder)])
    assert result.exit_code == 0, result.output
    assert table in result.output and "The same, byte for byte" in result.output


def test_a_ballot_withdrawn_by_a_conflict_is_there_and_doesnt_count(
    tmp_path: Path, course: Course
) -> None:
    contest = rounds.contests_of(course)["pitches"]
    entries = (Entry(1, "-1+1", "", ()), Entry(2, "B", "", ()))
    given = (Ballot(10, 1, 1, (5, 5, 5), AT), Ballot(11, 1, 1, (1, 1, 1), AT))
    write(Bundle(contest, entries, given, (), "", {10: {1}}), tmp_path)
    lines = (tmp_path / "ballots.csv").read_text().splitlines()
    assert [line.rpartition(",")[2] for line in lines] == [
        "counts",
        "no: conflict of interest",
        "yes",
    ]
    table = (tmp_path / "standings.csv").read_text()
    assert "1,1,'-1+1,1.000000,1,1,0," in table
    assert standings_bytes(read(tmp_path)).decode() == table


def test_actual_durations_are_exported(state: Path, tmp_path: Path) -> None:
    lines = (export(tmp_path) / "pitches.csv").read_text().splitlines()
    assert lines[1] == "1,1,done,1,2021-01-29T19:00:00+00:00,2021-01-29T19:03:02+00:00,0.0,182.0"
    assert lines[2].startswith("2,2,waiting,1,,,0.0,")


def test_a_changed_ballot_shows(state: Path, tmp_path: Path) -> None:
    folder = export(tmp_path)
    ballots = folder / "ballots.csv"
    ballots.write_text(ballots.read_text().replace(",5,4,3,", ",1,4,3,"))
    result = CliRunner().invoke(main, ["standings", str(folder)])
    assert result.exit_code == 1 and "NOT the standings" in result.output


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["standings", str(tmp_path)])
    assert result.exit_code == 1 and "isn't an exported competition" in result.output


def test_without_ballots_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEBOT_STATE", str(tmp_path / "none"))
    monkeypatch.setenv("COURSEBOT_COURSE", str(COURSE_FILE))
    result = CliRunner().invoke(main, ["export", "judging", str(tmp_path / "out")])
    assert result.exit_code == 1 and "There is no database" in result.output
