"""Asking who a person is, and refusing kindly."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import app_commands

from bot.errors import GuildOnly, NotAllowed, UserError
from bot.permissions import Capability, CourseRole, may, roles_of

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

F = TypeVar("F", bound=Callable[..., Any])
NEEDS = "needs"
"""The key of a command's `extras` that names its capability."""


class Refused(app_commands.CheckFailure):
    """Carries a UserError out of a command's check."""

    def __init__(self, original: UserError) -> None:
        super().__init__(str(original))
        self.original = original


def course_roles(interaction: Interaction) -> frozenset[CourseRole]:
    """Return what the person of an interaction is in its guild."""
    user = interaction.user
    roles = [role.id for role in user.roles] if isinstance(user, discord.Member) else []
    settings = interaction.client.app.guilds.of(interaction.guild_id)
    manages = interaction.guild_id is not None and interaction.permissions.manage_guild
    return roles_of(roles, manages_guild=manages, settings=settings)


def require(interaction: Interaction, capability: Capability) -> None:
    """Refuse a person who lacks a capability.

    Raises:
        NotAllowed: their roles don't include it.
        GuildOnly: nobody can have it in a direct message.
    """
    if may(course_roles(interaction), capability):
        return
    if interaction.guild_id is None:
        raise GuildOnly
    raise NotAllowed(capability.value)


def needs(capability: Capability) -> Callable[[F], F]:
    """Let a command be used only by people with a capability; `/help` shows it only to them."""

    async def check(interaction: Interaction) -> bool:
        try:
            require(interaction, capability)
        except UserError as error:
            raise Refused(error) from error
        return True

    def decorate(command: F) -> F:
        return app_commands.check(check)(command)

    return decorate
