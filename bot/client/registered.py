"""The commands as Discord has them: registered when they have changed, and their ids, by which a text can link them."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.client.access import capability_of
from bot.permissions import OFFERED

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

log = logging.getLogger("bot")


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


class Registered:
    """One for a bot.

    Args:
        always: register the commands even if they haven't changed.
    """

    def __init__(self, bot: CourseBot, *, always: bool) -> None:
        self._bot, self._always = bot, always
        self._ids: dict[str, int] = {}

    async def sync_if_changed(self) -> bool:
        """Register the commands with Discord, unless it has just these already. Return whether it did."""
        bot = self._bot
        assert bot.application_id is not None
        described = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
        text = json.dumps(
            sorted(described, key=lambda c: (c["type"], c["name"])), sort_keys=True, default=str
        )
        digest = hashlib.sha256(text.encode()).hexdigest()
        known = await bot.app.guilds.synced_hash(bot.application_id)
        if known == digest and not self._always:
            return False
        self._keep(await bot.tree.sync())
        await bot.app.guilds.keep_synced_hash(bot.application_id, digest)
        log.info("registered %d commands with Discord", len(described))
        return True

    async def learn_ids(self) -> None:
        """Ask Discord for the ids of the commands, unless they're known. Without them, texts name commands plainly."""
        if not self._ids:
            try:
                self._keep(await self._bot.tree.fetch_commands())
            except discord.DiscordException as error:
                log.warning(
                    "commands are named without links: their ids couldn't be had: %s", error
                )

    def _keep(self, commands: list[discord.app_commands.AppCommand]) -> None:
        slash = discord.AppCommandType.chat_input
        self._ids = {command.name: command.id for command in commands if command.type is slash}

    def mention(self, name: str) -> str:
        """Write a command so that a press on it starts it. `name`: such as `group show`."""
        id = self._ids.get(name.partition(" ")[0])
        return f"`/{name}`" if id is None else f"</{name}:{id}>"

    def id_of(self, name: str) -> int | None:
        """Return the id of a command by its first word; None while it isn't known."""
        return self._ids.get(name)

    def hidden(self) -> list[str]:
        """Return the first words of the commands that Discord shows only to those who manage the server, by name."""
        return sorted(c.name for c in self._bot.tree.get_commands() if c.default_permissions)
