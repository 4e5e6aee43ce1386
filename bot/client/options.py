"""Whether what was given to a command is what it takes now: a client may still have an earlier form of the command."""

from __future__ import annotations

from typing import Any

from discord import AppCommandOptionType, app_commands


def check_options(
    command: app_commands.Command[Any, ..., Any], given: app_commands.Namespace
) -> None:
    """Refuse a text, a number or a choice that the command doesn't take. Discord checks them by what was registered.

    Raises:
        CommandSignatureMismatch.
    """
    values = dict(iter(given))  # as a mapping it would be asked for an option called keys
    for parameter in command.parameters:
        value = values.get(parameter.display_name)
        if value is not None and not _fits(parameter, value):
            raise app_commands.CommandSignatureMismatch(command)


def _fits(parameter: app_commands.Parameter, value: Any) -> bool:
    if parameter.choices:
        return value in [choice.value for choice in parameter.choices]
    if parameter.type is AppCommandOptionType.string:
        size = len(value)
    elif parameter.type in (AppCommandOptionType.integer, AppCommandOptionType.number):
        size = value
    else:
        return True
    least, most = parameter.min_value, parameter.max_value
    return (least is None or size >= least) and (most is None or size <= most)
