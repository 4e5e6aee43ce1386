"""Hand-ins on a real disk and a real file: receipts, resubmission, and everything that can fail on the way."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build_app
from bot.assignments import extension_store, notices, store
from bot.assignments.errors import (
    BadCode,
    FileRefused,
    NoSuchReceipt,
    NothingGiven,
    StorageFailed,
    TimeChangedSince,
    TooLarge,
)
from bot.assignments.export import check_files
from bot.assignments.model import Details, Owner, Receipt, Sender
from bot.assignments.requests import Check, Grant, HandIn, Upload
from bot.assignments.service import SubmissionService
from bot.assignments.vault import Vault, hash_of
from bot.clock import BorrowedClock
from bot.database import Database
from bot.delivery import ledger
from bot.errors import DownloadFailed
from bot.groups.errors import NotInGroup
from bot.groups.model import Person, SignUp
from bot.library.library import CourseLibrary
from bot.settings import Settings
from tests.assignments import samples
from tests.conftest import ROOT
from tests.instants import et

GUILD, ANA, BO = 1, 10, 11
NOW, DUE = et(1, 28, 20), et(1, 28, 23, 59, 59)
SAID = Details(paper="Attention", ticked=True)


def app_over(db: Database, library: CourseLibrary) -> App:
    """Everything that is beneath Discord, on the evening before the deadline."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    return build_app(settings, library, db, BorrowedClock(lambda: NOW))


@pytest.fixture
def app(db: Database, library: CourseLibrary) -> App:
    return app_over(db, library)


@pytest.fixture
def service(app: App) -> SubmissionService:
    return app.submissions


@pytest.fixture
def vault(service: SubmissionService) -> Vault:
    return service.vault


