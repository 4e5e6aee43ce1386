"""What this process knows can't be read by another one of the same user; tried from such a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LESS = "import os\nif os.geteuid() == 0:\n    os.setgid(65534)\n    os.setuid(65534)\n"
"""Root reads everything, so both run as somebody else where the tests run as root."""
WATCHED = f"""
import ctypes, sys
sys.path.append({str(ROOT)!r})
from bot import privacy
{LESS}
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(privacy.PR_SET_DUMPABLE, 1, 0, 0, 0)  # giving up root has cleared it
print(sys.argv[1] == "private" and privacy.keep_memory_private(), flush=True)
sys.stdin.read()
"""
SECRET = {"DISCORD_TOKEN": "secret", "PATH": os.defpath}


@contextmanager
def running(how: str) -> Iterator[tuple[int, bool]]:
    """A process with a secret. Yields its id, and whether it says that it is private."""
    with subprocess.Popen(
        [sys.executable, "-c", WATCHED, how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=SECRET
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout
        try:
            yield process.pid, process.stdout.readline() == "True\n"
        finally:
            process.stdin.close()


@pytest.mark.parametrize("how", ["private", "as it was"])
def test_no_other_process_of_its_user_reads_what_a_private_one_knows(how: str) -> None:
    with running(how) as (pid, private):
        assert private == (how == "private" and sys.platform == "linux")
        spy = f"{LESS}print(open('/proc/{pid}/environ').read(), open('/proc/{pid}/maps').read())"
        looked = subprocess.run(
            [sys.executable, "-c", spy], capture_output=True, text=True, check=False
        )
    if sys.platform == "linux":
        assert ("secret" in looked.stdout) == (not private), looked
        assert ("PermissionError" in looked.stderr) == private


def test_the_bot_is_private_before_it_reads_its_token() -> None:
    source = (ROOT / "bot/cli/serve.py").read_text()
    body = source[source.index("def run(") : source.index("def _check_rehearsal(")]
    assert body.index("keep_memory_private()") < body.index("= load_settings()")
