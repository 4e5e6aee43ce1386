"""What staff announce. Its body is their text."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.client.look import KINDS as LOOKS
from bot.client.look import clip
from bot.course.timeline import Timeline
from bot.delivery.model import Notice, to_channel
from bot.ids import ChannelId
from bot.reminders.kinds.base import Part, ReminderKind, Scene

USE = timedelta(days=2)
"""How long after its moment an announcement is still worth posting."""


class Announcement(ReminderKind):
    """Planned by staff, once they have confirmed it."""

    name = "announcement"
    together = False
    can_be_silenced = False
    says_late = False

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return f"announcement: {clip(notice.body, 40)}"

    def part(self, scene: Scene, notice: Notice) -> Part:
        return Part(notice.body, LOOKS["course"])


def announcement(id: int, channel_id: ChannelId, text: str, at: datetime) -> Notice:
    """Return what announces a text. `id` makes it unique."""
    key, target = announcement_key(id), to_channel(channel_id)
    return Notice(key, Announcement.name, target, "", at, at, at + USE, text)


def announcement_key(id: int) -> str:
    """Return the key of an announcement."""
    return f"{Announcement.name}:{id}"
