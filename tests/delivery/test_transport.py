"""What becomes of a sending on Discord, as the desk hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord
import pytest

from bot.delivery.errors import Interrupted
from bot.delivery.model import Batch, Kind, Kinds, Post, Row, at_once, to_person
from bot.delivery.service import batch_of
from bot.delivery.transport import DiscordTransport
from tests.instants import et

NOW = et(1, 20, 12)


class DrawnFromDiscord(Kind):
    """Asks Discord for something while it is drawn."""

    name = "drawn"

    async def compose(self, batch: Batch, now: datetime) -> Post:
        raise discord.RateLimited(42)


async def test_a_wait_that_discord_asks_for_while_a_message_is_drawn_is_no_incident() -> None:
    nobody: Any = None
    kinds = Kinds(DrawnFromDiscord())
    transport = DiscordTransport(
        nobody, kinds, nobody, nobody, lambda guild, target: None, lambda guild: None
    )
    notice = at_once("drawn", "key", to_person(1), NOW)
    with pytest.raises(Interrupted) as waiting:
        await transport.send(batch_of([Row(1, notice, "claimed", "nonce", NOW)]), NOW)
    assert waiting.value.wait == timedelta(seconds=42)
