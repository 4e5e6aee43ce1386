"""The buttons of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.client.surfaces import Persistent
from bot.groups.errors import StaleButton
from bot.permissions import Capability
from bot.teammates.ui import forms, handlers, pickers

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


class FindButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"find:(?P<what>(?!picked-)[a-z-]+)",
    needs=Capability.JOIN_GROUPS,
):
    """Whatever the board's buttons do. Raises StaleButton where it was made by another version."""

    async def used(self, interaction: Interaction) -> None:
        match self.found["what"]:
            case "board":
                await handlers.show_board(interaction)
            case "post-group":
                await forms.open_post(interaction, "group")
            case "post-members":
                await forms.open_post(interaction, "members")
            case "withdraw":
                await handlers.withdraw(interaction)
            case "pick-group":
                await pickers.pick_group(interaction)
            case "pick-person":
                await pickers.pick_person(interaction)
            case _:
                raise StaleButton
