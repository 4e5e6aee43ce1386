from __future__ import annotations

import base64
from pathlib import Path

import pytest

from bot.course.model import Course
from bot.doctor import permissions_for
from tests.cli.conftest import Command

TOKEN = (
    base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=") + ".aaaaaa.bbbbbbbbbbbb"
)


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
    pitches = course.pitches
    assert pitches is not None and not pitches.group_threads
    threaded = course.model_copy(
        update={"pitches": pitches.model_copy(update={"group_threads": True})}
    )
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
