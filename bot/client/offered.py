"""Which commands a server has, and in which words: a pure function of its course.

A command says once, where it is defined, what a course must have for it (`@only_with`) and how it speaks of a course
(`@spoken`). What the decorators don't mention is there in every course, in the words of its command line. The
whole tree stays known to this process, so a command that Discord still shows somebody is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.client.access import FEATURES, Command, capability_of, lacking
from bot.client.look import clip
from bot.course.features import Feature
from bot.course.timeline import Timeline
from bot.course.words import in_words, speaking
from bot.permissions import OFFERED

F = TypeVar("F", bound=Callable[..., Any])
Registrable = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu
Words = Callable[[Timeline], str]
"""What is said in a course; empty where the course has no better words than the command line."""
Payload = list[dict[str, Any]]
"""Commands as Discord takes them ("Bulk Overwrite Application Commands")."""
LONGEST = 100
"""Characters of a description ("Application Command Structure")."""
BOT_DM = 1
""""Interaction Context Types"."""
NOT_OF_A_SERVER = ("contexts", "integration_types", "dm_permission")
"""What Discord takes of commands for all servers only."""
_OPTIONS, _WORDS, _FIXED = "__options__", "__words__", "__fixed__"


def only_with(*features: Feature, **options: Feature | Mapping[str, Feature]) -> Callable[[F], F]:
    """Name what a course must have for a command. It stands below the line that makes it a command.

    Args:
        options: what a course must have for an option; or for some of its choices, by their values.
    """

    def decorate(callback: F) -> F:
        setattr(callback, FEATURES, frozenset(features))
        setattr(callback, _OPTIONS, options)
        return callback

    return decorate


def spoken(description: Words | None = None, **options: Words) -> Callable[[F], F]:
    """Name how a command, or an option, is described in the words of a course."""

    def decorate(callback: F) -> F:
        setattr(callback, _WORDS, {"": description, **options})
        return callback

    return decorate


def fixed(callback: F) -> F:
    """Have a command for servers be the same in all of them, whatever becomes of their own: it brings those back."""
    setattr(callback, _FIXED, True)
    return callback


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


def there(commands: Iterable[app_commands.Command[Any, ..., Any]], timeline: Timeline) -> list[Any]:
    """Return those of some commands that a course has something for."""
    features = timeline.features
    return [command for command in commands if lacking(command, features) is None]


def described(command: app_commands.Command[Any, ..., Any], timeline: Timeline) -> str:
    """Return what a command does, in the words of a course."""
    return _said(command, "", timeline, command.description)


def for_messages(tree: app_commands.CommandTree[Any]) -> Payload:
    """Return what is registered for all: what works in direct messages, there alone, and what is fixed."""
    found: Payload = []
    for command in _all(tree):
        if _is_fixed(command):
            found.append(command.to_dict(tree))
        elif not command.guild_only:
            found.append({**command.to_dict(tree), "contexts": [BOT_DM]})
    return found


def for_server(tree: app_commands.CommandTree[Any], timeline: Timeline) -> Payload:
    """Return what is registered for a server with a course."""
    features = timeline.features
    found: Payload = []
    for command in _all(tree):
        shaped = None if _is_fixed(command) else _shaped(command, tree, timeline, features)
        if shaped is not None:
            found.append({key: shaped[key] for key in shaped if key not in NOT_OF_A_SERVER})
    return found


def hidden(tree: app_commands.CommandTree[Any], timeline: Timeline) -> list[str]:
    """Return the names of a server's commands that Discord shows only to those who manage it, in order."""
    for_all = [c.name for c in _all(tree) if _is_fixed(c) and c.default_permissions]
    own = for_server(tree, timeline)
    return sorted([*for_all, *(c["name"] for c in own if c.get("default_member_permissions"))])


def _all(tree: app_commands.CommandTree[Any]) -> list[Registrable]:
    return tree.get_commands()


def _is_fixed(command: Registrable) -> bool:
    return not isinstance(command, app_commands.Group) and hasattr(command.callback, _FIXED)


def _shaped(
    command: Registrable,
    tree: app_commands.CommandTree[Any],
    timeline: Timeline,
    features: frozenset[Feature],
) -> dict[str, Any] | None:
    """Return a command as a course has it; None where it has nothing for it."""
    if isinstance(command, app_commands.Group):
        parts = [_shaped(part, tree, timeline, features) for part in command.commands]
        kept = [part for part in parts if part is not None]
        return {**command.to_dict(tree), "options": kept} if kept else None
    if lacking(command, features) is not None:
        return None
    data = command.to_dict(tree)
    if isinstance(command, app_commands.ContextMenu):
        return data
    data["description"] = described(command, timeline)
    given = zip(command.parameters, data["options"], strict=True)
    options = (_option(command, one.name, option, timeline, features) for one, option in given)
    data["options"] = [option for option in options if option is not None]
    return data


def _option(
    command: app_commands.Command[Any, ..., Any],
    name: str,
    data: dict[str, Any],
    timeline: Timeline,
    features: frozenset[Feature],
) -> dict[str, Any] | None:
    needs = getattr(command.callback, _OPTIONS, {}).get(name)
    if isinstance(needs, Feature):
        if needs not in features:
            return None
    elif needs is not None:
        choices = data["choices"]
        kept = [c for c in choices if needs.get(c["value"]) in (None, *features)]
        data = {**data, "choices": kept}
    if data.get("choices"):
        with speaking(timeline.course.words):
            named = [{**choice, "name": in_words(choice["name"])} for choice in data["choices"]]
        data = {**data, "choices": named}
    return {**data, "description": _said(command, name, timeline, data["description"])}


def _said(command: Command, name: str, timeline: Timeline, usual: str) -> str:
    """Say something of a command as a course would; `usual`: what its command line says."""
    words: Words | None = getattr(command.callback, _WORDS, {}).get(name)
    with speaking(timeline.course.words):
        return clip((words and words(timeline)) or in_words(usual), LONGEST)
