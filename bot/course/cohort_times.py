"""What is due when for a cohort, also if that is reckoned from its own meetings; a course as one person has it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.course.cohorts import CohortDue, CohortTime, others_than
from bot.course.items import Item
from bot.course.series import meetings_of
from bot.course.values import lead_of

if TYPE_CHECKING:
    from bot.course.model import Course


class _HasCohorts(Protocol):
    @property
    def cohorts(self) -> tuple[str, ...]: ...


Week = tuple[int, int]
"""A year and its week (ISO 8601)."""
Planned = Mapping[tuple[str, str, Week | None], list[Item]]
"""Meetings by what they're called (their id, their kind), whose they are (a cohort's id, or ALL) and their week, or by
None for all weeks."""
ALL = ""


def planned_meetings(course: Course) -> Planned:
    """Return every meeting as it's planned. A day off takes none away: what is due after one stays due."""
    if not any(due.meeting for one in course.every_deadline for due in one.due_by_cohort):
        return {}
    found: dict[tuple[str, str, Week | None], list[Item]] = {}
    for item in meetings_of(course, ZoneInfo(course.timezone), ()):
        names = {item.id, item.kind} if item.gone_to is None else set[str]()
        for key in product(names, item.cohorts or (ALL,), (None, _week(item.origin or item.day))):
            found.setdefault(key, []).append(item)
    return found


def _week(day: date) -> Week:
    return day.isocalendar()[:2]


def anchors(due: CohortDue, cohort: str, meetings: Planned) -> list[Item]:
    """Return the meetings from which something may be reckoned for a cohort: its own; else those for everybody."""
    name, week = due.meeting or "", _week(due.week) if due.week else None
    return meetings.get((name, cohort, week)) or meetings.get((name, ALL, week)) or []


def reckoned(due: CohortDue, meeting: Item) -> datetime | None:
    """Return when something is due, given the meeting that it's reckoned from; None where that has no time."""
    begins, ends = meeting.begins_at, meeting.ends_at or meeting.begins_at
    if begins is None or ends is None:
        return None
    if due.after:
        return ends + lead_of(due.after)
    return begins - (lead_of(due.before) if due.before else timedelta())


def due_times(dues: Sequence[CohortDue], meetings: Planned) -> tuple[tuple[int, CohortTime], ...]:
    """Return when something is due for cohorts, those of one instant together. With each, the number of its entry.

    What can't be reckoned is left out: those cohorts have the due time of everybody else.
    """
    found: list[tuple[int, CohortTime]] = []
    for number, due in enumerate(dues):
        together: dict[datetime, list[str]] = {}
        for cohort in due.cohorts:
            meeting = next(iter(anchors(due, cohort, meetings)), None)
            at = due.due_at or (reckoned(due, meeting) if meeting else None)
            if at is not None:
                together.setdefault(at.astimezone(UTC), []).append(cohort)
        found += [(number, CohortTime(tuple(some), at)) for at, some in together.items()]
    return tuple(found)


def times_of(course: Course) -> Mapping[str, tuple[CohortTime, ...]]:
    """Return when what is due is due for cohorts, by the deadline's id; nothing for what is due at once for all."""
    if not any(one.due_by_cohort for one in course.every_deadline):
        return {}
    meetings = planned_meetings(course)
    return {
        one.id: tuple(time for _, time in due_times(one.due_by_cohort, meetings))
        for one in course.every_deadline
        if one.due_by_cohort
    }


def due_at(course: Course, deadline: str, mine: Collection[str]) -> datetime | None:
    """Return when something is due for whoever is in some cohorts; None where none of these has a time of its own."""
    return latest(course.cohort_times.get(deadline, ()), mine)


def latest(times: Iterable[CohortTime], mine: Collection[str]) -> datetime | None:
    """Return the latest instant of some cohorts' own; None for none."""
    return max((one.at for one in times if set(mine) & set(one.cohorts)), default=None)


def course_of(course: Course, mine: Collection[str]) -> Course:
    """Return a course as somebody has it who is in some cohorts: without what is only others', due when it's due for
    them. Of a kind of cohorts of which nobody knows theirs, everything stays.
    """
    others = others_than(course.cohorts, mine)
    if not others and not any(course.cohort(one) for one in mine):
        return course

    def is_theirs(thing: _HasCohorts) -> bool:
        return not thing.cohorts or not others.issuperset(thing.cohorts)

    def dated(deadline: str) -> dict[str, object]:
        times = course.cohort_times.get(deadline, ())
        own = due_at(course, deadline, mine)
        if own is None:
            kept = [CohortDue(cohorts=t.cohorts, due_at=t.at) for t in times if is_theirs(t)]
            return {"due_by_cohort": tuple(kept)}
        theirs = next(t.cohorts for t in times if t.at == own and set(mine) & set(t.cohorts))
        every = dict.fromkeys((*theirs, *sorted(mine)))
        return {"due_at": own, "due_by_cohort": (CohortDue(cohorts=tuple(every), due_at=own),)}

    return course.model_copy(
        update={
            "cohorts": tuple(one for one in course.cohorts if one.id not in others),
            "sessions": tuple(one for one in course.sessions if is_theirs(one)),
            "weekly": tuple(one for one in course.weekly if is_theirs(one)),
            "office_hours": tuple(one for one in course.office_hours if is_theirs(one)),
            "competitions": tuple(one for one in course.competitions if one.cohort not in others),
            "deadlines": tuple(
                one.model_copy(update=dated(one.id)) if one.due_by_cohort else one
                for one in course.deadlines
            ),
            "assignments": tuple(
                one.model_copy(update=dated(one.id)) if one.due_by_cohort else one
                for one in course.assignments
            ),
        }
    )
