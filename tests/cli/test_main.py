"""The command line as a whole: its list, its start, and how it says what it can't do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import bot.__main__ as serving
from bot.cli import main
from tests.cli.conftest import TOKEN, Command
from tests.conftest import ROOT


def start(tmp_path: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "COURSEBOT_STATE": str(tmp_path / "state"),
        "DISCORD_TOKEN": "",
        **env,
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_alone_it_lists_its_commands_each_with_a_whole_sentence(command: Command) -> None:
    listed = command().output.partition("Commands:\n")[2]
    assert {line.split()[0] for line in listed.splitlines()} == set(main.commands)
    assert all(line.endswith(".") and not line.endswith("..") for line in listed.splitlines())


def test_help_loads_none_of_what_the_commands_need(tmp_path: Path) -> None:
    asked = "import sys; sys.argv = ['bot', '--help']; import bot.cli; bot.cli.main(standalone_mode=False)"
    loaded = "print([m for m in ('discord', 'pydantic', 'yaml', 'sqlite3') if m in sys.modules])"
    result = start(tmp_path, "-c", f"{asked}; {loaded}")
    assert "Usage:" in result.stdout and result.stdout.endswith("[]\n"), result.stdout


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({}, "DISCORD_TOKEN isn't set"),
        (
            {"DISCORD_TOKEN": TOKEN, "COURSEBOT_COURSE": "nowhere.yaml"},
            "nowhere.yaml can't be used",
        ),
        (
            {"DISCORD_TOKEN": TOKEN, "COURSEBOT_STATE": "/dev/null/x"},
            "The state folder /dev/null/x can't be used",
        ),
        ({"COURSEBOT_LOG_LEVEL": "LOUD"}, "COURSEBOT_LOG_LEVEL"),
    ],
)
def test_what_stops_a_start_is_one_sentence_and_a_failure(
    tmp_path: Path, env: dict[str, str], words: str
) -> None:
    result = start(tmp_path, "-m", "bot", "run", **env)
    assert result.returncode == 1
    assert words in result.stderr and not result.stdout
    assert "Traceback" not in result.stderr


def test_what_is_installed_as_a_script_is_this_command_line() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"]["course-assistant"] == f"{serving.__name__}:{serving.main.__name__}"
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as ended:
        patch.setattr(sys, "argv", ["course-assistant", "--help"])
        serving.main()
    assert ended.value.code == 0


STOPPED_AT = """
import os, signal, sys
event, name = sys.argv[1:]
sys.argv = ["bot", "run"]
from bot.__main__ import main

def kill(seen, values):
    if seen == event and (not name or values[0] == name):
        os.kill(os.getpid(), signal.SIGTERM)

sys.addaudithook(kill)
import discord.http
discord.http.Route.BASE = "http://127.0.0.1:1"
main()
raise AssertionError("it ended without a status")
"""


@pytest.mark.parametrize(
    ("event", "name"),
    [
        ("import", "click"),
        ("import", "bot.app"),
        ("import", "apscheduler"),
        ("sqlite3.connect", ""),
        ("socket.connect", ""),
    ],
)
def test_a_start_can_be_stopped_at_any_step_of_it(tmp_path: Path, event: str, name: str) -> None:
    result = start(tmp_path, "-c", STOPPED_AT, event, name, DISCORD_TOKEN=TOKEN)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "typed",
    [
        ["sandbox", "--at"],
        ["ask", "when is lab 2 due", "--at"],
        ["run", "--server", "1", "--rehearse"],
    ],
    ids=lambda typed: typed[0],
)
def test_every_command_refuses_an_instant_in_the_same_words(
    command: Command, typed: list[str]
) -> None:
    result = command(*typed, "soon")
    assert result.exit_code == 1
    assert result.output == (
        f"{typed[-1]} is “soon”, which isn't a date and time I can use. Write one from 2015 to 2150, like "
        "2021-01-25T10:00 (in the course's time zone, America/New_York) or 2021-01-25T10:00-05:00.\n"
    )


REHEARSAL = ["run", "--rehearse", "2021-01-18T08:00"]


@pytest.mark.parametrize("typed", [["sandbox"], REHEARSAL])
@pytest.mark.parametrize("speed", ["0", "-1", "nan", "3601"])
def test_time_can_neither_stand_still_nor_run_backwards(
    command: Command, typed: list[str], speed: str
) -> None:
    result = command(*typed, "--speed", speed)
    assert result.exit_code == 1
    assert f"--speed is {speed}. It has to be more than 0 and at most 3600." in result.output


def test_the_real_course_runs_at_no_other_speed(command: Command) -> None:
    result = command("run", "--speed", "60")
    assert result.exit_code == 1 and "--speed needs --rehearse" in result.output


def test_a_rehearsal_needs_a_token_too(command: Command) -> None:
    result = command(*REHEARSAL, "--server", "1", "--speed", "600")
    assert result.exit_code == 1 and "DISCORD_TOKEN isn't set" in result.output


def test_a_rehearsal_names_its_server_and_nothing_else_does(command: Command) -> None:
    unnamed = command(*REHEARSAL)
    assert unnamed.exit_code == 1 and "--rehearse needs --server" in unnamed.output
    real = command("run", "--server", "1")
    assert real.exit_code == 1 and "--server needs --rehearse" in real.output
    assert command(*REHEARSAL, "--server", "0").exit_code == 2


def test_words_of_refusals_are_sentences(command: Command) -> None:
    for typed in (
        ["ask"],
        ["ask", "x", "--jsonl"],
        ["new-term", "x", "--start", "soon"],
        ["backup", "x"],
    ):
        result = command(*typed)
        assert result.exit_code == 1 and re.fullmatch(r"\S.*\.\n", result.output), result.output


@pytest.mark.parametrize("broken", [b"DISCORD_TOKEN=\xff\xfe", None], ids=["no text", "a folder"])
def test_settings_that_cannot_be_read_are_one_sentence(
    command: Command, broken: bytes | None
) -> None:
    env = Path(".env")
    if broken is None:
        env.symlink_to(env)  # it leads to itself
    else:
        env.write_bytes(broken)
    result = command("doctor")
    assert isinstance(result.exception, SystemExit)
    assert broken is None or ".env can't be used: it isn't UTF-8 text" in result.output
