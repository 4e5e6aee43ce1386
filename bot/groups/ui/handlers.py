"""The Discord side of the groups: gathers what a card needs, and tells people what a change means for them.

The change itself is already stored when anything here runs; nothing here can lose it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import discord

from bot.client.layout import Card, Reply, lay_out
from bot.client.look import plain
from bot.groups.errors import NoSignup, NotInGroup, NotInServer
from bot.groups.model import ProjectGroup, eligibility
from bot.groups.service import Changed, Person
from bot.groups.ui import cards
from bot.groups.ui.cards import Scene
from bot.groups.ui.threads import follow_in_thread

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

SIGN_UP_BOARD = "sign-up"
FIND_BOARD = "find-group"


async def scene_of(bot: CourseBot, guild_id: int, named: Iterable[int] = ()) -> Scene:
    """Gather what every card of a server's groups needs. Raises NoSignup.

    Args:
        named: people to be named rather than mentioned, because the card goes into a direct message.
    """
    policy = await bot.app.groups.policy(guild_id)
    names = await bot.people.names(guild_id, named)
    return Scene(
        guild_id, bot.app.courses.timeline(guild_id).course, policy, bot.clock.now(), names
    )


async def group_reply(
    bot: CourseBot,
    guild_id: int,
    group: ProjectGroup,
    viewer_id: int,
    lead: str = "",
    *,
    in_dm: bool = False,
) -> Reply:
    """Lay out a group's card as somebody sees it, with who is registered now."""
    scene = await scene_of(bot, guild_id, everybody_in(group) if in_dm else ())
    registered = await bot.people.registered(guild_id, group.member_ids)
    shown = eligibility(group, registered, scene.policy)
    return lay_out(cards.group_card(scene, group, shown, viewer_id, lead))


def everybody_in(*groups: ProjectGroup | None) -> set[int]:
    """Return everybody who is in these groups, invited, or has asked to join."""
    known = [group for group in groups if group]
    return {id for g in known for id in (*g.member_ids, *(i.user_id for i in g.invitations))}


async def own_reply(bot: CourseBot, guild_id: int, user_id: int) -> Reply:
    """Lay out a person's group, or what is open for them."""
    try:
        group = await bot.app.groups.own(guild_id, user_id)
    except NotInGroup:
        asked = await bot.app.groups.asked(guild_id, user_id)
        return lay_out(cards.own_card(await scene_of(bot, guild_id), asked, user_id))
    return await group_reply(bot, guild_id, group, user_id)


async def list_reply(bot: CourseBot, guild_id: int, page: int) -> Reply:
    """Lay out one page of all groups."""
    scene, groups = await scene_of(bot, guild_id), await bot.app.groups.groups(guild_id)
    on_page = cards.on_page(groups, page)
    registered = await bot.people.registered(guild_id, {id for g in on_page for id in g.member_ids})
    shown = {g.number: eligibility(g, registered, scene.policy) for g in on_page}
    return lay_out(cards.list_card(scene, groups, shown, page))


async def sign_up_board(bot: CourseBot, guild_id: int) -> Card | None:
    """Draw the sign-up board; None for a course without groups."""
    try:
        scene = await scene_of(bot, guild_id)
    except NoSignup:
        return None
    groups = await bot.app.groups.groups(guild_id)
    return cards.board_card(scene, groups, len(await bot.app.teammates.seekers(guild_id)))


async def person_of(bot: CourseBot, guild_id: int, user: discord.Member | discord.User) -> Person:
    """Gather what the rules ask about somebody who is to be invited.

    Discord usually sends the member along with a picked person; where it doesn't, it is asked.
    """
    inside = (
        isinstance(user, discord.Member) or await bot.people.member(guild_id, user.id) is not None
    )
    return Person(user.id, plain(user.display_name), user.bot, inside)


async def check_in_guild(bot: CourseBot, guild_id: int, user_id: int) -> None:
    """Refuse somebody who has left the server. Raises NotInServer."""
    if await bot.people.member(guild_id, user_id) is None:
        raise NotInServer


