"""A reply to something posted that no longer applies. What it says is the corrected kind's own."""

from __future__ import annotations

from collections.abc import Mapping

from bot.course.timeline import Timeline
from bot.delivery.model import Notice
from bot.reminders.corrections import CORRECTION
from bot.reminders.kinds.base import Part, ReminderKind, Scene, vanished


class Correction(ReminderKind):
    """Planned when the course changes. `kinds`: every kind, by name."""

    name = CORRECTION
    together = False
    can_be_silenced = False
    says_late = False

    def __init__(self, kinds: Mapping[str, ReminderKind]) -> None:
        self._kinds = kinds

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return f"correction: {notice.item.partition('@')[0]}"

    def part(self, scene: Scene, notice: Notice) -> Part:
        kind = self._kinds.get(str(notice.facts.get("kind", "")))
        return kind.correction(scene, notice) if kind else vanished(notice)
