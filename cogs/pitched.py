"""The card that judges get of a group that has just pitched."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.client.posting import post_of
from bot.competitions import rules
from bot.competitions.errors import JudgingError
from bot.competitions.ui import handlers
from bot.delivery.errors import NotNeeded
from bot.delivery.kinds import Kind, Post
from bot.delivery.model import Batch

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class Pitched(Kind):
    """Not for judges who can't score that group: it is their own, or they have a conflict."""

    name = "pitched"

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        facts, judge_id = batch.first.facts, batch.first.user_id or 0
        service, number = self._bot.app.judging, int(facts["number"])
        try:
            contest = service.contest(batch.guild_id, facts["contest"])
            desk = await service.desk(batch.guild_id, contest, judge_id)
            rules.check_may_score(judge_id, number, desk.entries, desk.recused, desk.state)
        except JudgingError as error:
            raise NotNeeded(str(error)) from error
        lead = f"🎤 **Group {number} has just pitched**"
        card = await handlers.draw(self._bot, batch.guild_id, desk, number, lead)
        return post_of(self._bot, card, batch)


async def setup(bot: CourseBot) -> None:
    bot.app.delivery.kinds.register(Pitched(bot))