def announce(bot: CourseBot, guild_id: int, changed: Changed, channel_id: int | None) -> None:
    """Tell whoever is concerned about a change, after its answer: invitations, answers, threads, boards.

    Args:
        channel_id: where the change was made: people with closed DMs are mentioned there.
    """
    bot.background(_tell(bot, guild_id, changed, channel_id), "group news", guild_id)
    bot.background(_follow(bot, guild_id, changed), "group thread", guild_id)
    refresh_boards(bot, guild_id)


def refresh_boards(bot: CourseBot, guild_id: int) -> None:
    """Bring both boards of the groups up to date."""
    bot.messenger.refresh_board(guild_id, SIGN_UP_BOARD)
    bot.messenger.refresh_board(guild_id, FIND_BOARD)


async def _tell(bot: CourseBot, guild_id: int, changed: Changed, channel_id: int | None) -> None:
    before, after = changed.before, changed.after
    everybody = everybody_in(*(group for pair in changed.pairs for group in pair))
    scene = await scene_of(bot, guild_id, {*everybody, changed.by})
    old = {(i.user_id, i.kind) for i in before.invitations} if before else set[tuple[int, str]]()
    for question in after.invitations:
        if (question.user_id, question.kind) in old:
            continue
        if question.kind == "invite":
            card = cards.invitation_card(scene, after, question.by)
            await _reach(bot, question.user_id, card, channel_id)
        else:
            card = cards.request_card(scene, after, question.user_id)
            await _reach(bot, after.founder_id, card, channel_id)
    for old_group, group in changed.pairs:
        if old_group:
            await _tell_people(bot, scene, old_group, group, changed.by)


async def _tell_people(
    bot: CourseBot, scene: Scene, before: ProjectGroup, after: ProjectGroup, by: int
) -> None:
    """Tell whoever a change concerns and who didn't make it: who is in or out, and the founder."""
    name = f"group {after.number}: {plain(after.title)}"
    joined = [id for id in after.member_ids if id not in before.member_ids]
    left = [id for id in before.member_ids if id not in after.member_ids]
    told = dict.fromkeys(
        joined, f"### You are in {name} now\n`/group show` in the server has the rest."
    )
    ended = "It was disbanded." if after.disbanded_at else "You can join or sign up another."
    told |= dict.fromkeys(left, f"### You are no longer in {name}\n{ended}")
    if not after.disbanded_at:
        told |= {after.founder_id: _founder_news(scene, before, after, joined, left)}
    for user_id, text in told.items():
        if text and user_id != by:
            await bot.messenger.dm(user_id, cards.news_card(scene, text))


def _founder_news(
    scene: Scene, before: ProjectGroup, after: ProjectGroup, joined: list[int], left: list[int]
) -> str:
    """Write what a founder hears of their group; empty where nothing concerns them."""
    name, size = f"group {after.number}", f"{len(after.members)} of {scene.policy.largest}"
    answered = (
        {i.user_id for i in before.invited} - {i.user_id for i in after.invited} - set(joined)
    )
    lines = [
        f"{scene.who(id)} has joined {name}; you are {size}."
        for id in joined
        if id != after.founder_id
    ]
    lines += [f"{scene.who(id)} has left {name}; you are {size}." for id in left]
    lines += [f"{scene.who(id)} is no longer invited to {name}." for id in sorted(answered)]
    if before.founder_id != after.founder_id:
        lines.append(f"You are the founder of {name} now: you answer who asks to join.")
    return "\n".join(lines)


async def _reach(bot: CourseBot, user_id: int, card: Card, channel_id: int | None) -> None:
    """Write to a person; where their DMs are closed, mention them in the channel."""
    if await bot.messenger.dm(user_id, card):
        return
    text = f"-# For <@{user_id}>, whose direct messages are closed"
    await bot.messenger.post(
        channel_id, Card(card.kind, (*card.blocks, text), card.buttons), mention=user_id
    )


async def _follow(bot: CourseBot, guild_id: int, changed: Changed) -> None:
    pitches = bot.app.courses.timeline(guild_id).course.pitches
    if pitches and pitches.group_threads:
        for before, after in changed.pairs:
            await follow_in_thread(bot, guild_id, before, after)


def where(interaction: discord.Interaction[Any]) -> int | None:
    """Return the server's channel in which something was pressed; None in a direct message."""
    return interaction.channel_id if interaction.guild_id else None
