"""What the worker may do from the moment it looks at a file: compute, and read that file and its own libraries.

Three belts, each as far as the system offers it: limits on what a process takes (POSIX), Landlock for files, TCP and
signals (Linux 5.13 and later), and a seccomp filter (Linux on x86-64 and ARM64; `syscalls` says of what).
All of them hold for root, too, but for the limit on processes; what the process began with can't be taken back.

Sources: landlock(7), seccomp(2), setrlimit(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

from bot.assignments import syscalls

CPU_S = 10
MEMORY_BYTES = 1024**3
"""What one file may cost; a sound document takes a tenth of either. Our own choice."""
NICENESS = 10
OPEN_FILES = 64
CODE = Path(__file__).parent
LIBRARIES = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/mime.types",
)

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER_MODE = 38, 22, 2


def confine(file: Path) -> None:
    """Give up everything but looking at a file. It can't be taken back."""
    _limit_resources()
    _keep_to_files(file)
    _refuse_calls()


def offered() -> frozenset[str]:
    """Return which belts this system has: `limits`, `landlock`, `landlock network`, `seccomp`."""
    found = {"limits"} if limits_resources() else set[str]()
    abi = _landlock_abi()
    found |= {"landlock"} if abi >= 1 else set()
    found |= {"landlock network"} if abi >= 4 else set()
    return frozenset(found | ({"seccomp"} if _has_seccomp() else set()))


def limits_resources() -> bool:
    """Return whether this system counts and limits what a process takes."""
    with suppress(ImportError):
        import resource

        return hasattr(resource, "RLIMIT_NPROC")
    return False


def _limit_resources() -> None:
    """Take only so much; where the system has no such limits, the parent's time limit holds."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        os.nice(NICENESS)
        # A process hears of the first of two limits by SIGXCPU, and is ended at the last.
        for what, most, last in (
            (resource.RLIMIT_CPU, CPU_S, CPU_S + 1),
            (resource.RLIMIT_CORE, 0, 0),
            (resource.RLIMIT_FSIZE, 0, 0),
            (resource.RLIMIT_NPROC, 0, 0),
            (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
            (resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES),
        ):
            with suppress(OSError, ValueError):  # macOS refuses some of them
                resource.setrlimit(what, (most, last))


def _keep_to_files(file: Path) -> None:
    if _landlock_abi() < 1:
        return
    from landlockpy import AccessFS, Ruleset, Scope

    seen = AccessFS.READ_FILE | AccessFS.READ_DIR
    paths = sysconfig.get_paths()
    own = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    with Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL) as rules:
        for place in (*own, *LIBRARIES, str(CODE)):
            if Path(place).is_dir():
                rules.allow_path(place, seen)
            elif Path(place).exists():
                rules.allow_path(place, AccessFS.READ_FILE)
        rules.allow_path(str(file), AccessFS.READ_FILE)
        rules.restrict()


def _landlock_abi() -> int:
    if sys.platform != "linux":
        return 0
    from landlockpy import LandlockError, abi_version

    try:
        return abi_version()
    except LandlockError:
        return 0


def _has_seccomp() -> bool:
    if sys.platform != "linux" or platform.machine() not in syscalls.ARCHITECTURES:
        return False
    with suppress(OSError):
        return "\nSeccomp:" in Path("/proc/self/status").read_text()
    return False


def _refuse_calls() -> None:
    """Have the kernel refuse what nobody needs to read a file, with EPERM."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in syscalls.ARCHITECTURES:
        return
    program = syscalls.program(machine)
    kept = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept))
    libc = _libc()
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.create_string_buffer(header, len(header)), 0, 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
