"""The form of a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.client.layout import Card, Press, lay_out
from bot.client.surfaces import Form, guild_of, pressed_at
from bot.groups.ui.replies import who_of
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.teammates.rules import LONGEST_TEXT, Looking, Words
from bot.teammates.ui.cards import KIND, NEED_MEMBERS, WITHDRAW, need_group

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


async def open_post(interaction: Interaction, looking_for: Looking) -> None:
    """Open the form of a post. Raises SignupClosed, AlreadyInGroup, NotInGroup, GroupFull."""
    teammates, guild_id = interaction.client.app.teammates, guild_of(interaction)
    at = pressed_at(interaction)
    await teammates.check_may_post(guild_id, UserId(interaction.user.id), looking_for, at)
    await interaction.response.send_modal(PostForm(guild_id, looking_for))


class PostForm(Form, needs=Capability.JOIN_GROUPS):
    """Puts a person on the board."""

    def __init__(self, guild_id: GuildId, looking_for: Looking) -> None:
        mine = looking_for == "group"
        title = need_group() if mine else NEED_MEMBERS
        super().__init__(guild_id, title=title, custom_id=f"form:find:{looking_for}")
        self._looking_for: Looking = looking_for
        self.interests: ui.TextInput[Any] = ui.TextInput(
            custom_id="interests", max_length=LONGEST_TEXT
        )
        self.skills: ui.TextInput[Any] = ui.TextInput(custom_id="skills", max_length=LONGEST_TEXT)
        about = "What would you like to work on?" if mine else "What's your project about?"
        brings = "What can you bring?" if mine else "What should new members bring?"
        self.add_item(ui.Label(text=about, component=self.interests))
        self.add_item(ui.Label(text=brings, component=self.skills))

    async def submitted(self, interaction: Interaction) -> None:
        words = Words(self.interests.value, self.skills.value)
        await interaction.client.app.teammates.post(
            self.guild_id, who_of(interaction), self._looking_for, words, pressed_at(interaction)
        )
        text = "### ✅ You're on the board\nYour post comes down once you've found a match."
        card = Card(KIND, (text,), (Press("Show the board", "find:board"), WITHDRAW))
        await interaction.response.send_message(view=lay_out(card), ephemeral=True)
