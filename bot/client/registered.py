"""The commands as Discord has them: a server's follow its course, and are registered when they have changed.

What works in direct messages is registered once for all and shown there alone; each server has commands of its own
(`bot/client/offered.py`). What Discord was given last is kept with the ids it gave, by which a text can link them. A
start, a server that comes, `/setup` and a course that is swapped only have a server looked at; one task goes through
those and leaves pauses between what it sends, so that nothing that somebody waits for comes later because of it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import discord
from discord import app_commands

from bot.client import offered
from bot.clock import real_seconds
from bot.course.timeline import Timeline
from bot.delivery.scheduler import LOOK_EVERY
from bot.ids import GuildId
from bot.registration.store import Registration

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

log = logging.getLogger("bot")

FOR_ALL = GuildId(0)
"""Stands for what is registered once, for direct messages."""
_COMMAND = re.compile(
    r"`/(?P<quoted>[a-z-]+(?: [a-z-]+){0,2})`|(?<![\w/<`:.])/(?P<bare>[a-z][a-z-]*)"
)
"""A command in a sentence: quoted, or by itself."""
AGAIN_S = 600.0
"""After what Discord refuses for another reason than haste."""
NEVER_AGAIN = (403, 404)
"""The bot was added without the right to have commands, or isn't there any more: a start or `/setup` tries again."""


