"""Who somebody is, which server they mean, and what they may use there: asked when it's shown, and at each press.

Whatever people use names its capability once, and nobody who lacks it gets past. A command names it with
`@needs(...)`: the `Tree` takes no command without one, and asks it of whoever uses the command or its suggestions.
Buttons, selects and forms name it in their class line, `needs=...`: their base asks it.

Which server a direct message is about is the one its writer uses the bot in; whoever uses it in several is asked. It
matters only where servers have courses of their own; otherwise nothing is remembered of anybody.

Every press asks all of this, so it is one room, though a long one.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord
from discord import app_commands

from bot.client.errors import CannotAsk, NoCourse, NotInThisCourse, WhichCourse
from bot.client.layout import MAX_BUTTONS_A_ROW
from bot.client.look import plain
from bot.clock import real_seconds
from bot.course.features import Feature
from bot.course.words import in_words, say
from bot.database import patience
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


REMEMBERED = timedelta(seconds=30)
"""Long enough for one list of groups to ask once, short enough that a role just given shows."""
AT_ONCE = 5
"""How often Discord is asked about one person without a pause (`Limits.ask_pause`)."""
LONGEST_LOOK_S = 10.0
"""How long Discord may take to say who somebody is; discord.py tries again for longer."""
MAX_REMEMBERED = 5000
NOBODY = frozenset({CourseRole.ANYONE})
_Who = tuple[GuildId, UserId]


_moments = itertools.count(1)
_arrived: ContextVar[int] = ContextVar("arrived", default=0)
"""When the press, form or message came in that a task works on, among all moments at which something was asked."""


def note_arrival() -> None:
    """Note that what this task works on has come in: only what Discord is asked from now on counts for it."""
    _arrived.set(next(_moments))


def may(roles: frozenset[CourseRole], capability: Capability) -> bool:
    """Return whether somebody of these roles may do something."""
    return not HELD_BY[capability].isdisjoint(roles)


def roles_of(
    role_ids: Iterable[int], *, manages_guild: bool, named: Mapping[CourseRole, int]
) -> frozenset[CourseRole]:
    """Return what a person is, from their roles and the roles that `/setup` named.

    Args:
        role_ids: the person's roles in the guild.
        manages_guild: they have Discord's Manage Server permission there.
        named: the id of the guild's role for each role in the course; what isn't chosen isn't in it.
    """
    mine = set(role_ids)
    found = {role for role, id in named.items() if id in mine}
    if manages_guild:
        found.add(CourseRole.STAFF)
    return frozenset({CourseRole.ANYONE, *found})


@dataclass(slots=True)
class _Look:
    """One question to Discord about somebody. `began`: among all moments; None while it waits for its turn."""

    task: asyncio.Task[discord.Member | None]
    began: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What Discord said of somebody. `began`: when it was asked, among all moments; `at`: the same by the clock."""

    began: int
    at: datetime
    member: discord.Member | None


