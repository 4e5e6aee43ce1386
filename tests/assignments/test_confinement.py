"""What code inside the worker can't do, as far as this system says it offers that; tried from the inside."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from bot.assignments import confinement
from bot.assignments.intake import Inspector

ROOT = Path(__file__).parents[2]
OFFERED = confinement.offered()
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

HOSTILE = """
import sys
sys.path.append({root!r})
import json, os, socket
from pathlib import Path
from bot.assignments import worker

def attempt():
{attempt}

def examine(path):
    try:
        return {{"kind": "text", "detail": "did it: " + str(attempt())}}
    except OSError as error:
        return {{"kind": "text", "detail": "refused: " + type(error).__name__}}

worker.examine = examine
worker.main()
"""


async def tried(tmp_path: Path, attempt: str) -> str:
    """Run some code where files are looked at. Return what came of it."""
    program, file = tmp_path / "hostile.py", tmp_path / "upload"
    body = "\n".join(f"    {line}" for line in attempt.splitlines())
    program.write_text(HOSTILE.format(root=str(ROOT), attempt=body))
    file.write_text("what was handed in")
    facts = await Inspector(program=program).examine(file)
    return facts.detail or str(facts.trouble)


def test_this_system_says_what_it_offers() -> None:
    """What it doesn't offer is asserted below to be possible: the list is right both ways."""
    assert {"limits", "landlock", "landlock network", "seccomp"} >= OFFERED
    if sys.platform == "linux":
        assert "limits" in OFFERED
    assert confinement.offered() == OFFERED


async def test_it_reads_what_was_handed_in(tmp_path: Path) -> None:
    assert await tried(tmp_path, "return len(Path(sys.argv[1]).read_bytes())") == "did it: 18"


async def test_it_reads_no_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=secret")
    said = await tried(tmp_path, f"return Path({str(tmp_path / '.env')!r}).read_text()")
    read = "did it: DISCORD_TOKEN=secret"
    assert said == ("refused: PermissionError" if "landlock" in OFFERED else read)


@pytest.mark.parametrize("place", ["/etc/passwd", ROOT / "pyproject.toml", ROOT / "README.md"])
async def test_it_reads_nothing_else_either(tmp_path: Path, place: str | Path) -> None:
    said = await tried(tmp_path, f"return len(Path({str(place)!r}).read_text())")
    assert said.startswith("refused: PermissionError" if "landlock" in OFFERED else "did it: ")


async def test_it_doesnt_see_its_parents_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    said = await tried(tmp_path, "return open(f'/proc/{os.getppid()}/environ').read()")
    if "landlock" in OFFERED:
        assert said == "refused: PermissionError"
    assert "secret" not in said
    assert await tried(tmp_path, "return sorted(os.environ)") in (
        "did it: ['LANG', 'PATH']", "did it: ['LANG', 'LC_CTYPE', 'PATH']",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM"])
async def test_it_opens_no_socket(tmp_path: Path, kind: str) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        attempt = f"s = socket.socket(socket.AF_INET, socket.{kind})\nreturn s.connect(('127.0.0.1', {port}))"
        said = await tried(tmp_path, attempt)
    stopped = "seccomp" in OFFERED or ("landlock network" in OFFERED and kind == "SOCK_STREAM")
    assert said == ("refused: PermissionError" if stopped else "did it: None")


async def test_it_opens_no_socket_on_this_machine(tmp_path: Path) -> None:
    said = await tried(tmp_path, "return len(socket.socketpair())")
    assert said == ("refused: PermissionError" if "seccomp" in OFFERED else "did it: 2")


async def test_it_starts_no_process(tmp_path: Path) -> None:
    """Root may start as many as it likes; the filter stops it, too."""
    attempt = "made = [os.fork() for _ in range(20)]\nif 0 in made: os._exit(0)\nreturn len(made)"
    said = await tried(tmp_path, attempt)
    if "seccomp" in OFFERED:
        assert said == "refused: PermissionError"
    elif "limits" in OFFERED and not AS_ROOT:
        assert said == "refused: BlockingIOError"
    assert (await tried(tmp_path, "return os.execv('/bin/true', ['true'])")).startswith("refused")


async def test_it_ends_no_process(tmp_path: Path) -> None:
    said = await tried(tmp_path, "return os.kill(os.getppid(), 0)")
    stopped = "seccomp" in OFFERED
    assert said == ("refused: PermissionError" if stopped else "did it: None")


async def test_it_writes_no_file(tmp_path: Path) -> None:
    large = tmp_path / "large"
    attempt = (
        f"f = open({str(large)!r}, 'wb')\nf.write(b'x' * 10_000_000)\nf.close()\nreturn 'wrote'"
    )
    assert (await tried(tmp_path, attempt)).startswith("refused") == bool({"limits", "landlock"} & OFFERED)  # fmt: skip
    assert not large.exists() or not large.stat().st_size


async def test_it_stands_in_an_empty_folder_and_holds_nothing_open(tmp_path: Path) -> None:
    """Where it can't list the folder, that it is another one than ours is what it can say."""
    said = await tried(tmp_path, "return os.getcwd()")
    place = Path(said.removeprefix("did it: "))
    assert place.name.startswith("coursebot-")
    assert not list(place.parent.glob(place.name)), "it's gone with its worker"
    inherited = "return [n for n in range(3, 64) if not closed(n)]"
    opened = (
        "def closed(n):\n    try:\n        os.fstat(n)\n    except OSError:\n        return True\n"
        + inherited
    )
    with (tmp_path / "secret").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        assert await tried(tmp_path, opened) == "did it: []"
