"""What is revealed of published results, one by one. Each is drawn from the request that was confirmed."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.client.posting import laid_out, post_of
from bot.competitions import publication
from bot.competitions.notices import AWARD, FEEDBACK, TABLE
from bot.competitions.publication import PublishRequest, Shown
from bot.competitions.ui import results
from bot.competitions.ui.staff import picture_of
from bot.delivery.errors import NotNeeded
from bot.delivery.kinds import Kind, Post
from bot.delivery.model import Batch

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class Revealed(Kind):
    """Something of published results."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def published(self, batch: Batch) -> tuple[PublishRequest, Shown]:
        """Return what was published. Raises NotNeeded: judging was opened again."""
        id = int(batch.first.facts["request"])
        request = await self._bot.app.publishing.request(batch.guild_id, id)
        if request is None or request.shown is None or request.state != "confirmed":
            raise NotNeeded("judging was opened again")
        return request, request.shown


class Award(Revealed):
    """One award and who wins it."""

    name = AWARD

    async def compose(self, batch: Batch, now: datetime) -> Post:
        _, shown = await self.published(batch)
        title = batch.first.facts["award"]
        step = next(step for step in publication.steps(shown) if step.award == title)
        return post_of(self._bot, results.award_card(shown.contest, step), batch)


class ResultsTable(Revealed):
    """The whole table, with its picture."""

    name = TABLE

    async def compose(self, batch: Batch, now: datetime) -> Post:
        request, shown = await self.published(batch)
        picture = await picture_of(shown.contest, shown.standings)
        card = results.table_card(batch.guild_id, request, shown, 0)
        card = replace(card, picture=(picture.filename, picture.description or ""))
        return Post(laid_out(self._bot, card, batch), files=(picture,))


class GroupFeedback(Revealed):
    """What the judges gave and said, for one person of an entry."""

    name = FEEDBACK

    async def compose(self, batch: Batch, now: datetime) -> Post:
        _, shown = await self.published(batch)
        number = int(batch.first.facts["entry"])
        standing = next(s for s in shown.standings if s.entry.number == number)
        card, whole = results.feedback_card(shown.contest, standing, shown.feedback[number])
        file = discord.File(io.BytesIO(whole.encode()), results.FEEDBACK_FILE)
        return Post(laid_out(self._bot, card, batch), files=(file,) if whole else ())