class People:
    """Looks members up by id. Without the members intent, which is privileged, Discord has to be asked for each, and
    none of its events says that somebody's roles have changed.

    What lists and cards show may be a little old. Whether somebody may do something follows from a question that began
    after they pressed: one at a time about each person, and whoever comes while it is under way shares the next.

    Attributes:
        noticed: called with whatever somebody of a role uses in a server; must be quick and answers nothing.
    """

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self.noticed: dict[CourseRole, Callable[[discord.Interaction[CourseBot]], None]] = {}
        self._known: dict[_Who, _Known] = {}
        self._looks: dict[_Who, _Look] = {}
        self._next_turn: dict[_Who, float] = {}

    async def member(self, guild_id: GuildId, user_id: UserId) -> discord.Member | None:
        """Return a member of a guild, as they were lately; None if they weren't in it."""
        known = self._remembered(guild_id, user_id)
        if known is not None:
            return known.member
        who = (guild_id, user_id)
        return await asyncio.shield((self._looks.get(who) or self._begin(who)).task)

    async def _member_now(self, who: _Who) -> discord.Member | None:
        """Return a member as they are now: as Discord says when it's asked after the press."""
        since = _arrived.get() or next(_moments)
        while True:
            known, look = self._known.get(who), self._looks.get(who)
            if known is not None and known.began > since:
                return known.member
            if look is None or look.began is None or look.began > since:
                return await asyncio.shield((look or self._begin(who)).task)
            await asyncio.wait([look.task])

    def _begin(self, who: _Who) -> _Look:
        task = asyncio.create_task(self._ask(who), name="asking for a member")
        look = self._looks[who] = _Look(task)
        task.add_done_callback(lambda _: self._looks.pop(who))
        return look

    def note(self, interaction: discord.Interaction[CourseBot]) -> None:
        """Tell who waits for people of a role that somebody has it, as their press says."""
        user, guild_id = interaction.user, interaction.guild_id
        if guild_id is None or not isinstance(user, discord.Member):
            return
        named = self._bot.app.guilds.roles.get(GuildId(guild_id), {})
        mine = {role.id for role in user.roles}
        for role, listener in self.noticed.items():
            if named.get(role) in mine:
                listener(interaction)

    def _remembered(self, guild_id: GuildId, user_id: UserId) -> _Known | None:
        """Return what is known of somebody, if that isn't too old for a list."""
        now, known = self._bot.clock.now(), self._known.get((guild_id, user_id))
        return known if known and known.at <= now < known.at + REMEMBERED else None

    async def _ask(self, who: _Who) -> discord.Member | None:
        await self._turn(who)
        began = self._looks[who].began = next(_moments)
        now, guild = self._bot.clock.now(), self._bot.get_guild(who[0])
        try:
            async with asyncio.timeout(LONGEST_LOOK_S):
                found = await guild.fetch_member(who[1]) if guild else None
        except discord.NotFound:
            found = None
        if len(self._known) >= MAX_REMEMBERED:
            self._known.clear()
        self._known[who] = _Known(began, now, found)
        return found

    async def _turn(self, who: _Who) -> None:
        """Wait until Discord may be asked about somebody again: after a few times at once, with pauses."""
        pause, now = self._bot.gate.limits.ask_pause, real_seconds()
        if len(self._next_turn) >= MAX_REMEMBERED:
            self._next_turn.clear()
        free = self._next_turn[who] = max(self._next_turn.get(who, now), now) + pause
        await asyncio.sleep(max(0.0, free - now - AT_ONCE * pause))

    async def _all(self, guild_id: GuildId, user_ids: Iterable[int]) -> list[discord.Member]:
        """Return those of some people who are in a guild; Discord is asked only for whom it wasn't lately."""
        people = {UserId(user_id) for user_id in user_ids}
        known = {who: self._remembered(guild_id, who) for who in people}
        asked = [self.member(guild_id, who) for who, found in known.items() if found is None]
        members = [found.member for found in known.values() if found is not None]
        return [m for m in (*members, *await asyncio.gather(*asked)) if m is not None]

    async def names(self, guild_id: GuildId, user_ids: Iterable[int]) -> dict[int, str]:
        """Return people's names, escaped. In a direct message a mention may show as a bare number."""
        chosen = await self.chosen_names(guild_id, user_ids)
        return {user_id: plain(name) for user_id, name in chosen.items()}

    async def chosen_names(self, guild_id: GuildId, user_ids: Iterable[int]) -> dict[int, str]:
        """Return people's names as they chose them, for files: a file isn't read as markdown."""
        return {m.id: m.display_name for m in await self._all(guild_id, user_ids)}

    async def is_member(self, guild_id: GuildId, user: discord.abc.User) -> bool:
        """Return whether somebody is in a guild now. Raises CannotAsk."""
        return await self._as_member(guild_id, user) is not None

    async def _as_member(self, guild_id: GuildId, user: discord.abc.User) -> discord.Member | None:
        """Return somebody as they are in a guild now: a press there tells it, elsewhere Discord is asked, for as long
        as they can wait for an answer."""
        if isinstance(user, discord.Member) and user.guild.id == guild_id:
            return user
        try:
            async with asyncio.timeout(patience.get()()):
                return await self._member_now((guild_id, UserId(user.id)))
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
            raise CannotAsk from error

    async def roles(
        self, guild_id: GuildId | None, user: discord.abc.User
    ) -> frozenset[CourseRole]:
        """Return what somebody is in a guild now, also from a direct message or another guild. Raises CannotAsk."""
        member = await self._as_member(guild_id, user) if guild_id is not None else None
        if guild_id is None or member is None:
            return NOBODY
        allowed = member.resolved_permissions or member.guild_permissions
        return roles_of(
            (role.id for role in member.roles),
            manages_guild=allowed.manage_guild,
            named=self._bot.app.guilds.roles.get(guild_id, {}),
        )

    async def registered(self, guild_id: GuildId, user_ids: Iterable[int]) -> set[int]:
        """Return who of these people has the registered-student role now."""
        role_id = self._bot.app.guilds.of(guild_id).registered_role
        if role_id is None:
            return set()
        members = await self._all(guild_id, user_ids)
        return {m.id for m in members if any(role.id == role_id for role in m.roles)}


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
