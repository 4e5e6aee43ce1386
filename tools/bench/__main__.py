"""python -m tools.bench"""

from __future__ import annotations

import asyncio
import sys

from tools.bench import (
    answers,
    course_size,
    delivery,
    groups,
    judging,
    reminders,
    round_trip,
    servers,
    start_up,
    swaps,
    uploads,
)
from tools.bench.report import Report


def main() -> int:
    """Measure everything; exit 1 if a goal is missed."""
    report = Report()
    start_up.measure(report)
    course_size.measure(report)
    answers.measure(report)
    asyncio.run(groups.measure(report))
    asyncio.run(round_trip.measure(report))
    asyncio.run(uploads.measure(report))
    asyncio.run(judging.measure(report))
    asyncio.run(delivery.measure(report))
    asyncio.run(reminders.measure(report))
    asyncio.run(swaps.measure(report))
    asyncio.run(servers.measure(report))
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
