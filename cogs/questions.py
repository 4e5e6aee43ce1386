"""/ask, mentions of the bot, and direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.access import needs
from bot.client.offered import spoken
from bot.competitions.ui import messages as typed_scores
from bot.ids import GuildId
from bot.logistics import command_words
from bot.me.ui import asked
from bot.permissions import Capability
from bot.questions.rules import LONGEST_QUESTION
from bot.questions.ui import buttons, handlers

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

QuestionText = app_commands.Range[str, 1, LONGEST_QUESTION]


class QuestionsCog(commands.Cog):
    """Questions in plain words."""

    heading = "Course"

    def __init__(self, bot: CourseBot) -> None:
        self.bot = bot

    @app_commands.command(name="ask", description="Ask about the course in your own words")
    @app_commands.describe(question="for example: what's due next?")
    @spoken(question=command_words.question)
    @needs(Capability.READ_COURSE)
    async def ask(self, interaction: Interaction, question: QuestionText) -> None:
        if not await asked.answered(interaction, question):
            await handlers.ask(interaction, question)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        dropped = message.guild is None and bool(message.attachments)
        if not (message.content or dropped):
            return
        spoken_to = message.guild is None or any(
            user.id == self._own_id for user in message.mentions
        )
        if spoken_to:
            place = message.guild.id if message.guild else 0
            self.bot.background(self._hear(message), "a message", GuildId(place))

    @property
    def _own_id(self) -> int:
        return self.bot.user.id if self.bot.user else 0

    async def _hear(self, message: discord.Message) -> None:
        """Scores in a direct message are judging's, what is about its writer is theirs, the rest are questions."""
        try:
            await self.bot.gate.hear(message)
            if message.guild is None and await typed_scores.hear(self.bot, message):
                return
            if await asked.heard(self.bot, message, handlers.words_of(message)):
                return
        except Exception as error:
            await handlers.refuse(self.bot, message, error)
            return
        await handlers.heard(self.bot, message)


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(buttons.AnswerButton, buttons.AskStaffButton)
    await bot.add_cog(QuestionsCog(bot))
