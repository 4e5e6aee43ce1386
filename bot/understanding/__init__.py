"""A text -> what is asked. Knows no course but its names.

numpy multiplies on one thread here: a sentence's matrices are too small to share, and threads that wait for each other
on a busy machine take ten times as long.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
