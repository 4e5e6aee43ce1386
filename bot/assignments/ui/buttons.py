"""The buttons of the assignments. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.assignments import progress
from bot.assignments.errors import NoSuchReceipt
from bot.assignments.model import Assignment
from bot.assignments.ui import cards, handlers, unnamed
from bot.assignments.ui.forms import HandInForm
from bot.client.layout import lay_out
from bot.client.surfaces import Persistent, pressed_at
from bot.errors import StalePage
from bot.ids import GuildId, UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]


class HandInButton(
    Persistent[Button],
    template=r"hand-in:(?P<guild>\d+):(?P<assignment>[a-z0-9.-]+)",
    needs=Capability.HAND_IN,
):
    """Opens the form of an assignment."""

    async def used(self, interaction: Interaction) -> None:
        service = interaction.client.app.submissions
        assignment = service.assignment(self.guild_id, self.found["assignment"])
        await open_form(interaction, self.guild_id, assignment)


class UnnamedButton(
    Persistent[Button],
    template=r"unnamed:(?P<guild>\d+):(?P<assignment>[a-z0-9.-]+):(?P<number>\d+)",
    needs=Capability.HAND_IN,
):
    """Says what it is that somebody sent, and hands it in."""

    async def used(self, interaction: Interaction) -> None:
        assignment, number = self.found["assignment"], int(self.found["number"])
        await unnamed.hand_in(interaction, self.guild_id, assignment, number)


class ProgressButton(
    Persistent[Button], template=r"progress:(?P<guild>\d+)", needs=Capability.HAND_IN
):
    """Shows one's own progress."""

    async def used(self, interaction: Interaction) -> None:
        user_id = UserId(interaction.user.id)
        view = await handlers.progress_reply(interaction.client, self.guild_id, user_id)
        await interaction.response.send_message(view=view, ephemeral=True)


class ReceiptsButton(
    Persistent[Button], template=r"receipts:(?P<guild>\d+)", needs=Capability.HAND_IN
):
    """Shows one's own receipts again."""

    async def used(self, interaction: Interaction) -> None:
        user_id = UserId(interaction.user.id)
        view = await handlers.receipts_reply(interaction.client, self.guild_id, user_id)
        await interaction.response.send_message(view=view, ephemeral=True)


class DetailsButton(
    Persistent[Button],
    template=r"receipt:(?P<guild>\d+):(?P<receipt>[A-Z0-9-]+)",
    needs=Capability.HAND_IN,
):
    """Shows the hashes of what was handed in, to those whose it is. Raises NoSuchReceipt."""

    async def used(self, interaction: Interaction) -> None:
        service, guild_id = interaction.client.app.submissions, self.guild_id
        mine = await service.versions(guild_id, UserId(interaction.user.id))
        version = next((v for v in mine if v.receipt == self.found["receipt"]), None)
        if version is None:
            raise NoSuchReceipt(self.found["receipt"])
        view = lay_out(cards.details_card(version))
        await interaction.response.send_message(view=view, ephemeral=True)


class AttestButton(
    Persistent[Button],
    template=r"attest:(?P<guild>\d+):(?P<item>[a-z0-9-]+):(?P<done>[01])",
    needs=Capability.HAND_IN,
):
    """Says, by honor code, that something is done; or takes it back."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, item = interaction.client, self.guild_id, self.found["item"]
        if item not in progress.attestable(bot.app.courses.timeline(guild_id).course):
            raise StalePage
        done = self.found["done"] == "1"
        user_id = UserId(interaction.user.id)
        await bot.app.records.attest(guild_id, user_id, item, done, pressed_at(interaction))
        await interaction.response.edit_message(
            view=await handlers.progress_reply(bot, guild_id, user_id)
        )


async def open_form(interaction: Interaction, guild_id: GuildId, assignment: Assignment) -> None:
    """Open the form of an assignment. Raises NotInGroup."""
    bot, user_id = interaction.client, UserId(interaction.user.id)
    group = (await bot.app.groups.own(guild_id, user_id)).number if assignment.by_group else None
    versions = await bot.app.submissions.versions(guild_id, user_id, assignment.id)
    last = versions[-1] if versions else None
    await interaction.response.send_modal(HandInForm(guild_id, assignment, last, group))
