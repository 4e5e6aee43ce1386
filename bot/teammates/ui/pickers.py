"""Choosing from the board: a group to ask, or a person to invite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from discord import ui

from bot.client.layout import MAX_OPTIONS, Card, Menu, Option, lay_out
from bot.client.surfaces import Persistent, guild_of
from bot.course.words import say
from bot.groups.errors import StaleButton
from bot.groups.ui.cards import sign_up
from bot.groups.ui.replies import scene_of
from bot.ids import UserId
from bot.permissions import Capability
from bot.teammates.ui import handlers
from bot.teammates.ui.cards import KIND, post_buttons, with_seats

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen. `value`: a group's number, or a person's id."""

    name: str
    value: int
    about: str = ""


class FindPicker(
    Persistent[ui.Select[ui.LayoutView]],
    template=r"find:picked-(?P<what>[a-z-]+)",
    needs=Capability.JOIN_GROUPS,
):
    """Asks to join the picked group, or invites the picked person."""

    async def used(self, interaction: Interaction) -> None:
        picked = int(self.item.values[0])
        if self.found["what"] == "group":
            await handlers.ask_to_join(interaction, picked)
        elif self.found["what"] == "person":
            await handlers.invite(interaction, UserId(picked))
        else:
            raise StaleButton


async def pick_group(interaction: Interaction) -> None:
    """Let somebody choose the group they would like to join."""
    scene = await scene_of(interaction.client, guild_of(interaction))
    posts = await interaction.client.app.teammates.board(scene.guild_id)
    posted = [group for _, group in posts if group]
    groups = {g.number: g for g in (*posted, *await with_seats(interaction.client, scene))}
    choices = [Choice(f"{say.Group} {n} · {group.title}", n) for n, group in groups.items()]
    question = f"Which {say.group} would you like to join? Its founder answers."
    await _offer(interaction, "group", question, choices)


async def pick_person(interaction: Interaction) -> None:
    """Let a member choose whom to invite."""
    bot, guild_id = interaction.client, guild_of(interaction)
    posts = await bot.app.teammates.board(guild_id)
    seeking = [post for post, group in posts if group is None][:MAX_OPTIONS]
    members = [(post, await bot.people.member(guild_id, post.user_id)) for post in seeking]
    choices = [Choice(m.display_name, m.id, post.interests) for post, m in members if m]
    question = f"Whom would you like to invite into your {say.group}?"
    await _offer(interaction, "person", question, choices)


async def _offer(
    interaction: Interaction,
    what: Literal["group", "person"],
    question: str,
    choices: list[Choice],
) -> None:
    if choices:
        options = tuple(Option(c.name, str(c.value), c.about) for c in choices)
        menu = Menu(f"find:picked-{what}", "Choose", options)
        card = Card(KIND, (f"### {question}",), menu=menu)
    else:
        text = "### Nobody is left on the board\nEverybody there has found somebody by now."
        card = Card(KIND, (text,), (*post_buttons(), sign_up()))
    await interaction.response.send_message(view=lay_out(card), ephemeral=True)
