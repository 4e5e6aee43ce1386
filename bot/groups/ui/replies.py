"""Answers about groups, laid out: gathers what their cards are drawn from, and follows what has been sent until it has
arrived, or says in words where it is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord

from bot.client.layout import Card, Press, Reply, lay_out
from bot.client.look import plain
from bot.course.model import Course
from bot.course.words import say
from bot.delivery.model import OPEN, Row
from bot.delivery.transport import CLOSED
from bot.groups import notices
from bot.groups.errors import NoSignup
from bot.groups.model import (
    Changed,
    Person,
    Policy,
    ProjectGroup,
    closing_time,
    eligibility,
    is_ahead,
)
from bot.groups.ui import cards
from bot.ids import ChannelId, GuildId, UserId
from bot.permissions import CourseRole

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

ARRIVES_WITHIN_S = 1.5
"""How long an answer is followed: long enough for a direct message, as a rule."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a card of a group is drawn from.

    Attributes:
        names: people's names as they chose them, not escaped.
        in_dm: the card goes into a direct message, where a mention may show as a bare number.
    """

    guild_id: GuildId
    course: Course
    policy: Policy
    now: datetime
    names: dict[int, str] = field(default_factory=dict[int, str])
    in_dm: bool = False

    def who(self, user_id: UserId) -> str:
        """Name a person, or mention them."""
        name = self.names.get(user_id) if self.in_dm else None
        return plain(name) if name else f"<@{user_id}>"

    def label(self, user_id: UserId) -> str:
        """Name a person on a button."""
        return self.names.get(user_id, "somebody")

    def button(
        self, label: str, action: str, number: int, style: discord.ButtonStyle, rest: int = 0
    ) -> Press:
        """Make a button that works anywhere, also in a direct message: it names server and group.

        Args:
            rest: what else the action is about, such as a person.
        """
        more = f":{rest}" if rest else ""
        return Press(label, f"group:{action}:{self.guild_id}:{number}{more}", style)


async def scene_of(
    bot: CourseBot, guild_id: GuildId, people: Iterable[int] = (), *, in_dm: bool = False
) -> Scene:
    """Gather what every card of a server's groups needs. Raises NoSignup.

    Args:
        people: whose names are needed.
    """
    policy = await bot.app.groups.policy(guild_id)
    names = await bot.people.chosen_names(guild_id, people)
    course = bot.app.courses.timeline(guild_id).course
    return Scene(guild_id, course, policy, bot.clock.now(), names, in_dm)


def everybody_in(*groups: ProjectGroup | None) -> set[int]:
    """Return everybody who is in these groups, invited, or has asked to join."""
    known = [group for group in groups if group]
    return {id for g in known for id in (*g.member_ids, *(i.user_id for i in g.invitations))}


def arrivals(rows: Iterable[Row]) -> Mapping[str, str]:
    """Return where each of some messages is, by its key."""
    return {row.notice.key: arrival(row) for row in rows}


def arrival(row: Row) -> str:
    """Return where a message is: "on its way", "delivered", or where it was shown instead."""
    if row.state in OPEN:
        return "on its way"
    if row.state == "sent":
        return row.why or "delivered"
    if row.state == "unsure":
        return "perhaps delivered"
    return row.why if is_closed(row) else "not delivered"


def is_closed(row: Row) -> bool:
    """Return whether a message could not be written to its person, and was shown nowhere else."""
    return row.state == "skipped" and row.why == CLOSED


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


async def sign_up_board(bot: CourseBot, guild_id: GuildId) -> Card | None:
    """Draw the sign-up board; None for a course without groups."""
    try:
        scene = await scene_of(bot, guild_id)
    except NoSignup:
        return None
    groups = await bot.app.groups.groups(guild_id)
    return cards.board_card(scene, groups, len(await bot.app.teammates.seekers(guild_id)))


async def closes(bot: CourseBot, guild_id: GuildId, now: datetime) -> datetime | None:
    """Return when the boards of groups next say otherwise whether sign-up is open; None where they don't."""
    try:
        policy = await bot.app.groups.policy(guild_id)
    except NoSignup:
        return None
    if policy.opens_at and is_ahead(policy, now):
        return policy.opens_at
    closed_at = closing_time(policy) + timedelta(seconds=1)
    return closed_at if now < closed_at else None


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
