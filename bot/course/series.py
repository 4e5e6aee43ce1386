"""The meetings of a course on their days, single ones and series: what holds for each, and what has become of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from bot.course.cohorts import Cohort, fellows
from bot.course.items import Item, at, end_at
from bot.course.meetings import Change, How, MovedFrom, Speaker, resolved
from bot.course.sessions import Session, WeeklySession
from bot.course.values import WEEKDAYS

if TYPE_CHECKING:
    from bot.course.model import Course

Meeting = TypeVar("Meeting", Session, WeeklySession)


def meeting_days(weekly: WeeklySession, off: Collection[date] = ()) -> list[date]:
    """List the days on which a series is to meet, those on which it's cancelled included."""
    return recurring(weekly.weekdays, weekly.first, weekly.last, off)


def span(first: date, last: date) -> list[date]:
    """List the days from one to another, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def recurring(
    weekdays: Sequence[str], first: date, last: date, off: Collection[date]
) -> list[date]:
    """List the days of some weekdays from one day to another, but for those that are off."""
    wanted = {WEEKDAYS.index(w) for w in weekdays if w in WEEKDAYS}
    return [day for day in span(first, last) if day.weekday() in wanted and day not in off]


def meetings_of(course: Course, zone: ZoneInfo, off: Collection[date]) -> Iterator[Item]:
    """Yield each meeting, and for what has moved to another day the day on which it was to be."""
    for session in course.sessions:
        for theirs, apart in _each(course, session):
            yield from _with_former_day(_apart(_single(course, theirs, zone), apart))
    for weekly in course.weekly:
        for theirs, apart in _each(course, weekly):
            for item in _series(course, theirs, zone, off):
                yield from _with_former_day(_apart(item, apart))


def _apart(item: Item, cohort: str) -> Item:
    return replace(item, apart=cohort) if cohort and not item.apart else item


def _each(course: Course, thing: Meeting) -> Iterator[tuple[Meeting, str]]:
    """Yield what meets: each cohort by itself that has a time of its own for it, then the others together.

    With each, the id of the cohort that it is apart for; empty where it is as the file has it.
    """
    several = thing.starts is None and len(thing.cohorts) > 1
    own = [one.id for one in course.cohorts if one.id in thing.cohorts and one.starts]
    if not several or not own:
        yield thing, ""
        return
    for id in own:
        yield thing.model_copy(update={"cohorts": (id,)}), id
    if rest := tuple(id for id in thing.cohorts if id not in own):
        yield thing.model_copy(update={"cohorts": rest}), ""


def _with_former_day(item: Item) -> Iterator[Item]:
    yield item
    moved = item.moved_from
    if moved and moved.day and moved.day != item.day:
        yield replace(
            item,
            day=moved.day,
            starts_at=None,
            ends_at=None,
            not_before=None,
            last=None,
            gone_to=item,
        )


def _cohort_of(course: Course, thing: Session | WeeklySession) -> Cohort | None:
    """Return the cohort that something is of alone."""
    return course.cohort(thing.cohorts[0]) if len(thing.cohorts) == 1 else None


def _how(course: Course, thing: Session | WeeklySession) -> How:
    """Return what holds for a meeting: what it states, else its cohort, else its kind."""
    cohort, kind = _cohort_of(course, thing), course.kind(thing.kind)
    return resolved(thing, resolved(cohort, kind) if cohort else kind)


def _who(course: Course, thing: Session | WeeklySession) -> tuple[Speaker, ...]:
    cohort = _cohort_of(course, thing)
    leader = (Speaker(name=cohort.leader),) if cohort and cohort.leader else ()
    return thing.speakers or leader


def _single(course: Course, session: Session, zone: ZoneInfo) -> Item:
    kind = course.kind(session.kind)
    how = _how(course, session)
    begins = at(session.day, how.starts, zone)
    later_part = (session.part or 1) > 1 and not session.starts
    moved = session.moved_from if session.status == "moved" else None
    return Item(
        kind=session.kind,
        id=session.id,
        day=session.day,
        title=session.title or "",
        starts_at=None if later_part else begins,
        not_before=begins if later_part else None,
        ends_at=(
            at(session.last, how.ends, zone)
            if session.last
            else end_at(session.day, how.starts, how.ends, zone)
        ),
        last=session.last,
        part=session.part,
        speakers=_who(course, session),
        where=how.where,
        lab=session.lab,
        event=session.event,
        how=how,
        also=(*session.also, *kind.also),
        status=session.status,
        why=session.why,
        moved_from=moved,
        origin=moved.day if moved else None,
        cohorts=session.cohorts,
    )


@dataclass(frozen=True, slots=True)
class _Series:
    """What all meetings of a series share."""

    weekly: WeeklySession
    how: How
    speakers: tuple[Speaker, ...]
    also: tuple[str, ...]
    zone: ZoneInfo


def _series(
    course: Course, weekly: WeeklySession, zone: ZoneInfo, off: Collection[date]
) -> Iterator[Item]:
    kind = course.kind(weekly.kind)
    also = (*weekly.also, *kind.also)
    series = _Series(weekly, _how(course, weekly), _who(course, weekly), also, zone)
    changes = {day: Change(day=day, status="cancelled") for day in weekly.cancelled}
    some: dict[date, list[Change]] = {}
    for change in weekly.changes:
        theirs = set(change.cohorts) & set(weekly.cohorts or change.cohorts)
        if not change.cohorts or theirs == set(weekly.cohorts):
            changes[change.day] = change
        elif theirs:
            some.setdefault(change.day, []).append(change)
    number = 0
    for day in meeting_days(weekly, off):
        change = changes.get(day)
        held = not change or change.status not in ("cancelled", "no class")
        item = _meeting(series, day, change, number if held else None)
        yield from _for_some(course, series, item, some.get(day, ()), number)
        number += held and not (change and change.topic)


def _for_some(
    course: Course, series: _Series, item: Item, changes: Sequence[Change], number: int
) -> Iterator[Item]:
    """Yield a meeting, and apart from it what it is for those of its cohorts for which it's otherwise."""
    left = item.cohorts or fellows(course.cohorts, [id for one in changes for id in one.cohorts])
    for change in changes:
        theirs = tuple(id for id in change.cohorts if id in left)
        if not theirs:
            continue
        left = tuple(id for id in left if id not in theirs)
        held = change.status not in ("cancelled", "no class")
        apart = _meeting(series, item.origin or item.day, change, number if held else None)
        yield replace(apart, cohorts=theirs, apart=theirs[0])
    if left or not changes:
        yield replace(item, cohorts=left) if changes else item


def _meeting(series: _Series, day: date, change: Change | None, number: int | None) -> Item:
    """Return one meeting of a series. `number`: of its topic; None for one that isn't held."""
    weekly, how, zone = series.weekly, series.how, series.zone
    now = resolved(change, how) if change else how
    on = change.to if change and change.to else day
    own = change.topic if change else None
    listed = own is None and number is not None and number < len(weekly.topics)
    topic = weekly.topics[number] if listed and number is not None else own
    moved = change is not None and change.status == "moved"
    return Item(
        kind=weekly.kind,
        id=weekly.id,
        day=on,
        title=f"{weekly.title}: {topic}" if topic else weekly.title,
        starts_at=at(on, now.starts, zone),
        ends_at=end_at(on, now.starts, now.ends, zone),
        speakers=(change.speakers if change else ()) or series.speakers,
        where=now.where,
        how=now,
        also=series.also,
        status=change.status if change else "held",
        why=change.why if change else None,
        moved_from=MovedFrom(day=day, starts=how.starts, where=how.where) if moved else None,
        origin=day if moved else None,
        topic=topic,
        number=number if listed else None,
        cohorts=weekly.cohorts,
    )
