"""A private thread for each group, where the course file asks for it; its people follow the group's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, lay_out
from bot.client.look import KINDS, clip, plain
from bot.groups.model import ProjectGroup

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

MAX_THREAD_NAME = 100


async def follow_in_thread(
    bot: CourseBot, guild_id: int, before: ProjectGroup | None, after: ProjectGroup
) -> None:
    """Make the group's thread when a second person joins, and let people in and out as the group changes.

    Who is in the thread is never asked: Discord tells that only to bots with the members intent. What goes
    wrong is told to staff; the group itself is stored already.
    """
    try:
        thread = await _known_thread(bot, guild_id, after)
        inside = set(before.member_ids) if before else set[int]()
        if thread is None:
            thread, inside = await _new_thread(bot, guild_id, after), set[int]()
        if thread is None:
            return
        for user_id in set(after.member_ids) - inside:
            await thread.add_user(discord.Object(user_id))
        for user_id in inside - set(after.member_ids):
            await thread.remove_user(discord.Object(user_id))
    except discord.HTTPException as error:
        await bot.messenger.tell_staff(
            guild_id,
            f"**The thread of group {after.number} isn't up to date ({error.text or error.status}).** "
            "The group itself is stored. Give me Create Private Threads and Send Messages in Threads in the "
            f"announcements channel, then set right who is in the thread: group {after.number}'s members are "
            f"{', '.join(f'<@{id}>' for id in after.member_ids) or 'none any more'}.",
        )


async def _known_thread(
    bot: CourseBot, guild_id: int, group: ProjectGroup
) -> discord.Thread | None:
    known = await bot.app.guilds.board(guild_id, f"thread-{group.number}")
    found = (bot.get_channel(known[1]) or await bot.fetch_channel(known[1])) if known else None
    return found if isinstance(found, discord.Thread) else None


async def _new_thread(bot: CourseBot, guild_id: int, group: ProjectGroup) -> discord.Thread | None:
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
    await thread.send(view=lay_out(bot.messenger.marked(Card(KINDS["groups"], (text,)))))
    return thread
