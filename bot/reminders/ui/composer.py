"""Reminders as messages: those of one instant and channel are one, drawn by their kinds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.client.layout import Button, Card
from bot.client.look import clip, span
from bot.client.posting import laid_out
from bot.delivery.kinds import Kind, Post
from bot.delivery.model import Batch
from bot.delivery.rules import is_late
from bot.groups.errors import NoSignup
from bot.reminders.kinds import ALL
from bot.reminders.kinds.base import Part, ReminderKind, Scene
from bot.reminders.ui import personal

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
        role = _role(self._bot, batch)
        scene = await _scene(self._bot, batch, now, role)
        shown = personal.without_what_is_done(batch, scene.missing)
        card = reminder_card(scene, shown)
        return Post(laid_out(self._bot, card, batch), role=role)

    async def unreachable(self, batch: Batch) -> None:
        await personal.closed(self._bot, batch)


def kinds_of(bot: CourseBot) -> list[Reminder]:
    """Return every kind of reminder for the desk of a bot."""
    return [Reminder(bot, kind) for kind in ALL.values()]


def reminder_card(scene: Scene, batch: Batch) -> Card:
    """Draw a batch as one message."""
    kinds = [ALL[row.notice.kind] for row in batch.rows]
    parts = [kind.part(scene, row.notice) for kind, row in zip(kinds, batch.rows, strict=True)]
    blocks = _fitting([part.text for part in parts])
    if is_late(batch.due_at, scene.now) and any(kind.says_late for kind in kinds):
        behind = span(scene.now - batch.due_at)
        blocks.append(
            f"-# This comes {behind} late, because I was away. The times above are right."
        )
    if scene.role is not None:
        blocks.append(f"<@&{scene.role}>")
    return Card(parts[0].look, tuple(blocks), _buttons(parts, kinds[0].last_buttons(batch)))


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


def _role(bot: CourseBot, batch: Batch) -> int | None:
    """Return the role that the course file asks to ping, found by its name."""
    name = bot.app.courses.timeline(batch.guild_id).course.reminders.role
    guild = bot.get_guild(batch.guild_id)
    if name is None or guild is None or not ALL[batch.first.kind].mentions:
        return None
    return next((role.id for role in guild.roles if role.name == name), None)


async def _scene(bot: CourseBot, batch: Batch, now: datetime, role: int | None) -> Scene:
    guild_id, app = batch.guild_id, bot.app
    groups: int | None = None
    looking = 0
    try:
        await app.groups.policy(guild_id)
        groups = len(await app.groups.groups(guild_id))
        looking = len(await app.teammates.seekers(guild_id))
    except NoSignup:
        pass
    return Scene(
        guild_id,
        app.courses.timeline(guild_id),
        now,
        groups,
        looking,
        frozenset(await app.reminders.opened(guild_id)),
        await personal.missing(bot, batch),
        role,
    )
