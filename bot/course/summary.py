"""A course in a few lines, for the person who has just written its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.text import plural, plural_of

SHOWN = 3
"""Topics that are named of those for which there's no meeting."""


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
    lines += _topics_left(timeline)
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


def _topics_left(timeline: Timeline) -> Iterator[str]:
    """Yield the topics of each series for which it has no meeting left; days off and cancelled meetings take none."""
    for weekly in timeline.course.weekly:
        last = max(
            (i.number + 1 for i in timeline.items if i.id == weekly.id and i.number is not None),
            default=0,
        )
        left = weekly.topics[last:]
        if left:
            more = f" and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
            named = ", ".join(left[:SHOWN])
            yield f"No meeting is left for {plural(len(left), 'topic')} of {weekly.title}: {named}{more}."
