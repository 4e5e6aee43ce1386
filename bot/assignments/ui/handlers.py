"""The Discord side of the hand-ins: takes the files, answers, and tells whoever else should know."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.assignments import progress
from bot.assignments.errors import StorageFailed
from bot.assignments.model import Details, Version
from bot.assignments.service import Received, Sender, Upload
from bot.assignments.ui import cards
from bot.client.layout import Card, Reply, lay_out
from bot.client.look import KINDS, plain, span
from bot.client.surfaces import pressed_at
from bot.course.text import raised
from bot.groups.errors import NotInGroup
from bot.permissions import is_known

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


async def take(
    interaction: Interaction,
    guild_id: int,
    task: str,
    files: Sequence[discord.Attachment],
    details: Details,
) -> None:
    """Take a hand-in and give its receipt. Whatever is refused is raised, and nothing was stored."""
    bot = interaction.client
    await interaction.response.defer(ephemeral=True, thinking=True)
    sender = await _sender(bot, guild_id, interaction.user)
    uploads = [upload_of(bot, file) for file in files]
    try:
        received = await bot.app.submissions.hand_in(
            guild_id, task, sender, uploads, details, pressed_at(interaction)
        )
    except StorageFailed:
        words = "**I can't store hand-ins: the disk is full or refuses to write.** Make room in the state folder."
        bot.background(bot.messenger.tell_staff(guild_id, words), "disk trouble", guild_id)
        raise
    card = cards.receipt_card(bot.app.courses.timeline(guild_id).course, received)
    await interaction.followup.send(view=lay_out(card), ephemeral=True)
    bot.background(_tell(interaction, guild_id, received, card), "receipt", guild_id)


def upload_of(bot: CourseBot, file: discord.Attachment) -> Upload:
    """Make an attachment something that can be received."""
    chunks: partial[AsyncIterator[bytes]] = partial(bot.downloads.chunks, file)
    return Upload(file.filename, chunks)


async def _sender(bot: CourseBot, guild_id: int, user: discord.abc.User) -> Sender:
    """Return who hands in, and whether a role tells what they are in the course."""
    found = await bot.people.roles(guild_id, user)
    return Sender(user.id, plain(user.display_name), is_known(found))


async def _tell(interaction: Interaction, guild_id: int, received: Received, card: Card) -> None:
    bot, version = interaction.client, received.version
    if not await bot.messenger.dm(version.by, card):
        closed = "-# Your direct messages are closed, so this is your only copy. `/progress` shows it again."
        await interaction.followup.send(
            view=lay_out(Card(KINDS["hand-ins"], (closed,))), ephemeral=True
        )
    if version.owner.kind == "group":
        await _tell_group(bot, guild_id, version)
    reasons = [f"{span(version.late_by)} late"] if version.late_by else []
    reasons += version.flags
    if reasons:
        await bot.messenger.tell_staff(
            guild_id,
            f"**{raised(received.task.title)} of <@{version.by}>: "
            f"{'; '.join(reasons)}.** Receipt `{version.receipt}`, version {version.number}. "
            "It was taken and marked; you decide whether it counts. `/staff submissions` shows it.",
        )


async def _tell_group(bot: CourseBot, guild_id: int, version: Version) -> None:
    group = await bot.app.groups.group(guild_id, version.owner.id)
    name = (await bot.people.names(guild_id, [version.by])).get(version.by, version.by_name)
    text = (
        f"### {name} handed in your group's slides\nVersion {version.number}, "
        f"{cards.punctuality(version)}: <{version.details.link}>"
    )
    for user_id in group.member_ids:
        if user_id != version.by:
            await bot.messenger.dm(user_id, Card(KINDS["hand-ins"], (text,)))


async def record_of(bot: CourseBot, guild_id: int, user_id: int) -> progress.StudentRecord:
    """Gather what is known of one person."""
    service = bot.app.submissions
    attested = (await service.attested(guild_id)).get(user_id, frozenset())
    versions = tuple(await service.versions(guild_id, user_id))
    number = await bot.app.groups.number_of(guild_id, user_id)
    presented = number in await bot.app.pitches.presented(guild_id)
    return progress.StudentRecord(user_id, attested, versions, number, presented)


async def progress_reply(bot: CourseBot, guild_id: int, user_id: int) -> Reply:
    """Lay out a person's own checklist."""
    timeline = bot.app.courses.timeline(guild_id)
    found = progress.progress_of(timeline.course, await record_of(bot, guild_id, user_id))
    due = await bot.app.submissions.due_dates(guild_id, user_id)
    return lay_out(cards.progress_card(timeline, guild_id, found, due, bot.clock.now()))


async def last_version(bot: CourseBot, guild_id: int, user_id: int, task: str) -> Version | None:
    """Return the newest version of a person's, or their group's, hand-in."""
    versions = await bot.app.submissions.versions(guild_id, user_id, task)
    return versions[-1] if versions else None


async def group_number(bot: CourseBot, guild_id: int, user_id: int) -> int:
    """Return the number of a person's group. Raises NotInGroup."""
    number = await bot.app.groups.number_of(guild_id, user_id)
    if number is None:
        raise NotInGroup
    return number
