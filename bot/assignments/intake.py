"""How uploads come in: counted against what people and servers may, received whole, looked at, kept or gone again.

Of each person one file at a time, so that whoever sends twenty at once holds up nobody else. A file is looked at by the
worker: one process a file, a few at a time, each ended when it takes too long.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.assignments import checks, confinement, notices, store, worker
from bot.assignments.contents.facts import FileFacts, FileKind
from bot.assignments.errors import FileRefused, NoRoom, TooLarge
from bot.assignments.model import Assignment, KeptFile
from bot.assignments.requests import Upload
from bot.assignments.vault import Incoming, Vault
from bot.database import Database, Tables
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId
from bot.limits import store as limits
from bot.limits.table import DISK_WARNING, UPLOAD_MIB, UPLOADS, Limit


class Turns:
    """A lock for each person, kept only while they wait or are served."""

    def __init__(self) -> None:
        self._locks: dict[UserId, asyncio.Lock] = {}
        self._present: Counter[UserId] = Counter()

    @asynccontextmanager
    async def of(self, user_id: UserId) -> AsyncGenerator[None]:
        """Wait for this person's own turn; whoever else waits has theirs."""
        self._present[user_id] += 1
        try:
            async with self._locks.setdefault(user_id, asyncio.Lock()):
                yield
        finally:
            self._present[user_id] -= 1
            if not self._present[user_id]:
                del self._present[user_id], self._locks[user_id]


WALL_S = 180.0
"""Real seconds one file may take where the system counts its CPU seconds: it runs out only on a busy machine."""
UNCOUNTED_WALL_S = 30.0
"""The same where nothing counts them (Windows)."""
INSPECTIONS_AT_ONCE = 2
"""Files looked at together; more would keep the bot from answering on a small machine."""
TOO_LONG = FileFacts("unknown", trouble="too slow")
TOO_BUSY = FileFacts("unknown", trouble="busy machine")


class Inspector:
    """Finds out what files are.

    Args:
        wall_s: real seconds one file may take, where that isn't to be what the system needs.
        program: what looks at a file, run with its path.
    """

    def __init__(self, wall_s: float | None = None, program: Path = Path(worker.__file__)) -> None:
        self._counted = confinement.limits_resources()
        self._wall_s = wall_s or (WALL_S if self._counted else UNCOUNTED_WALL_S)
        self._program = program
        self._turns = asyncio.Semaphore(INSPECTIONS_AT_ONCE)

    async def examine(self, path: Path) -> FileFacts:
        """Look at a file. A worker that is ended for its CPU time or memory is a fact of the file, too; one that the
        machine gave too little of them is "busy machine".

        It starts in an empty folder of its own, with no environment but what Python needs, and with no open files
        but its output.
        """
        async with self._turns:
            with tempfile.TemporaryDirectory(prefix="coursebot-") as nowhere:
                return await self._examine(path, nowhere)

    async def _examine(self, path: Path, folder: str) -> FileFacts:
        process = await asyncio.create_subprocess_exec(
            *_command(self._program, path),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd=folder,
            close_fds=True,
        )
        try:
            printed, _ = await asyncio.wait_for(process.communicate(), self._wall_s)
        except TimeoutError:
            return TOO_BUSY if self._counted else TOO_LONG
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return _facts(process.returncode or 0, printed)


def _command(program: Path, path: Path) -> tuple[str, ...]:
    return sys.executable, "-IB", str(program), str(path.absolute())


def _facts(code: int, printed: bytes) -> FileFacts:
    if code == -signal.SIGXCPU:
        return TOO_LONG
    if code == -signal.SIGKILL:  # within its own limits: the system had no memory left for it
        return TOO_BUSY
    try:
        found: dict[str, Any] = json.loads(printed)
    except ValueError:
        # It died without a word: killed for its memory, or a parser crashed on what was in the file.
        return FileFacts("unknown", trouble="too much memory")
    return FileFacts(**found)


