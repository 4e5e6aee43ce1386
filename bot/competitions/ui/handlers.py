"""The Discord side of a judge's work: their card, ballots, conflicts of interest, the files of an entry."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import discord

from bot.assignments.vault import hash_of
from bot.client.layout import Card, Reply, lay_out
from bot.client.look import clip, plain, plural, size_text
from bot.client.surfaces import pressed_at
from bot.competitions import rules
from bot.competitions.errors import NoSuchEntry
from bot.competitions.model import BallotRequest, Contest, Desk, Entry
from bot.competitions.ui import cards
from bot.course.words import say
from bot.delivery.transport import REFUSED
from bot.ids import ChannelId, GuildId, MessageId, UserId
from bot.permissions import CourseRole

if TYPE_CHECKING:
    from datetime import datetime

    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

FILES_A_MESSAGE = 10
SMALLEST_LIMIT = 10 * 1024 * 1024 - 64 * 1024
"""Bytes of files that Discord takes in one message anywhere, the rest of the request left out."""


REFUSED_CARD = (
    "**Discord refuses the card of {} of {} for what its people gave.** Judges can score it without seeing that. Look "
    "at what they typed, such as an address."
)


async def draw(
    bot: CourseBot, guild_id: GuildId, desk: Desk, number: int | None = None, lead: str = ""
) -> Card:
    """Draw a judge's card, with the names of who presents the entry on it. Lab entries stay without names."""
    entry = cards.shown_entry(desk, number)
    shown = entry.owner_ids if entry and desk.contest.of_groups else ()
    return cards.desk_card(guild_id, desk, number, lead, await bot.people.names(guild_id, shown))


async def see_role(bot: CourseBot, guild_id: GuildId, user: discord.abc.User, at: datetime) -> bool:
    """Note whether somebody has the judges' role, now that Discord has told, and return it. Whatever a judge does asks
    this first: who judged by their role and has lost it judges no more."""
    has_role = CourseRole.JUDGE in await bot.people.roles(guild_id, user)
    await bot.app.judging.see_role(guild_id, UserId(user.id), at, has_role=has_role)
    return has_role


async def own_card(
    interaction: Interaction, guild_id: GuildId, typed: str | None, entry: int | None
) -> None:
    """Show the card of whoever asks; somebody with the judges' role is a judge. Raises NotAJudge."""
    bot, judge_id = interaction.client, UserId(interaction.user.id)
    contest, at = bot.app.judging.contest(guild_id, typed), pressed_at(interaction)
    if await see_role(bot, guild_id, interaction.user, at):
        await bot.app.judging.join_by_role(guild_id, contest, judge_id, at)
    desk = await bot.app.judging.desk(guild_id, contest, judge_id)
    if entry is not None and entry not in desk.entries:
        raise NoSuchEntry(entry)
    await show(interaction, guild_id, desk, entry)


async def store(
    interaction: Interaction,
    guild_id: GuildId,
    contest: Contest,
    request: BallotRequest,
    typed_id: int = 0,
) -> None:
    """Store a ballot and show the next entry."""
    bot = interaction.client
    ballot = await bot.app.ballots.record(guild_id, contest, request, typed_id)
    desk = await bot.app.judging.desk(guild_id, contest, request.judge_id)
    await show(interaction, guild_id, desk, lead=cards.scored_lead(contest, ballot))


async def show(
    interaction: Interaction,
    guild_id: GuildId,
    desk: Desk,
    number: int | None = None,
    lead: str = "",
) -> None:
    """Show a judge's card where they pressed. In direct messages that is their card from now on, and the only one."""
    bot, message = interaction.client, interaction.message
    try:
        await _show(interaction, lay_out(await draw(bot, guild_id, desk, number, lead)))
    except discord.HTTPException as error:
        entry = cards.shown_entry(desk, number)
        if error.status != REFUSED or entry is None or interaction.response.is_done():
            raise
        words = REFUSED_CARD.format(desk.contest.name_of(entry.number), desk.contest.title)
        await bot.app.outbox.tell_staff(guild_id, words)
        await _show(interaction, lay_out(cards.bare_card(guild_id, desk, entry, lead)))
    if message is None:
        return
    if not message.flags.ephemeral:
        place = ChannelId(message.channel.id), MessageId(message.id)
        judge_id = UserId(interaction.user.id)
        await bot.app.judging.card_is_at(
            guild_id, desk.contest.id, judge_id, place, pressed_at(interaction)
        )


async def _show(interaction: Interaction, reply: Reply) -> None:
    if interaction.message is None or interaction.response.is_done():
        await interaction.response.send_message(view=reply, ephemeral=True)
    else:
        await interaction.response.edit_message(view=reply)


async def send_files(
    interaction: Interaction, guild_id: GuildId, contest: Contest, number: int
) -> None:
    """Send a judge what was handed in for an entry, without names. Raises as `check_may_read`, and NotAJudge."""
    bot, judge_id = interaction.client, UserId(interaction.user.id)
    await interaction.response.defer(ephemeral=True, thinking=True)
    desk = await bot.app.judging.desk(guild_id, contest, judge_id)
    entry = rules.check_may_read(contest, judge_id, number, desk.entries, desk.recused)
    sound, lines = await asyncio.to_thread(_sound_files, bot, entry, contest.name_of(number))
    head = f"### {contest.name_of(number)}: {plural(len(entry.files), 'file')}"
    text = "\n".join([head, *(lines or ["It only has text."])])
    await interaction.followup.send(
        view=lay_out(Card(cards.KIND, (clip(text, 3500),))), ephemeral=True
    )
    for files in _batches(sound):
        await interaction.followup.send(files=files, ephemeral=True)


def _sound_files(
    bot: CourseBot, entry: Entry, named: str
) -> tuple[list[tuple[int, discord.File]], list[str]]:
    """Open an entry's text and its files, each looked at once more: with its size, and what is to be said of it."""
    found: list[tuple[int, discord.File]] = []
    lines: list[str] = []
    if entry.about:
        data = entry.about.encode()
        name = f"entry-{entry.number}-text.txt"
        found.append((len(data), discord.File(io.BytesIO(data), name)))
    for file in entry.files:
        path = bot.app.submissions.vault.path_of(file.sha256)
        line = f"- {plain(file.name)} ({size_text(file.size)})"
        if not path.exists() or hash_of(path) != file.sha256:
            line += f": ⚠️ missing or altered on the disk; tell {say.staff}"
        elif file.size > SMALLEST_LIMIT:
            line += f": too large for Discord; ask {say.staff} for it"
        else:
            words = f"A file of {named}"
            found.append((file.size, discord.File(path, file.name, description=words)))
        lines.append(line)
    return found, lines


def _batches(files: list[tuple[int, discord.File]]) -> list[list[Any]]:
    """Put files into messages, as many to each as Discord takes."""
    batches: list[list[Any]] = []
    used = 0
    for size, file in files:
        if not batches or len(batches[-1]) == FILES_A_MESSAGE or used + size > SMALLEST_LIMIT:
            batches.append([])
            used = 0
        batches[-1].append(file)
        used += size
    return batches
