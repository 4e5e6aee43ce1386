"""Discord's own events for meetings and office hours: created, moved and cancelled with the course.

Nothing about them is stored: each carries its key in its description, so a sync compares what the course wants
with what the server has, and does it again after a crash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.client.look import clip, look
from bot.course.timeline import Item, Timeline
from bot.ids import GuildId
from bot.reminders import rules
from bot.schedule.lines import place_text, subject

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

MOST = 100
"""Uncompleted events in a server at most (Discord, "Guild Scheduled Event")."""
NAME, DESCRIPTION, LOCATION = 100, 1000, 100
MARK = re.compile(r"course event ([a-z0-9@~-]+)$")
UNSTATED = timedelta(hours=1)
"""How long something lasts whose end nobody states; Discord wants an end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One event as the course wants it."""

    key: str
    name: str
    start: datetime
    end: datetime
    location: str
    description: str


def wanted_events(
    timeline: Timeline, now: datetime, said: Mapping[str, datetime]
) -> dict[str, Wanted]:
    """List the events still ahead by key, the nearest first, as many as Discord takes."""
    found = [*_sessions(timeline), *_office_hours(timeline, said)]
    ahead = sorted((e for e in found if e.start > now), key=lambda e: e.start)
    return {event.key: event for event in ahead[:MOST]}


def _sessions(timeline: Timeline) -> list[Wanted]:
    assumed = timeline.course.assumptions.lecture_minutes
    lecture = timedelta(minutes=assumed.value) if assumed else UNSTATED
    found: list[Wanted] = []
    for item in timeline.timed:
        if item.starts_at:
            length = lecture if item.kind == "lecture" else UNSTATED
            ends = item.ends_at or item.starts_at + length
            found.append(_event(timeline, item, item.starts_at, ends))
    return found


def _office_hours(timeline: Timeline, said: Mapping[str, datetime]) -> list[Wanted]:
    found: list[Wanted] = []
    for item in timeline.office_hours:
        opens = said.get(item.key) or rules.opening(timeline, item)
        if opens and item.ends_at and opens < item.ends_at and not item.note:
            found.append(_event(timeline, item, opens, item.ends_at))
    return found


def _event(timeline: Timeline, item: Item, start: datetime, end: datetime) -> Wanted:
    word = look(item.kind).word
    what = subject(item) or word
    name = clip(what if item.hours or what == word else f"{word}: {what}", NAME)
    about = timeline.course.name
    return Wanted(
        item.key,
        name,
        start.replace(microsecond=0),
        end.replace(microsecond=0),
        clip(
            item.where or place_text(item, timeline.course) or timeline.course.short_name, LOCATION
        ),
        f"{clip(about, DESCRIPTION - 200)}\ncourse event {item.key}",
    )


async def sync_events(bot: CourseBot, guild: discord.Guild) -> None:
    """Bring a server's events in line with the course, if its file asks for them."""
    timeline = bot.app.courses.timeline(GuildId(guild.id))
    if bot.app.rehearsal or not timeline.course.reminders.events:
        return  # a rehearsal's times have passed for Discord
    said = await bot.app.reminders.said(GuildId(guild.id))
    wanted = wanted_events(timeline, bot.clock.now(), said)
    try:
        there = {
            match[1]: event
            for event in await guild.fetch_scheduled_events(with_counts=False)
            if event.status is discord.EventStatus.scheduled
            and (match := MARK.search(event.description or ""))
        }
        for key in there.keys() - wanted.keys():
            if (there[key].start_time or bot.clock.now()) > bot.clock.now():
                await there[key].delete()
        for key, event in wanted.items():
            await _put(guild, event, there.get(key))
    except discord.Forbidden:
        await bot.app.outbox.tell_staff(
            GuildId(guild.id),
            "**I can't keep the server's events up to date.** The course file asks for them. Give me Create Events "
            "and Manage Events, or set `events: false` under `reminders`.",
        )


async def _put(guild: discord.Guild, event: Wanted, there: discord.ScheduledEvent | None) -> None:
    if there is None:
        await guild.create_scheduled_event(
            name=event.name,
            start_time=event.start,
            end_time=event.end,
            location=event.location,
            description=event.description,
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
        )
        return
    same = (there.name, there.start_time, there.end_time, there.location) == (
        event.name, event.start, event.end, event.location,
    )  # fmt: skip
    if not same:
        await there.edit(
            name=event.name,
            start_time=event.start,
            end_time=event.end,
            location=event.location,
            entity_type=discord.EntityType.external,
        )
