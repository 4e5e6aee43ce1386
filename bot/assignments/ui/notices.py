"""What the assistant says first about submissions: receipts, news to a group, extensions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.assignments import notices
from bot.assignments.errors import NoSuchReceipt
from bot.assignments.model import Owner, Version
from bot.assignments.ui import cards
from bot.client.layout import post_of
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Kind, Post
from bot.ids import UserId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


class ReceiptNotice(Kind):
    """The copy of a receipt."""

    name = notices.RECEIPT

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        receipt = notices.receipt_of(await _version(self._bot, batch), batch.first.facts)
        course = self._bot.app.courses.timeline(batch.guild_id).course
        return post_of(self._bot, cards.receipt_card(course, receipt), batch)


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


class ExtensionNotice(Kind):
    """Staff gave more time; whoever has it hears of it."""

    name = notices.EXTENSION

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def compose(self, batch: Batch, now: datetime) -> Post:
        facts, service = batch.first.facts, self._bot.app.submissions
        kind, _, id = str(facts["owner"]).partition(":")
        owner = Owner("group" if kind == "group" else "user", int(id))
        guild_id = batch.guild_id
        extension = await service.extension(guild_id, owner, str(facts["assignment"]))
        given_at, until = (datetime.fromisoformat(str(facts[n])) for n in ("given_at", "until"))
        if extension is None or (extension.at, extension.due_at) != (given_at, until):
            raise NotNeeded(f"{say.staff} have given another extension since")
        replaced = facts["replaced"] and datetime.fromisoformat(str(facts["replaced"]))
        card = cards.extension_news(extension, str(facts["title"]), replaced)
        return post_of(self._bot, card, batch)


def kinds_of(bot: CourseBot) -> tuple[Kind, ...]:
    """Return every kind of this capability."""
    return ReceiptNotice(bot), GroupNews(bot), ExtensionNotice(bot)


async def _version(bot: CourseBot, batch: Batch) -> Version:
    receipt = str(batch.first.facts["receipt"])
    try:
        return await bot.app.submissions.of_receipt(batch.guild_id, receipt)
    except NoSuchReceipt as error:
        raise NotNeeded(f"there's no submission {receipt} anymore") from error
