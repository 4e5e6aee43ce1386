"""Which posts of the board are open: derived from the groups as they are, never stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.groups.model import Policy, ProjectGroup, seats_left
from bot.groups.text import clean

LONGEST_TEXT = 200
"""Characters of interests, and of skills: our own choice, so that a board stays readable on a phone."""

Looking = Literal["group", "members"]


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody looks for a group, or a member of a group looks for members. One post a person.

    Attributes:
        at: aware UTC; the board shows the oldest first.
    """

    user_id: int
    looking_for: Looking
    interests: str
    skills: str
    at: datetime


def tidy(interests: str, skills: str) -> tuple[str, str]:
    """Tidy what a person typed. Raises BadText."""
    return clean(interests, "text on interests", LONGEST_TEXT), clean(
        skills, "text on skills", LONGEST_TEXT
    )


def open_posts(
    posts: Sequence[Post], groups: Sequence[ProjectGroup], policy: Policy, now: datetime
) -> list[tuple[Post, ProjectGroup | None]]:
    """Return the posts that still stand, with their author's group.

    A post closes by itself: looking for a group, once its author is in one; looking for members, once the
    group is full or its author has left it; any, once sign-up has closed.
    """
    if now > policy.closes_at:
        return []
    of: Mapping[int, ProjectGroup] = {id: group for group in groups for id in group.member_ids}
    standing: list[tuple[Post, ProjectGroup | None]] = []
    for post in sorted(posts, key=lambda p: (p.at, p.user_id)):
        group = of.get(post.user_id)
        if post.looking_for == "group" and group is None:
            standing.append((post, None))
        if post.looking_for == "members" and group and seats_left(group, policy):
            standing.append((post, group))
    return standing
