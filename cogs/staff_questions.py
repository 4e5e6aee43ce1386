"""/staff questions, /staff faq, and the message menu Add to FAQ."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.layout import lay_out
from bot.client.surfaces import guild_of
from bot.permissions import Capability
from bot.questions.errors import NothingToLearn
from bot.questions.notices import BOARD
from bot.questions.ui import buttons, handlers, notices, staff_cards
from bot.questions.ui.forms import LearnForm
from bot.questions.ui.notices import QuestionLoop

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


class StaffQuestionsCog(commands.Cog):
    """Questions, for the people who run the course."""

    heading = "Staff"

    staff = app_commands.Group(name="staff", description="For the course staff", guild_only=True)

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot
        self.menu = app_commands.ContextMenu(name="Add to FAQ", callback=self.add_to_faq)
        self.menu.guild_only = True

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self.menu)
        self.bot.boards.register(BOARD, partial(handlers.board, self.bot), for_staff=True)
        self.bot.app.delivery.kinds.register(*notices.kinds_of(self.bot))
        self.bot.delivery.by_time.append(QuestionLoop(self.bot).look)

    async def cog_unload(self) -> None:
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)

    @staff.command(name="questions", description="What students asked staff")
    @needs(Capability.ANSWER_QUESTIONS)
    async def questions(self, interaction: Interaction) -> None:
        waiting = await interaction.client.app.questions.open_questions(guild_of(interaction))
        await interaction.response.send_message(
            view=lay_out(staff_cards.board_card(waiting)), ephemeral=True
        )

    @staff.command(name="faq", description="The answers that staff added")
    @needs(Capability.ANSWER_QUESTIONS)
    async def faq(self, interaction: Interaction) -> None:
        entries = await interaction.client.app.faq.entries(guild_of(interaction))
        await interaction.response.send_message(
            view=lay_out(staff_cards.faq_card(entries)), ephemeral=True
        )

    @needs(Capability.ANSWER_QUESTIONS)
    async def add_to_faq(self, interaction: Interaction, message: discord.Message) -> None:
        if not message.content.strip():
            raise NothingToLearn
        await interaction.response.send_modal(LearnForm(guild_of(interaction), message.content))


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(buttons.QuestionButton, buttons.FaqButton)
    await bot.add_cog(StaffQuestionsCog(bot))
