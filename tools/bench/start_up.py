"""Reading the course, and a process from its first instruction to a bot with every command loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bot.course.loader import load_course
from tools.bench.report import Report, typical_ms

COURSE = Path("data/course.yaml")
READY = """
import asyncio, json, tempfile, time
from pathlib import Path
begun = time.perf_counter()
from bot.app import running_app
from bot.client.bot import CourseBot
from bot.settings import Settings
import psutil
async def main():
    with tempfile.TemporaryDirectory() as folder:
        async with running_app(Settings(state=Path(folder))) as app:
            bot = CourseBot(app)
            async def nothing(): pass
            bot.registered.begin = nothing
            await bot.setup_hook()
            rss = psutil.Process().memory_info().rss / 2**20
            print(json.dumps([time.perf_counter() - begun, rss, len(bot.slash_commands())]))
asyncio.run(main())
"""


def measure(report: Report) -> None:
    """Measure reading the file, start-up and resident memory (three fresh processes, the worst of them)."""
    report.add(
        "read and check data/course.yaml", typical_ms(lambda: load_course(COURSE)), "ms", 150
    )
    runs = [
        json.loads(
            subprocess.run([sys.executable, "-c", READY], capture_output=True, check=True).stdout
        )
        for _ in range(3)
    ]
    report.add("start to every command loaded", max(run[0] for run in runs), "s", 2)
    report.add("resident memory then", max(run[1] for run in runs), "MiB", 120)
