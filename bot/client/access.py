"""What somebody may use, and which server they mean: asked when it's shown, and at each press.

Whatever people use names its capability once, and nobody who lacks it gets past. A command names it with
`@needs(...)`: the `Tree` takes no command without one, and asks it of whoever uses the command or its suggestions.
Buttons, selects and forms name it in their class line, `needs=...`: their base asks it.

Which server a direct message is about is the one its writer uses the bot in; whoever uses it in several is asked. It
matters only where servers have courses of their own; otherwise nothing is remembered of anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import app_commands

from bot.client.errors import NoCourse, NotInThisCourse, WhichCourse
from bot.client.layout import MAX_BUTTONS_A_ROW
from bot.course.features import Feature
from bot.course.words import in_words, say
from bot.errors import GuildOnly, NotAllowed, NotInServer, OtherServer
from bot.ids import GuildId, UserId
from bot.permissions import FOR_ALL, HELD_BY, Capability, CourseRole

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

F = TypeVar("F", bound=Callable[..., Any])
Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
_NEEDS = "__needs__"
FEATURES = "__features__"
"""Where a command keeps what a course must have for it, a set of `Feature`."""


def here_of(interaction: discord.Interaction[Any]) -> GuildId | None:
    """Return the server of an interaction; None in a direct message."""
    return None if interaction.guild_id is None else GuildId(interaction.guild_id)


def needs(capability: Capability) -> Callable[[F], F]:
    """Name the capability of a command. It stands below the line that makes it a command."""

    def decorate(callback: F) -> F:
        setattr(callback, _NEEDS, capability)
        return callback

    return decorate


def capability_of(command: Command) -> Capability:
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


def lacking(command: Command, features: frozenset[Feature]) -> Feature | None:
    """Return what a course would need for a command and doesn't have; None where it has everything."""
    needed = getattr(command.callback, FEATURES, frozenset[Feature]())
    return min(needed - features, default=None)


def check_there(interaction: Interaction) -> None:
    """Refuse a command that a server's course has nothing for, though Discord still shows it.

    Raises:
        NotInThisCourse.
    """
    here, command = here_of(interaction), interaction.command
    if here is None or command is None:
        return
    lacks = lacking(command, interaction.client.app.courses.timeline(here).features)
    if lacks is not None:
        raise NotInThisCourse(command.qualified_name, lacks)


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
        raise NotAllowed(in_words(capability.value), say.staff)


def may(roles: frozenset[CourseRole], capability: Capability) -> bool:
    """Return whether somebody of these roles may do something."""
    return not HELD_BY[capability].isdisjoint(roles)


MOST_LOOKED_AT = 20
"""Servers in which somebody is looked for who has never used the bot in any."""
MOST_KNOWN = 50_000
"""People and servers known to be stored, so that they aren't stored again at every press."""


class Homes:
    """One for a bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._stored: set[tuple[UserId, GuildId]] = set()

    def note(self, interaction: discord.Interaction[CourseBot]) -> None:
        """Remember in which server somebody uses the bot."""
        if interaction.guild_id is None or len(self._bot.guilds) == 1:
            return
        pair = UserId(interaction.user.id), GuildId(interaction.guild_id)
        if pair not in self._stored:
            if len(self._stored) >= MOST_KNOWN:
                self._stored.clear()
            self._stored.add(pair)
            self._bot.background(self._bot.app.guilds.see(*pair), "a person's server", pair[1])

    async def of(self, user_id: UserId) -> GuildId | None:
        """Return the server that somebody's direct messages are about, and use its course's words from now on.

        None where it makes no difference.

        Raises:
            WhichCourse, NoCourse: as `own`.
        """
        if len(self._bot.guilds) == 1 or self._bot.app.courses.differ:
            return await self.own(user_id)
        here = {guild.id for guild in self._bot.guilds}
        known = await self._bot.app.guilds.homes(user_id)
        home = _only([id for id in known if id in here], known)
        self._bot.speak_for(home)
        return home

    async def own(self, user_id: UserId) -> GuildId:
        """Return the server that what is somebody's own is about, such as their group: one, whatever the courses are.

        Its course's words are used from now on.

        Raises:
            WhichCourse: they are in several.
            NoCourse: they are in none that could be found.
        """
        guilds = {GuildId(guild.id): guild for guild in self._bot.guilds}
        known = await self._bot.app.guilds.homes(user_id)
        own = dict(guilds) if len(guilds) == 1 else {id: guilds[id] for id in known if id in guilds}
        own = own or await self._found(user_id, guilds)
        if not own:
            raise NoCourse
        home = _only(list(own), known)
        if home is None:
            raise WhichCourse([self._named(guild) for guild in own.values()][:MAX_BUTTONS_A_ROW])
        self._bot.speak_for(home)
        return home

    async def _found(
        self, user_id: UserId, guilds: dict[GuildId, discord.Guild]
    ) -> dict[GuildId, discord.Guild]:
        if len(guilds) > MOST_LOOKED_AT:
            return {}
        member = self._bot.people.member
        return {id: guild for id, guild in guilds.items() if await member(id, user_id)}

    def _named(self, guild: discord.Guild) -> tuple[str, int]:
        title = self._bot.app.courses.timeline(GuildId(guild.id)).course.title
        return f"{title} ({guild.name})", guild.id


def _only(own: Sequence[GuildId], known: Mapping[GuildId, bool]) -> GuildId | None:
    """Return the server that somebody has chosen, or the only one they are in; None where neither says one."""
    chosen = [id for id in own if known.get(id)]
    return (chosen or own)[0] if chosen or len(own) == 1 else None
