"""What staff announce. Its body is their text."""

from __future__ import annotations

from bot.client.look import KINDS as LOOKS
from bot.client.look import clip
from bot.course.timeline import Timeline
from bot.delivery.model import Notice
from bot.reminders.kinds.base import Part, ReminderKind, Scene


class Announcement(ReminderKind):
    """Planned by staff, once they have confirmed it."""

    name = "announcement"
    planned = False
    together = False
    can_be_silenced = False
    says_late = False

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return f"announcement: {clip(notice.body, 40)}"

    def part(self, scene: Scene, notice: Notice) -> Part:
        return Part(notice.body, LOOKS["course"])
