"""What happens when somebody asks for what concerns them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.client.errors import NoCourse
from bot.client.layout import Card, lay_out
from bot.client.look import KINDS
from bot.client.surfaces import home_of, pressed_at
from bot.course.timeline import Timeline
from bot.ids import GuildId, UserId
from bot.me.ui import cards
from bot.me.ui.answers import my_stuff
from bot.me.ui.marks import mine_of
from bot.permissions import CourseRole
from bot.reminders.ui.personal import switches_of, wanted_words
from bot.schedule import upcoming
from bot.text import raised

if TYPE_CHECKING:
    import discord

    from bot.client.bot import CourseBot
    from bot.client.pages import Personal
    from bot.client.surfaces import Interaction


async def view_for(
    bot: CourseBot, guild_id: GuildId, user: discord.abc.User, *, in_dm: bool
) -> cards.View:
    """Gather what concerns somebody. Raises CannotAsk."""
    now, user_id = bot.clock.now(), UserId(user.id)
    me = await bot.app.me.of(guild_id, user_id, now)
    others = me.group.member_ids if me.group and in_dm else ()
    roles = await bot.people.roles(guild_id, user)
    switches = switches_of(bot, guild_id)
    return cards.View(
        guild_id,
        bot.app.courses.timeline(guild_id).of(me.cohorts),
        me,
        now,
        wanted_words(me.preferences, switches) if me.preferences.is_on else "",
        await bot.people.names(guild_id, others),
        in_dm,
        CourseRole.LISTENER in roles,
    )


async def show(interaction: Interaction, guild_id: GuildId, *, in_place: bool = False) -> None:
    """Show somebody what concerns them, to them alone."""
    in_dm = interaction.guild_id is None
    mine = await view_for(interaction.client, guild_id, interaction.user, in_dm=in_dm)
    view = lay_out(cards.me_card(mine))
    if in_place:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


def server_of(interaction: Interaction) -> GuildId:
    """Return the server somebody's own things are in. Raises WhichCourse, NoCourse."""
    found = home_of(interaction)
    if found is None:
        raise NoCourse
    return found


async def say_there(
    interaction: Interaction, guild_id: GuildId, assignment: str, *, there: bool
) -> None:
    """Note whether something is in its official place, and show it where it was asked. Raises NoLongerAsked."""
    bot, user_id = interaction.client, UserId(interaction.user.id)
    at = pressed_at(interaction)
    await bot.app.records.say_there(guild_id, user_id, assignment, there, at)
    if interaction.message and interaction.message.flags.ephemeral:
        await show(interaction, guild_id, in_place=True)
        return
    me = await bot.app.me.of(guild_id, user_id, bot.clock.now())
    standing = next(s for s in me.work if s.assignment.id == assignment)
    title = raised(standing.assignment.title)
    text = f"### Noted: {title} {'is' if there else 'not yet'} on {standing.place}"
    buttons = (cards.there_press(guild_id, standing, "Take it back"), my_stuff(guild_id))
    await interaction.response.send_message(
        view=lay_out(Card(KINDS["hand-ins"], (text,), buttons)), ephemeral=True
    )


def personal_page(name: str) -> Personal:
    """Return the renderer of a page about time as its reader sees it. `name`: of one in `upcoming`."""

    async def draw(
        interaction: Interaction, guild_id: GuildId, timeline: Timeline, rest: str, now: datetime
    ) -> Card:
        me = await interaction.client.app.me.of(guild_id, UserId(interaction.user.id), now)
        in_dm = interaction.guild_id is None
        mine = mine_of(timeline.course, guild_id, me, now, in_dm=in_dm)
        render = partial(upcoming.RENDERERS[name], mine=mine)
        return render(timeline, rest, now)

    return draw
