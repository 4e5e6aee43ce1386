"""A reply to something posted that no longer holds. What it says is the corrected kind's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.course.timeline import Timeline
from bot.delivery.model import Notice
from bot.reminders.kinds.base import Part, ReminderKind, Scene, vanished


class Correction(ReminderKind):
    """Planned when the course changes. `kinds`: every kind, by name."""

    name = "correction"
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


def correction_of(sent: Notice, new: Notice | None, now: datetime, until: datetime) -> Notice:
    """Return the correction of a posted reminder. `new`: as it is now; None where it is gone."""
    anchor = new.anchor_at if new else sent.anchor_at
    mark = str(int(anchor.timestamp())) if new else "gone"
    return replace(
        new or sent,
        key=f"correction:{sent.key}:{mark}",
        kind=Correction.name,
        target=sent.target,
        due_at=now,
        anchor_at=anchor,
        until=until,
        body=json.dumps({"kind": sent.kind, "gone": new is None}),
    )
