"""The surfaces people touch, each with the one guard before it and the one error report behind it.

discord.py reports errors of slash commands, views and modals in three places, and of dynamic items nowhere
(they are only logged, and the person gets no answer). Every surface of ours derives from a class here.

Open forms are bounded, since Discord doesn't say which were dismissed; whoever sends a lost one gets the words back.
The room is long because every press goes through it: what is asked of each stands here once, in its order.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

import discord
from discord import app_commands, ui

from bot.client.access import capability_of, check_there, here_of, require
from bot.client.errors import NoCourse, RehearsedElsewhere, TooLate, WhichCourse
from bot.client.gate import check_options
from bot.client.layout import Press
from bot.client.offered import offer
from bot.client.report import TAKEN, explain, report
from bot.clock import real_seconds
from bot.database import Stored, stored
from bot.delivery.model import Sent
from bot.delivery.transport import marks_of
from bot.errors import GuildOnly, UserError
from bot.ids import ChannelId, GuildId, MessageId, UserId
from bot.limits.table import FORM_AGE, FORMS, FORMS_OF_ONE
from bot.permissions import Capability
from bot.text import random_code

NOBODY = 0
presser: ContextVar[int] = ContextVar("presser", default=NOBODY)
"""Whose press, command or form a task works on."""


class Closable(Protocol):
    """What can be closed, such as a form."""

    def stop(self) -> None:
        """Keep it no longer."""
        ...


class OpenForms:
    """One for a process. `seconds`: the time, as a steady clock has it."""

    def __init__(self, seconds: Callable[[], float] = real_seconds) -> None:
        self._seconds = seconds
        self._forms: dict[Closable, tuple[int, float]] = {}

    def __len__(self) -> int:
        return len(self._forms)

    def opened(self, form: Closable) -> None:
        """Keep a form, for whoever is answered with it, and close what is too much or too old."""
        whose, now = presser.get(), self._seconds()
        self._forms[form] = (whose, now)
        mine = [one for one, (person, _) in self._forms.items() if person == whose != NOBODY]
        for one in mine[: -FORMS_OF_ONE.most]:
            self._close(one)
        while self._forms:
            oldest, (_, since) = next(iter(self._forms.items()))
            if len(self._forms) <= FORMS.most and now - since <= FORM_AGE.total_seconds():
                return
            self._close(oldest)

    def sent(self, form: Closable) -> None:
        """Forget a form that was sent."""
        self._forms.pop(form, None)

    def _close(self, form: Closable) -> None:
        del self._forms[form]
        form.stop()


if TYPE_CHECKING:
    from bot.client.bot import CourseBot

    Interaction = discord.Interaction[CourseBot]
else:
    Interaction = discord.Interaction

OWN = 10
LONGEST_NAME = 100 - OWN - 1
"""Characters of a form's name, so that its id keeps within Discord's 100."""
open_forms = OpenForms()
"""Those of this process."""
HOME = "home"
"""In an interaction's extras: the server that something in a direct message is about, or why that can't be told."""
COHORTS = "cohorts"
"""In an interaction's extras: the ids of its person's cohorts in the server that it's about."""

ItemT = TypeVar("ItemT", bound="ui.Item[Any]")


def pressed_at(interaction: discord.Interaction[Any]) -> datetime:
    """Return when somebody pressed, chose or sent something: Discord's own instant of it, as the bot's clock has it.

    It decides deadlines, rather than the moment at which we come to work on it.
    """
    client: CourseBot = interaction.client
    return client.clock.shown_at(interaction.created_at)


def guild_of(interaction: discord.Interaction[Any]) -> GuildId:
    """Return the server of an interaction. Raises GuildOnly in a direct message."""
    here = here_of(interaction)
    if here is None:
        raise GuildOnly
    return here


