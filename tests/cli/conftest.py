from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.conftest import COURSE_FILE

Command = Callable[..., Result]
TOKEN = (
    base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=") + ".aaaaaa.bbbbbbbbbbbb"
)
"""It looks like a bot's token, and no Discord knows it."""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The state folder, which isn't there yet."""
    return tmp_path / "state"


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: Path) -> Command:
    """Run a command in an empty folder, with the product's own course and without a token."""
    monkeypatch.setenv("COURSEBOT_STATE", str(state))
    monkeypatch.setenv("COURSEBOT_COURSE", str(COURSE_FILE))
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(main, [str(arg) for arg in args])
