"""Files by content hash in the state folder: written to a temporary name, fsynced, renamed, never changed."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.assignments.errors import MIB, StorageFailed, TooLarge
from bot.disk import sync_file, sync_folder
from bot.limits.table import DISK, Limit

VAULT, INCOMING = "files", "incoming"
PIECE = MIB


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that has been received whole and is not kept yet."""

    path: Path
    name: str
    size: int
    sha256: str


class Vault:
    """The files of every server. Two equal files are one.

    Args:
        room: how much each server may keep.
    """

    def __init__(self, folder: Path, room: Limit = DISK) -> None:
        self.folder, self.room = folder, room
        self._under_way: set[Path] = set()

    def path_of(self, sha256: str) -> Path:
        """Return where a file of this hash lies, or would."""
        return self.folder / sha256[:2] / sha256

    async def receive(self, name: str, chunks: AsyncIterator[bytes], limit_mib: int) -> Incoming:
        """Write what comes to a temporary file.

        Raises:
            TooLarge: it is over the limit; reading stops there.
            StorageFailed: the disk is full or refuses to write.
            DownloadFailed: raised by `chunks`.
        """
        path = self.folder / INCOMING / secrets.token_hex(12)
        digest, size = hashlib.sha256(), 0
        self._under_way.add(path)
        try:
            await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
            file = await asyncio.to_thread(path.open, "xb")
            try:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > limit_mib * MIB:
                        raise TooLarge(name, limit_mib)
                    await asyncio.to_thread(_add, file, digest, chunk)
            finally:
                await asyncio.to_thread(file.close)
        except OSError as error:
            await self.discard(path)
            raise StorageFailed(name) from error
        except BaseException:
            await self.discard(path)
            raise
        return Incoming(path, name, size, digest.hexdigest())

    async def keep(self, incoming: Incoming) -> None:
        """Give a received file its place, durably. Raises StorageFailed."""
        try:
            await asyncio.to_thread(self._keep, incoming)
        except OSError as error:
            raise StorageFailed(incoming.name) from error

    async def discard(self, path: Path) -> None:
        """Remove a temporary file, if it is still there."""
        await asyncio.to_thread(path.unlink, missing_ok=True)
        self._under_way.discard(path)

    async def clear(self) -> int:
        """Remove what a crash left half-received; what is under way here stays. Return how many files that was."""
        found = await asyncio.to_thread(self.unfinished)
        left = [path for path in found if path not in self._under_way]
        for path in left:
            await self.discard(path)
        return len(left)

    def _keep(self, incoming: Incoming) -> None:
        sync_file(incoming.path)
        target = self.path_of(incoming.sha256)
        target.parent.mkdir(exist_ok=True)
        incoming.path.replace(target)
        for folder in (target.parent, self.folder):
            sync_folder(folder)

    def unfinished(self) -> list[Path]:
        """List temporary files: under way, or left by a crash."""
        return sorted((self.folder / INCOMING).glob("*"))

    def hashes(self) -> Iterator[str]:
        """List the hashes of all kept files."""
        for path in sorted(self.folder.glob("??/*")):
            yield path.name


def hash_of(path: Path) -> str:
    """Compute a file's SHA-256 from its bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(file: object, digest: object, chunk: bytes) -> None:
    file.write(chunk)  # type: ignore[attr-defined]
    digest.update(chunk)  # type: ignore[attr-defined]