async def _let_in(
    interaction: Interaction, needs: Capability | None, named: GuildId | None = None
) -> None:
    """Return once a request's turn has come, if its person may make it now. `named`: the server that it names."""
    presser.set(interaction.user.id)
    stored.set(Stored())
    interaction.client.speak_for(named or here_of(interaction))
    await interaction.client.gate.enter(interaction, named)
    if needs is not None:
        await require(interaction, needs, named)


class Tree(app_commands.CommandTree["CourseBot"]):
    """The slash commands and context menus."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        try:
            command = interaction.command
            await _let_in(interaction, capability_of(command) if command else None)
            await _find_home(interaction)
            await _find_cohorts(interaction, here_of(interaction) or interaction.extras.get(HOME))
            check_there(interaction)
            asks = interaction.type is discord.InteractionType.application_command
            if asks and isinstance(command, app_commands.Command):
                check_options(command, interaction.namespace)
        except Exception as error:
            await _turn_away(interaction, error)
            return False
        return True

    def add_command(self, command: Any, /, **where: Any) -> None:
        """Register a command. A second group of one name adds its commands to the first: several cogs may
        have their part of `/staff`.

        Raises:
            TypeError: a command names no capability, or a group mixes what is for everybody with what isn't.
        """
        offer(command)
        known = self.get_command(command.name) if isinstance(command, app_commands.Group) else None
        if not isinstance(known, app_commands.Group):
            super().add_command(command, **where)
            return
        for part in command.commands:
            known.add_command(part)
        offer(known)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        await report(interaction, _name_of(interaction), error)


async def _find_home(interaction: Interaction) -> None:
    """Find out which server something in a direct message is about. That it can't be told is said where it matters."""
    if interaction.guild_id is None:
        try:
            interaction.extras[HOME] = await interaction.client.homes.of(
                UserId(interaction.user.id)
            )
        except (NoCourse, WhichCourse) as unclear:
            interaction.extras[HOME] = unclear


def home_of(interaction: discord.Interaction[Any]) -> GuildId | None:
    """Return the server whose course an interaction is about; None where every server has the same course.

    Raises:
        WhichCourse, NoCourse: it's in a direct message that might be about several courses, or about none.
    """
    here = here_of(interaction)
    home: GuildId | UserError | None = here or interaction.extras.get(HOME)
    if isinstance(home, UserError):
        raise home
    return home


async def _find_cohorts(interaction: Interaction, guild_id: GuildId | UserError | None) -> None:
    """Note which cohorts somebody is in, and the roles that they have now if they're in that server.

    Args:
        guild_id: the server that the request is about; None, or why, where that can't be told.
    """
    app, user = interaction.client.app, interaction.user
    if guild_id is None or isinstance(guild_id, UserError):
        return
    if not app.courses.timeline(guild_id).course.cohorts:
        return
    user_id = UserId(user.id)
    if isinstance(user, discord.Member) and user.guild.id == guild_id:
        roles = [role.name for role in user.roles]
        await app.cohorts.see(guild_id, user_id, roles, interaction.client.clock.now())
    interaction.extras[COHORTS] = await app.cohorts.of(guild_id, user_id)


def cohorts_of(interaction: discord.Interaction[Any]) -> frozenset[str]:
    """Return the ids of the cohorts that a request's person is in."""
    return interaction.extras.get(COHORTS, frozenset())


def _name_of(interaction: Interaction) -> str:
    return f"/{interaction.command.qualified_name if interaction.command else 'an unknown command'}"


async def _turn_away(interaction: Interaction, error: Exception) -> None:
    """Answer whoever may not use a command; suggestions have no place for words, so there are none."""
    if interaction.type is not discord.InteractionType.autocomplete:
        await report(interaction, _name_of(interaction), error)
        return
    if isinstance(error, (TooLate, RehearsedElsewhere)):  # nobody waits, or for another process
        return
    explain(_name_of(interaction), error)  # what nobody expected is in the log
    with suppress(discord.HTTPException):
        await interaction.response.autocomplete([])


