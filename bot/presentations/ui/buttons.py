"""The buttons of the panel and of the running order, and the form that changes it. What was pressed counts only if its
panel was up to date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from discord import ui

from bot.client.look import clip
from bot.client.pages import page_number
from bot.client.surfaces import Form, Persistent, pressed_at
from bot.course.words import say
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.presentations.model import Action, PitchSession, Seen
from bot.presentations.ui import handlers

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

LONGEST, DESCRIPTION = 4000, 100
"""Discord's limits of what is typed into a field, and of its description."""
SHOWN = 600
"""Groups that a form names; more than any course has had. The others follow in any case."""


class OrderForm(Form, needs=Capability.RUN_PITCHES):
    """The order of those to come, as numbers. It counts only if nothing was pressed since it was opened."""

    def __init__(self, guild_id: GuildId, session: PitchSession) -> None:
        super().__init__(guild_id, title="Change the order", custom_id=f"form:pitches:{guild_id}")
        self._seen = Seen(session.revision)
        now = ", ".join(str(turn.number) for turn in session.waiting[:SHOWN])
        self.order = ui.TextInput[Any](
            custom_id="order", default=now or None, placeholder="3, 1, 2", max_length=LONGEST
        )
        others = ", ".join([*(str(t.number) for t in session.out), *map(str, session.late)])
        more = f" To bring in, add: {others}." if others else ""
        about = clip(
            f"Those named come first, in this order; the others follow.{more}", DESCRIPTION
        )
        self.add_item(
            ui.Label(text=f"{say.Groups} still to come", description=about, component=self.order)
        )

    async def submitted(self, interaction: Interaction) -> None:
        at, by = pressed_at(interaction), UserId(interaction.user.id)
        service = interaction.client.app.pitches
        work = service.reorder(self.guild_id, self.order.value, at, by=by, seen=self._seen)
        await handlers.show_panel(interaction, self.guild_id, work)


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
