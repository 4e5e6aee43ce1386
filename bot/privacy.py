"""What this process knows (its token, what it was told in private) is for no other process of the same user."""

from __future__ import annotations

import ctypes
import sys

PR_SET_DUMPABLE = 4


def keep_memory_private() -> bool:
    """Let no other process of this user read this one's memory, environment and open files. It leaves no core dumps.

    Linux alone offers that (prctl(2), PR_SET_DUMPABLE), and root can still read everything.

    Returns:
        Whether this system does so.
    """
    return sys.platform == "linux" and ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
