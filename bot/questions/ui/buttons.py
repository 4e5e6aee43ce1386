"""The buttons of answers and of the board of questions. Each names its server: it works in DMs and after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.surfaces import Persistent, pressed_at
from bot.permissions import Capability
from bot.questions.errors import QuestionGone
from bot.questions.ui import cards, handlers
from bot.questions.ui.forms import AnswerForm

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]


class AnswerButton(
    Persistent[Button],
    template=r"answer:(?P<guild>\d+):(?P<id>\d+):(?P<act>good|bad|staff|share|other[01])",
    needs=Capability.READ_COURSE,
):
    """Rates an answer, shows what else was meant, shares it, or asks staff."""

    async def used(self, interaction: Interaction) -> None:
        bot, act = interaction.client, self.found["act"]
        guild_id, id = self.guild_id, int(self.found["id"])
        question, reply = await bot.app.answers.again(guild_id, id, bot.clock.now())
        if act == "staff":
            sent = await bot.app.answers.send_to_staff(
                guild_id, id, interaction.user.id, pressed_at(interaction)
            )
            await _beside(interaction, cards.sent_card(sent))
            bot.messenger.refresh_board(guild_id, handlers.BOARD)
        elif act == "share":
            card = cards.shared_card(question, reply, interaction.user.mention)
            await interaction.response.send_message(
                view=lay_out(card), allowed_mentions=discord.AllowedMentions.none()
            )
        elif act in ("good", "bad"):
            if interaction.user.id == question.user_id:
                await bot.app.answers.rate(guild_id, id, act == "good")
            if act == "good":
                await _beside(interaction, cards.thanks_card())
            else:
                await _beside(interaction, cards.missed_card(question, reply))
        else:
            number = int(act[-1])
            if number >= len(reply.alternatives):
                raise QuestionGone
            await _beside(interaction, cards.other_card(question, reply.alternatives[number]))


async def _beside(interaction: Interaction, card: Card) -> None:
    """Answer a press for its person alone."""
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


class QuestionButton(
    Persistent[Button],
    template=r"question:(?P<guild>\d+):(?P<id>\d+):(?P<act>answer|dismiss)",
    needs=Capability.ANSWER_QUESTIONS,
):
    """Answers a question on the board, or takes it off."""

    async def used(self, interaction: Interaction) -> None:
        bot, guild_id, id = interaction.client, self.guild_id, int(self.found["id"])
        if self.found["act"] == "answer":
            question = await bot.app.answers.unanswered(guild_id, id)
            await interaction.response.send_modal(AnswerForm(question))
            return
        await bot.app.answers.dismiss(guild_id, id)
        card = cards.board_card(await bot.app.answers.open_questions(guild_id))
        await interaction.response.edit_message(view=lay_out(card))


class FaqButton(
    Persistent[Button],
    template=r"faq:(?P<guild>\d+):(?P<id>\d+):remove",
    needs=Capability.ANSWER_QUESTIONS,
):
    """Takes an entry out of the FAQ."""

    async def used(self, interaction: Interaction) -> None:
        await interaction.client.app.answers.unlearn(self.guild_id, int(self.found["id"]))
        await interaction.response.edit_message(view=lay_out(cards.removed_card()))
