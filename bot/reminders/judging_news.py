"""What a row of the ledger about judging needs at the moment it is sent: who still misses what, the picture."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.client.look import plural, stamp
from bot.competitions.errors import NotAJudge
from bot.competitions.export import standings_of
from bot.competitions.ui import chart
from bot.delivery.model import Batch
from bot.reminders.errors import NotNeeded

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

CHART = "chart:"
"""An announcement whose item begins so carries the picture of that contest's standings."""


async def completed(bot: CourseBot, batch: Batch) -> tuple[Batch, list[discord.File]]:
    """Fill in what is only known now. Raises NotNeeded: a judge misses nothing any more."""
    row = batch.rows[0]
    if row.planned.kind == "judging nag":
        body = await _nag(bot, batch)
        return replace(batch, rows=(replace(row, planned=replace(row.planned, body=body)),)), []
    if row.planned.item.startswith(CHART):
        return batch, [await _picture(bot, batch.guild_id, row.planned.item.removeprefix(CHART))]
    return batch, []


async def _nag(bot: CourseBot, batch: Batch) -> str:
    planned = batch.rows[0].planned
    service, judge_id = bot.app.judging, int(batch.target.partition(":")[2])
    contest = service.contest(batch.guild_id, planned.item)
    try:
        desk = await service.desk(batch.guild_id, contest, judge_id)
    except NotAJudge as error:
        raise NotNeeded("this person isn't a judge any more") from error
    if desk.state != "open" or not desk.todo:
        raise NotNeeded("this judge has nothing left to score")
    left = ", ".join(map(str, desk.todo[:12]))
    return (
        f"### ⚖️ {plural(len(desk.todo), 'entry', 'entries')} of {contest.title} left to score\n"
        f"{left}. Judging closes {stamp(planned.anchor_at, 'R')}; your card is above, or `/scores`."
    )


async def _picture(bot: CourseBot, guild_id: int, contest_id: str) -> discord.File:
    contest = bot.app.judging.contest(guild_id, contest_id)
    standings = standings_of(await bot.app.judging.bundle(guild_id, contest))
    data = await asyncio.to_thread(chart.draw, contest, standings)
    return discord.File(
        io.BytesIO(data), chart.NAME, description=chart.alt_text(contest, standings)
    )