def upload(data: bytes, name: str = "review.pdf", *, breaks: BaseException | None = None) -> Upload:
    """A file in two pieces. `breaks`: what happens between them."""

    async def chunks() -> AsyncIterator[bytes]:
        yield data[: len(data) // 2]
        if breaks:
            raise breaks
        yield data[len(data) // 2 :]

    return Upload(name, chunks)


def check(typed: str, file: Upload | None = None) -> Check:
    return Check(typed, BO, NOW, file)


async def review(
    service: SubmissionService, data: bytes = samples.pdf(), at: Any = NOW, **more: Any
) -> Receipt:
    sender = more.pop("sender", Sender(ANA, "ana"))
    details = more.pop("details", SAID)
    return await service.hand_in(
        GUILD, HandIn("review", sender, at, (upload(data, **more),), details)
    )


async def test_a_receipt_states_what_was_received(service: SubmissionService, vault: Vault) -> None:
    data = samples.pdf()
    received = await review(service, data)
    [file] = received.version.files
    assert (file.name, file.size, file.pages) == ("review.pdf", len(data), 1)
    assert vault.path_of(file.sha256).read_bytes() == data
    assert received.version.warnings == () and received.version.number == 1
    assert received.version.late_by is None and received.counts == 1
    assert vault.unfinished() == []


async def test_every_version_is_kept_and_the_newest_counts(service: SubmissionService) -> None:
    await review(service)
    second = await review(service, samples.pdf(pages=2))
    assert second.version.number == 2 and second.counts == 2
    assert "has 2 pages" in second.version.warnings[0]
    assert [v.number for v in await service.versions(GUILD, ANA)] == [1, 2]
    again = await review(service, samples.pdf(pages=2))
    assert again.same_as == 2
    older = await review(service)
    assert older.same_as == 1 and older.version.number == 4


async def test_late_is_taken_and_marked_and_does_not_replace_what_was_on_time(
    service: SubmissionService,
) -> None:
    await review(service)
    late = await review(service, samples.pdf(pages=3), DUE + timedelta(minutes=5))
    assert late.version.late_by == timedelta(minutes=5)
    assert late.counts == 1


async def test_an_extension_makes_it_on_time(service: SubmissionService, app: App) -> None:
    until = DUE + timedelta(hours=12)
    grant = Grant("review", Owner("user", ANA), timedelta(hours=12), "ill", NOW)
    [given], _ = await app.more_time.extend(GUILD, grant, by=9)
    assert given.extension.due_at == until
    received = await review(service, at=DUE + timedelta(hours=3))
    assert received.version.late_by is None and received.version.due_at == until
    assert (await service.due(GUILD, ANA))["review"].at == until
    assert not (await service.due(GUILD, BO))["review"].extended


async def test_what_is_taken_back_before_anybody_heard_is_never_told(
    service: SubmissionService, app: App
) -> None:
    grant = Grant("review", Owner("user", ANA), timedelta(hours=12), "ill", NOW)
    _, change = await app.more_time.extend(GUILD, grant, by=9)
    [back], again = await app.more_time.undo(GUILD, change, NOW + timedelta(minutes=1), by=8)
    assert (back.due_at, back.stated_at, back.was) == (None, DUE, DUE + timedelta(hours=12))
    assert (await service.due(GUILD, ANA))["review"].at == DUE
    told = [
        (row.notice.kind, row.state)
        for row in await app.db.read(lambda db: ledger.all_of(db, GUILD))
    ]
    assert told == [(notices.EXTENSION, "skipped")], "and nothing says that it was taken back"
    log = await app.db.read(
        lambda db: extension_store.history(db, GUILD, Owner("user", ANA), "review")
    )
    assert [(one.change, one.by, one.due_at is None) for one in log] == [
        (2, 8, True),
        (1, 9, False),
    ]
    for gone in (change, 99):
        with pytest.raises(TimeChangedSince):
            await app.more_time.undo(GUILD, gone, NOW, by=9)
    assert again == 2


async def test_a_group_hands_in_slides_for_all_its_members(
    service: SubmissionService, app: App
) -> None:
    with pytest.raises(NotInGroup):
        await slides(service, ANA)
    groups = app.groups
    await groups.sign_up(GUILD, ANA, SignUp("T", "I", [Person(BO, "bo")]), et(1, 20, 12))
    await groups.accept(GUILD, 1, BO, et(1, 20, 12))
    assert (await slides(service, ANA)).version.owner == Owner("group", 1)
    assert (await slides(service, BO)).version.number == 2
    assert len(await service.versions(GUILD, BO, "slides")) == 2
    unticked = await slides(service, BO, "https://example.org/x", ticked=False)
    assert "Google Slides address is expected" in unticked.version.warnings[0]


async def slides(
    service: SubmissionService, who: int, link: str = "https://docs.google.com/presentation/d/1", *,
    ticked: bool = True,
) -> Receipt:  # fmt: skip
    details = Details(link=link, ticked=ticked)
    return await service.hand_in(GUILD, HandIn("slides", Sender(who, "x"), NOW, details=details))


async def lab(service: SubmissionService, *files: Upload, **texts: str) -> Receipt:
    sender = Sender(ANA, "ana", role_known=False)
    details = Details(texts=texts)
    return await service.hand_in(GUILD, HandIn("lab3", sender, et(1, 25, 12), files, details))


async def test_a_lab_entry_grows_until_nothing_is_missing(service: SubmissionService) -> None:
    notebook = upload(samples.notebook(run=False), "RL.ipynb")
    first = await lab(service, notebook)
    assert "hasn't been run" in first.version.warnings[0]
    assert first.version.flags == ("no course role, so it's unknown whether they may enter",)
    assert len(first.missing) == 3
    second = await lab(service, upload(samples.MP4, "pong.mp4"), description="How it works.")
    assert "hasn't been run" in second.version.warnings[0]
    assert len(second.missing) == 1 and second.version.number == 2
    third = await lab(
        service, upload(samples.notebook(run=True), "RL.ipynb"), discussion="Why it helped."
    )
    assert third.missing == () and third.version.warnings == ()
    assert [f.item for f in third.version.files] == ["video", "notebook"]


async def test_of_several_files_the_sound_ones_are_taken(service: SubmissionService) -> None:
    received = await lab(service, upload(b"", "empty.mp4"), upload(samples.notebook(), "RL.ipynb"))
    assert [f.name for f in received.version.files] == ["RL.ipynb"]
    assert "empty.mp4 wasn't accepted: it's empty" in str(received.refused[0])


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
        uploads = (Upload("r.pdf", endless),)
        await service.hand_in(GUILD, HandIn("review", Sender(ANA, "ana"), NOW, uploads, SAID))
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


async def test_staff_are_said_to_know_of_a_full_disk_only_where_that_could_be_stored(
    app: App, service: SubmissionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("bot.assignments.vault._add", full)
    with pytest.raises(StorageFailed, match="I've let staff know"):
        await review(service)
    [note] = await app.delivery.all_of(GUILD)
    assert "the disk is full" in note.notice.facts["words"]
    monkeypatch.setattr(app.outbox, "note_staff", full)
    with pytest.raises(StorageFailed, match="Please tell staff"):
        await review(service)


async def test_a_receipt_proves_itself_and_its_file(service: SubmissionService) -> None:
    data = samples.pdf()
    version = (await review(service, data)).version
    typed = f"{version.receipt} {version.code}"
    for spelling in (typed, typed.lower(), typed.replace("-", ""), f"  {typed}  "):
        assert (await service.verify(check(spelling))).genuine
    found = await service.verify(check(typed, upload(data, "renamed.pdf")))
    assert found.matches == version.files[0]
    assert (await service.verify(check(typed, upload(data + b" ")))).matches is False
    await review(service, samples.pdf(pages=2))
    assert not (await service.verify(check(typed))).counts


async def test_a_forged_receipt_is_not_genuine(service: SubmissionService, db: Database) -> None:
    version = (await review(service)).version
    other = "2222-2222-2222-2222"
    assert not (await service.verify(check(f"{version.receipt} {other}"))).genuine
    with pytest.raises(NoSuchReceipt):
        await service.verify(check(f"R-2222-2222 {version.code}"))
    with pytest.raises(BadCode):
        await service.verify(check("hello"))

    def forge(tables: Any) -> None:
        tables.execute("UPDATE submissions SET at = '2021-01-01T00:00:00+00:00'")

    await db.write(forge)
    assert not (await service.verify(check(f"{version.receipt} {version.code}"))).genuine


def test_the_key_is_made_once_and_readable_by_its_user_alone(tmp_path: Path) -> None:
    key = notices.load_key(tmp_path / "state")
    assert len(key) == 32 and notices.load_key(tmp_path / "state") == key
    assert (tmp_path / "state" / "receipt.key").stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in (tmp_path / "state").iterdir()) == ["receipt.key"]


async def test_20_people_at_once_get_20_receipts(service: SubmissionService) -> None:
    text = b"One page about a paper, written in plain text so that no worker is needed for long."
    done = await asyncio.gather(
        *(
            service.hand_in(
                GUILD, HandIn("review", Sender(n, "x"), NOW, (upload(text, "r.txt"),), SAID)
            )
            for n in range(1, 21)
        )
    )
    assert len({r.version.receipt for r in done}) == 20
    assert len(await service.versions(GUILD)) == 20


async def test_attesting_is_remembered_and_can_be_taken_back(app: App) -> None:
    service = app.records
    for _ in range(2):
        await service.attest(GUILD, ANA, "lab1", True, NOW)
    assert await service.attested(GUILD) == {ANA: frozenset({"lab1"})}
    await service.attest(GUILD, ANA, "lab1", False, NOW)
    assert await service.attested(GUILD) == {}


async def test_what_is_under_way_is_no_leftover(service: SubmissionService, vault: Vault) -> None:
    begun, more = asyncio.Event(), asyncio.Event()
    data = samples.pdf()

    async def slow() -> AsyncIterator[bytes]:
        yield data[:100]
        begun.set()
        await more.wait()
        yield data[100:]

    request = HandIn("review", Sender(ANA, "ana"), NOW, (Upload("r.pdf", slow),), SAID)
    under_way = asyncio.create_task(service.hand_in(GUILD, request))
    await begun.wait()
    (vault.folder / "incoming" / "left").write_bytes(b"%PDF")
    assert await service.clear_leftovers() == 1
    more.set()
    assert (await under_way).version.number == 1 and vault.unfinished() == []


async def test_what_people_hear_is_stored_with_the_version_and_the_extension(
    app: App, service: SubmissionService
) -> None:
    await app.groups.sign_up(GUILD, ANA, SignUp("T", "I", [Person(BO, "bo")]), et(1, 20, 12))
    await app.groups.accept(GUILD, 1, BO, et(1, 20, 12))
    before = {row.notice.key for row in await app.delivery.all_of(GUILD)}
    link = Details(link="https://docs.google.com/presentation/d/1", ticked=True)
    late = HandIn("slides", Sender(ANA, "ana"), DUE + timedelta(minutes=5), details=link)
    version = (await service.hand_in(GUILD, late)).version
    grant = Grant("slides", Owner("group", 1), timedelta(hours=2), "no network", DUE)
    await app.more_time.extend(GUILD, grant, by=9)
    rows = [row for row in await app.delivery.all_of(GUILD) if row.notice.key not in before]
    assert sorted((row.notice.kind, row.notice.target) for row in rows) == [
        ("extension", f"user:{ANA}"),
        ("extension", f"user:{BO}"),
        ("group submission", f"user:{BO}"),
        ("receipt", f"user:{ANA}"),
        ("staff note", "channel:staff"),
    ]
    [note] = [row.notice for row in rows if row.notice.kind == "staff note"]
    assert f"Slides of <@{ANA}>: 5 min late" in note.facts["words"]
    about = await app.delivery.about(GUILD, f"submission:{version.receipt}")
    assert {row.notice.kind for row in about} == {"receipt", "group submission"}


async def test_a_version_that_was_not_stored_tells_nobody(
    app: App, service: SubmissionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("the last step of the transaction fails")

    monkeypatch.setattr(service, "_leave_notices", broken)
    with pytest.raises(RuntimeError):
        await review(service)
    assert await service.versions(GUILD) == []
    assert await app.delivery.all_of(GUILD) == []


KILLED = """
import asyncio, json, os, signal, sys
from pathlib import Path
from bot.app import MIGRATIONS
from bot.library.library import CourseLibrary
from bot.course.loader import load_course
from bot.database import Database
from bot.assignments import store, vault
from bot.assignments.vault import Vault
from tests.assignments.test_service import app_over, review
from tests.databases import open_database

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
async def hand_in(step, state):
    if step == "while receiving": vault._add = die
    if step == "before its place": Vault._keep = die
    if step == "before the row": store.add = die
    db = await open_database(Path(state) / "test.sqlite3")
    await review(app_over(db, CourseLibrary(course)).submissions)
    if step == "after the row": die()
course = load_course(Path("data/course.yaml"))
for step, state in json.loads(sys.argv[1]).items():
    child = os.fork()
    if not child:
        asyncio.run(hand_in(step, state))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
STEPS = {
    "while receiving": (0, 0, 1),
    "before its place": (0, 0, 1),
    "before the row": (0, 1, 0),
    "after the row": (1, 0, 0),
}
"""The step at which a process dies: how many versions are stored then, and files without one and unfinished."""


@pytest.fixture(scope="module")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Have a process die at each step, forked by one that has read the bot's code. Return what each left."""
    left = {step: tmp_path_factory.mktemp("state") for step in STEPS}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, json.dumps({step: str(left[step]) for step in STEPS})],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert [int(status) for status in done.stdout.split()] == [-signal.SIGKILL] * len(STEPS)
    return left


@pytest.fixture
def dead(deaths: dict[str, Path], step: str, tmp_path: Path) -> None:
    """Begin with what the process that died at a step has left."""
    shutil.copytree(deaths[step], tmp_path / "state")


@pytest.mark.parametrize("step", STEPS)
async def test_a_killed_process_leaves_nothing_half_stored(
    dead: None, app: App, service: SubmissionService, db: Database, vault: Vault, step: str
) -> None:
    stored, orphans, unfinished = STEPS[step]
    assert len(await service.versions(GUILD)) == stored
    found = check_files(await db.read(store.hashes), vault)
    assert (len(found.orphans), len(found.unfinished)) == (orphans, unfinished)
    assert found.sound == stored and not found.missing and not found.altered
    told = await app.delivery.all_of(GUILD)
    assert [row.notice.kind for row in told] == ["receipt"] * stored, (
        "told if stored, and only then"
    )
    assert await service.clear_leftovers() == unfinished and vault.unfinished() == []
    assert len(check_files(await db.read(store.hashes), vault).orphans) == orphans
    assert (await review(service)).version.number == stored + 1
    assert hash_of(vault.path_of((await service.versions(GUILD))[-1].files[0].sha256))
