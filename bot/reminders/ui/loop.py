"""What follows from time alone: reminders planned at the start, Discord's events, the board of the day.

Only servers that are set up, or where somebody has asked for something, cost anything; they are taken one after
another, with time for everybody else between two of them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.client.layout import RULE, Card
from bot.client.look import KINDS, clip, due_stamp, stamp
from bot.client.pages import turn
from bot.client.report import record
from bot.course.timeline import DAY, Item, Timeline
from bot.delivery.scheduler import ARMED_FOR
from bot.ids import GuildId
from bot.library.library import DEFAULT
from bot.reminders import rules
from bot.reminders.ui.events import sync_events
from bot.schedule.lines import heading, time_text, why_text
from bot.text import day_name
from bot.trouble import CannotStore

if TYPE_CHECKING:
    import discord

    from bot.client.bot import CourseBot
    from bot.database import Tables

DEADLINES_SHOWN = 3
OPEN_THROUGH = timedelta(seconds=1)
"""The second that a deadline names is still open."""


def today_card(timeline: Timeline, now: datetime, said: Mapping[str, datetime]) -> Card | None:
    """Draw the board; None outside the term. The same within a state, so that it is edited only when one changes."""
    day, term = timeline.today(now), timeline.course.term
    if day > term.last_day:
        return None
    name, ahead = day_name(max(day, term.start)), day < term.first_day
    head = f"### ☀️ The course starts on {name}" if ahead else f"### ☀️ {day_name(day)}"
    lines = [
        f"- {_line(timeline, item)}"
        for item in timeline.on(day)
        if not item.deadline and not (item.hours and item.is_held)
    ]
    blocks = [head, *([clip("\n".join(lines), 1500)] if lines else [])]
    due = [
        f"⏰ **{i.deadline.short}** {due_stamp(i.starts_at)}"
        for i in timeline.open_deadlines(now)[:DEADLINES_SHOWN]
        if i.deadline and i.starts_at
    ]
    hours = [i for i in timeline.on(day) if i.hours and i.is_held]
    below = [*(_hours(timeline, i, now, said) for i in hours), *due]
    if below:
        blocks += [RULE, clip("\n".join(below), 1500)]
    buttons = (turn("What's next", "next:", 0, primary=True), turn("Whole course", "course:0", 1))
    return Card(KINDS["digest"], tuple(blocks), buttons)


def next_turn(timeline: Timeline, now: datetime, said: Mapping[str, datetime]) -> datetime | None:
    """Return when the board reads otherwise next, with a day, office hours or a deadline; None after the term."""
    term, card = timeline.course.term, today_card(timeline, now, said)
    days = {term.first_day, term.start, term.last_day + DAY}
    instants: set[datetime] = set()
    for item in timeline.items:
        days |= {*item.days, item.days[-1] + DAY}
        if item.deadline and item.starts_at:
            instants.add(item.starts_at + OPEN_THROUGH)
        if item.hours and item.ends_at:
            opens = said.get(item.key) or rules.opening(timeline, item)
            instants |= {item.ends_at, *([opens] if opens else [])}
    instants |= {timeline.midnight(day) for day in days}
    ahead = sorted(at for at in instants if at > now)
    return next((at for at in ahead if today_card(timeline, at, said) != card), None)


def _line(timeline: Timeline, item: Item) -> str:
    why = clip(why_text(timeline, item), 120)
    return " · ".join(part for part in (heading(item, 120), time_text(item), why) if part)


def _hours(timeline: Timeline, item: Item, now: datetime, said: Mapping[str, datetime]) -> str:
    assert item.ends_at is not None
    opens = said.get(item.key) or (None if item.note else rules.opening(timeline, item))
    until = stamp(item.ends_at, "t")
    if now >= item.ends_at:
        return "💬 Office hours are over for today"
    if opens and now >= opens:
        kind = item.hours.after if item.hours else ""
        sure = "" if item.key in said or item.starts_at else f" (assuming the {kind} has ended)"
        return f"💬 **Office hours are open** until {until} in {item.where}{sure}"
    if item.note:
        return f"💬 {item.note}"
    return f"💬 Office hours {time_text(item)} in {item.where}"


log = logging.getLogger("bot.reminders")

PAUSE_S = 0.02
"""Between two servers, so that planning for thousands takes no more than a part of one core."""


class ReminderLoop:
    """One for a bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._synced: dict[int, date] = {}
        self._to_plan: dict[int, None] = {}
        self._begun, self._planning, self._syncing = False, False, False
        bot.app.guilds.follow(self._channel_chosen)

    async def begin(self) -> None:
        """Plan what is due soon, before anything is sent: the course may have changed while the bot was away.

        What is due later, and what no row speaks of yet, is planned after that, beside everything else.
        """
        self._begun = True
        reminders, now = self._bot.app.reminders, self._bot.clock.now()
        concerned = await reminders.concerned()
        here = [GuildId(guild.id) for guild in self._bot.guilds]
        due = {id: at or now for id, at in concerned.items()}
        soon = rules.soonest(here, due, now + ARMED_FOR)
        for guild_id in soon:
            await self._plan(guild_id)
        done = set(soon)
        self._want(id for id in here if id not in done and self._is_concerned(id, concerned))

    async def appeared(self, guild_id: GuildId) -> None:
        """Plan for a server that the bot has just been invited to, or that Discord has brought back."""
        if not self._begun:
            return
        await self._bot.boards.appeared(guild_id)
        self._want_events()
        if self._is_concerned(guild_id, await self._bot.app.reminders.concerned()):
            self._want([guild_id])

    def _is_concerned(self, guild_id: GuildId, concerned: Iterable[int]) -> bool:
        return self._bot.app.guilds.is_set_up(guild_id) or guild_id in concerned

    def _want(self, guild_ids: Iterable[int]) -> None:
        self._to_plan |= dict.fromkeys(guild_ids)
        if self._to_plan and not self._planning:
            self._planning = True
            self._bot.background(self._plan_all(), "planning reminders", GuildId(0))

    async def _plan_all(self) -> None:
        try:
            while self._to_plan and not self._bot.stopping:
                guild_id = next(iter(self._to_plan))
                del self._to_plan[guild_id]
                await self._plan(GuildId(guild_id))
                if self._to_plan:
                    await asyncio.sleep(PAUSE_S)
        finally:
            self._planning = False

    def course_changed(self, guild_id: GuildId) -> None:
        """Have everything follow a course that was changed. `guild_id`: DEFAULT for all that share a course."""
        here = {GuildId(guild.id) for guild in self._bot.guilds}
        if guild_id == DEFAULT:
            own = self._bot.app.courses.has_own
            self._want(id for id in here if not own(id))
        concerned = here if guild_id == DEFAULT else {guild_id}
        for id in concerned:
            self._synced.pop(id, None)
        self._bot.background(self._show_change(concerned & here), "a changed course", guild_id)

    async def _show_change(self, guild_ids: Iterable[GuildId]) -> None:
        """Bring boards and events up to date, and have what answers questions built before somebody asks."""
        if self._begun:
            for guild_id in guild_ids:
                if self._bot.app.guilds.is_set_up(guild_id):
                    await self._bot.boards.refresh_all(guild_id)
            self._want_events()
        for guild_id in guild_ids:
            await self._bot.app.questions.renew(guild_id)

    async def _plan(self, guild_id: GuildId) -> None:
        """Plan a server's reminders. What fails for one stops no other."""
        try:
            await self._bot.app.reminders.replan(guild_id, self._bot.clock.now())
        except CannotStore as trouble:
            self._bot.alarm.sound(trouble, guild_id)
            log.warning("guild %d has no new plan: %s", guild_id, trouble.what)
        except Exception as error:
            record(f"planning for guild {guild_id}", error)

    async def each_day(self, now: datetime) -> datetime:
        """Have Discord's events follow what comes near with a new day. Return when the next one begins, in UTC."""
        self._want_events()
        return datetime.combine(now.date() + DAY, time(), UTC)

    def _want_events(self) -> None:
        today = self._bot.clock.now().date()
        set_up = [g for g in self._bot.guilds if self._bot.app.guilds.is_set_up(GuildId(g.id))]
        if not self._syncing and any(self._synced.get(g.id) != today for g in set_up):
            self._syncing = True
            self._bot.background(self._sync_events(set_up, today), "events", GuildId(0))

    def _channel_chosen(self, _db: Tables, _guild_id: GuildId) -> None:
        self._bot.app.db.once_committed(self._want_events)

    async def _sync_events(self, guilds: Iterable[discord.Guild], today: date) -> None:
        """Have Discord's events follow the course; those farther than Discord takes come in day by day."""
        try:
            for guild in guilds:
                if self._synced.get(guild.id) != today and not self._bot.stopping:
                    self._synced[guild.id] = today
                    await sync_events(self._bot, guild)
        finally:
            self._syncing = False

    async def board_turns(self, guild_id: GuildId, now: datetime) -> datetime | None:
        """Return when the board of the day reads otherwise next."""
        said = await self._bot.app.reminders.said(guild_id)
        return next_turn(self._bot.app.courses.timeline(guild_id), now, said)

    async def board(self, guild_id: GuildId) -> Card | None:
        """Draw the board of the day."""
        said = await self._bot.app.reminders.said(guild_id)
        timeline, now = self._bot.app.courses.timeline(guild_id), self._bot.clock.now()
        return _drawn(timeline, now.replace(microsecond=0), frozenset(said.items()))


@lru_cache(maxsize=64)
def _drawn(timeline: Timeline, now: datetime, said: frozenset[tuple[str, datetime]]) -> Card | None:
    """Draw the board of the day, once a second for all servers of a course: its instants are whole seconds."""
    return today_card(timeline, now, dict(said))
