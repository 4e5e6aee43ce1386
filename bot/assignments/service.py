"""Hand-ins: receive the bytes, look at them, ask the rules, keep the files, then store the row.

The order is what makes a receipt true: a file has its place on the disk, durably, before the row that names it
commits, and the receipt is given after that. Whatever fails before leaves at most a file that nothing counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime

from bot.assignments import receipts, rules, store
from bot.assignments.errors import FileRefused, NoSuchReceipt, NothingGiven, TooLarge
from bot.assignments.inspection import Inspector
from bot.assignments.model import (
    REVIEW,
    SLIDES,
    Details,
    Extension,
    FileFacts,
    KeptFile,
    Owner,
    Task,
    Version,
)
from bot.assignments.vault import Incoming, Vault
from bot.course.model import Course
from bot.database import Database, Tables
from bot.groups.service import GroupService
from bot.library.library import CourseLibrary

TRANSFERS_AT_ONCE = 8
"""Files received together; the others wait, so that memory and disk stay calm."""
ROLE_UNKNOWN = "standing unknown: no role says whether they may enter"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way: `chunks()` begins the download."""

    name: str
    chunks: Callable[[], AsyncIterator[bytes]]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands in. `role_known`: a role says what they are in the course."""

    user_id: int
    name: str
    role_known: bool = True


@dataclass(frozen=True, slots=True)
class Received:
    """What a hand-in has become.

    Attributes:
        refused: files of it that were not taken, each with its reason.
        same_as: an earlier version with just the same files.
        counts: the version that counts now; another one if this came late after one on time.
        missing: titles of the entry's items that are still missing.
    """

    version: Version
    task: Task
    refused: tuple[FileRefused | TooLarge, ...]
    same_as: Version | None
    counts: Version
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking a receipt has found. `matches`: the files that were compared; None if none was given."""

    version: Version
    title: str
    genuine: bool
    counts: bool
    matches: KeptFile | bool | None = None


