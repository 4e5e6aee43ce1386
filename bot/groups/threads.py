"""A private thread for each group, where the course file asks for it; its people follow the group's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS, clip, plain
from bot.groups.rules import ProjectGroup

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

MAX_THREAD_NAME = 100


async def follow_in_thread(bot: CourseBot, guild_id: int, group: ProjectGroup) -> None:
    """Make the group's thread when a second person joins, and keep its people the group's.

    What goes wrong is told to staff; the group itself is stored already.
    """
    try:
        thread = await _thread(bot, guild_id, group)
        if thread is None:
            return
        there = {member.id for member in await thread.fetch_members()} - {
            bot.user.id if bot.user else 0
        }
        for user_id in set(group.member_ids) - there:
            await thread.add_user(discord.Object(user_id))
        for user_id in there - set(group.member_ids):
            await thread.remove_user(discord.Object(user_id))
    except discord.HTTPException as error:
        await bot.messenger.tell_staff(
            guild_id,
            f"**The thread of group {group.number} isn't up to date ({error.text or error.status}).** "
            "The group itself is stored. Give me Create Private Threads and Manage Threads in the "
            "announcements channel; the thread follows at the group's next change.",
        )


async def _thread(bot: CourseBot, guild_id: int, group: ProjectGroup) -> discord.Thread | None:
    known = await bot.app.guilds.board(guild_id, f"thread-{group.number}")
    if known:
        found = bot.get_channel(known[1]) or await bot.fetch_channel(known[1])
        return found if isinstance(found, discord.Thread) else None
    if len(group.members) < 2:
        return None
    channel = bot.get_channel(bot.app.guilds.of(guild_id).announcements_channel or 0)
    if not isinstance(channel, discord.TextChannel):
        return None
    name = clip(f"Group {group.number} · {group.title}", MAX_THREAD_NAME)
    thread = await channel.create_thread(
        name=name, type=discord.ChannelType.private_thread, invitable=False
    )
    await bot.app.guilds.keep_board(guild_id, f"thread-{group.number}", channel.id, thread.id)
    head = f"### Group {group.number} · {plain(group.title)}"
    text = f"{head}\nThis thread is your group's own. `/group show` has the rest."
    await thread.send(view=lay_out(Card(KINDS["groups"], (text,))))
    return thread
