"""A course laid out on its days: sessions, meetings of series, office hours, deadlines, releases, days off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.course.cohorts import are_all, names_of, others_than
from bot.course.hours import office_hours_of
from bot.course.items import Item
from bot.course.meetings import DayOff
from bot.course.series import meetings_of, span
from bot.course.sessions import Deadline

if TYPE_CHECKING:
    from bot.course.model import Course

DAY_OFF = "day_off"
"""The id of every day off: no other thing's, since ids have no underscores."""


def items_of(
    course: Course, zone: ZoneInfo, mine: Collection[str] = (), whole: Course | None = None
) -> Iterator[Item]:
    """Yield everything that has its day, in no order. What comes out at no stated moment has none.

    Args:
        mine: cohorts that needn't be named, since who reads it is in them. What is another's says whose it is.
        whole: everybody's course, of which `course` is theirs: what several cohorts share is laid out for all of them.
    """
    off, others = days_off(course), others_than(whole.cohorts, mine) if whole else frozenset[str]()
    meetings = [
        _labelled(course, item, mine)
        for item in meetings_of(whole or course, zone, off)
        if not item.cohorts or not others.issuperset(item.cohorts)
    ]
    yield from meetings
    for item in office_hours_of(course, zone, meetings, off):
        yield _labelled(course, item, mine)
    for day, one in off.items():
        yield Item(kind="day off", id=DAY_OFF, day=day, title=one.title, why=one.why, day_off=one)
    for item in _instants(course, zone):
        yield _labelled(course, item, mine)


def _labelled(course: Course, item: Item, mine: Collection[str]) -> Item:
    """Return an item that says in its title whose it is."""
    if not course.cohorts:
        return item
    whose = "" if set(mine) & set(item.cohorts) else names_of(course.cohorts, item.cohorts)
    if item.deadline and item.deadline.due_by_cohort and not item.cohorts:
        whose = "everybody else"
    if not whose or whose.lower() in item.title.lower():
        return item
    gone_to = _labelled(course, item.gone_to, mine) if item.gone_to else None
    deadline = item.deadline
    if deadline:
        named = {"title": f"{deadline.title} ({whose})", "short": f"{deadline.short} ({whose})"}
        deadline = deadline.model_copy(update=named)
    named_so = whose.lower().startswith(item.title.lower())  # Section: Section A
    title = whose if named_so else f"{item.title} ({whose})"
    return replace(item, title=title, deadline=deadline, gone_to=gone_to)


def days_off(course: Course) -> dict[date, DayOff]:
    """Return the days on which no series meets, each with what the file says of it."""
    return {day: off for off in course.days_off for day in days_of(off)}


def days_of(off: DayOff) -> list[date]:
    """List the days of one entry."""
    return span(off.day, off.last or off.day)


def _instants(course: Course, zone: ZoneInfo) -> Iterator[Item]:
    """Yield what is due and what comes out."""
    for deadline in course.every_deadline:
        times = course.cohort_times.get(deadline.id, ())
        covered = {cohort for one in times for cohort in one.cohorts}
        if not are_all(course.cohorts, covered):
            yield _due(deadline, zone)
        for one in times:
            theirs = deadline.model_copy(update={"due_at": one.at})
            yield _due(theirs, zone, one.cohorts)
    for release in course.releases:
        if release.at is not None:
            yield Item(
                kind="release",
                id=release.id,
                day=release.at.astimezone(zone).date(),
                title=release.title,
                starts_at=release.at.astimezone(UTC),
                release=release,
            )


def _due(deadline: Deadline, zone: ZoneInfo, cohorts: tuple[str, ...] = ()) -> Item:
    return Item(
        kind="deadline",
        id=deadline.id,
        day=deadline.due_at.astimezone(zone).date(),
        title=deadline.title,
        starts_at=deadline.due_at.astimezone(UTC),
        where=deadline.hand_in.where if deadline.hand_in else None,
        deadline=deadline,
        cohorts=cohorts,
    )
