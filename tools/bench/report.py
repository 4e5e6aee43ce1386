"""One line a figure: what, how much, and the goal it is held against."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Report:
    """Prints figures as they come and remembers the goals that were missed."""

    missed: list[str] = field(default_factory=list)

    def add(
        self,
        what: str,
        value: float,
        unit: str,
        goal: float | None = None,
        *,
        at_least: float | None = None,
    ) -> None:
        """Print a figure. `goal`: the most that it may be; `at_least`: the least."""
        verdict = ""
        bound = at_least if goal is None else goal
        if bound is not None:
            met = value <= bound if at_least is None else value >= bound
            word = "most" if at_least is None else "least"
            verdict = f"   goal: at {word} {bound:g} {unit}   {'met' if met else 'MISSED'}"
            if not met:
                self.missed.append(what)
        print(f"{what:<58} {value:>10.2f} {unit:<8}{verdict}", flush=True)


def typical_ms(work: Callable[[], object], times: int = 15) -> float:
    """Return the median milliseconds of one call."""
    spent: list[float] = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return median(spent)
