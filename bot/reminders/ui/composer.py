"""Reminders as messages: those of one instant and channel are one, drawn by their kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.assignments.rules import missing_for
from bot.assignments.standing import Standing
from bot.client.layout import Button, Card, laid_out
from bot.client.look import clip, span
from bot.delivery.errors import NotNeeded
from bot.delivery.model import ANNOUNCEMENTS, Batch, Kind, Post, is_late, named_channel
from bot.groups.errors import NoSignup
from bot.ids import GuildId, UserId
from bot.reminders.kinds.base import Part, ReminderKind, Scene
from bot.reminders.kinds.registry import ReminderKinds

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

ALL_TEXT = 3400
MOST_TOGETHER = 10
"""Reminders in one message; more at one instant are only counted."""
FAMILY = "reminders"


class Reminder(Kind):
    """One kind of reminder, as the delivery desk sees it."""

    quickly = False

    def __init__(self, bot: CourseBot, kind: ReminderKind) -> None:
        self._bot, self.kind = bot, kind
        self.name = kind.name
        self.family = FAMILY if kind.together else ""
        self.only_newest = kind.only_newest
        self.can_be_silenced = kind.can_be_silenced

    async def compose(self, batch: Batch, now: datetime) -> Post:
        kinds = self._bot.app.reminders.kinds
        role = _role(self._bot, self.kind, batch)
        scene = await scene_of(self._bot, batch, now, role)
        card = reminder_card(kinds, scene, of_use(kinds, scene, batch))
        return Post(laid_out(self._bot, card, batch), role=role)

    def channel(self, batch: Batch) -> int | None:
        name, guild = named_channel(batch.target), self._bot.get_guild(batch.guild_id)
        if not name or guild is None:
            return None
        found = (one.id for one in guild.text_channels if one.name == name.lower().strip("#"))
        return next(found, None) or self._bot.app.guilds.channel(batch.guild_id, ANNOUNCEMENTS)

    async def unreachable(self, batch: Batch) -> None:
        user_id = batch.first.user_id
        if user_id is not None:
            guild_id, now = batch.guild_id, self._bot.clock.now()
            await self._bot.app.preferences.found_closed(guild_id, UserId(user_id), now)


def kinds_of(bot: CourseBot) -> list[Reminder]:
    """Return every kind of reminder for the desk of a bot."""
    return [Reminder(bot, kind) for kind in bot.app.reminders.kinds.every]


def of_use(kinds: ReminderKinds, scene: Scene, batch: Batch) -> Batch:
    """Leave out the reminders of a batch that nobody needs any more. Raises NotNeeded: all of them."""
    moot = {row.notice.key: kinds[row.notice.kind].moot(scene, row.notice) for row in batch.rows}
    rows = tuple(row for row in batch.rows if not moot[row.notice.key])
    if not rows:
        raise NotNeeded(moot[batch.first.key])
    return replace(batch, rows=rows)


def reminder_card(kinds: ReminderKinds, scene: Scene, batch: Batch) -> Card:
    """Draw a batch as one message."""
    drawn = [(kinds[row.notice.kind], row.notice) for row in batch.rows]
    parts = [kind.part(scene, notice) for kind, notice in drawn]
    blocks = _fitting([part.text for part in parts])
    if is_late(batch.due_at, scene.now) and any(kind.says_late for kind, _ in drawn):
        behind = span(scene.now - batch.due_at)
        blocks.append(
            f"-# This comes {behind} late because I was offline. The times above are right."
        )
    if scene.role is not None:
        blocks.append(f"<@&{scene.role}>")
    return Card(parts[0].look, tuple(blocks), _buttons(parts, drawn[0][0].last_buttons(batch)))


def _fitting(texts: Sequence[str]) -> list[str]:
    """Keep texts within a message: many that meet are cut short rather than refused."""
    each = ALL_TEXT // min(len(texts), MOST_TOGETHER)
    shown = [clip(text, each) for text in texts[:MOST_TOGETHER]]
    more = len(texts) - len(shown)
    return [*shown, *([f"-# and {more} more: `/schedule when: today` has all"] if more else [])]


def _buttons(parts: Sequence[Part], last: tuple[Button, ...]) -> tuple[Button, ...]:
    found: dict[str, Button] = {}
    for part in parts:
        for button in part.buttons:
            found.setdefault(button.label, button)
    return (*list(found.values())[: 5 - len(last)], *last)


def _role(bot: CourseBot, kind: ReminderKind, batch: Batch) -> int | None:
    """Return the role to ping where the course file asks for one, by its name; a cohort's own for what is its alone."""
    timeline, guild = bot.app.courses.timeline(batch.guild_id), bot.get_guild(batch.guild_id)
    name = timeline.course.reminders.role
    items = [timeline.find(row.notice.item) for row in batch.rows]
    whose = {item.cohorts if item else () for item in items}
    if name and len(whose) == 1 and len(cohorts := whose.pop()) == 1:
        cohort = timeline.course.cohort(cohorts[0])
        name = cohort.role if cohort and cohort.role else name
    if name is None or guild is None or not kind.mentions:
        return None
    return next((role.id for role in guild.roles if role.name == name), None)


async def scene_of(bot: CourseBot, batch: Batch, now: datetime, role: int | None = None) -> Scene:
    """Gather what a batch is drawn from."""
    guild_id, app = batch.guild_id, bot.app
    kinds = [app.reminders.kinds[row.notice.kind] for row in batch.rows]
    scene = Scene(
        guild_id,
        app.courses.timeline(guild_id),
        now,
        said=await app.reminders.said(guild_id),
        role=role,
    )
    if any(kind.asks_of_groups for kind in kinds):
        scene = await _with_groups(bot, guild_id, scene)
    user_id = batch.first.user_id
    if user_id is not None:
        mine = await app.cohorts.of(guild_id, UserId(user_id))
        scene = replace(scene, timeline=scene.timeline.of(mine))
    if user_id is not None and any(kind.asks_of_person for kind in kinds):
        scene = await _with_person(bot, guild_id, UserId(user_id), scene)
    return scene


async def _with_groups(bot: CourseBot, guild_id: GuildId, scene: Scene) -> Scene:
    try:
        await bot.app.groups.policy(guild_id)
    except NoSignup:
        return scene
    groups = len(await bot.app.groups.groups(guild_id))
    return replace(scene, groups=groups, looking=len(await bot.app.teammates.seekers(guild_id)))


async def _with_person(bot: CourseBot, guild_id: GuildId, user_id: UserId, scene: Scene) -> Scene:
    course, me = scene.timeline.course, await bot.app.me.of(guild_id, user_id, scene.now)
    missing = {due.id: missing_for(course, due.id, me.record) for due in course.every_deadline}
    to_confirm: dict[str, list[Standing]] = {}
    for standing in me.work:
        if standing.to_confirm:
            to_confirm.setdefault(standing.assignment.deadline.id, []).append(standing)
    return replace(scene, missing=missing, until=me.deadlines, to_confirm=to_confirm)
