"""The command line, as real processes where a process matters."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.course.model import Course
from bot.doctor import permissions_for
from tests.conftest import COURSE_FILE, ROOT

TOKEN = (
    base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=") + ".aaaaaa.bbbbbbbbbbbb"
)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.setenv("COURSEBOT_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COURSEBOT_COURSE", str(COURSE_FILE))
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_alone_it_lists_its_commands(cli: CliRunner) -> None:
    result = cli.invoke(main, [])
    for command in ("run", "sandbox", "check", "new-term", "doctor", "backup"):
        assert re.search(rf"^  {command} ", result.output, re.M), result.output


def test_check_summarises_a_good_file(cli: CliRunner) -> None:
    result = cli.invoke(main, ["check", str(COURSE_FILE)])
    assert result.exit_code == 0
    assert "6.S191 Introduction to Deep Learning, IAP 2021" in result.output
    assert (
        "Due Wed 2021-01-27 23:59:59 ET: Sign up for the final project competition" in result.output
    )
    assert "Assumed, not stated: a lecture lasts 60 minutes." in result.output
    assert cli.invoke(main, ["check"]).exit_code == 0


def test_check_names_every_problem_of_a_bad_file(cli: CliRunner, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: T\nnumber: 5\n")
    result = cli.invoke(main, ["check", str(bad)])
    assert result.exit_code == 1
    assert "bad.yaml:2:9 number: found “5”" in result.output
    assert "Traceback" not in result.output


def test_the_schema_is_written_beside_the_file(cli: CliRunner, tmp_path: Path) -> None:
    copy = tmp_path / "course.yaml"
    copy.write_text(COURSE_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    result = cli.invoke(main, ["check", str(copy), "--write-schema"])
    assert result.exit_code == 0
    assert (tmp_path / "course.schema.json").read_text() == (
        ROOT / "data/course.schema.json"
    ).read_text()


def test_new_term_writes_a_new_file_and_never_over_another(cli: CliRunner, tmp_path: Path) -> None:
    copy = tmp_path / "course.yaml"
    copy.write_text(COURSE_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    result = cli.invoke(main, ["new-term", str(copy), "--start", "2027-01-18"])
    assert result.exit_code == 0
    assert "moved term.start: 2021-01-18 -> 2027-01-18" in result.output
    assert cli.invoke(main, ["check", str(tmp_path / "course-2027-01-18.yaml")]).exit_code == 0
    again = cli.invoke(main, ["new-term", str(copy), "--start", "2027-01-18"])
    assert again.exit_code == 1 and "exists already. Nothing was written" in again.output


@pytest.mark.parametrize(
    ("start", "words"),
    [("soon", "is no day"), ("2027-01-19", "is a Tuesday"), ("2027-02-30", "is no day")],
)
def test_new_term_refuses_bad_starts(cli: CliRunner, start: str, words: str) -> None:
    result = cli.invoke(main, ["new-term", str(COURSE_FILE), "--start", start, "-o", "x.yaml"])
    assert result.exit_code == 1 and words in result.output


def test_new_term_of_a_bad_file_names_its_problems(cli: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("x: 1")
    result = cli.invoke(main, ["new-term", "bad.yaml", "--start", "2027-01-18"])
    assert result.exit_code == 1 and "unknown key" in result.output


def test_doctor_says_what_is_missing(cli: CliRunner) -> None:
    result = cli.invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "NOT OK DISCORD_TOKEN is not set" in result.output
    assert "ok  state folder" in result.output


def test_doctor_prints_the_invite_link_and_never_the_token(
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    result = cli.invoke(main, ["doctor"])
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
    cli: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSEBOT_STATE", str(tmp_path / "file" / "below"))
    monkeypatch.setenv("COURSEBOT_COURSE", "nowhere.yaml")
    monkeypatch.setenv("DISCORD_TOKEN", "???")
    result = cli.invoke(main, ["doctor"])
    assert result.exit_code == 1
    for words in (
        "course file: nowhere.yaml can't be used",
        "can't be made",
        "doesn't look like a bot token",
    ):
        assert words in result.output


def test_backup_copies_the_database(cli: CliRunner, tmp_path: Path) -> None:
    missing = cli.invoke(main, ["backup", "copy.sqlite3"])
    assert missing.exit_code == 1 and "There is no database" in missing.output
    state = tmp_path / "state"
    state.mkdir()
    import sqlite3

    sqlite3.connect(state / "coursebot.sqlite3").execute("CREATE TABLE t (x)").connection.close()
    assert cli.invoke(main, ["backup", "copy.sqlite3"]).exit_code == 0
    again = cli.invoke(main, ["backup", "copy.sqlite3"])
    assert again.exit_code == 1 and "exists already" in again.output


def test_sandbox_refuses_an_instant_without_an_offset(cli: CliRunner) -> None:
    for text in ("tomorrow", "2021-01-26T22:00"):
        result = cli.invoke(main, ["sandbox", "--at", text])
        assert result.exit_code == 1 and "is no instant with its offset" in result.output


def start(tmp_path: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "COURSEBOT_STATE": str(tmp_path / "state"),
        "DISCORD_TOKEN": "",
        **env,
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({}, "DISCORD_TOKEN is not set"),
        ({"DISCORD_TOKEN": "x", "COURSEBOT_COURSE": "nowhere.yaml"}, "nowhere.yaml can't be used"),
        (
            {"DISCORD_TOKEN": "x", "COURSEBOT_STATE": "/dev/null/x"},
            "The state folder /dev/null/x can't be used",
        ),
        ({"COURSEBOT_LOG_LEVEL": "LOUD"}, "COURSEBOT_LOG_LEVEL"),
    ],
)
def test_what_stops_a_start_is_one_sentence_and_a_failure(
    tmp_path: Path, env: dict[str, str], words: str
) -> None:
    result = start(tmp_path, "run", **env)
    assert result.returncode != 0
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_the_terms_reminders_are_printed_and_none_is_sent(cli: CliRunner) -> None:
    result = cli.invoke(main, ["reminders", "--dry-run"])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("Mon 2021-01-18 09:00:00  digest")
    assert (
        "Tue 2021-01-26 20:59:00  deadline              channel:announcements   deadline:lab-entries:3h"
        in lines
    )
    assert lines[-1].endswith("reminders, ET. Nothing was sent.")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rehearse", "soon"], "--rehearse is “soon”, which is no moment"),
        (["--rehearse", "2021-01-18T08:00", "--speed", "0"], "--speed is 0"),
        (["--rehearse", "2021-01-18T08:00", "--speed", "600"], "DISCORD_TOKEN is not set"),
    ],
)
def test_a_rehearsal_that_cannot_be(cli: CliRunner, options: list[str], words: str) -> None:
    result = cli.invoke(main, ["run", *options])
    assert result.exit_code == 1 and words in result.output
