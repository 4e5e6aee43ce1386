"""The board of those who need a group or members, as everybody and as one person sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Button, Card, Press, paginate
from bot.client.look import KINDS, clip, plain, plural
from bot.course.words import say
from bot.groups.errors import NoSignup
from bot.groups.model import ProjectGroup, is_ahead, is_open, seats_left
from bot.groups.ui.replies import Scene, scene_of
from bot.groups.ui.words import sign_up_state
from bot.ids import GuildId, UserId
from bot.teammates.rules import Post, Standing
from bot.text import raised

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

KIND = KINDS["groups"]
MAX_SHOWN = 12
MAX_SEATS = 5
MAX_POSTS_TEXT = 3000
"""Posts, and characters of them, that the board shows: a few screens of a phone."""

NEED_MEMBERS = "We need members"
WITHDRAW = Press("Withdraw my post", "find:withdraw")


def need_group() -> str:
    """Say what whoever has no group needs."""
    return f"I need {say.a_group}"


def post_buttons() -> tuple[Press, Press]:
    """Make the buttons that put somebody on the board."""
    return Press(need_group(), "find:post-group"), Press(NEED_MEMBERS, "find:post-members")


def board_card(
    scene: Scene,
    posts: Standing,
    viewer_id: UserId | None = None,
    with_seats: Sequence[ProjectGroup] = (),
) -> Card:
    """Draw the board.

    Args:
        viewer_id: whose own post may be withdrawn; None on the public board.
        with_seats: the groups that have room, whether they posted or not.
    """
    if is_ahead(scene.policy, scene.now):
        head = f"### 🔎 {raised(sign_up_state(scene.policy, scene.now, brief=True))}"
        return Card(KIND, (head, "Who is looking stands here then."), ())
    if not is_open(scene.policy, scene.now):
        head = "### 🔎 Sign-up has closed, and so has this board"
        return Card(
            KIND, (head, f"Ask the course {say.staff} if you still need {say.a_group}."), ()
        )
    seekers = sum(group is None for _, group in posts)
    until = f"{raised(sign_up_state(scene.policy, scene.now))}. A post comes down once it has found a match."
    lines = paginate(
        [_line(scene, post, group) for post, group in posts[:MAX_SHOWN]], MAX_POSTS_TEXT
    )[0]
    if len(lines) < len(posts):
        lines.append(f"-# and {len(posts) - len(lines)} more; these have waited longest")
    posted = {group.number for _, group in posts if group}
    others = [group for group in with_seats if group.number not in posted]
    if others:
        lines.append(_seats(scene, others))
    mine = any(post.user_id == viewer_id for post, _ in posts)
    buttons: list[Button] = [*post_buttons(), *([WITHDRAW] if mine else [])]
    if any(group for _, group in posts) or others:
        buttons.append(Press("Ask to join …", "find:pick-group", discord.ButtonStyle.primary))
    if seekers:
        buttons.append(Press("Invite somebody …", "find:pick-person"))
    text = "\n".join([until, *lines])
    head = _head(seekers, len(posts) - seekers, len(with_seats))
    return Card(KIND, (head, text), tuple(buttons[:5]))


def _seats(scene: Scene, groups: Sequence[ProjectGroup]) -> str:
    """Name groups with room that haven't posted."""
    named = [
        f"{g.number} · {plain(clip(g.title, 40))} ({seats_left(g, scene.policy)} left)"
        for g in groups[:MAX_SEATS]
    ]
    more = f" and {len(groups) - len(named)} more" if len(groups) > len(named) else ""
    return f"-# Also with seats, though they haven't posted: {', '.join(named)}{more}"


def _head(seekers: int, groups: int, with_seats: int) -> str:
    if not seekers and not groups and with_seats:
        return f"### 🔎 Nobody has posted yet · {plural(with_seats, f'{say.group} has', f'{say.groups} have')} seats"
    if not seekers and not groups:
        return "### 🔎 Nobody is looking yet"
    people = plural(seekers, "person needs", "people need")
    return f"### 🔎 {people} {say.a_group} · {plural(groups, f'{say.group} needs', f'{say.groups} need')} members"


def _line(scene: Scene, post: Post, group: ProjectGroup | None) -> str:
    if group is None:
        texts = f"{plain(post.interests)} · brings {plain(post.skills)}"
        return f"🙋 <@{post.user_id}> needs {say.a_group}: {texts}"
    seats = plural(seats_left(group, scene.policy), "seat")
    texts = f"{plain(post.interests)} · wants {plain(post.skills)}"
    return f"👥 **{say.Group} {group.number} · {plain(clip(group.title, 60))}** has {seats} left: {texts}"


async def public_board(bot: CourseBot, guild_id: GuildId) -> Card | None:
    """Draw the board of the announcements channel; None for a course without groups."""
    try:
        scene = await scene_of(bot, guild_id)
    except NoSignup:
        return None
    posts = await bot.app.teammates.board(guild_id)
    return board_card(scene, posts, None, await with_seats(bot, scene))


async def with_seats(bot: CourseBot, scene: Scene) -> list[ProjectGroup]:
    """Return the groups of a server that have room, by number."""
    groups = await bot.app.groups.groups(scene.guild_id)
    return [group for group in groups if seats_left(group, scene.policy)]
