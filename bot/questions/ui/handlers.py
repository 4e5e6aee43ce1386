"""The Discord side of questions: commands, mentions, direct messages, and the board of staff."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import discord

from bot.answers.said import Choice, Reply
from bot.client.errors import Overloaded, WhichCourse
from bot.client.layout import Card, lay_out
from bot.client.look import KINDS
from bot.client.report import explain, which_course
from bot.client.surfaces import cohorts_of, home_of, pressed_at
from bot.ids import GuildId, UserId
from bot.questions.errors import TooManyQuestions
from bot.questions.model import NO_SERVER, Entry, Question, StaffAnswer
from bot.questions.notices import BOARD
from bot.questions.rules import MINUTE
from bot.questions.ui import cards, staff_cards

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

MOST_WAITING = 5
"""Questions asked too fast that are kept for a press each: as many as fit a row."""
OUTCOME_S = 5.0
"""How long staff wait to hear who has their answer."""

Draw = Callable[[Question, Reply], Card]
_MENTION = re.compile(r"<[@#][!&]?\d+>")


async def ask(interaction: Interaction, typed: str) -> None:
    """Answer a question for its asker alone; what they ask too fast comes back to them. Raises NothingAsked."""
    bot, in_dm = interaction.client, interaction.guild_id is None
    guild_id = home_of(interaction) or NO_SERVER
    await _defer_unless_ready(interaction, guild_id)
    try:
        question, reply = await bot.app.questions.ask(
            guild_id, UserId(interaction.user.id), typed, bot.clock.now(), cohorts_of(interaction)
        )
    except TooManyQuestions as error:
        await _wait(interaction, guild_id, error, " ".join(typed.split()))
        return
    await _respond(
        interaction,
        cards.answer_card(question, _linked(bot, reply, interaction.guild_id), beside=in_dm),
    )


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The card that keeps what somebody asked too fast."""

    shown: Interaction
    texts: tuple[str, ...]


async def _wait(
    interaction: Interaction, guild_id: GuildId, error: TooManyQuestions, typed: str
) -> None:
    """Keep a question asked too fast: one card holds all of them, so each new one takes the place of the last."""
    kept, user_id, now = interaction.client.kept, UserId(interaction.user.id), error.at
    before = kept.find(user_id, user_id, _Waiting, now)
    texts = (typed,)
    if before and before.shown.created_at + MINUTE > interaction.created_at:
        texts = tuple(dict.fromkeys((*before.texts, typed)))[-MOST_WAITING:]
        with suppress(discord.HTTPException):
            await before.shown.delete_original_response()
    kept.keep(user_id, user_id, _Waiting(interaction, texts), now)
    await _respond(interaction, cards.wait_card(error, guild_id, texts))


def _linked(bot: CourseBot, reply: Reply, guild_id: int | None) -> Reply:
    """Have a press start the commands that an answer names. `guild_id`: where it's read, None for a direct message."""
    here = None if guild_id is None else GuildId(guild_id)

    def linked(choices: Sequence[Choice]) -> tuple[Choice, ...]:
        read = [choice.text for choice in choices]
        texts = [bot.registered.linked(text, here) if "/" in text else text for text in read]
        said = [replace(c.said, text=text) for c, text in zip(choices, texts, strict=True)]
        return tuple(replace(c, said=one) for c, one in zip(choices, said, strict=True))

    return replace(reply, choices=linked(reply.choices), alternatives=linked(reply.alternatives))


async def again(
    interaction: Interaction, guild_id: GuildId, id: int, draw: Draw, *, aloud: bool = False
) -> None:
    """Show something of a question that was answered before. Raises QuestionGone.

    Args:
        draw: lays it out.
        aloud: for everybody in the channel, rather than for whoever pressed.
    """
    bot = interaction.client
    await _defer_unless_ready(interaction, guild_id, aloud=aloud)
    mine = frozenset[str]() if aloud else cohorts_of(interaction)
    question, reply = await bot.app.questions.again(guild_id, id, bot.clock.now(), mine)
    await _respond(
        interaction, draw(question, _linked(bot, reply, interaction.guild_id)), aloud=aloud
    )


async def _defer_unless_ready(
    interaction: Interaction, guild_id: GuildId, *, aloud: bool = False
) -> None:
    """Let a person see that the answer takes a moment, where what answers them is being built."""
    if not await interaction.client.app.questions.ready(guild_id):
        await interaction.response.defer(ephemeral=not aloud, thinking=True)


async def _respond(interaction: Interaction, card: Card, *, aloud: bool = False) -> None:
    view, quiet = lay_out(card), discord.AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=not aloud, allowed_mentions=quiet)
    else:
        await interaction.response.send_message(
            view=view, ephemeral=not aloud, allowed_mentions=quiet
        )


