"""Which lines of ours the tests reach, seen by probes instead of a tracer: `PYTEST_PLUGINS=tests.cover`.

Before Python 3.12, coverage.py has every call and line of every library announced to it, and the suite takes twice as
long. Slipcover puts a probe at each line of bot and cogs when they are imported. What the probes saw is left as
coverage.py's own data: `coverage combine` and `coverage report` do the rest, with its exclusions and its floor.
"""

from __future__ import annotations

import os
from pathlib import Path

import coverage
import pytest
from slipcover import FileMatcher, ImportManager, Slipcover

ROOT = Path(__file__).parent.parent
OURS = [ROOT / "bot", ROOT / "cogs"]
NEVER = 2**31 - 1
"""Probes stay where they are: taking them out while threads run isn't safe, and they cost little."""

_probes = Slipcover(d_miss_threshold=NEVER)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begin before anything of ours is imported. Where workers run the tests, they alone begin."""
    workers = getattr(early_config.known_args_namespace, "numprocesses", None)
    if "PYTEST_XDIST_WORKER" in os.environ or not workers:
        ImportManager(_probes, FileMatcher(sources=OURS)).__enter__()


def pytest_sessionfinish() -> None:
    """Leave what was reached, beside what other processes leave. What nothing imports counts as missed."""
    data = coverage.CoverageData(basename=str(ROOT / ".coverage"), suffix=True)
    data.add_lines(
        {
            str(ROOT / name): seen["executed_lines"]
            for name, seen in _probes.get_coverage()["files"].items()
        }
    )
    data.touch_files([str(path) for folder in OURS for path in folder.rglob("*.py")])
    data.write()
