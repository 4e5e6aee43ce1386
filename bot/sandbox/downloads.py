"""Uploads of the simulated Discord, whose links lead nowhere."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord

from bot.client.downloads import Downloads
from bot.errors import DownloadFailed


class SimulatedDownloads(Downloads):
    """Reads attachments of a Discord that is simulated in this process and serves no links."""

    async def chunks(self, attachment: discord.Attachment) -> AsyncIterator[bytes]:
        """Return an attachment's bytes. Raises DownloadFailed."""
        try:
            yield await attachment.read()
        except discord.HTTPException as error:
            raise DownloadFailed(attachment.filename) from error
