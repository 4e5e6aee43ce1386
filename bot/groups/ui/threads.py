"""A private thread for each group, where the course file asks for it; its people follow the group's."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, post_of
from bot.client.look import KINDS, clip, plain, visible
from bot.course.words import say
from bot.delivery.errors import NotNeeded, Unsendable
from bot.delivery.model import Batch, Post
from bot.groups import notices
from bot.groups.model import ProjectGroup
from bot.groups.ui.messages import GroupKind
from bot.ids import ChannelId, GuildId, MessageId

if TYPE_CHECKING:
    from bot.database import Tables

MAX_THREAD_NAME = 100
LOOK_THROUGH = 200
"""Sleeping threads of the channel that are looked through for one that was made before a crash."""
LEEWAY = timedelta(minutes=1)
"""How far Discord's clock may be behind ours."""


class GroupThread(GroupKind):
    """Makes the group's thread when a second person joins, and lets people in and out as the group changes.

    Doing it twice does no more than doing it once, so it is simply done again after a crash. Who is in a thread is
    never asked: Discord tells that only to bots with the members intent. Whoever was in the group and isn't now
    is taken out; whoever is in it is let in.
    """

    name = notices.THREAD

    def channel(self, batch: Batch) -> int | None:
        return self._bot.app.guilds.of(batch.guild_id).announcements_channel

    async def compose(self, batch: Batch, now: datetime) -> None:
        group = await self._group(batch.guild_id, batch.first.facts["number"])
        try:
            thread = await self._known(batch.guild_id, group)
            if thread is None:
                thread = await self._made(batch, group)
            await self._follow(batch.guild_id, group, thread)
        except discord.Forbidden as error:
            raise Unsendable(_mend(group, error)) from error

    async def _known(self, guild_id: GuildId, group: ProjectGroup) -> discord.Thread | None:
        known = await self._bot.app.guilds.board(guild_id, _name(group.number))
        if known is None:
            return None
        with suppress(discord.NotFound):
            found = self._bot.get_channel(known[1]) or await self._bot.fetch_channel(known[1])
            return found if isinstance(found, discord.Thread) else None
        return None

    async def _made(self, batch: Batch, group: ProjectGroup) -> discord.Thread:
        """Make the thread and remember it, with its first words. Raises NotNeeded."""
        if len(group.members) < 2:
            raise NotNeeded(f"{say.a_group} of one needs no thread")
        channel = self._bot.get_channel(self.channel(batch) or 0)
        if not isinstance(channel, discord.TextChannel):
            raise NotNeeded("no announcements channel is chosen")
        thread = await self._left_by_a_crash(channel, group) if batch.tries > 1 else None
        if thread is None:
            thread = await channel.create_thread(
                name=clip(f"{_start(group.number)}{visible(group.title)}", MAX_THREAD_NAME),
                type=discord.ChannelType.private_thread,
                invitable=False,
            )
        await self._remember(batch, group.number, thread)
        return thread

    async def _left_by_a_crash(
        self, channel: discord.TextChannel, group: ProjectGroup
    ) -> discord.Thread | None:
        """Look for a thread that was made for this group and not remembered."""
        since = group.created_at - LEEWAY
        found = [t for t in await channel.guild.active_threads() if t.parent_id == channel.id]
        found += [
            thread
            async for thread in channel.archived_threads(
                private=True, joined=True, limit=LOOK_THROUGH
            )
        ]
        for thread in found:
            ours = self._bot.user is not None and thread.owner_id == self._bot.user.id
            made_at = self._bot.clock.shown_at(discord.utils.snowflake_time(thread.id))
            if ours and made_at >= since and thread.name.startswith(_start(group.number)):
                return thread
        return None

    async def _remember(self, batch: Batch, number: int, thread: discord.Thread) -> None:
        app, place = self._bot.app, (ChannelId(thread.parent_id), MessageId(thread.id))
        welcome = notices.welcome(number, ChannelId(thread.id), self._bot.clock.now())

        def work(db: Tables) -> None:
            app.guilds.keep_place(db, batch.guild_id, _name(number), place)
            app.outbox.put(db, batch.guild_id, [welcome])

        await app.db.write(work)

    async def _follow(self, guild_id: GuildId, group: ProjectGroup, thread: discord.Thread) -> None:
        if thread.archived:
            await thread.edit(archived=False)
        for user_id in group.member_ids:
            with suppress(discord.NotFound):  # they have left the server
                await thread.add_user(discord.Object(user_id))
        for user_id in await self._bot.app.groups.former_members(guild_id, group.number):
            with suppress(discord.NotFound):
                await thread.remove_user(discord.Object(user_id))


class ThreadWelcome(GroupKind):
    """The first words in a group's thread."""

    name = notices.WELCOME

    async def compose(self, batch: Batch, now: datetime) -> Post:
        group = await self._group(batch.guild_id, batch.first.facts["number"])
        text = (
            f"### {say.Group} {group.number} · {plain(group.title)}\n"
            f"This thread is your {say.group}'s own. `/group show` has the rest."
        )
        return post_of(self._bot, Card(KINDS["groups"], (text,)), batch)


def _name(number: int) -> str:
    """Return what a group's thread is remembered under."""
    return f"thread-{number}"


def _start(number: int) -> str:
    """Return how the name of a group's thread begins."""
    return f"{say.Group} {number} · "


def _mend(group: ProjectGroup, error: discord.Forbidden) -> str:
    members = ", ".join(f"<@{id}>" for id in group.member_ids) or "nobody anymore"
    return (
        f"**The thread of {say.group} {group.number} isn't up to date "
        f"({error.text or error.status}).** The {say.group} itself "
        "is stored. Give me Create Private Threads, Send Messages in Threads and Manage Threads in the announcements "
        f"channel: I'll keep trying. Until then, its members are {members}."
    )
