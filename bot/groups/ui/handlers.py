"""What people do with groups by a press or a command: one deed, one answer.

What others hear of it is stored with the deed itself; nothing here sends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.layout import Reply, lay_out
from bot.client.look import plain
from bot.client.surfaces import pressed_at
from bot.course.words import say
from bot.groups.errors import LastMember, NotInGroup, PeopleChanged
from bot.groups.model import Changed, Person, eligibility
from bot.groups.rules import members
from bot.groups.ui import cards, replies
from bot.groups.ui.cards import find, sign_up
from bot.groups.ui.confirming import disband_card, leave_card
from bot.groups.ui.replies import group_reply, scene_of, who_of
from bot.ids import GuildId, UserId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


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


async def answer(interaction: Interaction, reply: Reply) -> None:
    """Show the outcome in place of a question that was this person's alone; else privately beside it."""
    message = interaction.message
    if message and (message.flags.ephemeral or isinstance(message.channel, discord.DMChannel)):
        await interaction.response.edit_message(view=reply)
    else:
        await interaction.response.send_message(view=reply, ephemeral=True)


async def show(interaction: Interaction, guild_id: GuildId, _number: int, _rest: int) -> None:
    """Show one's group, or what is open for one."""
    view = await own_reply(interaction.client, guild_id, UserId(interaction.user.id))
    await answer(interaction, view)


async def accept(interaction: Interaction, guild_id: GuildId, number: int, _rest: int) -> None:
    """Join on an invitation."""
    bot, user_id = interaction.client, who_of(interaction)
    changed = await bot.app.groups.accept(guild_id, number, user_id, pressed_at(interaction))
    await _show_group(interaction, guild_id, changed, replies.joined_lead(number))


async def decline(interaction: Interaction, guild_id: GuildId, number: int, _rest: int) -> None:
    """Say no to an invitation."""
    groups, at = interaction.client.app.groups, pressed_at(interaction)
    changed = await groups.decline(guild_id, number, who_of(interaction), at)
    card = cards.done_card(f"### You declined {say.group} {number}: {plain(changed.after.title)}")
    await answer(interaction, lay_out(card))


async def withdraw(interaction: Interaction, guild_id: GuildId, number: int, user: int) -> None:
    """Take an invitation back."""
    groups, at = interaction.client.app.groups, pressed_at(interaction)
    changed = await groups.withdraw(guild_id, number, UserId(user), at, by=who_of(interaction))
    lead = (
        f"### ✅ Invite withdrawn\n<@{user}> can't use it to join anymore, and their seat is free."
    )
    await _show_group(interaction, guild_id, changed, lead)


async def let_in(interaction: Interaction, guild_id: GuildId, number: int, user: int) -> None:
    """Let somebody in who asked to join."""
    bot = interaction.client
    person = await _known_person(interaction, guild_id, UserId(user))
    changed = await bot.app.groups.let_in(
        guild_id, number, person, pressed_at(interaction), by=who_of(interaction)
    )
    await _show_group(interaction, guild_id, changed, replies.let_in_lead(person.name, number))


async def turn_down(interaction: Interaction, guild_id: GuildId, number: int, user: int) -> None:
    """Turn somebody down who asked to join."""
    person = await _known_person(interaction, guild_id, UserId(user))
    changed = await interaction.client.app.groups.turn_down(
        guild_id, number, person.user_id, pressed_at(interaction), by=who_of(interaction)
    )
    await _show_group(interaction, guild_id, changed, replies.turned_down_lead(person.name))


async def leave(interaction: Interaction, guild_id: GuildId, number: int, _rest: int) -> None:
    """Ask somebody whether to leave."""
    bot, at = interaction.client, pressed_at(interaction)
    group = await bot.app.groups.check_may_leave(guild_id, number, UserId(interaction.user.id), at)
    card = leave_card(await scene_of(bot, guild_id), group)
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)


async def leave_confirmed(
    interaction: Interaction, guild_id: GuildId, number: int, _rest: int
) -> None:
    """Leave; ask once more if that would disband the group by now."""
    try:
        await _leave(interaction, guild_id, number, may_disband=False)
    except LastMember:
        bot = interaction.client
        group = await bot.app.groups.group(guild_id, number)
        card = leave_card(await scene_of(bot, guild_id), group, changed=True)
        await answer(interaction, lay_out(card))


