"""Asking a group to let one in, from a list of groups."""

from __future__ import annotations

from collections.abc import Sequence

from bot.client.layout import Menu, Option
from bot.client.look import plural
from bot.course.words import say
from bot.groups.model import ProjectGroup, seats_left
from bot.groups.ui.scene import Scene


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
