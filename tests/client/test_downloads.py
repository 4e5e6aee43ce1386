"""Downloads over real HTTP: whole, or a failure; never half a file taken for a whole one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.client.downloads import Downloads
from bot.errors import DownloadFailed

WHOLE = b"x" * 1_000_000


@pytest_asyncio.fixture
async def address() -> AsyncIterator[str]:
    """A server with a sound file, one that ends too early, one that breaks off, and nothing else."""

    async def sound(_: web.Request) -> web.Response:
        return web.Response(body=WHOLE)

    async def short(_: web.Request) -> web.Response:
        return web.Response(body=WHOLE[:500])

    async def broken(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(WHOLE))})
        await response.prepare(request)
        await response.write(WHOLE[:500])
        assert request.transport
        request.transport.abort()
        return response

    app = web.Application()
    app.add_routes([web.get("/sound", sound), web.get("/short", short), web.get("/broken", broken)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def download(url: str) -> bytes:
    downloads = Downloads()
    attachment: Any = SimpleNamespace(url=url, filename="review.pdf", size=len(WHOLE))
    try:
        return b"".join([chunk async for chunk in downloads.chunks(attachment)])
    finally:
        await downloads.close()


async def test_a_file_comes_in_pieces_and_whole(address: str) -> None:
    assert await download(f"{address}/sound") == WHOLE


@pytest.mark.parametrize("path", ["/gone", "/short", "/broken"])
async def test_what_does_not_come_whole_has_failed(address: str, path: str) -> None:
    with pytest.raises(DownloadFailed, match="give me all of"):
        await download(address + path)


async def test_a_server_that_is_not_there_has_failed(address: str) -> None:
    with pytest.raises(DownloadFailed):
        await download("http://127.0.0.1:1/file")


async def test_closing_without_a_download_is_fine() -> None:
    await Downloads().close()
