"""A reminder that somebody has set for themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.client.layout import Button
from bot.client.look import KINDS as LOOKS
from bot.client.look import plain
from bot.course.timeline import Timeline
from bot.delivery.model import Batch, Notice, to_person
from bot.ids import UserId
from bot.reminders.kinds.base import Part, ReminderKind, Scene
from bot.reminders.kinds.personal import snooze_buttons

USE = timedelta(days=7)
"""How long a reminder of one's own is still worth sending."""


class Own(ReminderKind):
    """Its body is their text."""

    name = "free"
    together = False
    can_be_silenced = False
    mentions = False

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return notice.body

    def part(self, scene: Scene, notice: Notice) -> Part:
        text = f"### 🔔 {plain(notice.body)}\nYou asked me to remind you of this."
        return Part(text, LOOKS["reminder"])

    def last_buttons(self, batch: Batch) -> tuple[Button, ...]:
        return snooze_buttons(batch)


def own_key(user_id: UserId, id: int) -> str:
    """Return the key of somebody's own reminder."""
    return f"{Own.name}:{user_id}:{id}"


def own_reminder(user_id: UserId, id: int, at: datetime, text: str) -> Notice:
    """Return what reminds somebody of their own text. `id` makes it unique."""
    target = to_person(user_id)
    return Notice(own_key(user_id, id), Own.name, target, "", at, at, at + USE, text)
