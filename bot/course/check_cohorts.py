"""What a course file must keep about its cohorts: people can be in each, something is its own, due times make sense."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain

from bot.course.cohort_times import Planned, anchors, due_times, planned_meetings, reckoned
from bot.course.cohorts import CohortDue
from bot.course.findings import Finding
from bot.course.items import Item
from bot.course.model import Course
from bot.course.yamlfile import Loc

Dues = Sequence[tuple[Loc, tuple[CohortDue, ...], datetime | None]]
"""What is due for cohorts at different times: where that stands, the times, and when it comes out."""


def check_cohorts(course: Course, known: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong about the cohorts. `known`: their ids, those of misshapen entries included."""
    dues = _dues(course)
    uses = list(_uses(course, dues))
    for loc, id in uses:
        if id not in known:
            names = ", ".join(sorted(known)) or "none yet"
            yield Finding(loc, f"“{id}”", f"the id of one of `cohorts` ({names})")
    yield from _each(course, {id for _, id in uses})
    yield from _namesakes(course)
    meetings = planned_meetings(course)
    for loc, entries, released_at in dues:
        yield from _once_each(loc, entries)
        wrong = [list(_entry((*loc, n), due, meetings, known)) for n, due in enumerate(entries)]
        yield from chain.from_iterable(wrong)
        for n, time in due_times(entries, meetings):
            if released_at and time.at <= released_at and not wrong[n]:
                found = f"due {time.at.isoformat()}, released {released_at.isoformat()}"
                yield Finding((*loc, n), found, "a due time after the release")


def _dues(course: Course) -> Dues:
    found: list[tuple[Loc, tuple[CohortDue, ...], datetime | None]] = [
        (("deadlines", i, "due_by_cohort"), one.due_by_cohort, None)
        for i, one in enumerate(course.deadlines)
    ]
    found += [
        (("assignments", i, "due_by_cohort"), one.due_by_cohort, one.released_at)
        for i, one in enumerate(course.assignments)
    ]
    return [entry for entry in found if entry[1]]


def _uses(course: Course, dues: Dues) -> Iterator[tuple[Loc, str]]:
    """Yield each place that names a cohort, and its id."""
    listed = {
        "sessions": course.sessions,
        "weekly": course.weekly,
        "office_hours": course.office_hours,
    }
    for part, some in listed.items():
        for i, one in enumerate(some):
            for n, id in enumerate(one.cohorts):
                yield (part, i, "cohorts", n), id
    for i, weekly in enumerate(course.weekly):
        for j, change in enumerate(weekly.changes):
            for n, id in enumerate(change.cohorts):
                yield ("weekly", i, "changes", j, "cohorts", n), id
    for i, competition in enumerate(course.competitions):
        if competition.cohort:
            yield ("competitions", i, "cohort"), competition.cohort
    for loc, entries, _ in dues:
        for i, due in enumerate(entries):
            for n, id in enumerate(due.cohorts):
                yield (*loc, i, "cohorts", n), id


def _each(course: Course, used: Collection[str]) -> Iterator[Finding]:
    for i, one in enumerate(course.cohorts):
        if one.role is None and not one.can_be_chosen:
            expected = "a `role` that leads to it, or `chosen: true`"
            yield Finding(("cohorts", i), f"“{one.id}”, which nobody can be in", expected)
        if one.capacity and not one.can_be_chosen:
            expected = "`chosen: true` beside it, or no such key: a role has no limit"
            yield Finding(("cohorts", i, "capacity"), "a limit where nobody chooses", expected)
        says_something = one.about or one.leader or one.capacity or one.channel
        if one.id not in used and not says_something:
            found = f"“{one.id}”, which nothing is for"
            expected = (
                f"`cohorts: [{one.id}]` in one of `sessions`, `weekly` or `office_hours`, or in `due_by_cohort`; "
                f"`cohort: {one.id}` in one of `competitions`; or what people should know of it, as `about`"
            )
            yield Finding(("cohorts", i), found, expected)


def _namesakes(course: Course) -> Iterator[Finding]:
    """Yield cohorts that can't be told apart: by what people call them, or by the role that leads to them."""
    names: dict[str, str] = {}
    roles: dict[tuple[str, str], str] = {}
    for i, one in enumerate(course.cohorts):
        for name in (one.title, *one.also):
            if names.setdefault(name.lower(), one.id) != one.id:
                found = f"“{name}”, which is “{names[name.lower()]}”, too"
                yield Finding(("cohorts", i, "title"), found, "a name of one cohort alone")
        if one.role and roles.setdefault((one.kind, one.role.lower()), one.id) != one.id:
            found = f"“{one.role}”, which leads to “{roles[one.kind, one.role.lower()]}”, too"
            yield Finding(("cohorts", i, "role"), found, f"a role of one {one.kind} alone")


def _once_each(loc: Loc, entries: Sequence[CohortDue]) -> Iterator[Finding]:
    seen: set[str] = set()
    places = chain.from_iterable(
        (((*loc, i, "cohorts", n), id) for n, id in enumerate(due.cohorts))
        for i, due in enumerate(entries)
    )
    for place, id in places:
        if id in seen:
            yield Finding(place, f"“{id}” a second time", "one due time for each cohort")
        seen.add(id)


def _entry(
    loc: Loc, due: CohortDue, meetings: Planned, known: Collection[str]
) -> Iterator[Finding]:
    if (due.due_at is None) == (due.meeting is None):
        found = "neither an instant nor a meeting" if due.meeting is None else "both"
        yield Finding(loc, found, "`due_at`, or the `meeting` that it's reckoned from")
        return
    if due.due_at and (due.before or due.after or due.week):
        key = "before" if due.before else "after" if due.after else "week"
        yield Finding((*loc, key), f"`{key}` beside an instant", "`meeting` instead of `due_at`")
    if due.before and due.after:
        yield Finding((*loc, "after"), "both `before` and `after`", "one of them")
    if due.meeting is None:
        return
    for n, cohort in enumerate(due.cohorts):
        if cohort in known:
            yield from _reckoned((*loc, "cohorts", n), due, cohort, anchors(due, cohort, meetings))


def _reckoned(loc: Loc, due: CohortDue, cohort: str, found: Sequence[Item]) -> Iterator[Finding]:
    week = f" in the week of {due.week}" if due.week else ""
    if not found:
        expected = "a kind of meeting that it has, or the id of one, and any day of its `week`"
        yield Finding(loc, f"“{cohort}”, which has no “{due.meeting}”{week}", expected)
    elif len(found) > 1 and not due.week:
        days = ", ".join(str(item.day) for item in found[:3])
        expected = "`week`: any day of the week of the one that's meant, or the id of one meeting"
        yield Finding(loc, f"“{cohort}”, which has several: {days}", expected)
    elif reckoned(due, found[0]) is None:
        where = f"“{cohort}”, whose “{due.meeting}” on {found[0].day} has no time"
        yield Finding(loc, where, "`starts` for that meeting, its cohort or its kind")
