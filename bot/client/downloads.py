"""Reading what people upload, piece by piece, from Discord's own servers."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import discord

from bot.errors import DownloadFailed

PIECE_BYTES = 256 * 1024
TIMEOUT = aiohttp.ClientTimeout(total=300, sock_connect=10, sock_read=30)
"""Seconds: a large file over a slow line may take minutes, but no half minute without a byte."""
HTTP_OK = 200


class Downloads:
    """Downloads attachments. One HTTP session, opened at the first."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def chunks(self, attachment: discord.Attachment) -> AsyncIterator[bytes]:
        """Return an attachment's bytes, whole or not at all.

        Raises:
            DownloadFailed: the link is dead, the connection broke, or bytes are missing.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        received = 0
        try:
            async with self._session.get(attachment.url) as response:
                if response.status != HTTP_OK:
                    raise DownloadFailed(attachment.filename)
                async for chunk in response.content.iter_chunked(PIECE_BYTES):
                    received += len(chunk)
                    yield chunk
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DownloadFailed(attachment.filename) from error
        if received != attachment.size:
            raise DownloadFailed(attachment.filename)

    async def close(self) -> None:
        """End the session."""
        if self._session is not None:
            await self._session.close()
