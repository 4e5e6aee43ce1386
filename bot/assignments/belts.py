"""Which belts of the worker hold on this system: tried from inside a process that has put them on, not looked up.

Run as a script (`python -I belts.py UPLOAD OTHER`) it is that process, and prints what it could do all the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[2]))

from bot.assignments import confinement

READ, WRITE, CONNECT, START = (
    "read other files",
    "write files",
    "open sockets",
    "start processes",
)
DEEDS = (READ, WRITE, CONNECT, START)
"""What code in an upload would need to do harm, in words that follow "can" and "can't"."""
TRIES_S = 30.0


def loose() -> tuple[str, ...] | None:
    """Return what the process that looks at an upload can still do here; None where it can't be tried."""
    with tempfile.TemporaryDirectory(prefix="coursebot-") as folder:
        upload, other = Path(folder) / "upload", Path(folder) / "other"
        for path in (upload, other):
            path.write_text("x")
        command = [sys.executable, "-IB", __file__, str(upload), str(other)]
        with suppress(OSError, subprocess.SubprocessError, ValueError):
            tried = subprocess.run(
                command, capture_output=True, cwd=folder, timeout=TRIES_S, check=True
            )
            return tuple(json.loads(tried.stdout))
    return None


def main() -> None:
    """Put on the belts, and print as JSON which of the deeds are possible all the same."""
    upload, other = map(Path, sys.argv[1:])
    confinement.confine(upload)
    tries: tuple[Callable[[], object], ...] = (
        other.read_bytes,
        lambda: other.write_bytes(b"x" * 4096),
        _open_socket,
        _start_process,
    )
    found = [deed for deed, attempt in zip(DEEDS, tries, strict=True) if _does(attempt)]
    print(json.dumps(found))  # noqa: T201


def _does(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _open_socket() -> None:
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def _start_process() -> None:
    if not hasattr(os, "fork"):
        return
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main()
