"""Have every test compiled as pytest does it, once and on every core: `python -m tests.compiled`.

pytest writes the asserts of what it imports anew, which takes longer than all imports, and keeps what comes of it. On a
fresh clone each of its workers would do that for every file, all at one moment.
"""

from __future__ import annotations

import compileall
import sys
from multiprocessing import Pool
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from _pytest.assertion import rewrite

ROOT = Path(__file__).parent


def compiled(path: Path) -> None:
    """Compile one file, unless it hasn't changed since."""
    if not path.name.startswith("test_"):
        compileall.compile_file(path, quiet=1)
        return
    folder = rewrite.get_cache_dir(path)
    kept = folder / (path.stem + rewrite.PYC_TAIL)
    if rewrite._read_pyc(path, kept) is None and rewrite.try_makedirs(folder):
        silent: Any = SimpleNamespace(trace=lambda _: None)
        stat, code = rewrite._rewrite_test(path, None)
        rewrite._write_pyc(silent, code, stat, kept)


if __name__ == "__main__" and not sys.dont_write_bytecode:
    with Pool() as pool:
        pool.map(compiled, sorted(ROOT.rglob("*.py")), chunksize=4)
