from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.assignments import belts
from bot.assignments.confinement import offered
from bot.course.model import Course
from bot.database import FILE_NAME
from bot.doctor import permissions_for
from bot.settings import application_of
from tests.cli.conftest import TOKEN, Command
from tests.test_restore import damaged, newer_version, stored


@pytest.fixture(autouse=True)
def belts_hold(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Trying them takes a process, which most tests have no use for."""
    if "inside" not in request.node.name:
        monkeypatch.setattr(belts, "loose", lambda: ())


def test_doctor_says_what_is_missing(command: Command) -> None:
    result = command("doctor")
    assert result.exit_code == 1
    assert "NOT OK DISCORD_TOKEN isn't set" in result.output
    assert "ok  state folder" in result.output


def test_doctor_prints_the_invite_link_and_never_the_token(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    result = command("doctor")
    assert result.exit_code == 0, result.output
    assert "client_id=123456789012345678" in result.output
    assert "applications.commands" in result.output
    assert TOKEN not in result.output and "bbbbbbbbbbbb" not in result.output


def test_the_invite_link_asks_for_thread_permissions_only_where_groups_have_threads(
    course: Course,
) -> None:
    groups = course.groups
    assert groups is not None and not groups.threads
    threaded = course.model_copy(update={"groups": groups.model_copy(update={"threads": True})})
    assert not permissions_for(course).create_private_threads
    assert permissions_for(threaded).create_private_threads
    assert permissions_for(threaded).send_messages_in_threads
    assert permissions_for(None) == permissions_for(course)


def test_doctor_sees_a_broken_course_state_and_token(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSEBOT_STATE", str(tmp_path / "file" / "below"))
    monkeypatch.setenv("COURSEBOT_COURSE", "nowhere.yaml")
    monkeypatch.setenv("DISCORD_TOKEN", "???")
    result = command("doctor")
    assert result.exit_code == 1
    for words in (
        "course file: nowhere.yaml can't be used",
        "can't be made",
        "doesn't look like a bot token",
    ):
        assert words in result.output


def test_doctor_sees_what_others_could_read_and_says_how_to_mend_it(
    command: Command, state: Path
) -> None:
    state.mkdir()
    state.chmod(0o755)
    env = Path(".env")
    env.write_text("")
    env.chmod(0o644)
    seen = command("doctor").output
    assert f"NOT OK others on this machine can read {state}: run `chmod 700 {state}`" in seen
    assert "NOT OK others on this machine can read .env: run `chmod 600 .env`" in seen
    state.chmod(0o700)
    env.chmod(0o600)
    assert command("doctor").output.count("is private") == 2


def test_doctor_looks_at_the_database_and_changes_nothing(command: Command, state: Path) -> None:
    assert "ok  no database yet: the first start makes it" in command("doctor").output
    database = asyncio.run(stored(state / FILE_NAME, "ana"))
    before = database.read_bytes()
    assert f"ok  database {database} is sound, 0." in command("doctor").output
    assert database.read_bytes() == before
    damaged(database)
    assert "NOT OK database: " in (seen := command("doctor").output)
    assert "damaged" in seen
    database.unlink()
    asyncio.run(newer_version(database))
    assert "NOT OK database: " in (seen := command("doctor").output)
    assert "was written by a newer version of the bot" in seen


@pytest.mark.parametrize(
    ("loose", "words"),
    [
        ((), "ok  the process that looks at an uploaded file can't read other files, write files, open sockets or"),
        (("open sockets",), "or start processes but can open sockets on this system: run the bot as a user"),
        (belts.DEEDS, "note the process that looks at an uploaded file can read other files, write files, open"),
        (None, "NOT OK the process that looks at an uploaded file can't be started"),
    ],
)  # fmt: skip
def test_doctor_says_what_an_upload_can_do_here(
    command: Command, monkeypatch: pytest.MonkeyPatch, loose: tuple[str, ...] | None, words: str
) -> None:
    monkeypatch.setattr(belts, "loose", lambda: loose)
    assert words in command("doctor").output


def test_what_holds_is_tried_from_inside() -> None:
    stopped = set(belts.DEEDS) - set(belts.loose() or ())
    if "seccomp" in offered():
        assert {belts.CONNECT, belts.START} <= stopped
    if "landlock" in offered():
        assert belts.READ in stopped
    if {"limits", "landlock"} & offered():
        assert belts.WRITE in stopped


def test_what_cant_be_tried_from_inside_is_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "nowhere/python")
    assert belts.loose() is None


@pytest.mark.parametrize(
    "token",
    ["", "???", "a.b", "a.b.c", "MTIz..c", f"{TOKEN}.more", TOKEN.replace(".", " "), "MTIz.b.ü",
     "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk.b.c", TOKEN.replace("MTIz", "M TIz")],
)  # fmt: skip
def test_what_cant_be_a_token_is_known_without_discord(
    command: Command, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    assert application_of(f"{TOKEN} ") == 123456789012345678
    assert application_of(token) is None
    monkeypatch.setenv("DISCORD_TOKEN", token)
    result = command("run")
    if token:
        assert result.exit_code == 3, result.output
        assert "can't be a bot's token" in result.output and token not in result.output
