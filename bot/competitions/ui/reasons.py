"""The way on where ballots are missing: staff give a reason, and it's printed in the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.surfaces import Form, Persistent
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
