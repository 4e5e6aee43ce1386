"""Before anything is begun: is it what we take, and can it be answered within Discord's three seconds?

A client may still have an earlier form of a command, and another process may answer. Requests are worked on so many at
a time. Where more come than that, they wait, the newest being taken first, since it has most time left; what has waited
too long is told so rather than begun. So a rush costs the people in it a sentence, and nothing is ever stored for
somebody whom Discord no longer lets us answer.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import AppCommandOptionType, app_commands

from bot.client.errors import Overloaded, RehearsedElsewhere, TooLate
from bot.client.layout import REHEARSAL, heading
from bot.client.people import note_arrival
from bot.clock import real_seconds
from bot.database import patience
from bot.errors import Restarting
from bot.ids import GuildId, UserId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

    Interaction = discord.Interaction[CourseBot]

log = logging.getLogger("bot")

AT_ONCE = 48
"""Requests worked on at a time that have no answer yet. Each takes some milliseconds of one core."""
REFUSALS_AT_ONCE = 32
"""Refusals sent at a time, so that they share connections rather than open one each."""
DEFERRED_S = 10.0
"""How long somebody who was told to wait waits for the database."""
MESSAGE_WAITS_S = 10.0
"""How long a typed message waits for its turn: Discord takes an answer to it at any time."""
LOOK_S = 0.1
"""How often those who wait are looked at, since one who is answered early leaves its place without a word."""
QUIET_S = 5.0
ELSEWHERE_S = 2.0
"""What a rehearsal leaves to the real bot, which gets the same presses, before it says that it is only a rehearsal."""
WINDOW_S = 60.0


IsAnswered = Callable[[], bool]
"""Whether a request has its answer, so that its place is free though work on it goes on."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What must happen when, in seconds after a press.

    Attributes:
        wait: nobody waits for a turn any longer.
        answer_by: nobody waits for the database any longer.
        lost: no answer is taken any more.
        pause: between two things that nobody waits for, of as many as there are servers.
        ask_pause: between two questions to Discord about what one person is, once there were a few.
    """

    wait: float
    answer_by: float
    lost: float
    pause: float
    ask_pause: float = 0.0


DISCORDS = Limits(1.3, 2.2, 2.8, 0.2, 0.5)
"""Discord takes an answer within 3 s ("Receiving and Responding to Interactions"), and 50 requests a second of a bot
("Rate Limits"): a tenth of them for what nobody waits for."""
UNHURRIED = Limits(60.0, 60.0, math.inf, 0.0)
"""For a simulated Discord, which waits as long as a slow machine takes."""


class Ages:
    """How old presses are, though this machine's clock may be wrong: compared with the youngest of the last minutes."""

    def __init__(self) -> None:
        self._youngest, self._before, self._since = math.inf, math.inf, -math.inf

    def of(self, seconds: float, now: float) -> float:
        """Return a press's age. `seconds`: by this machine's clock and Discord's stamp; `now`: in real seconds."""
        if now - self._since > WINDOW_S:
            self._before, self._youngest, self._since = self._youngest, math.inf, now
        self._youngest = min(self._youngest, seconds)
        return seconds - min(self._youngest, self._before)


