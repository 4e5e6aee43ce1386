"""What happens when somebody hands in, or looks at how far they are; and what is said first of it: receipts, news to
a group, extensions."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.assignments import notices, progress
from bot.assignments.errors import NoSuchReceipt, NothingToHandIn
from bot.assignments.model import Details, Receipt, Sender, Version
from bot.assignments.requests import HandIn, Upload
from bot.assignments.ui import cards, list_cards, progress_cards
from bot.client.layout import Card, Reply, lay_out, post_of
from bot.client.surfaces import pressed_at
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import OPEN, Batch, Kind, Post, Row
from bot.ids import GuildId, UserId
from bot.permissions import KNOWN, CourseRole

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

log = logging.getLogger("bot.assignments")

A_MOMENT_S = 1.5
"""How long an answer waits to say what has become of its direct message."""


async def take(
    interaction: Interaction,
    guild_id: GuildId,
    assignment: str,
    files: Sequence[tuple[discord.Attachment, str]],
    details: Details,
) -> None:
    """Hand in and give the receipt. Whatever is refused is raised, and nothing was stored.

    Args:
        assignment: its id.
        files: each with the part that it is for; empty where its kind decides.
    """
    bot = interaction.client
    await interaction.response.defer(ephemeral=True, thinking=True)
    sender = await _sender(bot, guild_id, interaction.user)
    uploads = tuple(upload_of(bot, file, part) for file, part in files)
    request = HandIn(assignment, sender, pressed_at(interaction), uploads, details)
    await _give(interaction, await bot.app.submissions.hand_in(guild_id, request))


async def _give(interaction: Interaction, receipt: Receipt) -> None:
    """Show the receipt, and put right what it says of its copy if the person's direct messages are closed."""
    bot, version = interaction.client, receipt.version
    shown = lay_out(_receipt_card(bot, receipt, cards.ON_ITS_WAY))
    message = await interaction.followup.send(view=shown, ephemeral=True, wait=True)
    keys = [notices.receipt_key(version.receipt)]
    rows = await bot.delivery.outcome(version.guild_id, keys, A_MOMENT_S)
    if any(row.state == "skipped" for row in rows):
        try:
            await message.edit(view=lay_out(_receipt_card(bot, receipt, cards.CLOSED)))
        except discord.HTTPException as error:
            # It is stored, and `/progress` tells what became of the copy: nothing is to be done again.
            log.warning("a receipt couldn't say that direct messages are closed: %s", error)


def _receipt_card(bot: CourseBot, receipt: Receipt, copy: str = "") -> Card:
    guild_id, id = receipt.version.guild_id, receipt.version.assignment
    return cards.receipt_card(bot.app.submissions.assignments(guild_id).get(id), receipt, copy)


async def send_list(interaction: Interaction, guild_id: GuildId) -> None:
    """Show a person what can be handed in, with a button each, the next due first."""
    bot, user_id = interaction.client, UserId(interaction.user.id)
    known = bot.app.submissions.assignments(guild_id)
    if not known:
        raise NothingToHandIn("assignment", ())
    due = await bot.app.submissions.due(guild_id, user_id)
    versions = await bot.app.submissions.versions(guild_id, user_id)
    now = bot.clock.now()
    card = list_cards.list_card(guild_id, list_cards.in_order(known, due, now), versions, now)
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


def upload_of(bot: CourseBot, file: discord.Attachment, part: str = "") -> Upload:
    """Make an attachment something that can be received. `part`: what it is for."""
    chunks: partial[AsyncIterator[bytes]] = partial(bot.downloads.chunks, file)
    return Upload(file.filename, chunks, file.size, part)


async def _sender(bot: CourseBot, guild_id: GuildId, user: discord.abc.User) -> Sender:
    """Return who hands in, and whether a role tells what they are in the course."""
    found = await bot.people.roles(guild_id, user)
    return Sender(UserId(user.id), user.display_name, not KNOWN.isdisjoint(found))


async def progress_reply(bot: CourseBot, guild_id: GuildId, user_id: UserId) -> Reply:
    """Lay out a person's own checklist."""
    course = bot.app.courses.timeline(guild_id).course
    record = await bot.app.me.record(guild_id, user_id)
    found = progress.progress_of(course, record)
    deadlines = await bot.app.submissions.deadlines(guild_id, user_id)
    member = await bot.people.member(guild_id, user_id)
    listener = member and CourseRole.LISTENER in await bot.people.roles(guild_id, member)
    now = bot.clock.now()
    return lay_out(
        progress_cards.progress_card(
            course, guild_id, found, deadlines, now, listener=bool(listener)
        )
    )


async def receipts_reply(bot: CourseBot, guild_id: GuildId, user_id: UserId) -> Reply:
    """Lay out a person's receipts, and what has become of each copy by direct message."""
    service = bot.app.submissions
    versions = await service.versions(guild_id, user_id)
    titles = {id: one.title for id, one in service.assignments(guild_id).items()}
    copies = await _copies(bot, guild_id, [v for v in versions if v.by == user_id])
    return lay_out(cards.receipts_card(versions, titles, copies))


async def _copies(bot: CourseBot, guild_id: GuildId, versions: Sequence[Version]) -> dict[str, str]:
    newest = sorted(versions, key=lambda v: (v.at, v.number), reverse=True)[: cards.RECEIPTS_LISTED]
    receipts = {notices.receipt_key(v.receipt): v.receipt for v in newest}
    rows = await bot.app.delivery.rows(guild_id, list(receipts))
    return {receipts[row.notice.key]: told(row) for row in rows}


def told(row: Row) -> str:
    """Write what has become of a direct message."""
    if row.state in OPEN:
        return "copy on its way"
    return "copy sent" if row.state == "sent" else f"no copy sent: {row.why}"


class ReceiptNotice(Kind):
    """The copy of a receipt."""

    name = notices.RECEIPT

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        receipt = notices.receipt_of(await _version(self._bot, batch), batch.first.facts)
        return post_of(self._bot, _receipt_card(self._bot, receipt), batch)


class GroupNews(Kind):
    """A member handed in for their group; the others hear of it."""

    name = notices.GROUP_NEWS

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        bot, version = self._bot, await _version(self._bot, batch)
        user_id = batch.first.user_id
        if (
            user_id
            and await bot.app.groups.number_of(batch.guild_id, UserId(user_id)) != version.owner.id
        ):
            raise NotNeeded(f"this person is no longer in that {say.group}")
        names = await bot.people.names(batch.guild_id, [version.by])
        card = cards.group_news(version, str(batch.first.facts["title"]), names.get(version.by))
        return post_of(bot, card, batch)


def kinds_of(bot: CourseBot) -> tuple[Kind, ...]:
    """Return every kind of this capability."""
    return ReceiptNotice(bot), GroupNews(bot)


async def _version(bot: CourseBot, batch: Batch) -> Version:
    receipt = str(batch.first.facts["receipt"])
    try:
        return await bot.app.submissions.of_receipt(batch.guild_id, receipt)
    except NoSuchReceipt as error:
        raise NotNeeded(f"there's no submission {receipt} anymore") from error
