"""Which of the kernel's calls the worker may make, as a filter that the kernel itself runs: a list of what is allowed.

A reader of one file needs memory, its own open files, to open more for reading, time, randomness, and to end. Whatever
isn't named here is refused: signals, other processes, sockets, threads, writing, names, owners and modes, namespaces.

Sources: seccomp(2), the kernel's `seccomp_data` and syscall tables (arch/x86/entry/syscalls/syscall_64.tbl,
include/uapi/asm-generic/unistd.h), fcntl(2), ioctl_tty(2).
"""

from __future__ import annotations

import errno
import struct

ALLOW, REFUSE, UNKNOWN = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
"""Bytes into `seccomp_data`; an argument takes eight, its lower half first on both architectures."""
NEWER = 470
"""Numbers from here on are of calls newer than this table, or of another one (x32). They don't exist here, so that a
library does what it does on an older kernel."""
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

ALLOWED = {
    "x86_64": {
        "read": 0, "write": 1, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8, "mmap": 9,
        "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
        "pread64": 17, "readv": 19, "writev": 20, "access": 21, "select": 23, "sched_yield": 24, "mremap": 25,
        "mincore": 27, "madvise": 28, "dup": 32, "dup2": 33, "nanosleep": 35, "getpid": 39, "exit": 60, "uname": 63,
        "getdents": 78, "getcwd": 79, "chdir": 80, "fchdir": 81, "readlink": 89, "gettimeofday": 96, "getrlimit": 97,
        "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108,
        "getppid": 110, "sigaltstack": 131, "statfs": 137, "fstatfs": 138, "gettid": 186, "time": 201, "futex": 202,
        "sched_getaffinity": 204, "getdents64": 217, "restart_syscall": 219, "fadvise64": 221, "clock_gettime": 228,
        "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "newfstatat": 262, "readlinkat": 267,
        "faccessat": 269, "pselect6": 270, "ppoll": 271, "dup3": 292, "preadv": 295, "getcpu": 309, "getrandom": 318,
        "membarrier": 324, "statx": 332,
    },
    "aarch64": {
        "getcwd": 17, "dup": 23, "dup3": 24, "statfs": 43, "fstatfs": 44, "faccessat": 48, "chdir": 49, "fchdir": 50,
        "close": 57, "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67,
        "preadv": 69, "pselect6": 72, "ppoll": 73, "readlinkat": 78, "newfstatat": 79, "fstat": 80, "exit": 93,
        "exit_group": 94, "futex": 98, "nanosleep": 101, "clock_gettime": 113, "clock_getres": 114,
        "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128,
        "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "times": 153,
        "uname": 160, "getrlimit": 163, "getrusage": 165, "getcpu": 168, "gettimeofday": 169, "getpid": 172,
        "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178, "sysinfo": 179,
        "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222, "fadvise64": 223, "mprotect": 226, "mincore": 232,
        "madvise": 233, "getrandom": 278, "membarrier": 283, "statx": 291,
    },
}  # fmt: skip
ALLOWED_EVERYWHERE = {"close_range": 436, "faccessat2": 439, "futex_waitv": 449}
"""Newer calls have one number on every architecture."""

WRITING = 0o1 | 0o2 | 0o100 | 0o1000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC."""
SIGNALLING = (8, 10, 15)
"""F_SETOWN, F_SETSIG and F_SETOWN_EX: have the kernel send any signal to any process of the same user."""
ASKING = (0x5401, 0x5413, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONCLEX, FIOCLEX: is this a terminal, how wide; who inherits it. Others type into it."""
ARGUMENTS: dict[str, tuple[tuple[int, int, int, tuple[int, ...], int], ...]] = {
    "x86_64": (
        (2, 1, ANY_BIT, (WRITING,), REFUSE),  # open
        (257, 2, ANY_BIT, (WRITING,), REFUSE),  # openat
        (72, 1, EQUAL, SIGNALLING, REFUSE),  # fcntl
        (16, 1, EQUAL, ASKING, ALLOW),  # ioctl
    ),
    "aarch64": (
        (56, 2, ANY_BIT, (WRITING,), REFUSE),
        (25, 1, EQUAL, SIGNALLING, REFUSE),
        (29, 1, EQUAL, ASKING, ALLOW),
    ),
}
"""Calls that depend on what they are given: number, which argument, how it is compared, with what, and what follows;
otherwise the other follows."""


def program(machine: str) -> bytes:
    """Return a machine's filter in the kernel's form: what is named is allowed; the rest gets EPERM, and what no table
    of ours knows ENOSYS."""
    steps: list[tuple[int, int, int, int]] = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 1, 0, ARCHITECTURES[machine]),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER_AT),
        (AT_LEAST, 0, 1, NEWER),
        (RETURN, 0, 0, UNKNOWN),
    ]
    for number, argument, compared, values, then in ARGUMENTS[machine]:
        steps.append((EQUAL, 0, len(values) + 3, number))
        steps.append((LOAD, 0, 0, ARGUMENTS_AT + 8 * argument))
        left = range(len(values), 0, -1)
        steps += [(compared, far, 0, value) for far, value in zip(left, values, strict=True)]
        steps.append((RETURN, 0, 0, ALLOW if then == REFUSE else REFUSE))
        steps.append((RETURN, 0, 0, then))
    numbers = sorted({*ALLOWED[machine].values(), *ALLOWED_EVERYWHERE.values()})
    left = range(len(numbers), 0, -1)
    steps += [(EQUAL, far, 0, number) for far, number in zip(left, numbers, strict=True)]
    steps += [(RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
