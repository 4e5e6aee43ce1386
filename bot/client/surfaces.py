"""The surfaces people touch, each with the one error report behind it.

discord.py reports errors of slash commands, views and modals in three places, and of dynamic items nowhere
(they are only logged, and the person gets no answer). Every surface of ours derives from a class here.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import discord
from discord import app_commands, ui

from bot.client.report import report
from bot.codes import random_code
from bot.errors import Restarting

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

    Interaction = discord.Interaction[CourseBot]
else:
    Interaction = discord.Interaction

OWN = 10
LONGEST_NAME = 100 - OWN - 1
"""Characters of a form's name, so that its id keeps within Discord's 100."""

ItemT = TypeVar("ItemT", bound="ui.Item[Any]")


def pressed_at(interaction: discord.Interaction[Any]) -> datetime:
    """Return when somebody pressed, chose or sent something: Discord's own instant of it, as the bot's clock has it.

    It decides deadlines, rather than the moment at which we come to work on it.
    """
    client: CourseBot = interaction.client
    return client.clock.shown_at(interaction.created_at)


class Tree(app_commands.CommandTree["CourseBot"]):
    """The slash commands and context menus."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        if not interaction.client.stopping:
            return True
        if interaction.type is not discord.InteractionType.autocomplete:
            await report(interaction, "a command", Restarting())
        return False

    def add_command(self, command: Any, /, **where: Any) -> None:
        """Register a command. A second group of one name adds its commands to the first: several cogs may
        have their part of `/staff`."""
        known = self.get_command(command.name) if isinstance(command, app_commands.Group) else None
        if not isinstance(known, app_commands.Group):
            super().add_command(command, **where)
            return
        for part in command.commands:
            known.add_command(part)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        name = interaction.command.qualified_name if interaction.command else "an unknown command"
        await report(interaction, f"/{name}", error)


class Form(ui.Modal):
    """A modal. Subclasses implement `submitted`.

    Each one opened has an id of its own: discord.py finds an open modal by its id alone, and forgets it once one
    person has submitted it, so two people with forms of one id would lose the second's words.
    """

    def __init__(self, *, title: str, custom_id: str = "form") -> None:
        super().__init__(title=title, custom_id=f"{custom_id[:LONGEST_NAME]}:{random_code(OWN)}")

    async def on_submit(self, interaction: Interaction, /) -> None:  # type: ignore[override]
        if interaction.client.stopping:
            raise Restarting
        await self.submitted(interaction)

    async def submitted(self, interaction: Interaction) -> None:
        """Handle what was filled in."""
        raise NotImplementedError

    async def on_error(self, interaction: Interaction, error: Exception, /) -> None:  # type: ignore[override]
        await report(interaction, f"form {type(self).__name__}", error, typed=self.typed())

    def typed(self) -> str:
        """Give back what was typed into the form, so that a refusal loses nothing."""
        texts = [item.value for item in self.walk_children() if isinstance(item, ui.TextInput)]
        return "\n\n".join(text for text in texts if text.strip())


class Persistent(ui.DynamicItem[ItemT], Generic[ItemT], template=r"never-used"):
    """A button or select whose whole state is its `custom_id`: it works after a restart.

    Subclasses give `template=` and implement `used`. `self.found` holds the template's named groups.
    """

    found: dict[str, str]

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Item[Any], match: Any, /
    ) -> Any:
        persistent = cls(item)  # type: ignore[arg-type]
        persistent.found = match.groupdict()
        return persistent

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        try:
            if interaction.client.stopping:
                raise Restarting
            await self.used(interaction)
        except Exception as error:
            await report(interaction, f"{type(self).__name__} {self.custom_id}", error)

    async def used(self, interaction: Interaction) -> None:
        """Handle the press or the choice."""
        raise NotImplementedError
