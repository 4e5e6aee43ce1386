"""What people upload and servers keep has limits, and one person's files hold up nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.app import App, build_app
from bot.assignments import store
from bot.assignments.errors import FileRefused, NoRoom
from bot.assignments.intake import Allowance, Turns
from bot.assignments.model import Sender
from bot.assignments.requests import HandIn, Upload
from bot.assignments.service import SubmissionService
from bot.clock import WallClock
from bot.database import Database
from bot.delivery import ledger
from bot.delivery.service import Outbox
from bot.ids import UserId
from bot.library.library import CourseLibrary
from bot.limits.errors import LimitReached
from bot.limits.table import DAY, DISK, MIB, UPLOAD_MIB, UPLOADS, disk_of
from bot.settings import Settings
from tests.assignments import samples
from tests.assignments.test_service import (
    ANA,
    BO,
    GUILD,
    NOW,
    SAID,
    app,
    review,
    service,
    upload,
)

__all__ = ["app", "service"]


async def untouched() -> AsyncIterator[bytes]:
    raise AssertionError("it was downloaded")
    yield b""


async def used(db: Database, files: int = 0, size: int = 0, room: int = 0) -> None:
    """Have Ana's uploads and her server's room used up so far."""

    if files:
        sent = [Upload("x", untouched, size // files)] * files
        await Allowance(db, Outbox(db, WallClock()), DISK).count(GUILD, sent, NOW, by=ANA)
    if room:
        await db.write(lambda tables: store.take_room(tables, GUILD, room))


async def test_who_has_uploaded_enough_for_a_day_is_refused_before_anything_is_downloaded(
    service: SubmissionService, db: Database
) -> None:
    await used(db, files=UPLOADS.most)
    request = HandIn("review", Sender(ANA, "ana"), NOW, (Upload("r.pdf", untouched, 9),), SAID)
    with pytest.raises(LimitReached, match=r"100 files uploaded a day.*kept and counts"):
        await service.hand_in(GUILD, request)
    assert (await review(service, sender=Sender(BO, "bo"))).version.number == 1
    assert (await review(service, at=NOW + DAY + timedelta(seconds=1))).version.number == 1


async def test_bytes_are_counted_as_discord_says_them(
    service: SubmissionService, db: Database
) -> None:
    await used(db, files=4, size=UPLOAD_MIB.most - MIB)
    request = HandIn(
        "review", Sender(ANA, "ana"), NOW, (Upload("r.pdf", untouched, 2 * MIB),), SAID
    )
    with pytest.raises(LimitReached, match="2,048 MiB uploaded a day"):
        await service.hand_in(GUILD, request)


async def test_what_was_refused_counts_since_looking_at_it_costs(
    service: SubmissionService, db: Database
) -> None:
    await used(db, files=UPLOADS.most - 1)
    with pytest.raises(FileRefused):
        await review(service, b"")
    with pytest.raises(LimitReached):
        await review(service)


async def test_a_server_keeps_so_much_and_staff_hear_once_when_little_room_is_left(
    service: SubmissionService, db: Database
) -> None:
    await used(db, room=int(DISK.most * 0.8) - 10)
    for sender in (ANA, BO):
        await review(service, sender=Sender(sender, "x"))
    [words] = await little_room(db)
    assert "80 % of the 50 GiB" in words
    await used(db, room=DISK.most)
    request = HandIn("review", Sender(ANA, "ana"), NOW, (Upload("r.pdf", untouched, 9),), SAID)
    with pytest.raises(NoRoom, match="What you've handed in before is safe"):
        await service.hand_in(GUILD, request)


async def test_one_persons_many_files_are_taken_one_by_one_and_anothers_between() -> None:
    turns, order = Turns(), list[str]()
    go = asyncio.Event()

    async def use(who: int, name: str) -> None:
        async with turns.of(who):
            order.append(name)
            await go.wait()

    async with asyncio.TaskGroup() as tasks:
        for number in range(20):
            tasks.create_task(use(ANA, f"ana {number}"))
        tasks.create_task(use(BO, "bo"))
        for _ in range(5):
            await asyncio.sleep(0)
        assert order == ["ana 0", "bo"]
        go.set()
    assert order[2:] == [f"ana {number}" for number in range(1, 20)]
    assert not turns._locks and not turns._present


async def test_twenty_hand_ins_of_one_person_leave_the_worker_free_for_another(
    service: SubmissionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    examine = service._intake._inspector.examine

    async def note(path: object) -> object:
        looked.append("file")
        return await examine(path)  # type: ignore[arg-type]

    monkeypatch.setattr(service._intake._inspector, "examine", note)
    many = [asyncio.create_task(review(service)) for _ in range(20)]
    await asyncio.sleep(0)
    received = await review(service, sender=Sender(BO, "bo"))
    done = sum(task.done() for task in many)
    assert received.version.by == BO and done <= 3, "it waited for two of Ana's at most"
    for task in many:
        task.cancel()
    await asyncio.gather(*many, return_exceptions=True)


async def test_300_people_at_a_deadline_meet_no_limit(app: App, db: Database) -> None:
    allowance = Allowance(db, app.outbox, DISK)
    one = replace(upload(samples.pdf()), size=20 * MIB)
    await asyncio.gather(
        *(
            allowance.count(GUILD, [one, one], NOW, by=UserId(user))
            for user in range(1000, 1300)
            for _ in range(3)
        )
    )


async def test_an_operator_says_how_much_each_server_keeps_and_staff_hear_of_each_limit(
    app: App, db: Database
) -> None:
    small, larger = (Allowance(db, app.outbox, disk_of(gib)) for gib in (1, 2))
    one = replace(upload(samples.pdf()), size=MIB)

    def keeping(allowance: Allowance, mib: int) -> Any:
        return lambda tables: allowance.keep(tables, GUILD, mib * MIB, NOW)

    await db.write(keeping(small, 810))
    assert await little_room(db) == []
    await db.write(keeping(small, 210))
    await db.write(keeping(small, 2))
    [words] = await little_room(db)
    assert "more than 80 % of the 1 GiB" in words
    with pytest.raises(NoRoom, match="may keep 1 GiB"):
        await small.count(GUILD, [replace(one, size=3 * MIB)], NOW, by=ANA)
    await larger.count(GUILD, [replace(one, size=3 * MIB)], NOW, by=ANA)
    await db.write(keeping(larger, 700))
    assert len(await little_room(db)) == 2


async def little_room(db: Database) -> list[str]:
    """What staff have been told of the room that is left."""
    rows = await db.read(lambda tables: ledger.all_of(tables, GUILD))
    return [r.notice.facts["words"] for r in rows if r.notice.key.startswith("little-room")]


def test_the_setting_reaches_what_the_bot_keeps_files_in(
    library: CourseLibrary, db: Database
) -> None:
    settings = Settings(_env_file=None, disk_gib=3)  # type: ignore[call-arg]
    made = build_app(settings, library, db, WallClock())
    assert made.submissions.vault.room.amount == "3 GiB of files handed in"
