"""What judges and everybody are told of a competition on the assistant's own: nags, results, feedback."""

from __future__ import annotations

import asyncio
import io
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card
from bot.client.look import KINDS, plural, stamp
from bot.client.posting import laid_out, post_of
from bot.competitions.errors import NotAJudge
from bot.competitions.export import standings_of
from bot.competitions.ui import chart
from bot.delivery.errors import NotNeeded
from bot.delivery.kinds import Kind, Post
from bot.delivery.model import Batch

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

NAG, RESULT = "judging nag", "result"
CHART = "chart:"
"""A result whose item begins so carries the picture of that contest's standings."""


class JudgingNag(Kind):
    """A judge still has entries to score."""

    name = NAG

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        notice, service = batch.first, self._bot.app.judging
        contest = service.contest(batch.guild_id, notice.item)
        try:
            desk = await service.desk(batch.guild_id, contest, notice.user_id or 0)
        except NotAJudge as error:
            raise NotNeeded("this person isn't a judge any more") from error
        if desk.state != "open" or not desk.todo:
            raise NotNeeded("this judge has nothing left to score")
        left = ", ".join(map(str, desk.todo[:12]))
        text = (
            f"### ⚖️ {plural(len(desk.todo), 'entry', 'entries')} of {contest.title} left to score\n"
            f"{left}. Judging closes {stamp(notice.anchor_at, 'R')}; your card is above, or `/scores`."
        )
        return post_of(self._bot, Card(KINDS["course"], (text,)), batch)


class Result(Kind):
    """A step of the reveal, the table of results, or a group's feedback. Its body is the text."""

    name = RESULT

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        notice = batch.first
        card = Card(KINDS["course"], (notice.body,))
        if not notice.item.startswith(CHART):
            return post_of(self._bot, card, batch)
        picture = await self._picture(batch.guild_id, notice.item.removeprefix(CHART))
        shown = (picture.filename, picture.description or "")
        card = Card(card.kind, card.blocks, picture=shown)
        return Post(laid_out(self._bot, card, batch), files=(picture,))

    async def _picture(self, guild_id: int, contest_id: str) -> discord.File:
        contest = self._bot.app.judging.contest(guild_id, contest_id)
        standings = standings_of(await self._bot.app.judging.bundle(guild_id, contest))
        data = await asyncio.to_thread(chart.draw, contest, standings)
        words = chart.alt_text(contest, standings)
        return discord.File(io.BytesIO(data), chart.NAME, description=words)
