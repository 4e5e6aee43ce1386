"""The Discord side of questions: commands, mentions, direct messages, and the board of staff."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, Reply, lay_out
from bot.client.look import KINDS
from bot.client.report import explain
from bot.client.surfaces import pressed_at
from bot.questions.errors import TooManyQuestions
from bot.questions.model import Unanswered
from bot.questions.ui import cards

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

BOARD = "questions"
_MENTION = re.compile(r"<[@#][!&]?\d+>")


async def answer_reply(interaction: Interaction, typed: str) -> Reply:
    """Answer a question for its asker alone. Raises NothingAsked, TooManyQuestions."""
    bot, in_dm = interaction.client, interaction.guild_id is None
    question, reply = await bot.app.answers.ask(
        interaction.guild_id or home(bot), interaction.user.id, typed, bot.clock.now()
    )
    return lay_out(cards.answer_card(question, reply, beside=in_dm))


async def heard(bot: CourseBot, message: discord.Message) -> None:
    """Answer a message that speaks to the bot: a mention in a channel, or a direct message."""
    guild_id = message.guild.id if message.guild else home(bot)
    typed = _MENTION.sub(" ", message.content)
    try:
        question, reply = await bot.app.answers.ask(
            guild_id, message.author.id, typed, bot.clock.now()
        )
    except TooManyQuestions as error:
        if bot.app.answers.may_say_so(message.author.id, bot.clock.now()):
            await _say(message, Card(KINDS["trouble"], (str(error),)))
        return
    except Exception as error:
        await _say(message, Card(KINDS["trouble"], (explain("a message", error),)))
        return
    await _say(message, cards.answer_card(question, reply, beside=True))


async def _say(message: discord.Message, card: Card) -> None:
    """Answer a message beside it, pinging nobody."""
    quiet = discord.AllowedMentions.none()
    if message.guild is None:
        await message.channel.send(view=lay_out(card), allowed_mentions=quiet)
    else:
        await message.reply(view=lay_out(card), allowed_mentions=quiet, mention_author=False)


def home(bot: CourseBot) -> int:
    """Return the server that a direct message belongs to: the only one, or none (0)."""
    return bot.guilds[0].id if len(bot.guilds) == 1 else 0


async def board(bot: CourseBot, guild_id: int) -> Card | None:
    """Draw the board of questions; None where staff never had one."""
    if not await bot.app.answers.has_board(guild_id):
        return None
    return cards.board_card(await bot.app.answers.open_questions(guild_id))


async def answer(
    interaction: Interaction, question: Unanswered, typed: str, *, learn: bool
) -> None:
    """Answer a question for staff: whoever waits for it hears of it. Raises BadEntry, QuestionGone."""
    bot = interaction.client
    settled, waiting, entry = await bot.app.answers.answer(
        question.guild_id,
        question.id,
        typed,
        interaction.user.id,
        learn=learn,
        now=pressed_at(interaction),
    )
    await interaction.response.defer(ephemeral=True, thinking=True)
    card = cards.told_card(settled)
    reached = await asyncio.gather(*(bot.messenger.dm(user_id, card) for user_id in waiting))
    closed = reached.count(False)
    told = cards.answered_card(settled, len(reached) - closed, closed, entry)
    await interaction.followup.send(view=lay_out(told), ephemeral=True)
    bot.messenger.refresh_board(question.guild_id, BOARD)


async def learn(interaction: Interaction, guild_id: int, question: str, answer: str) -> None:
    """Add an entry to the FAQ. Raises BadEntry."""
    entry = await interaction.client.app.answers.learn(
        guild_id, question, answer, interaction.user.id, pressed_at(interaction)
    )
    await interaction.response.send_message(view=lay_out(cards.learned_card(entry)), ephemeral=True)
