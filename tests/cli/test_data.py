from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Command


def test_backup_copies_the_database_and_writes_over_nothing(command: Command, state: Path) -> None:
    missing = command("backup", "copy.sqlite3")
    assert missing.exit_code == 1 and "There is no database" in missing.output
    state.mkdir()
    sqlite3.connect(state / "coursebot.sqlite3").execute("CREATE TABLE t (x)").connection.close()
    assert command("backup", "copy.sqlite3").exit_code == 0
    again = command("backup", "copy.sqlite3")
    assert again.exit_code == 1 and "exists already" in again.output
