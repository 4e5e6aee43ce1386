"""Which posts of the board are open, and who has no group: derived from the groups as they are, never stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.groups.errors import GroupFull, NotInGroup
from bot.groups.model import Policy, ProjectGroup, is_open, seats_left
from bot.groups.rules.members import check_may_found, check_open
from bot.ids import UserId
from bot.text import clean

LONGEST_TEXT = 200
"""Characters of interests, and of skills: our own choice, so that a board stays readable on a phone."""

Looking = Literal["group", "members"]


@dataclass(frozen=True, slots=True)
class Words:
    """What a person says on the board, as typed."""

    interests: str
    skills: str


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody needs a group, or a member of a group needs members. One post a person.

    Attributes:
        at: aware UTC; the board shows the oldest first.
    """

    user_id: UserId
    looking_for: Looking
    interests: str
    skills: str
    at: datetime


Standing = list[tuple[Post, ProjectGroup | None]]
"""The posts that stand, oldest first, each with its author's group."""


def new_post(user_id: UserId, looking_for: Looking, words: Words, at: datetime) -> Post:
    """Make a post of what a person typed. Raises BadText."""
    interests = clean(words.interests, "text on interests", LONGEST_TEXT)
    return Post(
        user_id, looking_for, interests, clean(words.skills, "text on skills", LONGEST_TEXT), at
    )


def check_may_post(
    looking_for: Looking, group: ProjectGroup | None, policy: Policy, at: datetime
) -> None:
    """Refuse somebody whose post would come down at once.

    Args:
        group: the one they are in.
    Raises:
        SignupClosed; AlreadyInGroup: they need a group, but have one; NotInGroup: they need members, but have
        no group; GroupFull: their group has no seat left.
    """
    if looking_for == "group":
        check_may_found(policy, group.number if group else None, at)
        return
    check_open(policy, at)
    if group is None:
        raise NotInGroup
    if not seats_left(group, policy):
        raise GroupFull(group.number, policy.largest, len(group.invited))


def open_posts(
    posts: Sequence[Post], groups: Sequence[ProjectGroup], policy: Policy, now: datetime
) -> Standing:
    """Return the posts that still stand, with their author's group.

    A post comes down by itself: of somebody who needs a group, once they are in one; of somebody who needs
    members, once the group is full or they have left it; any, once sign-up has closed.
    """
    if not is_open(policy, now):
        return []
    of: Mapping[int, ProjectGroup] = {id: group for group in groups for id in group.member_ids}
    standing: Standing = []
    for post in sorted(posts, key=lambda p: (p.at, p.user_id)):
        group = of.get(post.user_id)
        if post.looking_for == "group" and group is None:
            standing.append((post, None))
        if post.looking_for == "members" and group and seats_left(group, policy):
            standing.append((post, group))
    return standing


def unteamed(
    standing: Standing, groups: Sequence[ProjectGroup], known_by: datetime
) -> list[UserId]:
    """Return the people known to be in no group: those on the board, and those between whom and a group something
    is open.

    Without the members intent nobody else can be known.

    Args:
        known_by: people who came up after this instant are left out.
    """
    grouped = {id for group in groups for id in group.member_ids}
    seeking = {post.user_id for post, group in standing if group is None and post.at <= known_by}
    asked = {i.user_id for group in groups for i in group.invitations if i.at <= known_by}
    return sorted((seeking | asked) - grouped)