class SubmissionService:
    """Every server's hand-ins. `at` is Discord's own instant of the command or form, aware UTC."""

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        groups: GroupService,
        vault: Vault,
        inspector: Inspector | None = None,
    ) -> None:
        self._db, self._courses, self._groups = db, courses, groups
        self.vault = vault
        self._inspector = inspector or Inspector()
        self._transfers = asyncio.Semaphore(TRANSFERS_AT_ONCE)
        self._known_key: bytes | None = None

    def task(self, guild_id: int, typed: str) -> Task:
        """Find what can be handed in by what was typed. Raises NothingToHandIn."""
        return rules.find_task(self._course(guild_id), typed)

    def tasks(self, guild_id: int) -> dict[str, Task]:
        """List what a server's course takes, by id."""
        return rules.tasks_of(self._course(guild_id))

    async def hand_in(
        self,
        guild_id: int,
        task_id: str,
        sender: Sender,
        uploads: Sequence[Upload],
        details: Details,
        at: datetime,
    ) -> Received:
        """Take a hand-in. Of several files the sound ones are taken, the others named.

        Raises:
            NothingToHandIn, NotInGroup, NothingGiven, TooLarge, FileRefused, BadLink, DownloadFailed,
            StorageFailed: nothing was stored that counts.
        """
        task, course = self.task(guild_id, task_id), self._course(guild_id)
        owner = await self._owner(guild_id, task, sender.user_id)
        warnings = rules.check_link(details.link) if task.id == SLIDES else []
        async with AsyncExitStack() as stack:
            taken: list[tuple[Incoming, FileFacts]] = []
            refused: list[FileRefused | TooLarge] = []
            for upload in uploads:
                try:
                    taken.append(await self._take(stack, upload, course.hand_ins.largest_mib))
                except (FileRefused, TooLarge) as error:
                    refused.append(error)
            said = any(details.texts.values()) or details.link
            if refused and not taken and not said:
                raise refused[0]
            for incoming, _ in taken:
                await self.vault.keep(incoming)
            files = _kept(task, taken)
            warnings += _warnings(course, task, taken, files)
            return await self._store(
                guild_id, task, owner, sender, files, details, warnings, tuple(refused), at
            )

    async def _take(
        self, stack: AsyncExitStack, upload: Upload, limit_mib: int
    ) -> tuple[Incoming, FileFacts]:
        """Receive one file and look at it. Whatever happens after, its temporary file goes."""
        name = rules.safe_name(upload.name)
        async with self._transfers:
            incoming = await self.vault.receive(name, upload.chunks(), limit_mib)
        stack.push_async_callback(self.vault.discard, incoming.path)
        facts = await self._inspector.examine(incoming.path)
        rules.check_file(name, facts)
        return incoming, facts

    async def _store(
        self,
        guild_id: int,
        task: Task,
        owner: Owner,
        sender: Sender,
        files: list[KeptFile],
        details: Details,
        warnings: list[str],
        refused: tuple[FileRefused | TooLarge, ...],
        at: datetime,
    ) -> Received:
        key, owners = await self._key(), await self._owners(guild_id, sender.user_id)
        flags = (ROLE_UNKNOWN,) if task.items and not sender.role_known else ()

        def work(db: Tables) -> Received:
            before = store.versions(db, guild_id, [owner], task.id)
            last = before[-1] if before else None
            all_files, all_details = rules.combine(last, files, details)
            if not all_files and not any(all_details.texts.values()) and not all_details.link:
                raise NothingGiven(task.title)
            due_at = rules.due_at(task, owners, store.extensions(db, guild_id))
            carried = rules.still_true(last, all_files, files)
            version = Version(
                guild_id=guild_id,
                receipt=receipts.new_receipt(),
                task=task.id,
                owner=owner,
                by=sender.user_id,
                by_name=sender.name,
                number=last.number + 1 if last else 1,
                at=at,
                due_at=due_at,
                files=all_files,
                details=all_details,
                warnings=tuple(carried + warnings + self._unsaid(guild_id, task, all_details)),
                flags=flags,
            )
            version = replace(version, code=receipts.code_of(key, version))
            store.add(db, version)
            counts = rules.counting([*before, version]) or version
            left = rules.missing(task.items, all_files, all_details.texts)
            same = rules.same_as(all_files, before) if files else None
            titles = tuple(item.title for item in left)
            return Received(version, task, refused, same, counts, titles)

        return await self._db.write(work)

    def _unsaid(self, guild_id: int, task: Task, details: Details) -> list[str]:
        review = self._course(guild_id).paper_review
        if task.id == REVIEW and review:
            return rules.unsaid(details, review)
        if task.id == SLIDES and not details.ticked:
            return ["You didn't tick that your group's number is on the slides."]
        return []

    async def versions(
        self, guild_id: int, user_id: int | None = None, task: str | None = None
    ) -> list[Version]:
        """Return the hand-ins of a person and their group, or of everybody, by owner, task and number."""
        owners = await self._owners(guild_id, user_id) if user_id is not None else []
        return await self._db.read(lambda db: store.versions(db, guild_id, owners, task))

    async def of_receipt(self, guild_id: int, receipt: str) -> Version:
        """Return the hand-in of a receipt of this server. Raises NoSuchReceipt."""
        version = await self._db.read(lambda db: store.by_receipt(db, receipt))
        if version is None or version.guild_id != guild_id:
            raise NoSuchReceipt(receipt)
        return version

    async def verify(self, typed: str, upload: Upload | None = None) -> Verified:
        """Return whether a receipt is genuine, and whether a file is the one that was handed in.

        Raises:
            BadCode, NoSuchReceipt, TooLarge, DownloadFailed, StorageFailed.
        """
        receipt, code = receipts.read_code(typed)
        version = await self._db.read(lambda db: store.by_receipt(db, receipt))
        if version is None:
            raise NoSuchReceipt(receipt)
        genuine = receipts.is_genuine(await self._key(), version, code)
        guild_id = version.guild_id
        others = await self._db.read(
            lambda db: store.versions(db, guild_id, [version.owner], version.task)
        )
        newest = rules.counting(others)
        matches = await self._compare(version, upload) if genuine and upload else None
        task = self.tasks(guild_id).get(version.task)
        title = task.title if task else version.task
        return Verified(version, title, genuine, newest == version, matches)

    async def _compare(self, version: Version, upload: Upload) -> KeptFile | bool:
        limit = self._course(version.guild_id).hand_ins.largest_mib
        async with self._transfers:
            incoming = await self.vault.receive(upload.name, upload.chunks(), limit)
        await self.vault.discard(incoming.path)
        return next((f for f in version.files if f.sha256 == incoming.sha256), False)

    async def extend(self, guild_id: int, extension: Extension) -> Extension:
        """Return a person or a group more time. Raises NothingToHandIn, NoSuchGroup."""
        task = self.task(guild_id, extension.task)
        if extension.owner.kind == "group":
            await self._groups.group(guild_id, extension.owner.id)
        extension = replace(extension, task=task.id)
        await self._db.write(lambda db: store.extend(db, guild_id, extension))
        return extension

    async def due_dates(self, guild_id: int, user_id: int) -> dict[str, datetime]:
        """Return the deadline that holds for a person, by task."""
        owners = await self._owners(guild_id, user_id)
        granted = await self._db.read(lambda db: store.extensions(db, guild_id))
        return {id: rules.due_at(t, owners, granted) for id, t in self.tasks(guild_id).items()}

    async def attest(
        self, guild_id: int, user_id: int, item: str, done: bool, at: datetime
    ) -> None:
        """Remember, or forget, that a person says they have done something."""

        def work(db: Tables) -> None:
            if done:
                store.attest(db, guild_id, user_id, item, at)
            else:
                store.revoke(db, guild_id, user_id, item)

        await self._db.write(work)

    async def attested(self, guild_id: int) -> dict[int, frozenset[str]]:
        """Return what everybody has attested, by person."""
        return await self._db.read(lambda db: store.attested(db, guild_id))

    async def _owner(self, guild_id: int, task: Task, user_id: int) -> Owner:
        if not task.by_group:
            return Owner("user", user_id)
        return Owner("group", (await self._groups.own(guild_id, user_id)).number)

    async def _owners(self, guild_id: int, user_id: int) -> list[Owner]:
        number = await self._groups.number_of(guild_id, user_id)
        return [Owner("user", user_id), *([Owner("group", number)] if number else [])]

    async def _key(self) -> bytes:
        if self._known_key is None:
            folder = self._db.path.parent
            self._known_key = await asyncio.to_thread(receipts.load_key, folder)
        return self._known_key

    def _course(self, guild_id: int) -> Course:
        return self._courses.timeline(guild_id).course


def _kept(task: Task, taken: Sequence[tuple[Incoming, FileFacts]]) -> list[KeptFile]:
    items = rules.assign(task.items, [facts.kind for _, facts in taken])
    return [
        KeptFile(item, inc.name, inc.size, inc.sha256, facts.kind, facts.pages)
        for item, (inc, facts) in zip(items, taken, strict=True)
    ]


def _warnings(
    course: Course,
    task: Task,
    taken: Sequence[tuple[Incoming, FileFacts]],
    files: Sequence[KeptFile],
) -> list[str]:
    found: list[str] = []
    for (_, facts), file in zip(taken, files, strict=True):
        if task.id == REVIEW and course.paper_review:
            found += rules.review_warnings(file.name, facts, course.paper_review)
        if task.items and not file.item:
            found.append(f"The entry doesn't ask for {file.name}; it was kept beside it.")
        item = next((i for i in task.items if i.id == file.item), None)
        found += rules.notebook_warnings(file.name, facts, item)
    return found
