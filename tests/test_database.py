"""One SQLite file: durable, ordered, shared commits; nothing half-done."""

from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from bot.app import MIGRATIONS
from bot.database import Database, patience, rows
from bot.errors import BackupFailed, DatabaseDamaged, DatabaseNewer, StateInUse, StateUnusable
from bot.trouble import DatabaseBusy, DatabaseUnreadable, DiskFull, NumberTooLarge, TextUnusable
from tests.test_restore import at, damaged, newer_version, stored


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


async def test_a_caller_that_gives_up_takes_its_write_back(db: Database) -> None:
    await with_things(db)
    gone = asyncio.create_task(db.write(insert("gone")))
    await asyncio.sleep(0)
    gone.cancel()
    kept = asyncio.create_task(db.write(insert("kept")))
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await kept == 1
    assert await count(db) == 1


async def test_a_write_that_has_begun_is_whole_whoever_gives_up(db: Database) -> None:
    await with_things(db)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(d: sqlite_utils.Database) -> int:
        begun.set()
        go_on.wait(5)
        return insert("kept")(d)

    task = asyncio.create_task(db.write(slowly))
    await asyncio.to_thread(begun.wait, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    assert await count(db) == 1


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


@contextmanager
def locked(path: Path, how: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Lock a database as another process does."""
    other = sqlite3.connect(path, isolation_level=None)
    if how == "everything":
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        how = "BEGIN EXCLUSIVE"
    other.execute(how)
    other.execute("CREATE TABLE IF NOT EXISTS others (x)")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """Have little patience, as whoever answers a person."""
    before = patience.set(lambda: seconds)
    yield
    patience.reset(before)


async def test_whoever_waits_too_long_for_a_lock_is_refused_and_nothing_is_stored_later(
    db: Database,
) -> None:
    await with_things(db)
    with locked(db.path), hurried(0.15):
        results = await asyncio.gather(
            *(db.write(insert(str(n))) for n in range(3)), return_exceptions=True
        )
    assert [type(r) for r in results] == [DatabaseBusy] * 3
    assert "Try again in a few seconds" in str(results[0])
    assert await db.write(insert("later")) == 1
    assert await count(db) == 1


async def test_who_has_more_patience_is_served_when_the_lock_ends(db: Database) -> None:
    await with_things(db)
    with locked(db.path):
        with hurried(0.1):
            hasty = asyncio.create_task(db.write(insert("hasty")))
        patient = asyncio.create_task(db.write(insert("patient")))
        with pytest.raises(DatabaseBusy):
            await hasty
        assert not patient.done()
    assert await patient == 1


async def test_reading_goes_on_while_writes_wait_for_a_lock(db: Database) -> None:
    await with_things(db)
    with locked(db.path):
        waiting = asyncio.create_task(db.write(insert("a")))
        with hurried(0.0):
            assert [await count(db) for _ in range(20)] == [0] * 20
        assert not waiting.done()
    assert await waiting == 1


async def test_a_lock_that_forbids_reading_too_is_said_to_be_one(db: Database) -> None:
    await with_things(db)
    await db.close()
    again = Database(db.path)
    await again.open(())
    await again.read(lambda d: d.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
    await again.close()
    with locked(db.path, "everything"), hurried(0.1):
        reader = Database(db.path)
        reader._db = sqlite_utils.Database(
            sqlite3.connect(db.path, timeout=0.01, check_same_thread=False)
        )
        with pytest.raises(DatabaseBusy):
            await count(reader)
        await reader.close()


async def test_a_full_disk_is_told_to_everybody_it_met_and_nothing_of_it_is_kept(
    db: Database,
) -> None:
    await with_things(db)
    pages = await db.read(lambda d: rows(d, "PRAGMA page_count")[0]["page_count"])
    await db.read(lambda d: d.execute(f"PRAGMA max_page_count={pages + 2}"))

    def much(d: sqlite_utils.Database) -> None:
        d.execute("INSERT INTO things (name) VALUES (hex(randomblob(100000)))")

    results = await asyncio.gather(db.write(insert("a")), db.write(much), return_exceptions=True)
    assert type(results[1]) is DiskFull and "disk is full" in str(results[1])
    stored = [result for result in results if not isinstance(result, Exception)]
    assert await count(db) == len(stored)
    await db.read(lambda d: d.execute("PRAGMA max_page_count=100000"))
    await db.write(much)
    assert await count(db) == len(stored) + 1


async def test_a_number_or_a_text_that_no_column_holds_is_a_sentence(db: Database) -> None:
    await with_things(db)
    sql = "SELECT * FROM things WHERE id = ?"
    for number in (2**63, -(2**63) - 1, 10**30):
        with pytest.raises(NumberTooLarge, match="too large"):
            await db.read(lambda d, n=number: rows(d, sql, [n]))
        with pytest.raises(NumberTooLarge):
            await db.write(lambda d, n=number: d.execute("DELETE FROM things WHERE id = ?", [n]))
    with pytest.raises(TextUnusable, match="broken character"):
        await db.write(insert("half an emoji \ud83d"))
    assert await db.write(insert("a\0b")) == 1


async def test_a_page_that_breaks_while_the_bot_runs_is_said_to_be_damage(db: Database) -> None:
    await with_things(db)
    for n in range(300):
        await db.write(insert("x" * 300 + str(n)))
    await db.read(lambda d: d.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
    await db.read(lambda d: d.execute("PRAGMA cache_size=0"))
    data = bytearray(db.path.read_bytes())
    first = await db.read(
        lambda d: rows(d, "SELECT rootpage FROM sqlite_master WHERE name = 'things'")[0]["rootpage"]
    )
    data[(first - 1) * 4096 : first * 4096] = b"\xff" * 4096
    db.path.write_bytes(data)
    with pytest.raises(DatabaseUnreadable, match="damaged"):
        await count(db)


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


def is_held(path: Path) -> bool:
    """Return whether this process has a file open."""
    return path.resolve() in {file.resolve() for file in Path("/proc/self/fd").iterdir()}


async def test_a_damaged_file_is_never_opened_and_the_newest_sound_backup_beside_it_is_named(
    tmp_path: Path,
) -> None:
    path = await stored(tmp_path / "bot.sqlite3", "ana")
    db = Database(path)
    await db.open(MIGRATIONS)
    for name in ("old", "new", "newest but damaged"):
        await db.backup(tmp_path / name)
    await db.close()
    for age, name in enumerate(("newest but damaged", "new", "old")):
        at(tmp_path / name, 9_000 - age)
    damaged(tmp_path / "newest but damaged")
    (tmp_path / "notes.txt").write_text("no database")
    damaged(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged) as refused:
        await Database(path).open(MIGRATIONS)
    assert refused.value.backup == tmp_path / "new"
    assert f"`python -m bot restore {tmp_path / 'new'}`" in str(refused.value)
    assert "can write" not in str(refused.value) and "\n" not in str(refused.value)
    assert path.read_bytes() == before
    assert not is_held(path), "whoever mends the file finds it in use"


@pytest.mark.parametrize("how", ["garbage", "cut"])
async def test_what_is_no_whole_database_is_damage_not_a_matter_of_permissions(
    tmp_path: Path, how: str
) -> None:
    path = await stored(tmp_path / "bot.sqlite3", "ana")
    if how == "garbage":
        path.write_bytes(b"not a database" * 100)
    else:
        os.truncate(path, 20_000)
    with pytest.raises(DatabaseDamaged, match="`python -m bot restore BACKUP`"):
        await Database(path).open(MIGRATIONS)


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = await newer_version(tmp_path / "bot.sqlite3")
    before = path.read_bytes()
    for opened in (Database(path).open, Database(path).open_to_copy):
        with pytest.raises(DatabaseNewer, match=r"newer version of the bot.*Update the bot"):
            await opened(MIGRATIONS)
    assert path.read_bytes() == before


async def test_a_database_that_stays_locked_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await stored(tmp_path / "bot.sqlite3", "ana")
    monkeypatch.setattr("bot.soundness.OPENING_S", 0.05)
    with locked(path, "everything"), pytest.raises(StateInUse, match=r"has locked bot\.sqlite3"):
        await Database(path).open(MIGRATIONS)


async def test_a_database_that_is_not_open_says_so(tmp_path: Path) -> None:
    with pytest.raises(StateUnusable, match="closed"):
        await Database(tmp_path / "x.sqlite3").read(lambda d: None)


@pytest.mark.parametrize("migrations", MIGRATIONS, ids=lambda m: m.name)
def test_migrations_run_from_every_earlier_version(migrations: Migrations, tmp_path: Path) -> None:
    earlier = MIGRATIONS[: MIGRATIONS.index(migrations)]  # as at a start: in order, one file
    fresh = sqlite_utils.Database(tmp_path / "fresh.sqlite3")
    for one in (*earlier, migrations):
        one.apply(fresh)
    names = [m.name for m in migrations.applied(fresh)]
    for number, name in enumerate(names):
        old = sqlite_utils.Database(tmp_path / f"{number}.sqlite3")
        for one in earlier:
            one.apply(old)
        migrations.apply(old, stop_before=name)
        migrations.apply(old)
        assert old.schema == fresh.schema
        assert [m.name for m in migrations.applied(old)] == names
