"""The form in which staff change who is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.client.look import clip
from bot.client.surfaces import Form, pressed_at
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.presentations.model import PitchSession, Seen
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
            ui.Label(text="Groups still to come", description=about, component=self.order)
        )

    async def submitted(self, interaction: Interaction) -> None:
        at, by = pressed_at(interaction), UserId(interaction.user.id)
        service = interaction.client.app.pitches
        work = service.reorder(self.guild_id, self.order.value, at, by=by, seen=self._seen)
        await handlers.show_panel(interaction, self.guild_id, work)