class Registered:
    """One for a bot.

    Args:
        always: this Discord is a new one (the sandbox's), which has nothing of what was registered before.
        pause_s: real seconds between two servers.
    """

    def __init__(self, bot: CourseBot, *, always: bool, pause_s: float) -> None:
        self._bot, self._always, self._pause_s = bot, always, pause_s
        self._known: dict[GuildId, Registration] = {}
        self._wanted: dict[GuildId, bool] = {}
        """Servers to look at, the next first; each with whether to register anew even if nothing has changed."""
        self._later: dict[GuildId, tuple[float, bool]] = {}
        """Servers that Discord took nothing for: when to try again, in real seconds, and whether to do so anew."""
        self._at_work = False
        self._built: tuple[Timeline, int, offered.Payload, str] | None = None

    async def begin(self) -> None:
        """Learn what Discord has, and register what works in direct messages.

        What an earlier version has registered for all stays until every server has its own: none is without commands.
        """
        if not self._always:
            self._known = await self._bot.app.registrations.all(self._application)
        if FOR_ALL not in self._known:
            await self._register(FOR_ALL, anew=True)

    @property
    def _application(self) -> int:
        assert self._bot.application_id is not None
        return self._bot.application_id

    def look(self, guild_id: GuildId, *, now: bool = False, anew: bool = False) -> None:
        """Have a server's commands be those of its course soon.

        Args:
            now: before all others that wait.
            anew: even if Discord should have them: somebody may have taken them away.
        """
        anew = self._wanted.pop(guild_id, False) or anew
        self._later.pop(guild_id, None)
        self._wanted = {guild_id: anew, **self._wanted} if now else {**self._wanted, guild_id: anew}
        self._work_on()

    def look_at_all(self) -> None:
        """Look at every server, and last at what is registered for all."""
        self.look_at(self._bot.guilds)
        self._wanted.setdefault(FOR_ALL, False)
        self._work_on()

    def look_at(self, servers: Iterable[discord.Guild]) -> None:
        """Look at some servers; anew at those that have let the bot in again since."""
        for guild in servers:
            guild_id = GuildId(guild.id)
            self._wanted[guild_id] = self._wanted.get(guild_id, False) or self._came_back(guild)
        self._work_on()

    def _came_back(self, guild: discord.Guild) -> bool:
        """Return whether a server has let the bot in again since: Discord forgets what it had there before."""
        known, joined = self._known.get(GuildId(guild.id)), guild.me and guild.me.joined_at
        return bool(known and joined and joined > known.at)

    def course_changed(self, guild_id: GuildId) -> None:
        """Follow a swap: of a server, or of the course that servers share (FOR_ALL)."""
        if guild_id != FOR_ALL:
            self.look(guild_id, now=True)
            return
        courses = self._bot.app.courses
        self.look_at(g for g in self._bot.guilds if not courses.has_own(GuildId(g.id)))

    async def try_again(self, now: datetime) -> datetime:
        """Look again at the servers that Discord took nothing for, once their time has come; and so each minute."""
        for guild_id, (at, anew) in list(self._later.items()):
            if at <= real_seconds():
                self.look(guild_id, anew=anew)
        self._work_on()
        return now + LOOK_EVERY

    def forget(self, guild_id: GuildId) -> None:
        """Forget what was registered for a server that the bot has left: Discord does, too."""
        self._wanted.pop(guild_id, None)
        self._later.pop(guild_id, None)
        if self._known.pop(guild_id, None):
            forgotten = self._bot.app.registrations.forget(self._application, guild_id)
            self._bot.background(forgotten, "a server that was left", guild_id)

    def _work_on(self) -> None:
        if self._wanted and not self._at_work:
            self._at_work = True
            self._bot.background(self._work(), "registering commands", FOR_ALL)

    async def _work(self) -> None:
        try:
            while self._wanted and not self._bot.stopping:
                if self._bot.gate.crowded:
                    await asyncio.sleep(self._pause_s)
                    continue
                place = next((id for id in self._wanted if id != FOR_ALL), FOR_ALL)
                sent = await self._bring(place, anew=self._wanted.pop(place))
                await asyncio.sleep(self._pause_s if sent else 0)
        finally:
            self._at_work = False

    async def _bring(self, place: GuildId, *, anew: bool) -> bool:
        """Register a place's commands; what Discord refuses comes again. Return whether Discord was asked."""
        if place != FOR_ALL and self._bot.get_guild(place) is None:
            return False
        try:
            return await self._register(place, anew=anew)
        except discord.RateLimited as limited:
            self._later[place] = real_seconds() + limited.retry_after, anew
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if getattr(error, "status", 0) not in NEVER_AGAIN:
                self._later[place] = real_seconds() + AGAIN_S, anew
            log.warning("the commands of server %d couldn't be registered: %s", place, error)
        return True

    async def _register(self, place: GuildId, *, anew: bool) -> bool:
        """Register a place's commands, unless Discord has just these already. Return whether it did."""
        payload, digest = self._of(place)
        known = self._known.get(place)
        if known is not None and known.hash == digest and not anew:
            return False
        http, body = self._bot.http, cast("Any", payload)
        answer = await (
            http.bulk_upsert_global_commands(self._application, body)
            if place == FOR_ALL
            else http.bulk_upsert_guild_commands(self._application, place, body)
        )
        await self._keep(place, digest, answer)
        log.info("registered %d commands for server %d", len(payload), place)
        return True

    def _of(self, place: GuildId) -> tuple[offered.Payload, str]:
        """Return a place's commands and their digest. What servers share is worked out once for all of them."""
        tree = self._bot.tree
        if place == FOR_ALL:
            payload = offered.for_messages(tree)
            return payload, _digest(payload)
        timeline, count = self._bot.app.courses.timeline(place), len(tree.get_commands())
        if self._built is None or self._built[:2] != (timeline, count):
            payload = offered.for_server(tree, timeline)
            self._built = timeline, count, payload, _digest(payload)
        return self._built[2], self._built[3]

    async def _keep(self, guild_id: GuildId, digest: str, answer: Iterable[Any]) -> None:
        slash = discord.AppCommandType.chat_input.value
        ids = {one["name"]: int(one["id"]) for one in answer if one.get("type", slash) == slash}
        kept = Registration(digest, ids, self._bot.clock.now())
        self._known[guild_id] = kept
        await self._bot.app.registrations.keep(self._application, guild_id, kept)

    def mention(self, name: str, guild_id: GuildId | None) -> str:
        """Write a command so that a press on it starts it, where it is read.

        Args:
            name: such as `group show`.
            guild_id: the server in which it is read; None for a direct message.
        """
        id = self.id_of(name.partition(" ")[0], guild_id)
        return f"`/{name}`" if id is None else f"</{name}:{id}>"

    def id_of(self, name: str, guild_id: GuildId | None) -> int | None:
        """Return the id of a command by its first word, as one place has it; None while it isn't known."""
        for place in (guild_id, FOR_ALL):
            known = self._known.get(place or FOR_ALL)
            if known is not None and name in known.ids:
                return known.ids[name]
        return None

    def linked(self, text: str, guild_id: GuildId | None) -> str:
        """Have the commands that a text names start by a press on them, where it is read."""
        return _COMMAND.sub(lambda found: self._linked(found, guild_id), text)

    def _linked(self, found: re.Match[str], guild_id: GuildId | None) -> str:
        name = found["quoted"] or found["bare"]
        known = self._bot.tree.get_command(name.partition(" ")[0])
        for part in name.split()[1:]:
            known = known.get_command(part) if isinstance(known, app_commands.Group) else None
        if not isinstance(known, app_commands.Command):
            return found[0]
        return self.mention(name, guild_id)

    def hidden(self, guild_id: GuildId) -> list[str]:
        """Return what Discord shows only to those who manage a server: commands as they are typed, and what else is
        in the menu of a message."""
        tree = self._bot.tree
        names = offered.hidden(tree, self._bot.app.courses.timeline(guild_id))
        typed = [f"`/{name}`" for name in names if tree.get_command(name)]
        chosen = [
            f"**{name}** (in a message's menu)" for name in names if not tree.get_command(name)
        ]
        return typed + chosen


def _digest(payload: offered.Payload) -> str:
    ordered = sorted(payload, key=lambda command: (command["type"], command["name"]))
    text = json.dumps(ordered, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
