"""How uploads come in: received whole, looked at, and kept or gone again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.assignments import checks
from bot.assignments.contents.facts import FileFacts, FileKind
from bot.assignments.errors import FileRefused, TooLarge
from bot.assignments.inspection import Inspector
from bot.assignments.model import Assignment, KeptFile
from bot.assignments.requests import Upload
from bot.assignments.turns import Turns
from bot.assignments.vault import Incoming, Vault
from bot.ids import UserId

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