async def leave_and_disband(
    interaction: Interaction, guild_id: GuildId, number: int, _rest: int
) -> None:
    """Leave as the last member, which disbands the group."""
    await _leave(interaction, guild_id, number, may_disband=True)


async def _leave(
    interaction: Interaction, guild_id: GuildId, number: int, *, may_disband: bool
) -> None:
    changed = await interaction.client.app.groups.leave(
        guild_id, number, who_of(interaction), pressed_at(interaction), may_disband=may_disband
    )
    done = (
        f"{say.Group} {number} is disbanded"
        if changed.after.disbanded_at
        else f"You've left {say.group} {number}"
    )
    card = cards.done_card(f"### {done}", sign_up(), find())
    await answer(interaction, lay_out(card))


async def disband(interaction: Interaction, guild_id: GuildId, number: int, _rest: int) -> None:
    """Ask the founder whether to disband the group."""
    bot = interaction.client
    scene, group = await scene_of(bot, guild_id), await bot.app.groups.group(guild_id, number)
    members.check_open(scene.policy, pressed_at(interaction), group)
    members.check_founder(group, UserId(interaction.user.id))
    view = lay_out(disband_card(scene, group))
    await interaction.response.send_message(view=view, ephemeral=True)


async def disband_confirmed(
    interaction: Interaction, guild_id: GuildId, number: int, people: int
) -> None:
    """Disband the group; ask once more if others are in it than were shown."""
    bot, at = interaction.client, pressed_at(interaction)
    try:
        await bot.app.groups.disband(guild_id, number, at, by=who_of(interaction), people=people)
    except PeopleChanged:
        group = await bot.app.groups.group(guild_id, number)
        card = disband_card(await scene_of(bot, guild_id), group, changed=True)
    else:
        card = cards.done_card(f"### {say.Group} {number} is disbanded", sign_up(), find())
    await answer(interaction, lay_out(card))


async def keep(interaction: Interaction, guild_id: GuildId, number: int, _rest: int) -> None:
    """Leave everything as it is: what was asked is cancelled."""
    scene = await scene_of(interaction.client, guild_id)
    shown = scene.button(f"Show my {say.group}", "show", number, cards.GREY)
    await answer(interaction, lay_out(cards.done_card("### Nothing was changed", shown)))


async def send_invitation(
    interaction: Interaction,
    guild_id: GuildId,
    number: int,
    user: discord.Member | discord.User,
) -> None:
    """Invite somebody and show the group as it then is."""
    bot = interaction.client
    person = await replies.person_of(bot, guild_id, user)
    changed = await bot.app.groups.invite(
        guild_id,
        number,
        person,
        pressed_at(interaction),
        by=who_of(interaction),
        channel_id=replies.where_of(interaction),
    )
    joined = user.id in changed.after.member_ids
    done = "had asked to join and is in now" if joined else "is invited"
    warned = await replies.warnings(bot, guild_id, changed.after, [user])
    lead = f"### ✅ {user.mention} {done}{warned}"
    await replies.answer_with_group(interaction, guild_id, changed, lead)


async def hand_over(interaction: Interaction, guild_id: GuildId, number: int, to: int) -> None:
    """Make another member the founder and show the group as it then is."""
    groups, at = interaction.client.app.groups, pressed_at(interaction)
    changed = await groups.transfer(guild_id, number, UserId(to), at, by=who_of(interaction))
    lead = f"### ✅ <@{to}> is the founder of {say.group} {number} now"
    await replies.answer_with_group(interaction, guild_id, changed, lead)


async def _known_person(interaction: Interaction, guild_id: GuildId, user_id: UserId) -> Person:
    """Gather what the rules ask about somebody whom only their id names."""
    member = await interaction.client.people.member(guild_id, user_id)
    if member is None:
        return Person(user_id, f"<@{user_id}>", in_guild=False)
    return Person(user_id, plain(member.display_name), member.bot)


async def _show_group(
    interaction: Interaction, guild_id: GuildId, changed: Changed, lead: str
) -> None:
    in_dm = interaction.guild_id is None
    reply = await group_reply(
        interaction.client, guild_id, changed.after, UserId(interaction.user.id), lead, in_dm=in_dm
    )
    await answer(interaction, reply)
