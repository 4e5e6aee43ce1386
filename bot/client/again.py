"""Sending a refused form again: it comes back by one press with everything in it, for whoever sent it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.errors import FormForgotten
from bot.client.surfaces import Form, Persistent, pressed_at
from bot.ids import UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


def refilled(form: Form) -> Form:
    """Return a form like one that was sent, with what was typed and chosen in it. Files take a new upload."""
    fresh, parts = copy.copy(form), list(form.children)
    name = form.custom_id.rpartition(":")[0]
    Form.__init__(fresh, form.guild_id, title=form.title, custom_id=name)
    for part in parts:
        fresh.add_item(part)
    for item in fresh.walk_children() if form.was_sent else ():
        _refill(item)
    return fresh


def _refill(item: ui.Item[Any]) -> None:
    if isinstance(item, ui.TextInput):
        item.default = item.value or None
    elif isinstance(item, ui.UserSelect):
        user = discord.SelectDefaultValueType.user
        item.default_values = [
            discord.SelectDefaultValue(id=one.id, type=user) for one in item.values
        ]
    elif isinstance(item, ui.Select | ui.CheckboxGroup):
        for option in item.options:
            option.default = option.value in item.values
    elif isinstance(item, ui.RadioGroup):
        for option in item.options:
            option.default = option.value == item.value
    elif isinstance(item, ui.Checkbox):
        item.default = item.value


class FormAgain(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"again:(?P<guild>\d+):(?P<form>\d+)",
    needs=Capability.READ_COURSE,
):
    """Opens a form that was refused, as it was sent. The form asks who may send it. Raises FormForgotten."""

    async def used(self, interaction: Interaction) -> None:
        user_id, now = UserId(interaction.user.id), pressed_at(interaction)
        form = interaction.client.kept.find(int(self.found["form"]), user_id, Form, now)
        if form is None:
            raise FormForgotten
        await interaction.response.send_modal(refilled(form))
