"""What many people ask for at one moment is read once, and never as it was before a change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlite_utils import Migrations

from bot.database import FILE_NAME, MOST, Database, SharedReads, Tables, rows
from bot.trouble import NumberTooLarge

migrations = Migrations("reads")


@migrations()
def create(db: Tables) -> None:
    db.execute("CREATE TABLE words (word TEXT)")


@pytest_asyncio.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / FILE_NAME)
    await database.open([migrations])
    yield database
    await database.close()


class Words:
    """Reads all words, and counts how often it had to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, db: Tables) -> list[str]:
        self.times += 1
        return [str(row["word"]) for row in rows(db, "SELECT word FROM words")]


async def test_many_who_ask_at_once_are_read_to_once(db: Database) -> None:
    reads, words = SharedReads(db), Words()
    found = await asyncio.gather(*(reads.once(words, "all") for _ in range(500)))
    assert (words.times, found) == (1, [[]] * 500)


async def test_whoever_asks_after_a_change_gets_what_is_so_now(db: Database) -> None:
    reads, words = SharedReads(db), Words()
    assert await reads.once(words, "all") == []
    await db.write(lambda db: db.execute("INSERT INTO words VALUES ('tide')"))
    assert await reads.once(words, "all") == ["tide"]
    assert words.times == 2


async def test_a_change_and_a_reading_under_way_give_nobody_what_was(db: Database) -> None:
    reads, words = SharedReads(db), Words()

    async def change_then_ask() -> list[str]:
        await db.write(lambda db: db.execute("INSERT INTO words VALUES ('tide')"))
        return await reads.once(words, "all")

    before = asyncio.create_task(reads.once(words, "all"))
    assert await change_then_ask() == ["tide"]
    assert await before in ([], ["tide"])


async def test_other_questions_are_read_apart(db: Database) -> None:
    reads, words = SharedReads(db), Words()
    for number in range(MOST + 2):
        await reads.once(words, "all", number)
    assert words.times == MOST + 2


async def test_what_fails_is_read_again(db: Database) -> None:
    reads = SharedReads(db)

    def fails(db: Tables) -> list[str]:
        rows(db, "SELECT ?", [2**70])
        return []

    for _ in range(2):
        with pytest.raises(NumberTooLarge):
            await reads.once(fails, "all")
    words = Words()
    assert await reads.once(words, "all") == []


async def test_whoever_gives_up_ends_nobody_elses_reading(db: Database) -> None:
    reads, words = SharedReads(db), Words()
    first = asyncio.create_task(reads.once(words, "all"))
    second = asyncio.create_task(reads.once(words, "all"))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == []
    with pytest.raises(asyncio.CancelledError):
        await first
