"""One SQLite file: durable, ordered, shared commits; nothing half-done."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from bot.app import MIGRATIONS
from bot.database import Database, rows
from bot.errors import BackupFailed, DatabaseDamaged, StateUnusable


async def count(db: Database) -> int:
    return await db.read(lambda d: rows(d, "SELECT count(*) AS n FROM things")[0]["n"])


async def with_things(db: Database) -> Database:
    await db.write(
        lambda d: d.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE) STRICT")
    )
    return db


def insert(name: str):
    def work(db: sqlite_utils.Database) -> int:
        return db.execute("INSERT INTO things (name) VALUES (?)", [name]).lastrowid or 0

    return work


async def test_a_write_returns_what_its_work_returns_and_is_there_afterwards(db: Database) -> None:
    await with_things(db)
    assert await db.write(insert("a")) == 1
    other = sqlite3.connect(db.path)
    assert other.execute("SELECT name FROM things").fetchall() == [("a",)]
    other.close()


async def test_commits_are_durable_before_the_caller_resumes(db: Database) -> None:
    assert await db.read(lambda d: rows(d, "PRAGMA synchronous")[0]["synchronous"]) == 2  # FULL
    assert await db.read(lambda d: rows(d, "PRAGMA journal_mode")[0]["journal_mode"]) == "wal"
    assert await db.read(lambda d: rows(d, "PRAGMA foreign_keys")[0]["foreign_keys"]) == 1


async def test_a_failing_write_undoes_itself_and_takes_nothing_with_it(db: Database) -> None:
    await with_things(db)

    def half(d: sqlite_utils.Database) -> None:
        insert("half")(d)
        raise RuntimeError("in the middle")

    results = await asyncio.gather(
        db.write(insert("a")),
        db.write(half),
        db.write(insert("a")),
        db.write(insert("b")),
        return_exceptions=True,
    )
    assert [type(r).__name__ for r in results] == ["int", "RuntimeError", "IntegrityError", "int"]
    names = await db.read(
        lambda d: [r["name"] for r in rows(d, "SELECT name FROM things ORDER BY id")]
    )
    assert names == ["a", "b"]


async def test_many_waiting_writes_keep_their_order_and_share_commits(db: Database) -> None:
    await with_things(db)
    results = await asyncio.gather(*(db.write(insert(str(n))) for n in range(1200)))
    assert results == list(range(1, 1201))
    assert await count(db) == 1200


async def test_a_caller_that_gives_up_does_not_undo_its_write(db: Database) -> None:
    await with_things(db)
    task = asyncio.create_task(db.write(insert("kept")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await db.write(insert("next"))
    assert await count(db) == 2


async def test_closing_finishes_the_writes_that_wait(tmp_path: Path) -> None:
    db = Database(tmp_path / "x.sqlite3")
    await db.open(())
    await with_things(db)
    tasks = [asyncio.create_task(db.write(insert(str(n)))) for n in range(50)]
    await asyncio.sleep(0)
    await db.close()
    await asyncio.gather(*tasks)
    again = Database(db.path)
    await again.open(())
    assert await count(again) == 50
    await again.close()


async def test_a_broken_transaction_is_told_to_every_writer_in_it(db: Database) -> None:
    await with_things(db)
    blocker = sqlite3.connect(db.path, isolation_level=None)
    await db.read(lambda d: d.execute("PRAGMA busy_timeout=1"))
    blocker.execute("BEGIN IMMEDIATE")
    results = await asyncio.gather(
        db.write(insert("a")), db.write(insert("b")), return_exceptions=True
    )
    assert {type(r).__name__ for r in results} == {"OperationalError"}
    blocker.execute("ROLLBACK")
    blocker.close()
    assert await db.write(insert("a")) == 1


async def test_a_backup_is_a_whole_database(db: Database, tmp_path: Path) -> None:
    await with_things(db)
    await db.write(insert("a"))
    await db.backup(tmp_path / "copy.sqlite3")
    copy = Database(tmp_path / "copy.sqlite3")
    await copy.open(())
    assert await count(copy) == 1
    await copy.close()


def copies(folder: Path) -> list[Path]:
    return list(folder.rglob("copy*"))


async def test_a_backup_that_fails_leaves_nothing_that_looks_like_one(
    db: Database, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "nowhere" / "copy", tmp_path / "file" / "copy"):
        with pytest.raises(BackupFailed, match=f"{target} can't be written"):
            await db.backup(target)
    await with_things(db)
    await db.write(
        lambda d: d.execute("INSERT INTO things (name) VALUES (hex(randomblob(1 << 19)))")
    )
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, limits[1]))
    try:
        with pytest.raises(BackupFailed, match="can't be written"):
            await db.backup(tmp_path / "copy")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not copies(tmp_path)


async def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    db = Database(tmp_path / "file" / "x.sqlite3")
    with pytest.raises(StateUnusable, match="can't be used"):
        await db.open(())
    garbage = tmp_path / "garbage.sqlite3"
    garbage.write_bytes(b"not a database" * 100)
    broken = Database(garbage)
    with pytest.raises(DatabaseDamaged, match=r"not a database.*restore BACKUP"):
        await broken.open(())


async def test_a_database_that_is_not_open_says_so(tmp_path: Path) -> None:
    with pytest.raises(StateUnusable, match="closed"):
        await Database(tmp_path / "x.sqlite3").read(lambda d: None)


@pytest.mark.parametrize("migrations", MIGRATIONS, ids=lambda m: m.name)
def test_migrations_run_from_every_earlier_version(migrations: Migrations, tmp_path: Path) -> None:
    fresh = sqlite_utils.Database(tmp_path / "fresh.sqlite3")
    migrations.apply(fresh)
    names = [m.name for m in migrations.applied(fresh)]
    for number, name in enumerate(names):
        old = sqlite_utils.Database(tmp_path / f"{number}.sqlite3")
        migrations.apply(old, stop_before=name)
        migrations.apply(old)
        assert old.schema == fresh.schema
        assert [m.name for m in migrations.applied(old)] == names
