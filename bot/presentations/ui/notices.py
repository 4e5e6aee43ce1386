"""What the pitch session says by itself: the speaker's time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.client.layout import Card
from bot.client.look import KINDS
from bot.client.posting import post_of
from bot.delivery.kinds import Kind, Post
from bot.delivery.model import Batch
from bot.presentations.service import PHASE

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class PitchPhase(Kind):
    """30 seconds, 10 seconds, time. Its body is the text."""

    name = PHASE
    only_newest = True

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        return post_of(self._bot, Card(KINDS["pitches"], (batch.first.body,)), batch)
