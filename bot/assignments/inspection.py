"""Has files looked at by the worker: one process a file, a few at a time, each ended when it takes too long."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.assignments import confinement, worker
from bot.assignments.contents.facts import FileFacts

WALL_S = 180.0
"""Real seconds one file may take where the system counts its CPU seconds: it runs out only on a busy machine."""
UNCOUNTED_WALL_S = 30.0
"""The same where nothing counts them (Windows)."""
AT_ONCE = 2
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
        self._turns = asyncio.Semaphore(AT_ONCE)

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
