"""The instants of a course that are worth jumping to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.course.timeline import Timeline
from bot.schedule.lines import subject

MORNING = time(9, 0)
PITCH_DAY = "pitch-day"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant worth jumping to."""

    id: str
    title: str
    at: datetime


def moments(timeline: Timeline) -> list[Moment]:
    """List the instants worth jumping to, in order: mornings and the last hours of deadlines."""
    course, zone = timeline.course, timeline.zone

    def morning(day: Any) -> datetime:
        return datetime.combine(day, MORNING, zone).astimezone(UTC)

    found = [Moment("first-morning", "First morning", morning(course.term.first_day))]
    for deadline in course.every_deadline:
        title = f"An hour before: {deadline.short}"
        found.append(Moment(f"before-{deadline.id}", title, deadline.due_at - timedelta(hours=1)))
    if signup := course.signup:
        last = signup.due_at - timedelta(seconds=59)
        found.append(Moment("last-minute", "The last minute of signups", last))
    if session := timeline.presentations:
        found.append(Moment(PITCH_DAY, "Pitch day", morning(session.day)))
    return sorted((Moment(m.id, m.title, m.at.astimezone(UTC)) for m in found), key=lambda m: m.at)


def meetings(timeline: Timeline) -> list[Moment]:
    """List the minute before each meeting of the course, in order."""
    minute = timedelta(minutes=1)
    return [
        Moment(f"meeting-{n}", subject(item), (item.starts_at - minute).astimezone(UTC))
        for n, item in enumerate(timeline.timed)
        if item.starts_at
    ]
