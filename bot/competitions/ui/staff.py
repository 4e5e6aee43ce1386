"""The Discord side of what staff do with judging: states, judges, results, publishing."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS, plural
from bot.client.surfaces import guild_of, pressed_at
from bot.competitions import notices
from bot.competitions.errors import AsksFirst
from bot.competitions.model import Contest, Results, Standing
from bot.competitions.publication import PublishRequest
from bot.competitions.ui import chart, staff_cards
from bot.course.instants import read_moment
from bot.ids import GuildId, UserId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

WAIT_S = 1.5
"""How long an answer waits to say what has become of a message."""


async def open_judging(interaction: Interaction, typed: str | None, until: str | None) -> None:
    """Open judging; where that takes something back, ask once. Raises NoContest, MomentUnreadable, WrongState."""
    bot, guild_id, at = interaction.client, guild_of(interaction), pressed_at(interaction)
    contest = bot.app.judging.contest(guild_id, typed)
    zone = bot.timeline_for(interaction).zone
    closes = await asyncio.to_thread(read_moment, until, at, zone) if until else None
    try:
        by = UserId(interaction.user.id)
        done = await bot.app.judging.open(guild_id, contest, at, closes, by=by)
    except AsksFirst as asked:
        card = staff_cards.reopen_card(guild_id, contest, asked, closes)
    else:
        card = staff_cards.opened_card(contest, done)
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


async def close_judging(interaction: Interaction, typed: str | None) -> None:
    """Close judging, and name the ballots that are missing. Raises NoContest, WrongState."""
    bot, guild_id, at = interaction.client, guild_of(interaction), pressed_at(interaction)
    contest, by = bot.app.judging.contest(guild_id, typed), UserId(interaction.user.id)
    await interaction.response.defer(ephemeral=True, thinking=True)
    await bot.app.judging.close(guild_id, contest, at, by=by)
    card = staff_cards.closed_card(guild_id, await results_of(bot, guild_id, contest))
    await interaction.followup.send(view=lay_out(card), ephemeral=True)


async def counts(bot: CourseBot, guild_id: GuildId, contest: Contest) -> str:
    """Say how many judges and entries there are."""
    judges = len(await bot.app.judging.judges(guild_id, contest))
    entries = len(await bot.app.judging.entries(guild_id, contest))
    return f"{plural(judges, 'judge')}, {plural(entries, 'entry', 'entries')}."


async def say(interaction: Interaction, text: str) -> None:
    """Answer staff with a sentence, for them alone."""
    view = lay_out(Card(KINDS["staff"], (text,)))
    await interaction.response.send_message(view=view, ephemeral=True)


async def registered_in(bot: CourseBot, guild_id: GuildId, contest: Contest) -> set[int]:
    """Return who of the people in groups is a registered student now; nobody has to be for a lab's entries."""
    if contest.assignment:
        return set()
    groups = await bot.app.groups.groups(guild_id)
    people = {id for group in groups for id in group.member_ids}
    return await bot.people.registered(guild_id, people)


async def results_of(bot: CourseBot, guild_id: GuildId, contest: Contest) -> Results:
    """Compute a contest's results."""
    registered = await registered_in(bot, guild_id, contest)
    return await bot.app.judging.results(guild_id, contest, registered)


async def list_card(
    bot: CourseBot, guild_id: GuildId, what: str, results: Results, page: int
) -> Card:
    """Draw a page of the progress or of the standings."""
    if what == "progress":
        return staff_cards.progress_card(guild_id, results, page)
    told = await _told(bot, guild_id, results.contest)
    return staff_cards.standings_card(guild_id, results, page, told)


async def _told(bot: CourseBot, guild_id: GuildId, contest: Contest) -> str:
    """Say what has become of the newest publication."""
    newest = await bot.app.publishing.newest(guild_id, contest)
    if newest is None:
        return ""
    item = notices.revealed_item(newest.id)
    return staff_cards.revealed_text(await bot.app.delivery.about(guild_id, item))


async def send_progress(interaction: Interaction, typed: str | None) -> None:
    """Show staff who has scored what. Raises NoContest."""
    bot, guild_id = interaction.client, guild_of(interaction)
    contest = bot.app.judging.contest(guild_id, typed)
    await interaction.response.defer(ephemeral=True, thinking=True)
    results = await results_of(bot, guild_id, contest)
    card = await list_card(bot, guild_id, "progress", results, 0)
    await interaction.followup.send(view=lay_out(card), ephemeral=True)


async def send_results(interaction: Interaction, typed: str | None) -> None:
    """Show staff the standings, with their picture where there is something to draw. Raises NoContest."""
    bot, guild_id = interaction.client, guild_of(interaction)
    contest = bot.app.judging.contest(guild_id, typed)
    await interaction.response.defer(ephemeral=True, thinking=True)
    results = await results_of(bot, guild_id, contest)
    card = await list_card(bot, guild_id, "standings", results, 0)
    if not results.ballots:
        await interaction.followup.send(view=lay_out(card), ephemeral=True)
        return
    picture = await picture_of(contest, results.standings)
    view = lay_out(replace(card, picture=(chart.NAME, picture.description or "")))
    await interaction.followup.send(view=view, file=picture, ephemeral=True)


async def picture_of(contest: Contest, standings: Sequence[Standing]) -> discord.File:
    """Draw standings, off the event loop."""
    data = await asyncio.to_thread(chart.draw, contest, standings)
    words = chart.alt_text(contest, standings)
    return discord.File(io.BytesIO(data), chart.NAME, description=words)


async def ask_to_publish(interaction: Interaction, typed: str | None, reason: str) -> None:
    """Ask to publish: the request is shown in staff's channel, and whoever asks is told so, alone.

    Raises:
        NoContest, WrongState, NotYet, NowhereToAsk, NowhereToReveal, BadText.
    """
    bot, guild_id = interaction.client, guild_of(interaction)
    contest, at = bot.app.judging.contest(guild_id, typed), pressed_at(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    registered = await registered_in(bot, guild_id, contest)
    by = UserId(interaction.user.id)
    asked = await bot.app.publishing.ask(guild_id, contest, registered, reason, at, by=by)
    state = await _posted(bot, guild_id, asked)
    channel_id = bot.app.guilds.of(guild_id).staff_channel
    card = staff_cards.asked_card(contest, channel_id, state)
    await interaction.followup.send(view=lay_out(card), ephemeral=True)


async def _posted(bot: CourseBot, guild_id: GuildId, request: PublishRequest) -> str:
    """Say what has become of a request's message, waiting a little for it."""
    rows = await bot.delivery.outcome(guild_id, [notices.request_key(request.id)], WAIT_S)
    return "in" if any(row.state == "sent" for row in rows) else "on its way to"


async def confirm(interaction: Interaction, guild_id: GuildId, contest: Contest, id: int) -> None:
    """Publish what a request shows, or show what has changed since.

    Raises:
        RequestIsGone, NeedsAnother, NotYet, NowhereToAsk, NowhereToReveal.
    """
    bot, at = interaction.client, pressed_at(interaction)
    await interaction.response.defer()
    registered = await registered_in(bot, guild_id, contest)
    by = UserId(interaction.user.id)
    done = await bot.app.publishing.confirm(guild_id, id, registered, at, by=by)
    changed = staff_cards.changed_card(contest, done.changes)
    card = changed if done.changes else staff_cards.published_card(contest, done.request)
    await interaction.edit_original_response(view=lay_out(card))
