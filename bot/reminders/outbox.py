"""Where reminders go on Discord: a channel or a person, each message under its nonce and found by it again."""

from __future__ import annotations

import json
from dataclasses import replace as dc_replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.client.layout import lay_out
from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, STAFF, Batch, Sent
from bot.groups.errors import NoSignup
from bot.reminders import judging_news
from bot.reminders.errors import CannotLook, Interrupted, NotNeeded, Unsendable
from bot.reminders.ui import cards, personal

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

LOOK_BACK = timedelta(seconds=30)
LOOK_AT = 200
"""Messages looked through for one of ours, from the moment it was claimed."""
Channel = discord.abc.Messageable


class DiscordOutbox:
    """The outbox of one bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def send(self, batch: Batch, now: datetime) -> Sent:
        """Send a batch as one message. Raises NotNeeded, Unsendable, Interrupted."""
        channel = await self._channel(batch)
        role = self._role(batch)
        scene = await self._scene(batch, now, role)
        shown = personal.without_what_is_done(batch, scene.missing)
        shown, pictures = await judging_news.completed(self._bot, shown)
        card = cards.reminder_card(scene, shown)
        if pictures:
            card = dc_replace(card, picture=(pictures[0].filename, pictures[0].description or ""))
        view = lay_out(self._bot.messenger.marked(card))
        mentions = discord.AllowedMentions(
            everyone=False, users=False, roles=[discord.Object(role)] if role else False
        )
        reply_to = batch.rows[0].reply_to
        reference = (
            discord.MessageReference(
                message_id=reply_to, channel_id=channel.id, fail_if_not_exists=False
            )
            if reply_to and isinstance(channel, (discord.TextChannel, discord.Thread))
            else None
        )
        try:
            if reference is None:
                message = await channel.send(
                    view=view, nonce=batch.nonce, allowed_mentions=mentions, files=pictures
                )
            else:
                message = await channel.send(
                    view=view, nonce=batch.nonce, allowed_mentions=mentions, reference=reference
                )
        except (discord.Forbidden, discord.NotFound) as error:
            if batch.target.startswith("user:"):
                await personal.closed(self._bot, batch)
                raise NotNeeded("their direct messages are closed") from error
            raise Unsendable(_mend(batch, str(error))) from error
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Interrupted(_short(error)) from error
        return Sent(message.channel.id, message.id)

    async def find(self, batch: Batch) -> Sent | None:
        """Look for the message that carries a batch's nonce. Raises CannotLook, Interrupted."""
        try:
            channel = await self._channel(batch)
            after = batch.claimed_at - LOOK_BACK
            async for message in channel.history(after=after, limit=LOOK_AT, oldest_first=True):
                ours = self._bot.user is not None and message.author.id == self._bot.user.id
                if ours and batch.nonce in json.dumps([c.to_dict() for c in message.components]):
                    return Sent(message.channel.id, message.id)
        except (discord.Forbidden, discord.NotFound, Unsendable, NotNeeded) as error:
            raise CannotLook("I may not read the channel's history") from error
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Interrupted(_short(error)) from error
        return None

    async def tell_staff(self, guild_id: int, words: str) -> None:
        """Return what a person must mend or decide."""
        await self._bot.messenger.tell_staff(guild_id, words)

    async def _channel(self, batch: Batch) -> Channel:
        kind, _, id = batch.target.partition(":")
        if kind == "user":
            try:
                user = self._bot.get_user(int(id)) or await self._bot.fetch_user(int(id))
                return user.dm_channel or await user.create_dm()
            except (discord.Forbidden, discord.NotFound) as error:
                raise NotNeeded("that person can't be written to") from error
            except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
                raise Interrupted(_short(error)) from error
        channel_id = self._channel_id(batch)
        if channel_id is None and batch.target == STAFF:
            raise NotNeeded("no staff channel is chosen")
        channel = self._bot.get_channel(channel_id) if channel_id else None
        if channel is None and channel_id:
            channel = await self._thread(batch.guild_id, channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            raise Unsendable(_mend(batch, "no such channel"))
        return channel

    async def _thread(self, guild_id: int, id: int) -> discord.abc.Snowflake | None:
        """Fetch a thread that has gone to sleep; Discord wakes it when something is sent."""
        guild = self._bot.get_guild(guild_id)
        try:
            return await guild.fetch_channel(id) if guild else None
        except (discord.Forbidden, discord.NotFound):
            return None

    def _channel_id(self, batch: Batch) -> int | None:
        settings = self._bot.app.guilds.of(batch.guild_id)
        if batch.target == ANNOUNCEMENTS:
            return settings.announcements_channel
        if batch.target == OFFICE_HOURS:
            return settings.office_hours_channel or settings.announcements_channel
        if batch.target == STAFF:
            return settings.staff_channel
        return int(batch.target.partition(":")[2])

    def _role(self, batch: Batch) -> int | None:
        """Find the role that the course file asks to ping, by its name."""
        name = self._bot.app.courses.timeline(batch.guild_id).course.reminders.role
        guild = self._bot.get_guild(batch.guild_id)
        if (
            name is None
            or guild is None
            or batch.target in (STAFF,)
            or batch.target.startswith("user:")
        ):
            return None
        return next((role.id for role in guild.roles if role.name == name), None)

    async def _scene(self, batch: Batch, now: datetime, role: int | None) -> cards.Scene:
        guild_id, app = batch.guild_id, self._bot.app
        groups: int | None = None
        looking = 0
        try:
            await app.groups.policy(guild_id)
            groups = len(await app.groups.groups(guild_id))
            looking = len(await app.teammates.seekers(guild_id))
        except NoSignup:
            pass
        return cards.Scene(
            guild_id,
            app.courses.timeline(guild_id),
            now,
            groups,
            looking,
            frozenset(await app.reminders.opened(guild_id)),
            await personal.missing(self._bot, batch),
            role,
        )


def _mend(batch: Batch, why: str) -> str:
    where = batch.target.partition(":")[2].replace("_", " ")
    where = f"<#{where}>" if where.isdecimal() else f"the {where} channel"
    return (
        f"**I can't post a reminder in {where} ({why}): {', '.join(batch.keys)}.** Give me View Channel and Send "
        "Messages there, or choose another channel with `/setup`. I try again until it is no use any more."
    )


def _short(error: BaseException) -> str:
    status = getattr(error, "status", None)
    return f"Discord answered {status}" if status else type(error).__name__