class Form(ui.Modal):
    """A modal of one server. Subclasses name `needs=`, the capability it takes, and implement `submitted`.

    Each one opened has an id of its own: discord.py finds an open modal by its id alone, and forgets it once one
    person has submitted it, so two people with forms of one id would lose the second's words.
    """

    needs: ClassVar[Capability]

    def __init_subclass__(cls, *, needs: Capability) -> None:
        super().__init_subclass__()
        cls.needs = needs

    def __init__(self, guild_id: GuildId, *, title: str, custom_id: str = "form") -> None:
        super().__init__(title=title, custom_id=f"{custom_id[:LONGEST_NAME]}:{random_code(OWN)}")
        self.guild_id = guild_id
        self.was_sent = False
        open_forms.opened(self)

    async def on_submit(self, interaction: Interaction, /) -> None:  # type: ignore[override]
        interaction.extras[TAKEN] = True
        open_forms.sent(self)
        self.was_sent = True
        await _let_in(interaction, self.needs, self.guild_id)
        await _find_cohorts(interaction, self.guild_id)
        await self.submitted(interaction)

    async def submitted(self, interaction: Interaction) -> None:
        """Handle what was filled in."""
        raise NotImplementedError

    async def on_error(self, interaction: Interaction, error: Exception, /) -> None:  # type: ignore[override]
        interaction.extras[TAKEN] = True
        self.stop()
        where, again = f"form {type(self).__name__}", self.again(interaction)
        await report(interaction, where, error, typed=self.typed(), again=again)

    def again(self, interaction: Interaction) -> Press:
        """Keep it as it is and make the button that opens it again (`FormAgain`)."""
        by, number = UserId(interaction.user.id), interaction.id
        interaction.client.kept.keep(number, by, self, pressed_at(interaction))
        primary = discord.ButtonStyle.primary
        return Press("Edit and send again", f"again:{self.guild_id}:{number}", primary)

    def typed(self) -> str:
        """Give back what was typed into the form, so that a refusal loses nothing."""
        texts = [item.value for item in self.walk_children() if isinstance(item, ui.TextInput)]
        return "\n\n".join(text for text in texts if text.strip())


class Persistent(ui.DynamicItem[ItemT], Generic[ItemT], template=r"never-used"):
    """A button or select whose whole state is its `custom_id`: it works after a restart.

    Subclasses give `template=`, name `needs=`, the capability it takes, and implement `used`. `self.found` holds the
    template's named groups; `guild` names the server it is of, so that it works in direct messages, too.
    """

    needs: ClassVar[Capability]
    found: dict[str, str]

    def __init_subclass__(cls, *, template: str, needs: Capability) -> None:
        super().__init_subclass__(template=template)
        cls.needs = needs

    @property
    def guild_id(self) -> GuildId:
        """The server that the `custom_id` names."""
        return GuildId(int(self.found["guild"]))

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Item[Any], match: Any, /
    ) -> Any:
        persistent = cls(item)  # type: ignore[arg-type]
        persistent.found = match.groupdict()
        return persistent

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        try:
            named = self.guild_id if "guild" in self.found else None
            await _let_in(interaction, self.needs, named)
            await _note_arrival(interaction)
            if named is None:
                await _find_home(interaction)
            home = interaction.extras.get(HOME)
            await _find_cohorts(interaction, named or here_of(interaction) or home)
            await self.used(interaction)
        except Exception as error:
            await report(interaction, f"{type(self).__name__} {self.custom_id}", error)

    async def used(self, interaction: Interaction) -> None:
        """Handle the press or the choice."""
        raise NotImplementedError


async def _note_arrival(interaction: Interaction) -> None:
    """Tell the desk that a message has arrived which it isn't sure of: a press is about to change it."""
    message, desk = interaction.message, interaction.client.app.delivery
    if message is None or not desk.in_doubt:
        return
    clock = interaction.client.clock
    place = ChannelId(message.channel.id), MessageId(message.id)
    sent = Sent(*place, clock.shown_at(message.created_at))
    await desk.arrived(marks_of(message), sent, clock.now())
