"""Who may use what. Whatever people use names its capability once, and nobody who lacks it gets past.

A command names it with `@needs(...)`: the `Tree` takes no command without one, and asks it of whoever uses the
command or its suggestions. Buttons, selects and forms name it in their class line, `needs=...`: their base asks it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import app_commands

from bot.errors import GuildOnly, NotAllowed, NotInServer, OtherServer
from bot.ids import GuildId
from bot.permissions import FOR_ALL, OFFERED, Capability, may

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

F = TypeVar("F", bound=Callable[..., Any])
_NEEDS = "__needs__"


def here_of(interaction: discord.Interaction[Any]) -> GuildId | None:
    """Return the server of an interaction; None in a direct message."""
    return None if interaction.guild_id is None else GuildId(interaction.guild_id)


def needs(capability: Capability) -> Callable[[F], F]:
    """Name the capability of a command. It stands below the line that makes it a command."""

    def decorate(callback: F) -> F:
        setattr(callback, _NEEDS, capability)
        return callback

    return decorate


def capability_of(
    command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,
) -> Capability:
    """Return the capability that a command names.

    Raises:
        TypeError: it names none.
    """
    found = getattr(command.callback, _NEEDS, None)
    if not isinstance(found, Capability):
        raise TypeError(
            f"/{command.qualified_name} names no capability: put @needs(...) below its command line"
        )
    return found


def offer(command: Any) -> None:
    """Have Discord offer a command, a group of them or a menu only to those it may be for.

    Discord hides by permission, for a whole name at once; a server opens what is hidden to a role of its own
    (Server Settings, Integrations; "Application Command Permissions").

    Raises:
        TypeError: a command names no capability, or a group has parts for everybody and others.
    """
    parts = command.walk_commands() if isinstance(command, app_commands.Group) else [command]
    kinds = {
        capability_of(part) in OFFERED for part in parts if not isinstance(part, app_commands.Group)
    }
    if len(kinds) > 1:
        raise TypeError(
            f"/{command.name} has parts for everybody and parts for staff: Discord can't hide some of it"
        )
    if kinds == {False}:
        command.default_permissions = discord.Permissions(manage_guild=True)


async def require(
    interaction: Interaction, capability: Capability, named: GuildId | None = None
) -> None:
    """Refuse a person who may not do something now, whatever they might when they were shown it.

    Args:
        named: the server that a button or a form names; None for what belongs to wherever it is used.

    Raises:
        OtherServer: it names another server than the one it was used in.
        GuildOnly: nothing says which server it is for.
        NotInServer: they aren't in that server (any more).
        NotAllowed: their roles there don't include it.
        CannotAsk: Discord doesn't say who they are there.
    """
    here = here_of(interaction)
    if named is not None and here not in (None, named):
        raise OtherServer
    place = named or here
    if capability in FOR_ALL:
        return
    if place is None:
        raise GuildOnly
    people, user = interaction.client.people, interaction.user
    if not await people.is_member(place, user):
        raise NotInServer
    if not may(await people.roles(place, user), capability):
        raise NotAllowed(capability.value)
