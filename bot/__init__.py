"""The course assistant: one Discord bot for one short, intense course and the people around it.

numpy multiplies on one thread here: a sentence's matrices are too small to share, and threads that wait for each other
on a busy machine take several times as long. That is settled before anything else is imported, since libraries load it.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
