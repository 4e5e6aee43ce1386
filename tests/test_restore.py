"""A backup in the database's place: whole, checked, and nothing thrown away."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import MIGRATIONS
from bot.database import rows
from bot.errors import NotRestored, StateUnusable
from bot.restore import restore
from tests.databases import open_database

NOW = datetime(2021, 1, 26, 15, tzinfo=UTC)
KEPT = "bot-replaced-20210126T150000Z.sqlite3"


@pytest.fixture
async def bot(tmp_path: Path) -> Path:
    """The bot's database after a clean stop, with Ana in it."""
    return await stored(tmp_path / "state" / "bot.sqlite3", "ana")


@pytest.fixture
async def backup(bot: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    db = await open_database(bot)
    await db.backup(tmp_path / "backup.sqlite3")
    await db.close()
    at(tmp_path / "backup.sqlite3", 1_000)
    at(bot, 1_000)
    return tmp_path / "backup.sqlite3"


async def stored(path: Path, *names: str) -> Path:
    """Store names in a bot's database, the way the bot stores."""
    db = await open_database(path)
    for name in names:
        await db.write(lambda d, n=name: insert(d, n))
    await db.close()
    return path


def insert(db: object, name: str) -> None:
    db.execute("CREATE TABLE IF NOT EXISTS people (name TEXT) STRICT")  # type: ignore[attr-defined]
    db.execute("INSERT INTO people VALUES (?)", [name])  # type: ignore[attr-defined]


def names(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = [name for (name,) in connection.execute("SELECT name FROM people ORDER BY rowid")]
    connection.close()
    return found


def at(path: Path, seconds: int) -> None:
    os.utime(path, (seconds, seconds))


def damaged(path: Path) -> Path:
    """Overwrite a page in the middle."""
    data = bytearray(path.read_bytes())
    data[8 * 4096 : 9 * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    return path


def everything(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def test_on_a_new_machine_the_backup_becomes_the_database(backup: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "state" / "bot.sqlite3"
    assert restore(backup, target, MIGRATIONS, NOW) is None
    assert names(target) == ["ana"]
    assert [p.name for p in target.parent.iterdir()] == ["bot.sqlite3"]


async def test_a_newer_database_is_replaced_only_by_force_and_is_kept_whole(
    bot: Path, backup: Path
) -> None:
    await stored(bot, "bo")
    at(bot, 2_000)
    for _ in range(2):
        with pytest.raises(
            NotRestored, match="last written to at 1970-01-01 00:33:20 UTC"
        ) as refused:
            restore(backup, bot, MIGRATIONS, NOW)
    assert "add --force" in str(refused.value)
    assert names(bot) == ["ana", "bo"]
    kept = restore(backup, bot, MIGRATIONS, NOW, force=True)
    assert kept == bot.with_name(KEPT)
    assert names(bot) == ["ana"] and names(kept) == ["ana", "bo"]
    assert sorted(p.name for p in bot.parent.iterdir()) == [KEPT, "bot.sqlite3"]


async def test_restoring_can_be_undone_without_force(bot: Path, backup: Path) -> None:
    await stored(bot, "bo")
    kept = restore(backup, bot, MIGRATIONS, NOW, force=True)
    assert kept is not None
    restore(kept, bot, MIGRATIONS, NOW.replace(hour=16))
    assert names(bot) == ["ana", "bo"]


async def test_what_a_crash_left_beside_the_database_is_kept_with_it(
    bot: Path, backup: Path, tmp_path: Path
) -> None:
    db = await open_database(bot)
    await db.write(lambda d: insert(d, "bo"))
    crashed = tmp_path / "crashed" / bot.name
    shutil.copytree(bot.parent, crashed.parent)
    await db.close()
    at(crashed, 1)
    with pytest.raises(NotRestored, match="after this backup"):
        restore(backup, crashed, MIGRATIONS, NOW)
    kept = restore(backup, crashed, MIGRATIONS, NOW, force=True)
    assert kept and names(kept) == ["ana", "bo"] and names(crashed) == ["ana"]


async def test_a_copy_of_a_crashed_bots_files_is_a_backup_too(bot: Path, tmp_path: Path) -> None:
    db = await open_database(bot)
    await db.write(lambda d: insert(d, "bo"))
    shutil.copytree(bot.parent, tmp_path / "copied")
    await db.close()
    before = everything(tmp_path / "copied")
    target = tmp_path / "new" / "bot.sqlite3"
    restore(tmp_path / "copied" / bot.name, target, MIGRATIONS, NOW)
    assert names(target) == ["ana", "bo"]
    assert everything(tmp_path / "copied") == before


async def test_a_running_bot_keeps_its_database(bot: Path, backup: Path) -> None:
    db = await open_database(bot)
    with pytest.raises(NotRestored, match=r"is in use, most likely by the bot.*Stop it first"):
        restore(backup, bot, MIGRATIONS, NOW, force=True)
    await db.write(lambda d: insert(d, "bo"))
    assert await db.read(lambda d: len(rows(d, "SELECT * FROM people"))) == 2
    await db.close()
    assert [p.name for p in bot.parent.iterdir()] == ["bot.sqlite3"]


def test_a_damaged_database_needs_no_force_and_is_kept_as_it_is(bot: Path, backup: Path) -> None:
    at(damaged(bot), 2_000)
    kept = restore(backup, bot, MIGRATIONS, NOW)
    assert kept and names(bot) == ["ana"]
    assert b"\xff" * 4096 in kept.read_bytes()


def test_logs_of_a_file_that_is_no_database_are_kept_from_the_new_one(
    bot: Path, backup: Path
) -> None:
    bot.write_bytes(b"x" * 9_999)
    log = bot.with_name(f"{bot.name}-wal")
    log.write_bytes(b"frames")
    kept = restore(backup, bot, MIGRATIONS, NOW)
    assert kept and kept.read_bytes() == b"x" * 9_999
    assert not log.exists() and kept.with_name(f"{kept.name}-wal").read_bytes() == b"frames"
    assert names(bot) == ["ana"]


STEPS = ("os.", "open", "shutil.", "sqlite3.connect")


def killed_before(step: int, *args: object) -> bool:
    """Restore in a process that ends, without any tidying up, before one of its steps on the disk."""
    child = os.fork()
    if child == 0:
        steps = itertools.count()

        def end(event: str, _: object) -> None:
            if event.startswith(STEPS) and next(steps) == step:
                os._exit(9)

        try:
            sys.addaudithook(end)
            restore(*args, force=True)  # type: ignore[arg-type]
            os._exit(0)
        finally:
            os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, 9)
    return ended == 9


async def test_a_kill_at_any_step_leaves_the_old_database_or_the_new_one(
    bot: Path, backup: Path, tmp_path: Path
) -> None:
    db = await open_database(bot)
    await db.write(lambda d: insert(d, "bo"))
    crashed = tmp_path / "crashed"
    shutil.copytree(bot.parent, crashed)
    await db.close()
    outcomes: list[list[str]] = []
    for step in itertools.count():
        folder = tmp_path / str(step)
        shutil.copytree(crashed, folder)
        target = folder / bot.name
        if not killed_before(step, backup, target, MIGRATIONS, NOW):
            break
        outcomes.append(names(target))
        kept = restore(backup, target, MIGRATIONS, NOW.replace(hour=16), force=True)
        assert kept and names(target) == ["ana"]
        assert ["ana", "bo"] in [names(path) for path in folder.glob("bot-replaced-*.sqlite3")]
    assert len(outcomes) > 15
    assert [found for found, _ in itertools.groupby(outcomes)] == [["ana", "bo"], ["ana"]]


def test_what_a_killed_restore_left_is_no_obstacle(bot: Path, backup: Path) -> None:
    for suffix in ("", "-wal", "-journal"):
        bot.with_name(f"{bot.name}.restoring{suffix}").write_bytes(b"half")
    restore(backup, bot, MIGRATIONS, NOW)
    assert sorted(p.name for p in bot.parent.iterdir()) == [KEPT, "bot.sqlite3"]


async def newer_version(path: Path) -> Path:
    await stored(path)
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('groups', 'm099', '')"
    )
    connection.commit()
    connection.close()
    return path


def another_database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    return path


async def test_what_is_no_sound_backup_of_this_bot_is_refused_and_nothing_changes(
    bot: Path, backup: Path, tmp_path: Path
) -> None:
    text, empty = tmp_path / "notes.txt", tmp_path / "empty"
    text.write_text("SQLite is nice")
    empty.touch()
    cut = tmp_path / "cut.sqlite3"
    shutil.copy(backup, cut)
    os.truncate(cut, 20_000)
    bad = {
        tmp_path / "nowhere": "nowhere can't be read (No such file or directory)",
        tmp_path: "can't be read (Is a directory)",
        text: "notes.txt isn't a copy of the bot's database",
        empty: "empty isn't a copy of the bot's database",
        another_database(tmp_path / "other.sqlite3"): "other.sqlite3 isn't a copy of the bot's",
        cut: "cut.sqlite3 is damaged",
        damaged(
            Path(shutil.copy(backup, tmp_path / "flipped.sqlite3"))
        ): "flipped.sqlite3 is damaged",
        await newer_version(tmp_path / "newer.sqlite3"): "is from a newer version of the bot",
        bot: "is the bot's database itself",
    }
    before = everything(bot.parent)
    for path, words in bad.items():
        with pytest.raises(NotRestored) as refused:
            restore(path, bot, MIGRATIONS, NOW, force=True)
        assert words in str(refused.value) and "so nothing was replaced." in str(refused.value)
        assert everything(bot.parent) == before


def test_a_state_folder_that_cant_be_used_is_one_sentence(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateUnusable, match="COURSEBOT_STATE"):
        restore(backup, tmp_path / "file" / "state" / "bot.sqlite3", MIGRATIONS, NOW)
