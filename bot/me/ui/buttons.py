"""The buttons about what concerns one person. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.client.surfaces import Persistent
from bot.me.ui import handlers
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]


class MeButton(Persistent[Button], template=r"me:(?P<guild>\d+)", needs=Capability.READ_COURSE):
    """Shows its presser what concerns them."""

    async def used(self, interaction: Interaction) -> None:
        await handlers.show(interaction, self.guild_id)


class ThereButton(
    Persistent[Button],
    template=r"there:(?P<guild>\d+):(?P<assignment>[a-z0-9.-]+):(?P<there>[01])",
    needs=Capability.HAND_IN,
):
    """Says that something is in its official place, too; or takes it back."""

    async def used(self, interaction: Interaction) -> None:
        there = self.found["there"] == "1"
        await handlers.say_there(interaction, self.guild_id, self.found["assignment"], there=there)
