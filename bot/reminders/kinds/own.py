"""A reminder that somebody has set for themselves."""

from __future__ import annotations

from bot.client.layout import Button
from bot.client.look import KINDS as LOOKS
from bot.client.look import plain
from bot.course.timeline import Timeline
from bot.delivery.model import Batch, Notice
from bot.reminders.kinds.base import Part, ReminderKind, Scene
from bot.reminders.kinds.personal import snooze_buttons


class Own(ReminderKind):
    """Its body is their text."""

    name = "free"
    planned = False
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
