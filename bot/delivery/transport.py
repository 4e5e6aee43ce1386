"""What carries notices on Discord: to a channel or a person, each under its nonce and found by its mark again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.clock import Clock
from bot.delivery.errors import CannotLook, Interrupted, NotNeeded, Unsendable
from bot.delivery.model import STAFF, Batch, Elsewhere, Kind, Kinds, Post, Sent
from bot.delivery.service import Outbox
from bot.ids import ChannelId, GuildId, MessageId, UserId

LOOK_BACK = timedelta(seconds=30)
LOOK_AT = 200
"""Messages looked through for one of ours, from the moment it was claimed."""
REFUSED = 400
"""The status with which Discord refuses a message for what is in it."""
CLOSED = "direct messages closed"
Channel = discord.abc.Messageable
REPLIED_IN = (discord.TextChannel, discord.Thread, discord.DMChannel)
"""Where a correction can be a reply to what it corrects."""
LOST = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
"""What Discord or the network may raise in the middle of a request."""


class DiscordTransport:
    """The transport of one bot. `chosen`: the channel that a server has chosen for a target such as
    `channel:staff`; None where it has chosen none. `speak`: takes up the words of a server's course."""

    def __init__(
        self,
        client: discord.Client,
        kinds: Kinds,
        outbox: Outbox,
        clock: Clock,
        chosen: Callable[[GuildId, str], int | None],
        speak: Callable[[GuildId], None],
    ) -> None:
        self._client, self._kinds, self._outbox = client, kinds, outbox
        self._clock, self._chosen, self._speak = clock, chosen, speak

    async def send(self, batch: Batch, now: datetime) -> Sent:
        """Send a batch as one message, under its nonce. Raises NotNeeded, Unsendable, Interrupted."""
        kind = self._kinds[batch.first.kind]
        self._speak(batch.guild_id)
        try:
            post = await kind.compose(batch, now)
        except (*LOST, discord.RateLimited) as error:
            raise Interrupted(_short(error), _wait(error)) from error
        if post is None:
            return Sent(None, None)
        if post.edit and (edited := await self._edit(post, post.edit)):
            return edited
        try:
            return await self._post(await self._channel(batch), batch, post)
        except discord.Forbidden as error:
            if batch.first.user_id is None:
                raise Unsendable(self._mend(batch, str(error))) from error
            return await self._unreachable(batch, post)
        except discord.NotFound as error:
            raise Unsendable(self._mend(batch, str(error))) from error
        except (*LOST, discord.RateLimited) as error:
            if getattr(error, "status", None) == REFUSED:
                return await self._plainer(kind, batch, now)
            raise Interrupted(_short(error), _wait(error)) from error

    async def _plainer(self, kind: Kind, batch: Batch, now: datetime) -> Sent:
        """Send something plainer where Discord refuses a message for what is in it, and tell staff. Raises NotNeeded:
        trying again wouldn't help."""
        post = await kind.plainer(batch, now)
        then = "They got a plainer one." if post else "It wasn't sent."
        where = f"to <@{batch.first.user_id}>" if batch.first.user_id else "in a channel"
        await self._outbox.tell_staff(
            batch.guild_id,
            f"**Discord refuses a message {where} because of what's in it: {await kind.about(batch)}.** {then} Look "
            "at what people typed there, such as an address.",
        )
        if post is None:
            raise NotNeeded("Discord refuses what is in it")
        try:
            return await self._post(await self._channel(batch), batch, post)
        except discord.Forbidden:
            return await self._unreachable(batch, post)
        except (*LOST, discord.RateLimited) as error:
            raise Interrupted(_short(error), _wait(error)) from error

    async def find(self, batch: Batch) -> Sent | None:
        """Look for the message that carries a batch's mark. Raises CannotLook, Interrupted."""
        try:
            channel = await self._channel(batch)
            after = batch.claimed_at - LOOK_BACK
            async for message in channel.history(after=after, limit=LOOK_AT, oldest_first=True):
                ours = self._client.user is not None and message.author.id == self._client.user.id
                if ours and batch.mark in marks_of(message):
                    return self._sent(message)
        except (discord.Forbidden, discord.NotFound, Unsendable, NotNeeded) as error:
            raise CannotLook("I may not read the channel's history") from error
        except (*LOST, discord.RateLimited) as error:
            raise Interrupted(_short(error), _wait(error)) from error
        return None

    async def tell_staff(self, guild_id: GuildId, words: str) -> None:
        """Say what a person must mend or decide."""
        await self._outbox.tell_staff(guild_id, words)

    async def _post(self, channel: Channel, batch: Batch, post: Post) -> Sent:
        mentions = discord.AllowedMentions(
            everyone=False, users=False, roles=[discord.Object(post.role)] if post.role else False
        )
        how: dict[str, Any] = _reply(channel, batch.rows[0].reply_to)
        message: discord.Message = await channel.send(
            view=post.view,
            nonce=batch.nonce,
            allowed_mentions=mentions,
            files=list(post.files),
            **how,
        )
        if post.pin:
            await self._pin(batch, message)
        return self._sent(message)

    async def _edit(self, post: Post, place: tuple[int, int]) -> Sent | None:
        """Bring a message up to date; None where it is gone."""
        message = discord.PartialMessage(
            channel=self._client.get_partial_messageable(place[0]), id=place[1]
        )
        quiet = discord.AllowedMentions.none()
        try:
            await message.edit(view=post.view, allowed_mentions=quiet)
        except (discord.NotFound, discord.Forbidden):
            return None
        except (*LOST, discord.RateLimited) as error:
            raise Interrupted(_short(error), _wait(error)) from error
        return Sent(ChannelId(place[0]), MessageId(place[1]))

    async def _unreachable(self, batch: Batch, post: Post) -> Sent:
        """Show in a channel what a person with closed direct messages can't get. Raises NotNeeded."""
        await self._kinds[batch.first.kind].unreachable(batch)
        if post.elsewhere is None:
            raise NotNeeded(CLOSED)
        try:
            sent = await self._mention(post.elsewhere, batch)
        except (discord.Forbidden, discord.NotFound) as error:
            raise NotNeeded(CLOSED) from error
        return replace(sent, note=f"{CLOSED}: shown in <#{post.elsewhere.channel_id}>")

    async def _mention(self, elsewhere: Elsewhere, batch: Batch) -> Sent:
        channel = self._client.get_channel(elsewhere.channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            raise NotNeeded(CLOSED)
        users = [discord.Object(elsewhere.user_id)]
        mentions = discord.AllowedMentions(everyone=False, roles=False, users=users)
        return self._sent(
            await channel.send(view=elsewhere.view, nonce=batch.nonce, allowed_mentions=mentions)
        )

    async def _pin(self, batch: Batch, message: discord.Message) -> None:
        try:
            await message.pin()
        except discord.HTTPException:
            await self._outbox.tell_staff(
                batch.guild_id,
                f"**I couldn't pin the {batch.first.item} board in <#{message.channel.id}>.** It's posted, though. "
                "Pin it yourself, or give me Pin Messages there and delete the message: I'll post and pin it again.",
            )

    def _sent(self, message: discord.Message) -> Sent:
        return Sent(
            ChannelId(message.channel.id),
            MessageId(message.id),
            self._clock.shown_at(message.created_at),
        )

    async def _channel(self, batch: Batch) -> Channel:
        if batch.first.user_id is not None:
            return await self._direct(UserId(batch.first.user_id))
        channel_id = self._kinds[batch.first.kind].channel(batch) or self._channel_id(batch)
        if channel_id is None and batch.target == STAFF:
            raise NotNeeded("no staff channel is chosen")
        channel = self._client.get_channel(channel_id) if channel_id else None
        if channel is None and channel_id:
            channel = await self._thread(batch.guild_id, channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            raise Unsendable(self._mend(batch, "no such channel"))
        return channel

    def _mend(self, batch: Batch, why: str) -> str:
        channel_id = self._kinds[batch.first.kind].channel(batch) or self._channel_id(batch)
        name = batch.target.partition(":")[2].replace("_", " ")
        where = f"<#{channel_id}>" if channel_id else f"the {name} channel"
        board = batch.target.startswith("board:")
        what = f"the {name} board" if board else ", ".join(batch.keys)
        return (
            f"**I can't post in {where} ({why}): {what}.** Give me View Channel and Send Messages there, or choose "
            "another channel with `/setup`. I'll keep trying as long as it's useful."
        )

    async def _direct(self, user_id: UserId) -> Channel:
        try:
            user = self._client.get_user(user_id) or await self._client.fetch_user(user_id)
            return user.dm_channel or await user.create_dm()
        except (discord.Forbidden, discord.NotFound) as error:
            raise NotNeeded("that person can't be written to") from error

    async def _thread(self, guild_id: GuildId, id: int) -> discord.abc.Snowflake | None:
        """Fetch a thread that has gone to sleep; Discord wakes it when something is sent."""
        guild = self._client.get_guild(guild_id)
        with suppress(discord.Forbidden, discord.NotFound):
            return await guild.fetch_channel(id) if guild else None
        return None

    def _channel_id(self, batch: Batch) -> int | None:
        id = batch.target.partition(":")[2]
        return int(id) if id.isdecimal() else self._chosen(batch.guild_id, batch.target)


def marks_of(message: discord.Message) -> set[int]:
    """Return the numbers by which the desk may know a message."""
    containers = (c for c in message.components if isinstance(c, discord.Container))
    return {container.id for container in containers if container.id is not None}


def _reply(channel: Channel, message_id: MessageId | None) -> dict[str, discord.MessageReference]:
    if message_id is None or not isinstance(channel, REPLIED_IN):
        return {}
    reference = discord.MessageReference(
        message_id=message_id, channel_id=channel.id, fail_if_not_exists=False
    )
    return {"reference": reference}


def _wait(error: BaseException) -> timedelta | None:
    seconds = getattr(error, "retry_after", None)
    return timedelta(seconds=seconds) if isinstance(seconds, (int, float)) else None


def _short(error: BaseException) -> str:
    status = getattr(error, "status", None)
    return f"Discord answered {status}" if status else type(error).__name__
