"""The pitch session begins soon: like a lecture, with leads of its own."""

from __future__ import annotations

from collections.abc import Iterator

from bot.course.timeline import Item, Timeline
from bot.reminders.kinds.lecture import LectureReminder


class PitchesReminder(LectureReminder):
    """Leads come from the course file's `reminders.pitches`."""

    name = "pitches"

    def items(self, timeline: Timeline) -> Iterator[Item]:
        return (item for item in timeline.timed if item.event == "pitches")

    def leads(self, timeline: Timeline) -> tuple[str, ...]:
        return timeline.course.reminders.pitches
