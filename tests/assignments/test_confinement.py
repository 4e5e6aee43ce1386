"""What code inside the worker can't do, as far as this system says it offers that; tried from the inside."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import socket
import struct
import sys
from pathlib import Path

import pytest

from bot.assignments import confinement, syscalls
from bot.assignments.intake import Inspector

ROOT = Path(__file__).parents[2]
OFFERED = confinement.offered()
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

HOSTILE = """
import sys
sys.path.append({root!r})
import json, os, socket
from pathlib import Path
from bot.assignments import confinement, worker

{before}

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


async def tried(tmp_path: Path, attempt: str, before: str = "") -> str:
    """Run some code where files are looked at. Return what came of it. `before`: run unconfined."""
    program, file = tmp_path / "hostile.py", tmp_path / "upload"
    body = "\n".join(f"    {line}" for line in attempt.splitlines())
    program.write_text(HOSTILE.format(root=str(ROOT), attempt=body, before=before))
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
    seen = await tried(
        tmp_path, "return sorted(os.environ)", "os.environ.pop('OPENBLAS_NUM_THREADS', None)"
    )
    assert seen in ("did it: ['LANG', 'PATH']", "did it: ['LANG', 'LC_CTYPE', 'PATH']"), (
        "ours apart"
    )


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


# What must be refused on every architecture, by the numbers in the kernel's own tables.
NEVER = {
    "x86_64": {
        "kill": 62, "tkill": 200, "tgkill": 234, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "ptrace": 101,
        "process_vm_writev": 311, "setpriority": 141, "ioprio_set": 251, "prlimit64": 302, "unshare": 272, "setns": 308,
        "chmod": 90, "fchmod": 91, "fchmodat": 268, "chown": 92, "fchown": 93, "lchown": 94, "fchownat": 260,
        "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280, "setxattr": 188, "lsetxattr": 189,
        "fsetxattr": 190, "removexattr": 197, "unlink": 87, "unlinkat": 263, "rename": 82, "truncate": 76,
        "keyctl": 250, "add_key": 248, "socket": 41, "clone": 56, "fork": 57, "execve": 59, "bpf": 321, "mount": 165,
    },
    "aarch64": {
        "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "ptrace": 117,
        "process_vm_writev": 271, "setpriority": 140, "ioprio_set": 30, "prlimit64": 261, "unshare": 97, "setns": 268,
        "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "utimensat": 88, "setxattr": 5, "lsetxattr": 6,
        "fsetxattr": 7, "removexattr": 14, "unlinkat": 35, "renameat": 38, "truncate": 45, "keyctl": 219,
        "add_key": 217, "socket": 198, "clone": 220, "execve": 221, "bpf": 280, "mount": 40,
    },
}  # fmt: skip
NEVER_ANYWHERE = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "clone3": 435, "openat2": 437, "fchmodat2": 452, "setxattrat": 463,
}  # fmt: skip
NEEDED = {
    "x86_64": {"read": 0, "write": 1, "mmap": 9, "exit_group": 231},
    "aarch64": {"read": 63, "write": 64, "mmap": 222, "exit_group": 94},
}
X86, ARM = 0xC000003E, 0xC00000B7
OPENAT = {"x86_64": 257, "aarch64": 56}
FCNTL = {"x86_64": 72, "aarch64": 25}
IOCTL = {"x86_64": 16, "aarch64": 29}
HEADERS = {
    "x86_64": (
        Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        Path("/usr/include/asm/unistd_64.h"),
    ),
    "aarch64": (Path("/usr/include/asm-generic/unistd.h"),),
}


def verdict(machine: str, number: int, *arguments: int, architecture: int = 0) -> bool:
    """Run a filter as the kernel would. Return whether a call is let through."""
    given = [*arguments, *[0] * (6 - len(arguments))]
    seen = struct.pack(
        "<iIQ6Q", number, architecture or {"x86_64": X86, "aarch64": ARM}[machine], 0, *given
    )
    return answer(machine, seen) == syscalls.ALLOW


def answer(machine: str, seen: bytes) -> int:
    steps = list(struct.iter_unpack("HBBI", syscalls.program(machine)))
    held, place = 0, 0
    while True:
        code, then, otherwise, value = steps[place]
        place += 1
        if code == syscalls.RETURN:
            return value
        if code == syscalls.LOAD:
            held = int.from_bytes(seen[value : value + 4], "little")
            continue
        held_true = {
            syscalls.EQUAL: held == value,
            syscalls.AT_LEAST: held >= value,
            syscalls.ANY_BIT: bool(held & value),
        }[code]
        place += then if held_true else otherwise


@pytest.mark.parametrize("machine", sorted(syscalls.ARCHITECTURES))
def test_the_filter_refuses_by_number_what_a_reader_of_one_file_never_needs(machine: str) -> None:
    never = {**NEVER[machine], **NEVER_ANYWHERE}
    assert [name for name, number in never.items() if verdict(machine, number)] == []
    assert all(verdict(machine, number) for number in NEEDED[machine].values())
    assert not verdict(machine, NEEDED[machine]["read"], architecture=0x40000003), "32-bit calls"
    assert not verdict(machine, 0x40000000 | NEEDED[machine]["read"]), "x32 calls"


