"""Hand-ins on a real disk and a real file: receipts, resubmission, and everything that can fail on the way."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.assignments import receipts, store
from bot.assignments.errors import (
    BadCode,
    FileRefused,
    NoSuchReceipt,
    NothingGiven,
    StorageFailed,
    TooLarge,
)
from bot.assignments.export import check_files
from bot.assignments.model import Details, Extension, Owner
from bot.assignments.service import Received, Sender, SubmissionService, Upload
from bot.assignments.vault import VAULT, Vault, hash_of
from bot.database import Database
from bot.errors import DownloadFailed
from bot.groups.errors import NotInGroup
from bot.groups.service import Person
from bot.groups.staff_service import StaffGroupService
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.conftest import ROOT
from tests.instants import et

GUILD, ANA, BO = 1, 10, 11
NOW, DUE = et(1, 28, 20), et(1, 28, 23, 59, 59)
SAID = Details(paper="Attention", ticked=True)


@pytest.fixture
def vault(db: Database) -> Vault:
    return Vault(db.path.parent / VAULT)


@pytest.fixture
def service(db: Database, library: CourseLibrary, vault: Vault) -> SubmissionService:
    return SubmissionService(db, library, StaffGroupService(db, library), vault)


def upload(data: bytes, name: str = "review.pdf", *, breaks: BaseException | None = None) -> Upload:
    """A file in two pieces. `breaks`: what happens between them."""

    async def chunks() -> AsyncIterator[bytes]:
        yield data[: len(data) // 2]
        if breaks:
            raise breaks
        yield data[len(data) // 2 :]

    return Upload(name, chunks)


async def review(
    service: SubmissionService, data: bytes = samples.pdf(), at: Any = NOW, **more: Any
) -> Received:
    sender = more.pop("sender", Sender(ANA, "ana"))
    details = more.pop("details", SAID)
    return await service.hand_in(GUILD, "review", sender, [upload(data, **more)], details, at)


async def test_a_receipt_states_what_was_received(service: SubmissionService, vault: Vault) -> None:
    data = samples.pdf()
    received = await review(service, data)
    [file] = received.version.files
    assert (file.name, file.size, file.pages) == ("review.pdf", len(data), 1)
    assert vault.path_of(file.sha256).read_bytes() == data
    assert received.version.warnings == () and received.version.number == 1
    assert received.version.late_by is None and received.counts == received.version
    assert vault.unfinished() == []


async def test_every_version_is_kept_and_the_newest_counts(service: SubmissionService) -> None:
    first = await review(service)
    second = await review(service, samples.pdf(pages=2))
    assert second.version.number == 2 and second.counts == second.version
    assert "has 2 pages" in second.version.warnings[0]
    assert [v.number for v in await service.versions(GUILD, ANA)] == [1, 2]
    again = await review(service, samples.pdf(pages=2))
    assert again.same_as == second.version
    older = await review(service)
    assert older.same_as == first.version and older.version.number == 4


async def test_late_is_taken_and_marked_and_does_not_replace_what_was_on_time(
    service: SubmissionService,
) -> None:
    first = await review(service)
    late = await review(service, samples.pdf(pages=3), DUE + timedelta(minutes=5))
    assert late.version.late_by == timedelta(minutes=5)
    assert late.counts == first.version


async def test_an_extension_makes_it_on_time(service: SubmissionService) -> None:
    until = DUE + timedelta(hours=12)
    granted = Extension("review", Owner("user", ANA), until, 9, "ill", NOW)
    await service.extend(GUILD, granted)
    received = await review(service, at=DUE + timedelta(hours=3))
    assert received.version.late_by is None and received.version.due_at == until
    assert (await service.due_dates(GUILD, ANA))["review"] == until
    assert (await service.due_dates(GUILD, BO))["review"] == DUE


async def test_a_group_hands_in_slides_for_all_its_members(
    service: SubmissionService, db: Database, library: CourseLibrary
) -> None:
    with pytest.raises(NotInGroup):
        await slides(service, ANA)
    groups = StaffGroupService(db, library)
    await groups.sign_up(GUILD, ANA, "T", "I", [Person(BO, "bo")], et(1, 20, 12))
    await groups.accept(GUILD, 1, BO, et(1, 20, 12))
    assert (await slides(service, ANA)).version.owner == Owner("group", 1)
    assert (await slides(service, BO)).version.number == 2
    assert len(await service.versions(GUILD, BO, "slides")) == 2
    unticked = await slides(service, BO, "https://example.org/x", ticked=False)
    assert "Google Slides address is expected" in unticked.version.warnings[0]


async def slides(
    service: SubmissionService, who: int, link: str = "https://docs.google.com/presentation/d/1", *,
    ticked: bool = True,
) -> Received:  # fmt: skip
    details = Details(link=link, ticked=ticked)
    return await service.hand_in(GUILD, "slides", Sender(who, "x"), [], details, NOW)


async def lab(service: SubmissionService, *files: Upload, **texts: str) -> Received:
    at = et(1, 25, 12)
    sender = Sender(ANA, "ana", role_known=False)
    return await service.hand_in(GUILD, "3", sender, files, Details(texts=texts), at)


async def test_a_lab_entry_grows_until_nothing_is_missing(service: SubmissionService) -> None:
    notebook = upload(samples.notebook(run=False), "RL.ipynb")
    first = await lab(service, notebook)
    assert "has not been run" in first.version.warnings[0]
    assert first.version.flags == ("standing unknown: no role says whether they may enter",)
    assert len(first.missing) == 3
    second = await lab(service, upload(samples.MP4, "pong.mp4"), description="How it works.")
    assert "has not been run" in second.version.warnings[0]
    assert len(second.missing) == 1 and second.version.number == 2
    third = await lab(
        service, upload(samples.notebook(run=True), "RL.ipynb"), discussion="Why it helped."
    )
    assert third.missing == () and third.version.warnings == ()
    assert [f.item for f in third.version.files] == ["video", "notebook"]


async def test_of_several_files_the_sound_ones_are_taken(service: SubmissionService) -> None:
    received = await lab(service, upload(b"", "empty.mp4"), upload(samples.notebook(), "RL.ipynb"))
    assert [f.name for f in received.version.files] == ["RL.ipynb"]
    assert "empty.mp4 wasn't taken: it is empty" in str(received.refused[0])


async def test_nothing_at_all_is_no_hand_in(service: SubmissionService) -> None:
    with pytest.raises(NothingGiven):
        await lab(service)
    assert await service.versions(GUILD) == []


async def test_what_is_refused_leaves_nothing(service: SubmissionService, vault: Vault) -> None:
    with pytest.raises(FileRefused, match="locked with a password"):
        await review(service, samples.pdf(password="x"))
    assert await service.versions(GUILD) == []
    assert vault.unfinished() == [] and list(vault.hashes()) == []


async def test_a_file_over_the_limit_is_refused_while_it_comes(
    service: SubmissionService, vault: Vault
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1024 * 1024

    with pytest.raises(TooLarge, match="larger than 25 MiB"):
        await service.hand_in(
            GUILD, "review", Sender(ANA, "ana"), [Upload("r.pdf", endless)], SAID, NOW
        )
    assert sent == 26 and vault.unfinished() == []


@pytest.mark.parametrize("error", [DownloadFailed("review.pdf"), asyncio.CancelledError()])
async def test_a_download_that_breaks_off_leaves_nothing_and_a_retry_works(
    service: SubmissionService, vault: Vault, error: BaseException
) -> None:
    with pytest.raises(type(error)):
        await review(service, breaks=error)
    assert vault.unfinished() == [] and await service.versions(GUILD) == []
    assert (await review(service)).version.number == 1


@pytest.mark.parametrize("step", ["_add", "sync_folder"])
async def test_a_full_disk_is_said_and_a_retry_works(
    service: SubmissionService, vault: Vault, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"bot.assignments.vault.{step}", full)
        with pytest.raises(StorageFailed, match="couldn't store"):
            await review(service)
    assert await service.versions(GUILD) == [] and vault.unfinished() == []
    assert (await review(service)).version.number == 1


async def test_a_receipt_proves_itself_and_its_file(service: SubmissionService) -> None:
    data = samples.pdf()
    version = (await review(service, data)).version
    typed = f"{version.receipt} {version.code}"
    for spelling in (typed, typed.lower(), typed.replace("-", ""), f"  {typed}  "):
        assert (await service.verify(spelling)).genuine
    found = await service.verify(typed, upload(data, "renamed.pdf"))
    assert found.matches == version.files[0]
    assert (await service.verify(typed, upload(data + b" "))).matches is False
    await review(service, samples.pdf(pages=2))
    assert not (await service.verify(typed)).counts


async def test_a_forged_receipt_is_not_genuine(service: SubmissionService, db: Database) -> None:
    version = (await review(service)).version
    other = "2222-2222-2222-2222"
    assert not (await service.verify(f"{version.receipt} {other}")).genuine
    with pytest.raises(NoSuchReceipt):
        await service.verify(f"R-2222-2222 {version.code}")
    with pytest.raises(BadCode):
        await service.verify("hello")

    def forge(tables: Any) -> None:
        tables.execute("UPDATE submissions SET at = '2021-01-01T00:00:00+00:00'")

    await db.write(forge)
    assert not (await service.verify(f"{version.receipt} {version.code}")).genuine


def test_the_key_is_made_once_and_readable_by_its_user_alone(tmp_path: Path) -> None:
    key = receipts.load_key(tmp_path / "state")
    assert len(key) == 32 and receipts.load_key(tmp_path / "state") == key
    assert (tmp_path / "state" / "receipt.key").stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in (tmp_path / "state").iterdir()) == ["receipt.key"]


async def test_20_people_at_once_get_20_receipts(service: SubmissionService) -> None:
    text = b"One page about a paper, written in plain text so that no worker is needed for long."
    done = await asyncio.gather(
        *(
            service.hand_in(GUILD, "review", Sender(n, "x"), [upload(text, "r.txt")], SAID, NOW)
            for n in range(1, 21)
        )
    )
    assert len({r.version.receipt for r in done}) == 20
    assert len(await service.versions(GUILD)) == 20


async def test_attesting_is_remembered_and_can_be_taken_back(service: SubmissionService) -> None:
    for _ in range(2):
        await service.attest(GUILD, ANA, "lab1", True, NOW)
    assert await service.attested(GUILD) == {ANA: frozenset({"lab1"})}
    await service.attest(GUILD, ANA, "lab1", False, NOW)
    assert await service.attested(GUILD) == {}


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.app import MIGRATIONS
from bot.library.library import CourseLibrary
from bot.course.loader import load_course
from bot.database import Database
from bot.groups.staff_service import StaffGroupService
from bot.assignments import service as module, store, vault
from bot.assignments.vault import VAULT, Vault
from tests.assignments.test_service import NOW, review, samples

step, state = sys.argv[1], Path(sys.argv[2])
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if step == "while receiving": vault._add = die
if step == "before its place": Vault._keep = die
if step == "before the row": store.add = die
async def main():
    db = Database(state / "test.sqlite3")
    await db.open(MIGRATIONS)
    library = CourseLibrary(load_course(Path("data/course.yaml")))
    service = module.SubmissionService(db, library, StaffGroupService(db, library), Vault(state / VAULT))
    await review(service)
    if step == "after the row": die()
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("step", "stored", "orphans", "unfinished"),
    [
        ("while receiving", 0, 0, 1),
        ("before its place", 0, 0, 1),
        ("before the row", 0, 1, 0),
        ("after the row", 1, 0, 0),
    ],
)
async def test_a_killed_process_leaves_nothing_half_stored(
    service: SubmissionService, db: Database, vault: Vault,
    step: str, stored: int, orphans: int, unfinished: int,
) -> None:  # fmt: skip
    killed = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", KILLED, step, str(db.path.parent)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(await service.versions(GUILD)) == stored
    found = check_files(await db.read(store.hashes), vault)
    assert (len(found.orphans), len(found.unfinished)) == (orphans, unfinished)
    assert found.sound == stored and not found.missing and not found.altered
    assert (await review(service)).version.number == stored + 1
    assert hash_of(vault.path_of((await service.versions(GUILD))[-1].files[0].sha256))
