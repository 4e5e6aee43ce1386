"""Answers about groups, laid out: gathers what a card needs, and follows what has been sent until it has arrived."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord

from bot.client.layout import Card, Reply, lay_out
from bot.client.look import plain
from bot.course.words import say
from bot.groups import notices
from bot.groups.errors import NoSignup, NotInGroup
from bot.groups.model import Changed, Person, ProjectGroup, closing_time, eligibility
from bot.groups.ui import cards
from bot.groups.ui.scene import arrivals, everybody_in, scene_of
from bot.ids import ChannelId, GuildId, UserId
from bot.permissions import CourseRole

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

ARRIVES_WITHIN_S = 1.5
"""How long an answer is followed: long enough for a direct message, as a rule."""


async def group_of_card(
    bot: CourseBot,
    guild_id: GuildId,
    group: ProjectGroup,
    viewer_id: UserId,
    lead: str = "",
    *,
    in_dm: bool = False,
) -> Card:
    """Draw a group as somebody sees it, with who is registered now and where its invitations are."""
    asked = {i.user_id for i in group.invitations} if viewer_id in group.member_ids else set[int]()
    people = everybody_in(group) if in_dm else asked
    scene = await scene_of(bot, guild_id, people, in_dm=in_dm)
    registered = await bot.people.registered(guild_id, group.member_ids)
    shown = eligibility(group, registered, scene.policy)
    rows = await bot.app.delivery.about(guild_id, notices.item_of(group.number))
    return cards.group_card(scene, group, shown, viewer_id, lead, arrivals(rows))


async def group_reply(
    bot: CourseBot,
    guild_id: GuildId,
    group: ProjectGroup,
    viewer_id: UserId,
    lead: str = "",
    *,
    in_dm: bool = False,
) -> Reply:
    """Lay out a group's card as somebody sees it."""
    return lay_out(await group_of_card(bot, guild_id, group, viewer_id, lead, in_dm=in_dm))


async def own_reply(bot: CourseBot, guild_id: GuildId, user_id: UserId) -> Reply:
    """Lay out a person's group, or what is open for them."""
    try:
        group = await bot.app.groups.own(guild_id, user_id)
    except NotInGroup:
        asked = await bot.app.groups.asked(guild_id, user_id)
        return lay_out(cards.own_card(await scene_of(bot, guild_id), asked, user_id))
    return await group_reply(bot, guild_id, group, user_id)


async def list_reply(bot: CourseBot, guild_id: GuildId, page: int, user_id: UserId) -> Reply:
    """Lay out one page of all groups."""
    scene, groups = await scene_of(bot, guild_id), await bot.app.groups.groups(guild_id)
    on_page = cards.on_page(groups, page)
    everybody = {id for group in on_page for id in group.member_ids}
    registered = await bot.people.registered(guild_id, everybody)
    shown = {g.number: eligibility(g, registered, scene.policy) for g in on_page}
    may_join = all(user_id not in group.member_ids for group in groups)
    return lay_out(cards.list_card(scene, groups, shown, page, may_join=may_join))


async def sign_up_board(bot: CourseBot, guild_id: GuildId) -> Card | None:
    """Draw the sign-up board; None for a course without groups."""
    try:
        scene = await scene_of(bot, guild_id)
    except NoSignup:
        return None
    groups = await bot.app.groups.groups(guild_id)
    return cards.board_card(scene, groups, len(await bot.app.teammates.seekers(guild_id)))


async def closes(bot: CourseBot, guild_id: GuildId, now: datetime) -> datetime | None:
    """Return when the boards of groups say that sign-up has closed; None where they do or there is none."""
    try:
        policy = await bot.app.groups.policy(guild_id)
    except NoSignup:
        return None
    closed_at = closing_time(policy) + timedelta(seconds=1)
    return closed_at if now < closed_at else None


async def answer(interaction: Interaction, reply: Reply) -> None:
    """Show the outcome in place of a question that was this person's alone; else privately beside it."""
    message = interaction.message
    if message and (message.flags.ephemeral or isinstance(message.channel, discord.DMChannel)):
        await interaction.response.edit_message(view=reply)
    else:
        await interaction.response.send_message(view=reply, ephemeral=True)


