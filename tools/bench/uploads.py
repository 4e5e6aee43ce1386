"""200 uploads of 1 MiB at once, downloaded over HTTP: how other commands answer meanwhile, and memory."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
from aiohttp import web

from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn, Upload
from bot.client.downloads import Downloads
from bot.library.files import load_library
from tests.assignments import samples
from tests.discord.world import World, world_at
from tests.instants import et
from tools.bench.report import Report

UPLOADS, SIZE = 200, 1024 * 1024
GOAL_MS, GOAL_MB = 250, 100
PAUSE_S = 0.05
"""Between two askings: the simulated Discord remembers each of them, which would be measured as memory."""
SAID = Details(paper="P", ticked=True)


async def measure(report: Report) -> None:
    """Upload all at once; ask /next again and again until the last receipt is given."""
    library = load_library(Path("data/course.yaml"), Path("nowhere"))
    with tempfile.TemporaryDirectory() as folder:
        async with _server() as port, world_at(et(1, 26, 10), library, Path(folder)) as world:
            await world.slash(world.person("ana"), "next")
            process = psutil.Process()
            before = peak = process.memory_info().rss
            begun = time.perf_counter()
            uploads = asyncio.create_task(_upload_all(world, port), name="uploads")
            spent: list[float] = []
            while not uploads.done():
                asked = time.perf_counter()
                await world.slash(world.person("ana"), "next")
                spent.append((time.perf_counter() - asked) * 1000)
                peak = max(peak, process.memory_info().rss)
                await asyncio.sleep(PAUSE_S)
            receipts = await uploads
            seconds = time.perf_counter() - begun
    assert len(set(receipts)) == UPLOADS
    report.add(f"{UPLOADS} uploads of 1 MiB at once, all receipts given", seconds, "s")
    p99 = sorted(spent)[int(len(spent) * 0.99)]
    report.add(f"  /next meanwhile, p99 of {len(spent)}", p99, "ms", GOAL_MS)
    report.add("  memory grows by", (peak - before) / 1e6, "MB", GOAL_MB)


async def _upload_all(world: World, port: int) -> list[str]:
    downloads = Downloads()
    try:
        return list(
            await asyncio.gather(*(_upload(world, downloads, port, n) for n in range(UPLOADS)))
        )
    finally:
        await downloads.close()


async def _upload(world: World, downloads: Downloads, port: int, n: int) -> str:
    url = f"http://127.0.0.1:{port}/{n}"
    attachment: Any = SimpleNamespace(url=url, filename="review.pdf", size=SIZE)
    upload = Upload("review.pdf", lambda: downloads.chunks(attachment))
    request = HandIn("review", Sender(1000 + n, "x"), et(1, 26, 10), (upload,), SAID)
    return (await world.app.submissions.hand_in(world.guild.id, request)).version.receipt


@asynccontextmanager
async def _server() -> AsyncIterator[int]:
    """Serve a different PDF of 1 MiB at every path; give the port."""
    head = samples.pdf()
    tail = head[-200:]

    async def serve(request: web.Request) -> web.Response:
        filler = b"\n%" + os.urandom(SIZE // 2).hex().encode()
        return web.Response(body=(head + filler)[: SIZE - len(tail)] + tail)

    app = web.Application()
    app.router.add_get("/{n}", serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
