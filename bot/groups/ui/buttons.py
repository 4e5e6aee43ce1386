"""The buttons of the groups. Each names its server and group: it works in DMs and after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from discord import ui

from bot.client.surfaces import Persistent, guild_of
from bot.groups.errors import StaleButton
from bot.groups.ui import forms, handlers
from bot.ids import GuildId, UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

ACTIONS: dict[str, Callable[[Interaction, GuildId, int, int], Awaitable[None]]] = {
    "sign-up": forms.open_signup,
    "show": handlers.show,
    "accept": handlers.accept,
    "decline": handlers.decline,
    "withdraw": handlers.withdraw,
    "let-in": handlers.let_in,
    "turn-down": handlers.turn_down,
    "invite": forms.open_invite,
    "edit": forms.open_edit,
    "hand-over": forms.open_hand_over,
    "leave": handlers.leave,
    "leave-confirmed": handlers.leave_confirmed,
    "leave-and-disband": handlers.leave_and_disband,
    "disband": handlers.disband,
    "disband-confirmed": handlers.disband_confirmed,
    "keep": handlers.keep,
}
"""action -> (interaction, guild id, group number, what else it is about or 0)"""


class GroupButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"group:(?P<action>(?!undo:)[a-z-]+):(?P<guild>\d+):(?P<number>\d+)(?::(?P<rest>.*))?",
    needs=Capability.JOIN_GROUPS,
):
    """Does something with one group. Raises StaleButton where it was made by another version."""

    async def used(self, interaction: Interaction) -> None:
        act, rest = ACTIONS.get(self.found["action"]), self.found["rest"] or "0"
        if act is None or not rest.isdecimal():
            raise StaleButton
        await act(interaction, self.guild_id, int(self.found["number"]), int(rest))


class GroupsButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"groups:(?P<what>[a-z-]+)(?:-(?P<page>\d{1,5}))?",
    needs=Capability.JOIN_GROUPS,
):
    """Opens the sign-up form, or the list of all groups."""

    async def used(self, interaction: Interaction) -> None:
        what, page = self.found["what"], int(self.found["page"] or 0)
        if what == "sign-up":
            await forms.open_signup(interaction, guild_of(interaction), 0, 0)
        elif what == "list":
            await turn_list(interaction, page)
        else:
            raise StaleButton


async def turn_list(interaction: Interaction, page: int) -> None:
    """Show a page of all groups, in place where it is this person's alone."""
    guild_id, user_id = guild_of(interaction), UserId(interaction.user.id)
    reply = await handlers.list_reply(interaction.client, guild_id, page, user_id)
    if interaction.message and interaction.message.flags.ephemeral:
        await interaction.response.edit_message(view=reply)
    else:
        await interaction.response.send_message(view=reply, ephemeral=True)
