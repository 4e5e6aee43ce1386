"""The Discord side of a judge's work: their card in direct messages, ballots, messages they type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, Reply, lay_out
from bot.client.surfaces import pressed_at
from bot.competitions import rules
from bot.competitions.errors import NoSuchEntry
from bot.competitions.model import Contest
from bot.competitions.service import Desk
from bot.competitions.ui import cards
from bot.errors import UserError
from bot.permissions import CourseRole

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

HOW = (
    "### I couldn't read scores in that\nWrite for example `score 4: 5 4 3 great demo`: the entry, a score for each "
    "criterion in order, and feedback if you like. `/scores` shows your card."
)


async def draw(
    bot: CourseBot, guild_id: int, desk: Desk, number: int | None = None, lead: str = ""
) -> Card:
    """Draw a judge's card, with the names of who presents the entry on it. Lab entries stay without names."""
    entry = cards.shown_entry(desk, number)
    shown = entry.owner_ids if entry and not desk.contest.lab else ()
    return cards.desk_card(guild_id, desk, number, lead, await bot.people.names(guild_id, shown))


async def own_card(
    interaction: Interaction, guild_id: int, typed: str | None, entry: int | None
) -> Reply:
    """Lay out the card of whoever asks; somebody with the judges' role is a judge. Raises NotAJudge."""
    bot, user = interaction.client, interaction.user
    contest = bot.app.judging.contest(guild_id, typed)
    if CourseRole.JUDGE in await bot.people.roles(guild_id, user):
        await bot.app.judging.join_by_role(guild_id, contest, user.id, pressed_at(interaction))
    desk = await bot.app.judging.desk(guild_id, contest, user.id)
    if entry is not None and entry not in desk.entries:
        raise NoSuchEntry(entry)
    return lay_out(await draw(bot, guild_id, desk, entry))


async def store(
    interaction: Interaction,
    guild_id: int,
    contest: Contest,
    number: int,
    typed: Sequence[str],
    note: str,
    feedback: str,
) -> None:
    """Store a ballot and show the next entry."""
    bot, judge_id = interaction.client, interaction.user.id
    at = pressed_at(interaction)
    service = bot.app.judging
    ballot = await service.record(guild_id, contest, judge_id, number, typed, note, feedback, at)
    desk = await service.desk(guild_id, contest, judge_id)
    lead = cards.scored_lead(contest, ballot, desk.entries[number])
    reply = lay_out(await draw(bot, guild_id, desk, lead=lead))
    if interaction.message is not None and interaction.response.type is None:
        await interaction.response.edit_message(view=reply)
    else:
        await interaction.response.send_message(view=reply, ephemeral=True)


async def send_cards(
    bot: CourseBot, guild_id: int, contest: Contest, judges: Sequence[int]
) -> None:
    """Write to judges: their card. Staff hear who can't be reached."""
    closed: list[int] = []
    for judge_id in judges:
        desk = await bot.app.judging.desk(guild_id, contest, judge_id)
        if not await bot.messenger.dm(judge_id, await draw(bot, guild_id, desk)):
            closed.append(judge_id)
    if closed:
        names = ", ".join(f"<@{id}>" for id in closed)
        await bot.messenger.tell_staff(
            guild_id,
            f"**I can't write to {names}: their direct messages are closed.** Ask them to open them for this server, "
            "or to use `/scores` in a channel; they see the same card there.",
        )


async def send_entry(
    bot: CourseBot, guild_id: int, contest: Contest, judge_id: int, number: int
) -> None:
    """Write to a judge: the card of one entry. Raises OwnGroup, Recused, NoSuchEntry, NotAJudge."""
    desk = await bot.app.judging.desk(guild_id, contest, judge_id)
    rules.check_may_score(judge_id, number, desk.entries, desk.recused, desk.state)
    card = await draw(bot, guild_id, desk, number, f"🎤 **Group {number} has just pitched**")
    await bot.messenger.dm(judge_id, card)


async def tell_recused(
    bot: CourseBot, guild_id: int, contest: Contest, judge_id: int, number: int
) -> None:
    """Tell staff of a conflict of interest: that entry will have one ballot fewer."""
    await bot.messenger.tell_staff(
        guild_id,
        f"**<@{judge_id}> declared a conflict of interest for entry {number} of {contest.title}.** It will have one "
        "ballot fewer, unless you appoint somebody else. `/judging lift` takes it back.",
    )


async def hear(bot: CourseBot, message: discord.Message) -> bool:
    """Answer a direct message that gives scores: they are read back. Say whether it did."""
    card = await answer_to(bot, message.author.id, message.content)
    if card is None:
        return False
    await message.channel.send(view=lay_out(card), allowed_mentions=discord.AllowedMentions.none())
    return True


async def answer_to(bot: CourseBot, user_id: int, text: str) -> Card | None:
    """Work out the answer to a direct message; None if it gives no scores, or comes from nobody who judges."""
    judged = await bot.app.judging.judged_by(user_id)
    read = rules.read_message(text) if judged else None
    if read is None:
        tried = judged and text.strip().lower().startswith("score")
        return Card(cards.KIND, (HOW,)) if tried else None
    number, typed, feedback = read
    open_ones = [pair for pair in judged if await _is_open(bot, *pair)] or judged
    if len(open_ones) > 1:
        for guild_id, contest_id in open_ones:
            contest = bot.app.judging.contest(guild_id, contest_id)
            await bot.app.judging.keep_feedback(guild_id, contest, user_id, number, typed, feedback)
        return _pick_card(bot, open_ones, number)
    guild_id, contest_id = open_ones[0]
    contest = bot.app.judging.contest(guild_id, contest_id)
    try:
        desk = await bot.app.judging.desk(guild_id, contest, user_id)
        entry = rules.check_may_score(user_id, number, desk.entries, desk.recused, desk.state)
        scores = [str(score) for score in rules.check_scores(contest, typed)]
    except UserError as error:
        return Card(cards.KIND, (str(error),))
    await bot.app.judging.keep_feedback(guild_id, contest, user_id, number, scores, feedback)
    return cards.confirm_card(guild_id, contest, entry, scores, feedback)


async def _is_open(bot: CourseBot, guild_id: int, contest_id: str) -> bool:
    contest = bot.app.judging.contests(guild_id).get(contest_id)
    return contest is not None and await bot.app.judging.state(guild_id, contest) == "open"


def _pick_card(bot: CourseBot, pairs: Sequence[tuple[int, str]], number: int) -> Card:
    buttons = [
        cards.press(
            bot.app.judging.contest(guild_id, id).title,
            "score",
            guild_id,
            id,
            number,
            cards.PRIMARY,
        )
        for guild_id, id in pairs[:5]
    ]
    return Card(
        cards.KIND, ("### You judge more than one competition: which is it?",), tuple(buttons)
    )