@pytest.mark.parametrize("machine", sorted(syscalls.ARCHITECTURES))
def test_the_filter_allows_what_it_names_and_nothing_else(machine: str) -> None:
    """The table is of this architecture: each name has the number that the kernel's own table gives it there."""
    named = {*syscalls.ALLOWED[machine].values(), *syscalls.ALLOWED_EVERYWHERE.values()}
    by_argument = {number for number, *_ in syscalls.ARGUMENTS[machine]}
    assert len(named) == len(syscalls.ALLOWED[machine]) + len(syscalls.ALLOWED_EVERYWHERE)
    allowed = {number for number in range(1200) if verdict(machine, number)}
    assert allowed - by_argument == named - by_argument and not named & by_argument
    assert allowed & by_argument == by_argument - {IOCTL[machine]}, (
        "ioctl asks of a terminal, or nothing"
    )
    newest = struct.pack("<iIQ6Q", 4999, {"x86_64": X86, "aarch64": ARM}[machine], 0, *[0] * 6)
    assert answer(machine, newest) == 0x00050000 | errno.ENOSYS, "a library falls back"


@pytest.mark.parametrize("machine", sorted(syscalls.ARCHITECTURES))
def test_the_filters_table_is_the_kernels_own(machine: str) -> None:
    """The kernel's headers, where this machine has them, say the same of both architectures."""
    header = next((path for path in HEADERS[machine] if path.exists()), None)
    if header is None:
        pytest.skip("no kernel headers here")
    stated = dict(re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", header.read_text()))
    known = {**syscalls.ALLOWED[machine], **syscalls.ALLOWED_EVERYWHERE}
    alias = {"newfstatat": "fstatat"} if machine == "aarch64" else {}
    missing = {name for name in known if alias.get(name, name) not in stated}
    assert missing <= {"futex_waitv", "faccessat2", "close_range"}, "newer than these headers"
    assert {n: v for n, v in known.items() if int(stated.get(alias.get(n, n), v)) != v} == {}


@pytest.mark.parametrize("machine", sorted(syscalls.ARCHITECTURES))
def test_the_filter_reads_what_a_call_is_given(machine: str) -> None:
    opening = {
        flags: verdict(machine, OPENAT[machine], 0, 0, flags)
        for flags in (0, 0o2000000, 1, 2, 0o100, 0o1000)
    }
    assert opening == {0: True, 0o2000000: True, 1: False, 2: False, 0o100: False, 0o1000: False}
    assert [n for n in range(20) if not verdict(machine, FCNTL[machine], 3, n)] == [8, 10, 15]
    assert verdict(machine, FCNTL[machine], 8, 3), "a descriptor is no command"
    asked = [n for n in range(0x5400, 0x5500) if verdict(machine, IOCTL[machine], 0, n)]
    assert asked == [0x5401, 0x5413, 0x5450, 0x5451], "typing into a terminal isn't among them"


DEEDS = """
import ctypes, fcntl, resource, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
other, victim = {other!r}, {victim}

def call(number, *given):
    if libc.syscall(number, *given) < 0:
        raise OSError(ctypes.get_errno(), "refused")

def signalled():
    ours, theirs = os.pipe()
    fcntl.fcntl(ours, fcntl.F_SETOWN, victim)

signal_info = ctypes.create_string_buffer(128)
struct.pack_into("iii", signal_info, 0, 15, 0, -1)
struct.pack_into("ii", signal_info, 16, os.getpid(), os.getuid())
deeds = dict(
    kill=lambda: os.kill(victim, 15),
    chmod=lambda: os.chmod(other, 0o666),
    chown=lambda: os.chown(other, os.getuid(), os.getgid()),
    utime=lambda: os.utime(other, (1, 1)),
    setxattr=lambda: os.setxattr(other, "user.x", b"1"),
    renice=lambda: os.setpriority(os.PRIO_PROCESS, victim, 19),
    prlimit=lambda: resource.prlimit(victim, resource.RLIMIT_CPU, (1, 1)),
    affinity=lambda: os.sched_setaffinity(victim, [0]),
    rename=lambda: os.rename(other, other + "2"),
    empty=lambda: os.close(os.open(other, os.O_WRONLY | os.O_TRUNC)),
    truncate=lambda: os.truncate(other, 0),
    link=lambda: os.link(other, other + "3"),
    mkdir=lambda: os.mkdir(other + "4"),
    remove=lambda: os.unlink(other),
    own_signals=signalled,
)
if os.uname().machine == "x86_64":
    deeds.update(
        rt_sigqueueinfo=lambda: call(129, victim, 15, signal_info),
        rt_tgsigqueueinfo=lambda: call(297, victim, victim, 15, signal_info),
        unshare=lambda: call(272, 0x10000000),
        keyring=lambda: call(250, 0, -3, 1),
        ioprio=lambda: call(251, 1, victim, 0x4001),
    )
done = []
for name, deed in deeds.items():
    try:
        deed()
    except OSError:
        continue
    done.append(name)
return done
"""


@pytest.mark.parametrize("landlock", [True, False])
async def test_it_reaches_no_other_process_and_no_other_files_name_owner_or_mode(
    tmp_path: Path, landlock: bool
) -> None:
    """Without Landlock, as on kernels before 5.13, the filter alone holds it; so does it before 6.12 for signals."""
    if "seccomp" not in OFFERED:
        pytest.skip("this system has no filter")
    other = tmp_path / "other"
    other.write_text("kept")
    other.chmod(0o600)
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE
    )
    try:
        attempt = DEEDS.format(other=str(other), victim=victim.pid)
        before = "" if landlock else "confinement._keep_to_files = lambda file: None"
        assert await tried(tmp_path, attempt, before) == "did it: []"
        assert victim.returncode is None
        assert other.stat().st_mode & 0o777 == 0o600 and other.read_text() == "kept"
    finally:
        await victim.communicate(b"\n")
    assert victim.returncode == 0, "it heard of nothing"
