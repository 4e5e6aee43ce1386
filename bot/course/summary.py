"""A course in a few lines, for the person who has just written its file."""

from __future__ import annotations

from collections import Counter

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.text import plural, plural_of


def summarise(course: Course) -> list[str]:
    """Return what a course file holds, in plain lines."""
    timeline = Timeline(course)
    kinds = Counter(item.kind for item in timeline.items)
    counts = ", ".join(
        plural(count, kind, plural_of(kind)) for kind, count in sorted(kinds.items())
    )
    lines = [
        f"{course.name}, {course.term.name}",
        f"{course.term.start} to {course.term.end}, {course.timezone}",
        f"On the schedule: {counts or 'nothing'}.",
    ]
    for item in timeline.deadlines:
        assert item.starts_at is not None
        local = item.starts_at.astimezone(timeline.zone)
        lines.append(f"Due {local:%a %Y-%m-%d %H:%M:%S} {course.zone_label}: {item.title}")
    for release in course.releases:
        local = release.at.astimezone(timeline.zone) if release.at else None
        when = f"{local:%a %Y-%m-%d %H:%M:%S} {course.zone_label}" if local else "when staff say so"
        lines.append(f"Out {when}: {release.title}")
    for one in course.competitions:
        parts = one.rounds or (None,)
        if one.judged and not one.scale and not all(part and part.scale for part in parts):
            lines.append(f"Assumed, not stated: scores go from 1 to 5 in {one.title}.")
    if course.assumptions.lecture_minutes:
        lines.append(
            f"Assumed, not stated: a lecture lasts {course.assumptions.lecture_minutes.value} minutes."
        )
    return lines
