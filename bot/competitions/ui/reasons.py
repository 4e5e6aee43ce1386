"""The ways on where ballots are missing: remind judges, close anyway, or publish with a reason that is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS
from bot.client.surfaces import Form, Persistent, pressed_at
from bot.competitions.ui import staff
from bot.ids import GuildId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

LONGEST_REASON = 300


class ReasonForm(Form, needs=Capability.RUN_JUDGING):
    """Asks why results are published although something is missing."""

    def __init__(self, guild_id: GuildId, contest_id: str) -> None:
        super().__init__(guild_id, title="Publish with a reason", custom_id="form:reason")
        self._contest_id = contest_id
        self.reason: ui.TextInput[Any] = ui.TextInput(
            custom_id="reason",
            min_length=3,
            max_length=LONGEST_REASON,
            style=discord.TextStyle.short,
        )
        hint = "It's printed in the results."
        self.add_item(ui.Label(text="Why now", description=hint, component=self.reason))

    async def submitted(self, interaction: Interaction) -> None:
        await staff.ask_to_publish(interaction, self._contest_id, str(self.reason.value))


class ReasonButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"publish-reason:(?P<guild>\d+):(?P<contest>[a-z0-9-]+)",
    needs=Capability.RUN_JUDGING,
):
    """Opens the form for the reason."""

    async def used(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(ReasonForm(self.guild_id, self.found["contest"]))


class CloseButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"judging-close:(?P<word>yes|remind):(?P<guild>\d+):(?P<contest>[a-z0-9-]+)",
    needs=Capability.RUN_JUDGING,
):
    """Closes judging although ballots are missing, or reminds the judges who owe them. Raises WrongState."""

    async def used(self, interaction: Interaction) -> None:
        service, guild_id = interaction.client.app.judging, self.guild_id
        contest = service.contest(guild_id, self.found["contest"])
        await interaction.response.defer()
        if self.found["word"] == "yes":
            card = await staff.closed(interaction, guild_id, contest)
        else:
            await service.remind(guild_id, contest, pressed_at(interaction))
            text = (
                "### ✅ Judges who still have something to score are reminded\nJudging stays open."
            )
            card = Card(KINDS["staff"], (text,))
        await interaction.edit_original_response(view=lay_out(card))
