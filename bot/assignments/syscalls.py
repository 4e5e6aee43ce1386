"""Which of the kernel's calls the worker does without, as a filter that the kernel itself runs.

What is refused: reaching other processes (signals of every kind, their memory, their place in the queue), new
processes, sockets and other ways to talk to somebody, opening anything for writing, changing what a file is called,
whose it is or who may read it, namespaces, keys, and what only root may do anyway.

Sources: seccomp(2), the kernel's `seccomp_data` and syscall tables (arch/x86/entry/syscalls/syscall_64.tbl,
include/uapi/asm-generic/unistd.h), fcntl(2), ioctl_tty(2).
"""

from __future__ import annotations

import errno
import struct

ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
"""Bytes into `seccomp_data`; an argument takes eight, its lower half first on both architectures."""
OTHER_ABI = 0x40000000
"""Numbers from here on are the x32 table's."""
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

REFUSED = {
    "x86_64": {
        "shmget": 29, "shmat": 30, "shmctl": 31, "socket": 41, "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58,
        "execve": 59, "kill": 62, "semget": 64, "semop": 65, "semctl": 66, "msgget": 68, "msgsnd": 69, "msgrcv": 70,
        "msgctl": 71, "truncate": 76, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87,
        "symlink": 88, "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "ptrace": 101,
        "syslog": 103, "rt_sigqueueinfo": 129, "utime": 132, "mknod": 133, "setpriority": 141, "sched_setparam": 142,
        "sched_setscheduler": 144, "pivot_root": 155, "adjtimex": 159, "setrlimit": 160, "chroot": 161, "acct": 163,
        "settimeofday": 164, "mount": 165, "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169,
        "sethostname": 170, "setdomainname": 171, "iopl": 172, "ioperm": 173, "init_module": 175,
        "delete_module": 176, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197,
        "lremovexattr": 198, "fremovexattr": 199, "tkill": 200, "sched_setaffinity": 203, "semtimedop": 220,
        "clock_settime": 227, "tgkill": 234, "utimes": 235, "mq_open": 240, "mq_unlink": 241, "kexec_load": 246,
        "add_key": 248, "request_key": 249, "keyctl": 250, "ioprio_set": 251, "migrate_pages": 256, "mkdirat": 258,
        "mknodat": 259, "fchownat": 260, "futimesat": 261, "unlinkat": 263, "renameat": 264, "linkat": 265,
        "symlinkat": 266, "fchmodat": 268, "unshare": 272, "move_pages": 279, "utimensat": 280, "fallocate": 285,
        "rt_tgsigqueueinfo": 297, "perf_event_open": 298, "fanotify_init": 300, "prlimit64": 302,
        "open_by_handle_at": 304, "clock_adjtime": 305, "setns": 308, "process_vm_readv": 310,
        "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "sched_setattr": 314, "renameat2": 316,
        "kexec_file_load": 320, "bpf": 321, "execveat": 322, "userfaultfd": 323,
    },
    "aarch64": {
        "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
        "ioprio_set": 30, "mknodat": 33, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38,
        "umount2": 39, "mount": 40, "pivot_root": 41, "truncate": 45, "fallocate": 47, "chroot": 51, "fchmod": 52,
        "fchmodat": 53, "fchownat": 54, "fchown": 55, "utimensat": 88, "acct": 89, "unshare": 97, "kexec_load": 104,
        "init_module": 105, "delete_module": 106, "clock_settime": 112, "syslog": 116, "ptrace": 117,
        "sched_setparam": 118, "sched_setscheduler": 119, "sched_setaffinity": 122, "kill": 129, "tkill": 130,
        "tgkill": 131, "rt_sigqueueinfo": 138, "setpriority": 140, "reboot": 142, "sethostname": 161,
        "setdomainname": 162, "setrlimit": 164, "settimeofday": 170, "adjtimex": 171, "mq_open": 180,
        "mq_unlink": 181, "msgget": 186, "msgctl": 187, "msgrcv": 188, "msgsnd": 189, "semget": 190, "semctl": 191,
        "semtimedop": 192, "semop": 193, "shmget": 194, "shmctl": 195, "shmat": 196, "socket": 198,
        "socketpair": 199, "add_key": 217, "request_key": 218, "keyctl": 219, "clone": 220, "execve": 221,
        "swapon": 224, "swapoff": 225, "migrate_pages": 238, "move_pages": 239, "rt_tgsigqueueinfo": 240,
        "perf_event_open": 241, "prlimit64": 261, "fanotify_init": 262, "open_by_handle_at": 265,
        "clock_adjtime": 266, "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272,
        "finit_module": 273, "sched_setattr": 274, "renameat2": 276, "bpf": 280, "execveat": 281,
        "userfaultfd": 282, "kexec_file_load": 294,
    },
}  # fmt: skip
REFUSED_EVERYWHERE = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
    "pidfd_open": 434, "clone3": 435, "openat2": 437, "pidfd_getfd": 438, "process_madvise": 440,
    "mount_setattr": 442, "quotactl_fd": 443, "process_mrelease": 448, "fchmodat2": 452, "setxattrat": 463,
    "removexattrat": 466, "open_tree_attr": 467, "file_setattr": 469,
}  # fmt: skip
"""Newer calls have one number on every architecture."""

WRITING = 0o1 | 0o2 | 0o100 | 0o1000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC."""
SIGNALLING = (8, 10, 15)
"""F_SETOWN, F_SETSIG and F_SETOWN_EX: have the kernel send any signal to any process of the same user."""
TYPING = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX: type into a terminal as if its person did."""
ARGUMENTS: dict[str, tuple[tuple[int, int, int, tuple[int, ...]], ...]] = {
    "x86_64": (
        (2, 1, ANY_BIT, (WRITING,)),  # open
        (257, 2, ANY_BIT, (WRITING,)),  # openat
        (72, 1, EQUAL, SIGNALLING),  # fcntl
        (16, 1, EQUAL, TYPING),  # ioctl
    ),
    "aarch64": (
        (56, 2, ANY_BIT, (WRITING,)),
        (25, 1, EQUAL, SIGNALLING),
        (29, 1, EQUAL, TYPING),
    ),
}
"""Calls refused for what they are given: number, which argument, how it is compared, with what."""


def program(machine: str) -> bytes:
    """Return a machine's filter in the kernel's form: other architectures and these calls get EPERM, the rest is
    allowed."""
    numbers = sorted({*REFUSED[machine].values(), *REFUSED_EVERYWHERE.values()})
    tests = [
        (LOAD, 0, 0, NUMBER_AT),
        (AT_LEAST, True, 0, OTHER_ABI),
        *((EQUAL, True, 0, number) for number in numbers),
    ]
    for number, argument, compared, values in ARGUMENTS[machine]:
        tests.append((EQUAL, 0, len(values) + 2, number))
        tests.append((LOAD, 0, 0, ARGUMENTS_AT + 8 * argument))
        tests += [(compared, True, 0, value) for value in values]
        tests.append((RETURN, 0, 0, ALLOW))
    refusal = len(tests) + 1  # after the last test stands what allows
    steps = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 0, refusal, ARCHITECTURES[machine]),
        *(
            (code, refusal - place - 1 if then is True else then, otherwise, value)
            for place, (code, then, otherwise, value) in enumerate(tests)
        ),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
