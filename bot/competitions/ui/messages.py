"""Scores that a judge writes as a direct message: read back, and stored once they confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Button, Card, Press, lay_out
from bot.competitions import rules
from bot.competitions.errors import BadScores, NotAJudge, NotOpen
from bot.competitions.model import BallotRequest, Contest
from bot.competitions.rules import WAITS
from bot.competitions.typed import TypedScores, means_scores, read_message
from bot.competitions.ui import cards, handlers
from bot.errors import UserError
from bot.ids import GuildId, UserId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

HOW = (
    "### I couldn't read scores in that\nWrite for example `score 4: 5 4 3 great demo`: the entry, a score for each "
    "criterion in order, and feedback if you like. `/scores` shows your card."
)
WHICH = "### You judge more than one competition: which one?"
LATER = "-# **Store it** works as soon as judging is open."
Judged = tuple[GuildId, Contest]


async def hear(bot: CourseBot, message: discord.Message) -> bool:
    """Answer a direct message that gives scores: they are read back. Return whether it did."""
    if not means_scores(message.content):
        return False
    at = bot.clock.shown_at(message.created_at)
    card = await answer_to(bot, message.author, message.content, at)
    if card is None:
        return False
    await message.channel.send(view=lay_out(card), allowed_mentions=discord.AllowedMentions.none())
    return True


async def answer_to(bot: CourseBot, user: discord.abc.User, text: str, at: datetime) -> Card | None:
    """Work out the answer to a message that begins as scores do; None for who never judged."""
    judge_id = UserId(user.id)
    judged = await _judged_by(bot, user, at)
    if not judged:
        was = await bot.app.judging.has_judged(judge_id)
        return Card(cards.KIND, (str(NotAJudge()),)) if was else None
    read = read_message(text)
    if read is None:
        return Card(cards.KIND, (HOW,))
    open_ones = [pair for pair in judged if await bot.app.judging.state(*pair) == "open"]
    judged = open_ones or judged
    if len(judged) == 1:
        return await _read_back(bot, *judged[0], judge_id, read, at)
    buttons = [await _keep(bot, pair, judge_id, read, at, named=judged) for pair in judged]
    return Card(cards.KIND, (WHICH,), switches=tuple(buttons))


async def _judged_by(bot: CourseBot, user: discord.abc.User, at: datetime) -> list[Judged]:
    """List what somebody judges now, in the servers that they are in, after asking for their roles there."""
    user_id, here = UserId(user.id), set[GuildId]()
    known = {guild_id for guild_id, _ in await bot.app.judging.judged_by(user_id)}
    for guild in bot.guilds:
        guild_id = GuildId(guild.id)
        if guild_id in known or (not known and bot.app.guilds.of(guild_id).judge_role is not None):
            await handlers.see_role(bot, guild_id, user, at)
            if await bot.people.is_member(guild_id, user):
                here.add(guild_id)
    judged = await bot.app.judging.judged_by(user_id)
    found = ((id, bot.app.judging.contests(id).get(contest)) for id, contest in judged)
    return [(id, contest) for id, contest in found if contest is not None and id in here]


async def _keep(
    bot: CourseBot,
    judged: Judged,
    judge_id: UserId,
    read: TypedScores,
    at: datetime,
    *,
    named: list[Judged],
) -> Press:
    """Keep what was typed for one of several competitions. Return the button that opens its form."""
    guild_id, contest = judged
    request = _request(judge_id, read, at)
    id = await bot.app.ballots.keep_typed(guild_id, contest, request)
    several = len({other for other, _ in named}) > 1
    guild = bot.get_guild(guild_id) if several else None
    words = f"{contest.title} ({guild.name})" if guild else contest.title
    return Press(words, f"typed:form:{guild_id}:{contest.id}:{id}", cards.PRIMARY)


async def _read_back(
    bot: CourseBot,
    guild_id: GuildId,
    contest: Contest,
    judge_id: UserId,
    read: TypedScores,
    at: datetime,
) -> Card:
    """Read scores back, or say why they can't be stored; what may be stored later is kept."""
    desk = await bot.app.judging.desk(guild_id, contest, judge_id)
    try:
        entry = rules.check_may_read(contest, judge_id, read.entry, desk.entries, desk.recused)
    except UserError as error:
        return Card(cards.KIND, (str(error),))
    if desk.state not in WAITS:
        return Card(cards.KIND, (str(NotOpen(desk.state)),))
    id = await bot.app.ballots.keep_typed(guild_id, contest, _request(judge_id, read, at))
    typed = await bot.app.ballots.typed(guild_id, contest, judge_id, id)
    try:
        scores = rules.check_scores(contest, typed.scores)
        rules.check_open(desk.state)
    except BadScores as error:
        kept = BadScores(error.why, error.low, error.high, kept=True)
        return _kept_card(str(kept), cards.typed_buttons(guild_id, typed, storable=False))
    except NotOpen as error:
        words = f"{NotOpen(error.state, kept=True)}\n{LATER}"
        return _kept_card(words, cards.typed_buttons(guild_id, typed))
    typed = replace(typed, scores=tuple(map(str, scores)))
    return cards.confirm_card(guild_id, contest, entry, typed, desk.mine.get(read.entry))


def _kept_card(words: str, buttons: tuple[Button, ...]) -> Card:
    return Card(cards.KIND, (words,), buttons)


def _request(judge_id: UserId, read: TypedScores, at: datetime) -> BallotRequest:
    return BallotRequest(judge_id, read.entry, read.scores, at, feedback=read.feedback)
