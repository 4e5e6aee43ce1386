"""The Discord side of what staff do with judging: states, judges, results, publishing.

Their buttons work after a restart.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS, plural
from bot.client.pages import page_number
from bot.client.surfaces import Persistent, guild_of, pressed_at
from bot.competitions import notices
from bot.competitions.errors import AsksFirst, NotYet, RequestIsGone
from bot.competitions.model import Contest, Judging, Results, State
from bot.competitions.publication import PublishRequest
from bot.competitions.ui import results, staff_cards
from bot.course.instants import read_moment
from bot.errors import StalePage
from bot.ids import GuildId, UserId
from bot.permissions import Capability

if TYPE_CHECKING:
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
    """Close judging; where ballots are missing, name them and ask first. Raises NoContest, WrongState."""
    bot, guild_id = interaction.client, guild_of(interaction)
    contest = bot.app.judging.contest(guild_id, typed)
    await interaction.response.defer(ephemeral=True, thinking=True)
    found = await results_of(bot, guild_id, contest)
    if found.obstacles and found.state in ("open", "paused"):
        card = staff_cards.close_card(guild_id, found)
    else:
        card = await closed(interaction, guild_id, contest)
    await interaction.followup.send(view=lay_out(card), ephemeral=True)


async def closed(interaction: Interaction, guild_id: GuildId, contest: Contest) -> Card:
    """Close judging. Return what staff read then. Raises WrongState."""
    bot, at, by = interaction.client, pressed_at(interaction), UserId(interaction.user.id)
    await bot.app.judging.close(guild_id, contest, at, by=by)
    return staff_cards.closed_card(guild_id, await results_of(bot, guild_id, contest))


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
    if not contest.of_groups:
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
    found = await results_of(bot, guild_id, contest)
    card = await list_card(bot, guild_id, "progress", found, 0)
    await interaction.followup.send(view=lay_out(card), ephemeral=True)


async def send_results(interaction: Interaction, typed: str | None) -> None:
    """Show staff the standings, with their picture where there is something to draw. Raises NoContest."""
    bot, guild_id = interaction.client, guild_of(interaction)
    contest = bot.app.judging.contest(guild_id, typed)
    await interaction.response.defer(ephemeral=True, thinking=True)
    found = await results_of(bot, guild_id, contest)
    card = await list_card(bot, guild_id, "standings", found, 0)
    if not found.ballots:
        await interaction.followup.send(view=lay_out(card), ephemeral=True)
        return
    picture = await results.picture_of(contest, found.standings)
    view = lay_out(replace(card, picture=(results.CHART, picture.description or "")))
    await interaction.followup.send(view=view, file=picture, ephemeral=True)


async def ask_to_publish(interaction: Interaction, typed: str | None, reason: str) -> None:
    """Ask to publish: the request is shown in staff's channel, and whoever asks is told so, alone.

    Raises:
        NoContest, WrongState, NowhereToAsk, NowhereToReveal, BadText.
    """
    bot, guild_id = interaction.client, guild_of(interaction)
    contest, at = bot.app.judging.contest(guild_id, typed), pressed_at(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    registered = await registered_in(bot, guild_id, contest)
    by = UserId(interaction.user.id)
    try:
        asked = await bot.app.publishing.ask(guild_id, contest, registered, reason, at, by=by)
    except NotYet as error:
        card = staff_cards.blocked_card(guild_id, contest, error)
        await interaction.followup.send(view=lay_out(card), ephemeral=True)
        return
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


Button = ui.Button[ui.LayoutView]


class PublishButton(
    Persistent[Button],
    template=r"publish:(?P<guild>\d+):(?P<contest>[a-z0-9-]+)(?::(?P<request>\d+))?",
    needs=Capability.RUN_JUDGING,
):
    """Confirms a request to publish: the second person. One without a number is from before requests had any."""

    async def used(self, interaction: Interaction) -> None:
        contest = interaction.client.app.judging.contest(self.guild_id, self.found["contest"])
        if not self.found["request"]:
            raise RequestIsGone("ended")
        await confirm(interaction, self.guild_id, contest, int(self.found["request"]))


class ReopenButton(
    Persistent[Button],
    template=r"judging-reopen:(?P<state>requested|published):(?P<guild>\d+):(?P<contest>[a-z0-9-]+):(?P<round>\d+)"
    r":(?P<until>\d+)",
    needs=Capability.RUN_JUDGING,
):
    """Opens judging although that takes back a request or a publication: its reader was asked."""

    async def used(self, interaction: Interaction) -> None:
        service, until = interaction.client.app.judging, int(self.found["until"])
        contest = service.contest(self.guild_id, self.found["contest"])
        closes_at = datetime.fromtimestamp(until, UTC) if until else None
        seen = Judging(cast("State", self.found["state"]), int(self.found["round"]), closes_at)
        at, by = pressed_at(interaction), UserId(interaction.user.id)
        done = await service.reopen(self.guild_id, contest, seen, at, by=by)
        card = staff_cards.opened_card(contest, done)
        await interaction.response.edit_message(view=lay_out(card))


class MoreTimeButton(
    Persistent[Button],
    template=r"judging-more:(?P<guild>\d+):(?P<contest>[a-z0-9-]+):(?P<closed>\d+)",
    needs=Capability.RUN_JUDGING,
):
    """Gives judges a little longer after judging has closed by itself."""

    async def used(self, interaction: Interaction) -> None:
        service = interaction.client.app.judging
        contest = service.contest(self.guild_id, self.found["contest"])
        at, by = pressed_at(interaction), UserId(interaction.user.id)
        closed = int(self.found["closed"])
        done = await service.more_time(self.guild_id, contest, closed, at, by=by)
        card = staff_cards.opened_card(contest, done)
        await interaction.response.edit_message(view=lay_out(card))


class JudgingPage(
    Persistent[Button],
    template=r"judging-list:(?P<what>progress|standings):(?P<guild>\d+):(?P<contest>[a-z0-9-]+):(?P<page>\d{1,5})",
    needs=Capability.RUN_JUDGING,
):
    """Shows another page of the progress or of the standings, as they are now."""

    async def used(self, interaction: Interaction) -> None:
        bot, page = interaction.client, page_number(self.found["page"])
        contest = bot.app.judging.contest(self.guild_id, self.found["contest"])
        await interaction.response.defer()
        found = await results_of(bot, self.guild_id, contest)
        card = await list_card(bot, self.guild_id, self.found["what"], found, page)
        if interaction.message and interaction.message.attachments:
            words = results.alt_text(contest, found.standings)
            card = replace(card, picture=(results.CHART, words))
        await interaction.edit_original_response(view=lay_out(card))


class RequestPage(
    Persistent[Button],
    template=r"publish-request:(?P<guild>\d+):(?P<request>\d+):(?P<page>\d{1,5})",
    needs=Capability.RUN_JUDGING,
):
    """Shows the rest of what a request to publish shows, beside it."""

    async def used(self, interaction: Interaction) -> None:
        service, page = interaction.client.app.publishing, page_number(self.found["page"])
        request = await service.request(self.guild_id, int(self.found["request"]))
        if request is None or request.shown is None:
            raise StalePage
        card = staff_cards.request_card(self.guild_id, request, request.shown, page)
        await _beside(interaction, card)


class ResultsPage(
    Persistent[Button],
    template=r"results:(?P<guild>\d+):(?P<request>\d+):(?P<page>\d{1,5})",
    needs=Capability.READ_COURSE,
):
    """Shows another page of published results, for whoever asks alone."""

    async def used(self, interaction: Interaction) -> None:
        service, page = interaction.client.app.publishing, page_number(self.found["page"])
        request = await service.request(self.guild_id, int(self.found["request"]))
        if request is None or request.shown is None or request.confirmed_at is None:
            raise StalePage
        await _beside(interaction, results.table_card(self.guild_id, request, request.shown, page))


async def _beside(interaction: Interaction, card: Card) -> None:
    """Turn a page in place if only its reader sees it, else show it beside the message, to them alone."""
    message, view = interaction.message, lay_out(card)
    if message is not None and message.flags.ephemeral:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)
