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

from bot.assignments import worker
from bot.assignments.contents.facts import FileFacts

WALL_S = 30.0
"""Real seconds one file may take; its CPU limit ends most earlier."""
AT_ONCE = 2
"""Files looked at together; more would keep the bot from answering on a small machine."""
TOO_LONG = FileFacts("unknown", trouble="too slow")


class Inspector:
    """Finds out what files are.

    Args:
        program: what looks at a file, run with its path.
    """

    def __init__(self, wall_s: float = WALL_S, program: Path = Path(worker.__file__)) -> None:
        self._wall_s, self._program = wall_s, program
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def examine(self, path: Path) -> FileFacts:
        """Look at a file. A worker that is ended for its time or memory is a fact of the file, too.

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
            return TOO_LONG
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return _facts(process.returncode or 0, printed)


def _command(program: Path, path: Path) -> tuple[str, ...]:
    return sys.executable, "-IB", str(program), str(path.absolute())


def _facts(code: int, printed: bytes) -> FileFacts:
    if code == -signal.SIGXCPU or code == -signal.SIGKILL:
        return TOO_LONG
    try:
        found: dict[str, Any] = json.loads(printed)
    except ValueError:
        # It died without a word: killed for its memory, or a parser crashed on what was in the file.
        return FileFacts("unknown", trouble="too much memory")
    return FileFacts(**found)