class Gate:
    """One for a bot."""

    def __init__(self, bot: CourseBot, limits: Limits) -> None:
        self._bot, self.limits = bot, limits
        self._ages = Ages()
        self._under_way: dict[int, IsAnswered] = {}
        self._waiting: dict[int, tuple[IsAnswered, asyncio.Future[None]]] = {}
        self._looking: asyncio.TimerHandle | None = None
        self._refusals = asyncio.Semaphore(REFUSALS_AT_ONCE)
        self._refusing, self._refused = 0, 0

    async def enter(self, interaction: Interaction, named: GuildId | None = None) -> None:
        """Return when a request's turn has come. It keeps its place until its task ends or it has an answer.

        Args:
            named: the server that a button or a form names.
        Raises:
            Restarting: the bot is about to stop.
            RehearsedElsewhere: this process rehearses in another server.
            Overloaded: its turn wouldn't come in time.
            TooLate: Discord takes no answer to it any more.
        """
        note_arrival()
        if self._bot.stopping:
            raise Restarting
        await self._check_place(interaction, named)
        stamped = self._bot.clock.since(interaction.created_at).total_seconds()
        pressed = real_seconds() - self._ages.of(stamped, real_seconds())
        if real_seconds() - pressed > self.limits.lost:
            raise TooLate
        answer_by = pressed + self.limits.answer_by
        patience.set(lambda: _patience(interaction, answer_by))
        self.mark()
        try:
            until = pressed + self.limits.wait
            await self._take_place(interaction.id, interaction.response.is_done, until)
        except TimeoutError:
            self._count_refusal()
            await self._refusals.acquire()
            _at_the_end(self._end_refusal)
            raise (Overloaded if real_seconds() - pressed < self.limits.lost else TooLate) from None
        _at_the_end(lambda: self._leave(interaction.id))

    async def hear(self, message: discord.Message) -> None:
        """Return when the turn of a typed message has come. It keeps its place until its task ends.

        Raises:
            Restarting: the bot is about to stop.
            Overloaded: its turn didn't come.
        """
        note_arrival()
        if self._bot.stopping:
            raise Restarting
        patience.set(lambda: DEFERRED_S)
        try:
            await self._take_place(message.id, _never, real_seconds() + MESSAGE_WAITS_S)
        except TimeoutError:
            self._count_refusal()
            await self._refusals.acquire()
            _at_the_end(self._end_refusal)
            raise Overloaded from None
        _at_the_end(lambda: self._leave(message.id))

    @property
    def crowded(self) -> bool:
        """Whether somebody waits for a turn, so that what nobody waits for should."""
        return bool(self._waiting)

    def mark(self) -> None:
        """Have everything that this task shows say that it is a rehearsal, if it is one."""
        if self._bot.app.rehearsal is not None:
            heading.set(REHEARSAL)

    async def _check_place(self, interaction: Interaction, named: GuildId | None) -> None:
        rehearsed = self._bot.app.rehearsal
        place = named or interaction.guild_id
        if rehearsed is None or place == rehearsed:
            return
        if place is None and await self._bot.people.member(rehearsed, UserId(interaction.user.id)):
            return
        await asyncio.sleep(ELSEWHERE_S)
        raise RehearsedElsewhere

    async def _take_place(self, id: int, is_answered: IsAnswered, until: float) -> None:
        """Take a place among those under way. Raises TimeoutError."""
        if not self._waiting and self._has_room():
            self._under_way[id] = is_answered
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[id] = (is_answered, turn)
        self._look()
        try:
            await asyncio.wait_for(turn, until - real_seconds())
        except BaseException:
            self._leave(id)
            raise
        finally:
            self._waiting.pop(id, None)

    def _look(self) -> None:
        """Give the places that are free to those who wait, the newest first; look again while somebody waits."""
        while self._waiting and self._has_room():
            id, (is_answered, turn) = self._waiting.popitem()
            if not turn.done():
                self._under_way[id] = is_answered
                turn.set_result(None)
        if self._waiting and self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(LOOK_S, self._look_again)

    def _look_again(self) -> None:
        self._looking = None
        self._look()

    def _has_room(self) -> bool:
        if (
            self._refusing > REFUSALS_AT_ONCE
        ):  # nothing is begun while people wait to hear that theirs won't be
            return False
        if len(self._under_way) < AT_ONCE:
            return True
        for id, is_answered in list(self._under_way.items()):
            if is_answered():
                del self._under_way[id]
        return len(self._under_way) < AT_ONCE

    def _leave(self, id: int) -> None:
        self._under_way.pop(id, None)
        self._look()

    def _end_refusal(self) -> None:
        self._refusing -= 1
        self._refusals.release()

    def _count_refusal(self) -> None:
        self._refusing += 1
        self._refused += 1
        if self._refused == 1:
            log.warning("more is asked than can be answered in time; some people are told so")
            asyncio.get_running_loop().call_later(QUIET_S, self._say_when_over, 1)

    def _say_when_over(self, known: int) -> None:
        if self._refused == known:
            log.info("everybody is answered again; %d requests were refused", known)
            self._refused = 0
        else:
            asyncio.get_running_loop().call_later(QUIET_S, self._say_when_over, self._refused)


def _never() -> bool:
    return False


def _at_the_end(work: Callable[[], object]) -> None:
    """Do something when the task that runs now has ended."""
    task = asyncio.current_task()
    assert task is not None
    task.add_done_callback(lambda _: work())


def _patience(interaction: discord.Interaction[Any], answer_by: float) -> float:
    """Return how long a request can wait for the database from now on."""
    if interaction.response.is_done():
        return DEFERRED_S
    return max(0.0, answer_by - real_seconds())


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
