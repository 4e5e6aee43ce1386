"""The buttons of what staff do with judging, and the pages of results. Each works after a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.pages import page_number
from bot.client.surfaces import Persistent, pressed_at
from bot.competitions.errors import RequestIsGone
from bot.competitions.model import Judging, State
from bot.competitions.ui import chart, results, staff, staff_cards
from bot.errors import StalePage
from bot.ids import UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

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
        await staff.confirm(interaction, self.guild_id, contest, int(self.found["request"]))


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
        found = await staff.results_of(bot, self.guild_id, contest)
        card = await staff.list_card(bot, self.guild_id, self.found["what"], found, page)
        if interaction.message and interaction.message.attachments:
            words = chart.alt_text(contest, found.standings)
            card = replace(card, picture=(chart.NAME, words))
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
