"""The state folder: for its owner alone, and one process at a time."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StateInUse, StateUnusable
from bot.state import LOCK_NAME, held, make_private
from tests.conftest import ROOT

NOW = datetime(2021, 1, 26, 15, 0, 7, tzinfo=UTC)
HOLDER = """
import sys, time
from datetime import datetime, UTC
from pathlib import Path
from bot.state import held
with held(Path(sys.argv[1]), "run", datetime(2021, 1, 18, 8, 30, tzinfo=UTC)):
    print("held", flush=True)
    time.sleep(600)
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_second_process_is_told_who_holds_the_folder_since_when(tmp_path: Path) -> None:
    with held(tmp_path / "state", "run", NOW):
        with (
            pytest.raises(StateInUse) as refused,
            held(tmp_path / "state", "sandbox", NOW),
        ):
            raise AssertionError
        assert f"process {os.getpid()} (`run`) has used it since 2021-01-26 15:00:07 UTC" in str(
            refused.value
        )
    with held(tmp_path / "state", "sandbox", NOW):
        pass


def test_a_holder_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(StateInUse, match=f"process {holder.pid} "), held(tmp_path, "run", NOW):
            raise AssertionError
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with held(tmp_path, "run", NOW):
        pass


def test_a_holder_that_has_only_just_begun_is_said_to_be_there(tmp_path: Path) -> None:
    with held(tmp_path, "run", NOW):
        (tmp_path / LOCK_NAME).write_text("")
        with pytest.raises(StateInUse, match="another process"), held(tmp_path, "run", NOW):
            raise AssertionError


def test_a_folder_of_an_earlier_version_becomes_private_with_all_that_is_in_it(
    tmp_path: Path,
) -> None:
    state, elsewhere = tmp_path / "state", tmp_path / "elsewhere"
    (state / "files" / "ab").mkdir(parents=True)
    for name in ("coursebot.sqlite3", "receipt.key", "files/ab/abcd"):
        (state / name).write_text("x")
        (state / name).chmod(0o644)
    elsewhere.write_text("x")
    elsewhere.chmod(0o644)
    (state / "link").symlink_to(elsewhere)
    (state / "broken").symlink_to(tmp_path / "nowhere")
    state.chmod(0o755)
    with held(state, "run", NOW):
        (state / "files" / "new").write_text("x")
    assert mode(state) == mode(state / "files") == mode(state / "files" / "ab") == 0o700
    files = [p for p in state.rglob("*") if p.is_file() and not p.is_symlink()]
    assert len(files) == 5 and {mode(p) for p in files} == {0o600}
    assert mode(elsewhere) == 0o644
    (tmp_path / "after").write_text("x")
    assert mode(tmp_path / "after") & 0o077  # only what belongs to the state is private


def test_a_new_folder_is_private_with_the_folders_above_it(tmp_path: Path) -> None:
    with held(tmp_path / "state" / "rehearsal", "run --rehearse", NOW):
        assert mode(tmp_path / "state") == mode(tmp_path / "state" / "rehearsal") == 0o700


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateUnusable, match="COURSEBOT_STATE"), held(tmp_path / "file", "run", NOW):
        raise AssertionError


def test_what_belongs_to_somebody_else_is_left_and_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    for name in ("a", "b"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o644)
    monkeypatch.setattr(Path, "chmod", refused)
    make_private(tmp_path)
    assert caplog.text.count("belongs to another user") == 1
