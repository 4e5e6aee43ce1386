"""The operator's file and what staff have changed in Discord: neither overwrites the other without a word."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import MIGRATIONS
from bot.course.edits import Cancel
from bot.database import FILE_NAME, Database
from bot.library.history import CourseHistory
from bot.library.service import CourseService
from tests.cli.conftest import Command
from tests.instants import et
from tests.library.test_versions import MOVED_FILE, TEXT, files


async def _edited_in_discord(folder: Path, state: Path) -> None:
    db, library = Database(state / FILE_NAME), files(folder, TEXT)
    await db.open(MIGRATIONS)
    service = CourseService(db, library, CourseHistory(db, library))
    await service.history.begin(et(1, 19, 12))
    draft = await service.propose(7, Cancel(item="lec-3@2021-01-20"), et(1, 19, 12), by=5)
    await service.confirm(7, draft.id, et(1, 19, 12), by=5)
    await db.close()


def test_both_differences_are_shown_until_somebody_says_which_stands(
    command: Command, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSEBOT_COURSE", str(tmp_path / "course.yaml"))
    asyncio.run(_edited_in_discord(tmp_path, state))
    assert command("course", "apply").output == "Every course already matches its file.\n"
    files(tmp_path, MOVED_FILE)
    asked = command("course", "apply")
    assert asked.exit_code == 1
    assert "All servers that share a course: the course now matches the file." in asked.output
    assert "The course of server 7 was changed both in its file and in Discord." in asked.stderr
    assert "Deep Computer Vision, Wed Jan 20, 1:00 PM: cancelled" in asked.stderr
    assert "Lab entries: Tue Jan 26" in asked.stderr
    kept = command("course", "apply", "--server", "7", "--take", "discord")
    assert kept.output.startswith("Server 7: the file was set aside")
    files(tmp_path, TEXT)
    taken = command("course", "apply", "--take", "file")
    assert "Server 7: the course now matches the file." in taken.output
    assert "already matches its file" in command("course", "apply").output
