"""What a course file must keep about its instants: due dates and releases lie near the term, with its zone's offset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.course.findings import Finding
from bot.course.model import Course
from bot.course.yamlfile import Loc

GRACE = timedelta(days=60)
"""How long after the term's last day an instant may lie (exams, late reports, grades), by our own choice."""


def check_instants(course: Course, zone_known: bool) -> Iterator[Finding]:
    """Yield what is wrong about the course's instants. `zone_known`: offsets can be held against its zone."""
    for loc, instant in _instants(course):
        local = instant.astimezone(ZoneInfo(course.timezone))
        first, last = course.term.first_day, course.term.last_day + GRACE
        if course.term.start <= course.term.end and not first <= local.date() <= last:
            before = ", or `earliest` beside it" if local.date() < first else ""
            expected = f"a day from the term's start, {first}, to {last}{before}"
            yield Finding(loc, str(local.date()), expected)
        if zone_known and instant.utcoffset() != local.utcoffset():
            expected = f"the offset of {course.timezone} on that day, {_offset(local)}"
            yield Finding(loc, f"the offset {_offset(instant)}", expected)


def _instants(course: Course) -> Iterator[tuple[Loc, datetime]]:
    for i, deadline in enumerate(course.deadlines):
        yield ("deadlines", i, "due_at"), deadline.due_at
    for i, one in enumerate(course.assignments):
        if one.released_at is not None:
            yield ("assignments", i, "released_at"), one.released_at
        if one.due_at is not None:
            yield ("assignments", i, "due_at"), one.due_at
    for part, some in (("deadlines", course.deadlines), ("assignments", course.assignments)):
        for i, one in enumerate(some):
            for n, due in enumerate(one.due_by_cohort):
                if due.due_at is not None:
                    yield (part, i, "due_by_cohort", n, "due_at"), due.due_at
    if course.groups and course.groups.opens_at:
        yield ("groups", "opens_at"), course.groups.opens_at
    for i, release in enumerate(course.releases):
        if release.at is not None:
            yield ("releases", i, "at"), release.at


def _offset(instant: datetime) -> str:
    return instant.isoformat()[-6:]
