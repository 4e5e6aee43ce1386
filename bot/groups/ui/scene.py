"""What every card of a server's groups is drawn from, gathered once; and what has become of messages, in words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Menu, Option, Press
from bot.client.look import plain, plural
from bot.course.model import Course
from bot.course.words import say
from bot.delivery.model import OPEN, Row
from bot.delivery.transport import CLOSED
from bot.groups.model import Policy, ProjectGroup, seats_left
from bot.ids import GuildId, UserId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


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
    members = await asyncio.gather(*(bot.people.member(guild_id, UserId(id)) for id in set(people)))
    names = {member.id: member.display_name for member in members if member}
    course = bot.app.courses.timeline(guild_id).course
    return Scene(guild_id, course, policy, bot.clock.now(), names, in_dm)


def sign_up() -> Press:
    """Make the button that opens the sign-up form."""
    return Press(f"Sign up {say.a_group}", "groups:sign-up", discord.ButtonStyle.primary)


def find() -> Press:
    """Make the button that opens the board of who needs whom."""
    return Press(f"Find {say.a_group}", "find:board")


def join_menu(scene: Scene, groups: Sequence[ProjectGroup]) -> Menu:
    """Offer groups that can be asked to let somebody in."""
    options = (
        Option(
            f"{say.Group} {group.number} · {group.title}",
            str(group.number),
            f"{plural(seats_left(group, scene.policy), 'seat')} left",
        )
        for group in groups
    )
    return Menu("find:picked-group", f"Ask to join {say.a_group}", tuple(options))


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
