"""The buttons of the panel and of the running order. A press counts only if its panel was up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from discord import ui

from bot.client.pages import page_number
from bot.client.surfaces import Persistent, pressed_at
from bot.ids import UserId
from bot.permissions import Capability
from bot.presentations.model import Action, Seen
from bot.presentations.ui import handlers
from bot.presentations.ui.forms import OrderForm

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]
OUTDATED = Seen(-1)
"""What panels showed before their buttons named a revision."""


class PitchButton(
    Persistent[Button],
    template=r"pitch:(?P<action>look|start|pause|resume|end|back|absent|out|order|undo):(?P<guild>\d+)"
    r"(?::(?P<revision>\d+):(?P<number>\d+))?",
    needs=Capability.RUN_PITCHES,
):
    """One button of the staff's panel. It names what its panel showed: the session's revision, and a group."""

    async def used(self, interaction: Interaction) -> None:
        guild_id, service = self.guild_id, interaction.client.app.pitches
        action, seen = self.found["action"], self._seen()
        at, by = pressed_at(interaction), UserId(interaction.user.id)
        if action == "look":
            await handlers.show_panel(interaction, guild_id)
        elif action == "order":
            opened = service.to_reorder(guild_id, seen)
            session = await handlers.or_panel(interaction, guild_id, opened)
            await interaction.response.send_modal(OrderForm(guild_id, session))
        else:
            work = service.press(guild_id, cast("Action", action), at, by=by, seen=seen)
            await handlers.show_panel(interaction, guild_id, work)

    def _seen(self) -> Seen:
        revision, number = self.found["revision"], self.found["number"]
        return Seen(int(revision), int(number)) if revision else OUTDATED


class OrderPage(
    Persistent[Button],
    template=r"pitch-order:(?P<page>\d+):(?P<guild>\d+)",
    needs=Capability.JOIN_GROUPS,
):
    """Turns a page of the running order."""

    async def used(self, interaction: Interaction) -> None:
        user_id, page = UserId(interaction.user.id), page_number(self.found["page"])
        view = await handlers.order_reply(interaction.client, self.guild_id, user_id, page)
        await interaction.response.edit_message(view=view)
