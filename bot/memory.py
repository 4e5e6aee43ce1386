"""Memory that stays as long as the process runs, left out of what Python's garbage collector looks through.

A full collection stops everything, and takes a tenth of a second for what a running bot holds: the libraries, the
courses, what answers questions. Reading a course of a thousand meetings sets off several.
"""

from __future__ import annotations

import gc


def keep_for_good() -> None:
    """Have the collector look only at what comes from now on. What is let go of is freed as before."""
    gc.collect()
    gc.freeze()
