"""Office hours close soon."""

from __future__ import annotations

from collections.abc import Iterator

from bot.client.look import stamp
from bot.course.timeline import Timeline
from bot.course.values import lead_of
from bot.delivery.model import Notice
from bot.reminders import rules
from bot.reminders.kinds.base import Part, ReminderKind, Said, Scene, Timing, lead_in, vanished
from bot.reminders.kinds.office_hours_open import hours_part


class OfficeHoursClose(ReminderKind):
    """Leads come from the course file's `reminders.office_hours_close`."""

    name = "office hours close"

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        for item in rules.sure_hours(timeline):
            opens = said.get(item.key) or rules.opening(timeline, item)
            assert item.ends_at is not None
            for lead in timeline.course.reminders.office_hours_close:
                due = item.ends_at - lead_of(lead)
                if opens is None or due > opens:
                    key = f"office-hours:{item.key}:close-{lead}"
                    ends = item.ends_at
                    yield self.notice(
                        key, item.key, Timing(due, ends, ends), self.of_hours(timeline, item)
                    )

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return f"office hours close, {lead_in(notice.key)} before"

    def part(self, scene: Scene, notice: Notice) -> Part:
        item = scene.timeline.find(notice.item)
        if item is None or item.ends_at is None:
            return vanished(notice)
        lines = [f"### 💬 Last call for office hours: until {stamp(item.ends_at, 'f')}"]
        return hours_part(scene, item, lines)
