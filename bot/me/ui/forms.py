"""The form behind **Ask a question**."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import TextStyle, ui

from bot.client.surfaces import Form
from bot.ids import GuildId
from bot.me.ui import asked
from bot.permissions import Capability
from bot.questions.rules import LONGEST_QUESTION
from bot.questions.ui import handlers

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


class AskForm(Form, needs=Capability.READ_COURSE):
    """One question, as by `/ask`."""

    def __init__(self, guild_id: GuildId) -> None:
        super().__init__(guild_id, title="Ask about the course", custom_id=f"form:ask:{guild_id}")
        self.question: ui.TextInput[Any] = ui.TextInput(
            custom_id="question",
            style=TextStyle.paragraph,
            max_length=LONGEST_QUESTION,
            placeholder="When is lab 2 due?",
        )
        self.add_item(ui.Label(text="Your question", component=self.question))

    async def submitted(self, interaction: Interaction) -> None:
        if not await asked.answered(interaction, self.question.value):
            await handlers.ask(interaction, self.question.value)