class Allowance:
    """Every server's. `room`: how much each may keep."""

    def __init__(self, db: Database, outbox: Outbox, room: Limit) -> None:
        self._db, self._outbox, self._room = db, outbox, room

    async def count(
        self, guild_id: GuildId, uploads: Sequence[Upload], at: datetime, *, by: UserId
    ) -> None:
        """Count uploads before they're received, since receiving and looking at them is what costs.

        Raises:
            LimitReached: this person has uploaded enough for a day. NoRoom: the server keeps all that it may.
        """
        size = sum(upload.size for upload in uploads)

        def work(db: Tables) -> None:
            if store.room_taken(db, guild_id) + size > self._room.most:
                raise NoRoom(self._room.amount)
            limits.take(db, UPLOADS, guild_id, at, by=by, amount=len(uploads))
            if size:
                limits.take(db, UPLOAD_MIB, guild_id, at, by=by, amount=size)

        await self._db.write(work, aside=True)

    def keep(self, db: Tables, guild_id: GuildId, size: int, at: datetime) -> None:
        """Count bytes that a server keeps from now on, in the caller's transaction; staff hear of it once, when little
        room is left."""
        if size and store.take_room(db, guild_id, size) > self._room.most * DISK_WARNING:
            self._outbox.put(db, guild_id, [notices.little_room(self._room.amount, at)])


TRANSFERS_AT_ONCE = 8
"""Files received together; the others wait, so that memory and disk stay calm."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Uploads that are here: those that are sound, what each was given for, and why the others were refused."""

    files: tuple[Incoming, ...] = ()
    parts: tuple[str, ...] = ()
    facts: tuple[FileFacts, ...] = ()
    refused: tuple[FileRefused | TooLarge, ...] = ()

    def kept_for(self, assignment: Assignment) -> tuple[KeptFile, ...]:
        """Return the sound ones as they are kept, each with what it is of the assignment."""
        items = checks.assign(assignment, [facts.kind for facts in self.facts])
        every = zip(self.parts, items, self.files, self.facts, strict=True)
        return tuple(
            KeptFile(given or item, file.name, file.size, file.sha256, facts.kind, facts.pages)
            for given, item, file, facts in every
        )


class Intake:
    """Receives files into the vault's antechamber, a few at a time, and of each person one at a time."""

    def __init__(self, vault: Vault, inspector: Inspector) -> None:
        self._vault, self._inspector = vault, inspector
        self._transfers = asyncio.Semaphore(TRANSFERS_AT_ONCE)
        self._turns = Turns()

    @asynccontextmanager
    async def arrived(
        self,
        uploads: Sequence[Upload],
        taken: Collection[FileKind],
        limit_mib: int,
        *,
        by: UserId,
    ) -> AsyncGenerator[Arrived]:
        """Yield uploads once they are here. Whatever isn't kept within the block is gone after it.

        Args:
            taken: the kinds of file that are asked for.
        Raises:
            DownloadFailed, StorageFailed.
        """
        files: list[tuple[Incoming, str, FileFacts]] = []
        refused: list[FileRefused | TooLarge] = []
        async with AsyncExitStack() as stack:
            for upload in uploads:
                try:
                    async with self._turns.of(by):
                        incoming, facts = await self._take(stack, upload, taken, limit_mib)
                    files.append((incoming, upload.part, facts))
                except (FileRefused, TooLarge) as error:
                    refused.append(error)
            yield Arrived(
                tuple(incoming for incoming, _, _ in files),
                tuple(part for _, part, _ in files),
                tuple(facts for _, _, facts in files),
                tuple(refused),
            )

    async def hash_of(self, upload: Upload, limit_mib: int, *, by: UserId) -> str:
        """Return an upload's SHA-256. Nothing of it stays. Raises TooLarge, DownloadFailed, StorageFailed."""
        async with self._turns.of(by), self._transfers:
            incoming = await self._vault.receive(upload.name, upload.chunks(), limit_mib)
        await self._vault.discard(incoming.path)
        return incoming.sha256

    async def _take(
        self, stack: AsyncExitStack, upload: Upload, taken: Collection[FileKind], limit_mib: int
    ) -> tuple[Incoming, FileFacts]:
        name = checks.safe_name(upload.name)
        async with self._transfers:
            incoming = await self._vault.receive(name, upload.chunks(), limit_mib)
        stack.push_async_callback(self._vault.discard, incoming.path)
        facts = await self._inspector.examine(incoming.path)
        checks.check_file(name, facts, taken)
        return incoming, facts
