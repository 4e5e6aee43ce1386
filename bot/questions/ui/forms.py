"""The forms of staff: answering a question, adding to the FAQ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import TextStyle, ui

from bot.client.look import clip
from bot.client.surfaces import Form
from bot.ids import GuildId
from bot.permissions import Capability
from bot.questions.model import Entry, StaffAnswer, Unanswered
from bot.questions.rules import LONGEST_ANSWER, LONGEST_QUESTION
from bot.questions.ui import handlers

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

LABEL = 100
"""Characters of a label's description."""


class AnswerForm(Form, needs=Capability.ANSWER_QUESTIONS):
    """Staff's answer to a question from the board."""

    def __init__(self, question: Unanswered) -> None:
        address = f"form:answer:{question.guild_id}:{question.id}"
        super().__init__(question.guild_id, title="Answer a question", custom_id=address)
        self._question = question
        self.answer: ui.TextInput[Any] = ui.TextInput(
            custom_id="answer", style=TextStyle.paragraph, max_length=LONGEST_ANSWER
        )
        self.learn: ui.Checkbox[Any] = ui.Checkbox(custom_id="learn")
        about = clip(question.text, LABEL)
        self.add_item(ui.Label(text="Your answer", description=about, component=self.answer))
        kept = "From now on it answers this question for everybody. You can undo it."
        self.add_item(ui.Label(text="Add it to the FAQ", description=kept, component=self.learn))

    async def submitted(self, interaction: Interaction) -> None:
        question, learn = self._question, bool(self.learn.value)
        typed = StaffAnswer(question.guild_id, question.id, self.answer.value, learn=learn)
        await handlers.answer(interaction, typed)


class LearnForm(Form, needs=Capability.ANSWER_QUESTIONS):
    """A new entry of the FAQ, from a message that holds a good answer."""

    def __init__(self, guild_id: GuildId, answer: str) -> None:
        super().__init__(guild_id, title="Add to FAQ", custom_id=f"form:learn:{guild_id}")
        self.question: ui.TextInput[Any] = ui.TextInput(
            custom_id="question", max_length=LONGEST_QUESTION
        )
        self.answer: ui.TextInput[Any] = ui.TextInput(
            custom_id="answer",
            style=TextStyle.paragraph,
            default=clip(answer, LONGEST_ANSWER),
            max_length=LONGEST_ANSWER,
        )
        asked = "As somebody would ask it, in a few words."
        self.add_item(ui.Label(text="The question", description=asked, component=self.question))
        self.add_item(ui.Label(text="The answer", component=self.answer))

    async def submitted(self, interaction: Interaction) -> None:
        typed = Entry(self.guild_id, self.question.value, self.answer.value)
        await handlers.learn(interaction, typed)
