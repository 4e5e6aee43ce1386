"""The buttons of answers and of the board of questions. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from discord import ui

from bot.client.layout import lay_out
from bot.client.pages import check_may_share
from bot.client.surfaces import Persistent
from bot.permissions import Capability
from bot.questions.ui import cards, handlers, staff_cards
from bot.questions.ui.forms import AnswerForm

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]


class AnswerButton(
    Persistent[Button],
    template=r"answer:(?P<guild>\d+):(?P<id>\d+):(?P<act>good|bad|share|other[01])",
    needs=Capability.READ_COURSE,
):
    """Rates an answer, shows what else was meant, or shares it."""

    async def used(self, interaction: Interaction) -> None:
        act = self.found["act"]
        guild_id, id = self.guild_id, int(self.found["id"])
        if act in ("good", "bad"):
            await handlers.rate(interaction, guild_id, id, helpful=act == "good")
        elif act == "share":
            await check_may_share(interaction)
            who = interaction.user.mention
            await handlers.again(
                interaction, guild_id, id, partial(cards.shared_card, who=who), aloud=True
            )
        else:
            number = int(act[-1])
            await handlers.again(
                interaction, guild_id, id, partial(cards.other_card, number=number)
            )


class AskStaffButton(
    Persistent[Button],
    template=r"answer:(?P<guild>\d+):(?P<id>\d+):staff",
    needs=Capability.ASK_STAFF,
):
    """Puts a question before staff. Whoever has left the server reads its answers, but asks its staff no more."""

    async def used(self, interaction: Interaction) -> None:
        await handlers.send_to_staff(interaction, self.guild_id, int(self.found["id"]))


class QuestionButton(
    Persistent[Button],
    template=r"question:(?P<guild>\d+):(?P<id>\d+):(?P<act>answer|dismiss|drop|keep)",
    needs=Capability.ANSWER_QUESTIONS,
):
    """Answers a question on the board, or asks whether to dismiss it, and does."""

    async def used(self, interaction: Interaction) -> None:
        act, guild_id, id = self.found["act"], self.guild_id, int(self.found["id"])
        if act == "drop":
            await handlers.dismiss(interaction, guild_id, id)
            return
        question = await interaction.client.app.questions.unanswered(guild_id, id)
        if act == "answer":
            await interaction.response.send_modal(AnswerForm(question))
        elif act == "dismiss":
            view = lay_out(staff_cards.dismiss_card(question))
            await interaction.response.send_message(view=view, ephemeral=True)
        else:
            await interaction.response.edit_message(view=lay_out(staff_cards.kept_card(question)))


class FaqButton(
    Persistent[Button],
    template=r"faq:(?P<guild>\d+):(?P<id>\d+):remove",
    needs=Capability.ANSWER_QUESTIONS,
):
    """Takes an entry out of the FAQ."""

    async def used(self, interaction: Interaction) -> None:
        await interaction.client.app.faq.remove(self.guild_id, int(self.found["id"]))
        await interaction.response.edit_message(view=lay_out(staff_cards.removed_card()))