async def send_to_staff(interaction: Interaction, guild_id: GuildId, id: int) -> None:
    """Put a question before staff. Raises QuestionGone."""
    bot = interaction.client
    sent = await bot.app.questions.send_to_staff(
        guild_id, id, pressed_at(interaction), by=UserId(interaction.user.id)
    )
    await _respond(interaction, cards.sent_card(sent))


async def rate(interaction: Interaction, guild_id: GuildId, id: int, *, helpful: bool) -> None:
    """Remember whether an answer helped; offer what else may be meant if it didn't. Raises QuestionGone."""
    by = UserId(interaction.user.id)
    await interaction.client.app.questions.rate(guild_id, id, helpful, by=by)
    if helpful:
        await _respond(interaction, cards.thanks_card())
    else:
        await again(interaction, guild_id, id, cards.missed_card)


def words_of(message: discord.Message) -> str:
    """Return what a message says, without the names it calls."""
    return _MENTION.sub(" ", message.content)


async def heard(bot: CourseBot, message: discord.Message) -> None:
    """Answer a message that speaks to the bot: a mention in a channel, or a direct message."""
    author_id, typed = UserId(message.author.id), words_of(message)
    try:
        guild_id = await _server_of(bot, message)
        mine = await bot.app.cohorts.of(guild_id, author_id) if message.guild is None else ()
        now = bot.clock.now()
        question, reply = await bot.app.questions.ask(guild_id, author_id, typed, now, mine)
    except Exception as error:
        await refuse(bot, message, error, typed)
        return
    here = message.guild.id if message.guild else None
    await _say(message, cards.answer_card(question, _linked(bot, reply, here), beside=True))


async def refuse(
    bot: CourseBot, message: discord.Message, error: Exception, typed: str = ""
) -> None:
    """Say why a typed message gets no answer. That there are too many is said once a minute: noise gets no noise."""
    too_many = isinstance(error, (TooManyQuestions, Overloaded))
    if isinstance(error, WhichCourse):
        await _say(message, which_course(error))
    elif not too_many or bot.app.questions.may_say_so(UserId(message.author.id), bot.clock.now()):
        card = Card(KINDS["trouble"], (explain("a message", error),))
        if isinstance(error, TooManyQuestions) and message.guild is None:
            guild_id = await _server_of(bot, message)
            card = cards.wait_card(error, guild_id, [" ".join(typed.split())])
        await _say(message, card)


async def _say(message: discord.Message, card: Card) -> None:
    """Answer a message beside it, pinging nobody."""
    quiet = discord.AllowedMentions.none()
    if message.guild is None:
        await message.channel.send(view=lay_out(card), allowed_mentions=quiet)
    else:
        await message.reply(view=lay_out(card), allowed_mentions=quiet, mention_author=False)


async def _server_of(bot: CourseBot, message: discord.Message) -> GuildId:
    """Return the server that a message is about. Raises WhichCourse, NoCourse."""
    if message.guild is not None:
        return GuildId(message.guild.id)
    return await bot.homes.of(UserId(message.author.id)) or NO_SERVER


async def board(bot: CourseBot, guild_id: GuildId) -> Card | None:
    """Draw the board of questions; None where staff never had one."""
    waiting = await bot.app.questions.open_questions(guild_id)
    if not waiting and await bot.app.guilds.board(guild_id, BOARD) is None:
        return None
    return staff_cards.board_card(waiting)


async def answer(interaction: Interaction, typed: StaffAnswer) -> None:
    """Answer a question for staff, and say who has it so far. Raises BadEntry, QuestionGone."""
    bot = interaction.client
    answered = await bot.app.questions.answer(
        typed, pressed_at(interaction), by=UserId(interaction.user.id)
    )
    await interaction.response.defer(ephemeral=True, thinking=True)
    rows = await bot.delivery.outcome(typed.guild_id, answered.notices, OUTCOME_S)
    await _respond(interaction, staff_cards.answered_card(answered, rows))


async def dismiss(interaction: Interaction, guild_id: GuildId, id: int) -> None:
    """Settle a question without an answer. Raises QuestionGone."""
    questions = interaction.client.app.questions
    settled = await questions.dismiss(guild_id, id, pressed_at(interaction))
    await interaction.response.edit_message(view=lay_out(staff_cards.dismissed_card(settled)))


async def learn(interaction: Interaction, typed: Entry) -> None:
    """Add an entry to the FAQ. Raises BadEntry."""
    by = UserId(interaction.user.id)
    entry = await interaction.client.app.faq.add(typed, pressed_at(interaction), by=by)
    await _respond(interaction, staff_cards.learned_card(entry))
