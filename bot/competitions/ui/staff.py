"""The Discord side of what staff do with judging: states, judges, results, publishing."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS, plural
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.competitions.model import Contest, State
from bot.competitions.service import Results
from bot.competitions.ui import chart, staff_cards
from bot.competitions.ui.notices import CHART, NAG, RESULT
from bot.delivery.model import Notice
from bot.permissions import Capability
from bot.reminders.errors import NoChannel

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

NAG_BEFORE = timedelta(minutes=30)
REVEAL_EVERY = timedelta(seconds=20)
USE = timedelta(days=3)


class PublishButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"publish:(?P<guild>\d+):(?P<contest>[a-z0-9-]+)",
    needs=Capability.RUN_JUDGING,
):
    """Confirms publishing: the second person."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id = interaction.client, self.guild_id
        contest = bot.app.judging.contest(guild_id, self.found["contest"])
        registered = await registered_in(bot, guild_id)
        where = announcements(bot, guild_id)
        at = pressed_at(interaction)
        results = await bot.app.judging.confirm(
            guild_id, contest, registered, interaction.user.id, at
        )
        text = f"### ✅ Published: {contest.title}\nThe awards are revealed one by one, then the table."
        await interaction.response.edit_message(view=lay_out(Card(KINDS["staff"], (text,))))
        await reveal(bot, guild_id, results, where, at)


async def set_state(interaction: Interaction, typed: str | None, state: State) -> None:
    """Open, pause or close judging, and say so. Raises NoContest."""
    bot, guild_id = interaction.client, guild_of(interaction)
    contest = bot.app.judging.contest(guild_id, typed)
    await bot.app.judging.set_state(
        guild_id, contest, state, interaction.user.id, pressed_at(interaction)
    )
    judges = len(await bot.app.judging.judges(guild_id, contest))
    entries = len(await bot.app.judging.entries(guild_id, contest))
    counts = f"{plural(judges, 'judge')}, {plural(entries, 'entry', 'entries')}."
    await say(interaction, f"### ✅ {contest.title}: judging is {state}\n{counts}")


async def say(interaction: Interaction, text: str) -> None:
    """Answer staff with a sentence, for them alone."""
    view = lay_out(Card(KINDS["staff"], (text,)))
    await interaction.response.send_message(view=view, ephemeral=True)


async def plan_nags(
    bot: CourseBot, guild_id: int, contest: Contest, closes_at: datetime, now: datetime
) -> None:
    """Remind judges of what they miss at two moments: half-way to the close, and half an hour before it."""
    moments = {"half-way": now + (closes_at - now) / 2, "soon": closes_at - NAG_BEFORE}
    for judge_id in await bot.app.judging.judges(guild_id, contest):
        for name, due in moments.items():
            if due > now:
                key = f"nag:{contest.id}:{judge_id}:{name}:{int(closes_at.timestamp())}"
                target = f"user:{judge_id}"
                planned = Notice(key, NAG, target, contest.id, due, closes_at, closes_at)
                await bot.app.reminders.add(guild_id, planned)


def announcements(bot: CourseBot, guild_id: int) -> int:
    """Return the announcements channel. Raises NoChannel."""
    where = bot.app.guilds.of(guild_id).announcements_channel
    if where is None:
        raise NoChannel
    return where


async def registered_in(bot: CourseBot, guild_id: int) -> set[int]:
    """Return who of the people in groups is a registered student now."""
    groups = await bot.app.groups.groups(guild_id)
    return await bot.people.registered(
        guild_id, {id for group in groups for id in group.member_ids}
    )


async def results_of(bot: CourseBot, guild_id: int, contest: Contest) -> Results:
    """Compute a contest's results."""
    registered = set[int]() if contest.lab else await registered_in(bot, guild_id)
    return await bot.app.judging.results(guild_id, contest, registered)


async def send_results(interaction: Interaction, results: Results) -> None:
    """Show staff the standings, with their picture where there is something to draw."""
    card = staff_cards.results_card(results)
    if not results.ballots:
        await interaction.response.send_message(view=lay_out(card), ephemeral=True)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    contest, standings = results.contest, results.standings
    data = await asyncio.to_thread(chart.draw, contest, standings)
    words = chart.alt_text(contest, standings)
    picture = discord.File(io.BytesIO(data), chart.NAME, description=words)
    view = lay_out(replace(card, picture=(chart.NAME, words)))
    await interaction.followup.send(view=view, file=picture, ephemeral=True)


async def reveal(
    bot: CourseBot, guild_id: int, results: Results, channel_id: int, at: datetime
) -> None:
    """Plan the reveal and each group's feedback in the ledger of reminders: each arrives once, also after a crash."""
    contest = results.contest
    texts = staff_cards.reveal_texts(results)
    for number, text in enumerate(texts):
        due = at + REVEAL_EVERY * number
        key = f"announcement:{contest.id}-{int(at.timestamp())}-{number}"
        target = f"channel:{channel_id}"
        item = f"{CHART}{contest.id}" if number == len(texts) - 1 else ""
        await bot.app.reminders.add(
            guild_id, Notice(key, RESULT, target, item, due, due, due + USE, text)
        )
    last = at + REVEAL_EVERY * len(texts)
    for standing in results.standings:
        if not standing.ballots:
            continue
        text = staff_cards.feedback_text(contest, standing, results.ballots)
        for user_id in standing.entry.owner_ids:
            key = f"announcement:{contest.id}-{int(at.timestamp())}-to-{user_id}"
            told = Notice(key, RESULT, f"user:{user_id}", "", last, last, last + USE, text)
            await bot.app.reminders.add(guild_id, told)