async def answer_and_follow(
    interaction: Interaction,
    guild_id: GuildId,
    draw: Callable[[], Awaitable[Reply]],
    keys: Sequence[str],
    *,
    in_place: bool = False,
) -> None:
    """Answer at once, and once more when messages that were just left have arrived, or can't.

    Args:
        draw: lays the answer out as things are.
        in_place: the answer stands in place of the message that was pressed.
    """
    reply = await draw()
    if in_place:
        await interaction.response.edit_message(view=reply)
    else:
        await interaction.response.send_message(view=reply, ephemeral=True)
    if not keys:
        return
    await interaction.client.delivery.outcome(guild_id, keys, ARRIVES_WITHIN_S)
    later = await draw()
    if later.to_components() != reply.to_components():
        with suppress(discord.NotFound):  # its person has put the answer away
            await interaction.edit_original_response(view=later)


async def answer_with_group(
    interaction: Interaction, guild_id: GuildId, changed: Changed, lead: str
) -> None:
    """Answer with a group as it is after a change, and follow its new invitations."""
    bot, viewer_id, in_dm = interaction.client, interaction.user.id, interaction.guild_id is None

    async def draw() -> Reply:
        group = await bot.app.groups.last_known(guild_id, changed.after.number) or changed.after
        return await group_reply(bot, guild_id, group, UserId(viewer_id), lead, in_dm=in_dm)

    asked = notices.new_questions(changed.before, changed.after)
    await answer_and_follow(interaction, guild_id, draw, [question.key for question in asked])


async def person_of(
    bot: CourseBot, guild_id: GuildId, user: discord.Member | discord.User
) -> Person:
    """Gather what the rules ask about somebody who is to be invited or to join.

    Discord usually sends the member along with a picked person; where it doesn't, it is asked.
    """
    inside = (
        isinstance(user, discord.Member)
        or await bot.people.member(guild_id, UserId(user.id)) is not None
    )
    return Person(UserId(user.id), plain(user.display_name), user.bot, inside)


def joined_lead(number: int) -> str:
    """Return what whoever has joined reads first."""
    return f"### ✅ You're in {say.group} {number} now"


def let_in_lead(who: str, number: int) -> str:
    """Return what a founder reads first who has let somebody in."""
    return f"### ✅ {who} is in {say.group} {number} now"


def turned_down_lead(who: str) -> str:
    """Return what a founder reads first who has turned somebody down."""
    return f"### {who} was turned down"


async def warnings(
    bot: CourseBot,
    guild_id: GuildId,
    group: ProjectGroup,
    users: Sequence[discord.Member | discord.User],
) -> str:
    """Warn of invited people whom nobody expects in a group: judges and staff. A line each, each on a new line."""
    invited = {asked.user_id for asked in group.invited}
    lines: list[str] = []
    for user in users:
        user_id = UserId(user.id)
        member = await bot.people.member(guild_id, user_id) if user_id in invited else None
        if member is None:
            continue
        if await judges_groups(bot, guild_id, user_id):
            lines.append(f"{user.mention} is a judge, who can't score {say.a_group} they're in")
        elif CourseRole.STAFF in await bot.people.roles(guild_id, member):
            lines.append(f"{user.mention} is one of the {say.staff}")
    wrong = "If you picked the wrong person, withdraw the invite."
    return "".join(f"\n⚠️ {line}. {wrong}" for line in lines)


async def judges_groups(bot: CourseBot, guild_id: GuildId, user_id: UserId) -> bool:
    """Return whether somebody has the judges' role in a server, or was appointed to judge groups there."""
    member = await bot.people.member(guild_id, user_id)
    if member and CourseRole.JUDGE in await bot.people.roles(guild_id, member):
        return True
    judged = {id for here, id in await bot.app.judging.judged_by(user_id) if here == guild_id}
    return bool(judged) and any(
        contest.id in judged and not contest.assignment
        for contest in bot.app.judging.contests(guild_id).values()
    )


def who_of(interaction: discord.Interaction[Any]) -> UserId:
    """Return who pressed, chose or sent something."""
    return UserId(interaction.user.id)


def where_of(interaction: discord.Interaction[Any]) -> ChannelId | None:
    """Return the server's channel in which something was pressed; None in a direct message."""
    return (
        ChannelId(interaction.channel_id)
        if interaction.guild_id and interaction.channel_id
        else None
    )
