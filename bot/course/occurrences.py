"""A course laid out on its days: sessions, meetings of series, office hours, deadlines, releases, days off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.course.cohorts import Cohort, are_all, names_of
from bot.course.items import Item, at, end_at
from bot.course.meetings import Change, DayOff, How, MovedFrom, resolved
from bot.course.sessions import Deadline, OfficeHours, Session, Speaker, WeeklySession
from bot.course.values import WEEKDAYS

if TYPE_CHECKING:
    from bot.course.model import Course

DAY_OFF = "day_off"
"""The id of every day off: no other thing's, since ids have no underscores."""


def items_of(course: Course, zone: ZoneInfo, mine: Collection[str] = ()) -> Iterator[Item]:
    """Yield everything that has its day, in no order. What comes out at no stated moment has none.

    Args:
        mine: cohorts that needn't be named, since who reads it is in them. What is another's says whose it is.
    """
    off = days_off(course)
    meetings = [_labelled(course, item, mine) for item in meetings_of(course, zone, off)]
    yield from meetings
    for item in _office_hours(course, zone, meetings, off):
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
    return _span(off.day, off.last or off.day)


def meeting_days(weekly: WeeklySession, off: Collection[date] = ()) -> list[date]:
    """List the days on which a series is to meet, those on which it's cancelled included."""
    return _recurring(weekly.weekdays, weekly.first, weekly.last, off)


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _recurring(
    weekdays: Sequence[str], first: date, last: date, off: Collection[date]
) -> list[date]:
    wanted = {WEEKDAYS.index(w) for w in weekdays if w in WEEKDAYS}
    return [day for day in _span(first, last) if day.weekday() in wanted and day not in off]


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


def meetings_of(course: Course, zone: ZoneInfo, off: Collection[date]) -> Iterator[Item]:
    """Yield each meeting, and for what has moved to another day the day on which it was to be."""
    for session in course.sessions:
        yield from _with_former_day(_single(course, session, zone))
    for weekly in course.weekly:
        for item in _series(course, weekly, zone, off):
            yield from _with_former_day(item)


def _with_former_day(item: Item) -> Iterator[Item]:
    yield item
    moved = item.moved_from
    if moved and moved.day and moved.day != item.day:
        yield replace(
            item, day=moved.day, starts_at=None, ends_at=None, not_before=None, gone_to=item
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
        ends_at=end_at(session.day, how.starts, how.ends, zone),
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
    changes |= {change.day: change for change in weekly.changes}
    number = 0
    for day in meeting_days(weekly, off):
        change = changes.get(day)
        if change and change.status in ("cancelled", "no class"):
            yield _meeting(series, day, change, None)
            continue
        yield _meeting(series, day, change, number)
        number += 1


def _meeting(series: _Series, day: date, change: Change | None, number: int | None) -> Item:
    """Return one meeting of a series. `number`: of its topic; None for one that isn't held."""
    weekly, how, zone = series.weekly, series.how, series.zone
    now = resolved(_stated(change), how) if change else how
    on = change.to if change and change.to else day
    topic = weekly.topics[number] if number is not None and number < len(weekly.topics) else None
    moved = change is not None and change.status == "moved"
    return Item(
        kind=weekly.kind,
        id=weekly.id,
        day=on,
        title=f"{weekly.title}: {topic}" if topic else weekly.title,
        starts_at=at(on, now.starts, zone),
        ends_at=end_at(on, now.starts, now.ends, zone),
        speakers=series.speakers,
        where=now.where,
        how=now,
        also=series.also,
        status=change.status if change else "held",
        why=change.why if change else None,
        moved_from=MovedFrom(day=day, starts=how.starts, where=how.where) if moved else None,
        origin=day if moved else None,
        topic=number if topic else None,
        cohorts=weekly.cohorts,
    )


def _stated(change: Change) -> How:
    return How(starts=change.starts, ends=change.ends, where=change.where)


def _office_hours(
    course: Course, zone: ZoneInfo, meetings: Sequence[Item], off: Collection[date]
) -> Iterator[Item]:
    for hours in course.office_hours:
        lectures = _lectures_by_day(meetings, hours) if hours.after else {}
        first, last = hours.first or course.term.start, hours.last or course.term.end
        if hours.after:
            days = [day for day in sorted(lectures) if first <= day <= last]
        else:
            days = _recurring(hours.weekdays, first, last, off)
        for day in days:
            yield _hours_on(hours, day, lectures.get(day, []), zone)


def _lectures_by_day(meetings: Sequence[Item], hours: OfficeHours) -> dict[date, list[Item]]:
    """Return the meetings of a kind that are held, for each day on which the start of one is known.

    A cohort's office hours are after its own meetings and everybody's.
    """
    by_day: dict[date, list[Item]] = {}
    for item in meetings:
        if hours.cohorts and item.cohorts and not set(hours.cohorts) & set(item.cohorts):
            continue
        if item.kind == hours.after and item.is_held and item.begins_at:
            by_day.setdefault(item.day, []).append(item)
    return by_day


def _hours_on(hours: OfficeHours, day: date, lectures: Sequence[Item], zone: ZoneInfo) -> Item:
    closes = end_at(day, hours.opens, hours.closes, zone)
    opens, begins = at(day, hours.opens, zone), None
    if lectures:
        begins = min(item.begins_at for item in lectures if item.begins_at)
        opens = _end_of(lectures, closes)
    return Item(
        kind="office hours",
        id=hours.id,
        day=day,
        title=hours.title,
        starts_at=opens,
        not_before=None if opens else begins,
        ends_at=closes,
        where=hours.where,
        after_lecture=hours.after is not None and opens is None,
        note=next((unsure.why for unsure in hours.unsure if unsure.day == day), None),
        status="cancelled" if day in hours.cancelled else "held",
        hours=hours,
        cohorts=hours.cohorts,
    )


def _end_of(lectures: Sequence[Item], closes: datetime | None) -> datetime | None:
    """Return when a day's lectures end; None where the end of one isn't stated, or is no time to open at."""
    ends = [item.ends_at for item in lectures]
    if any(end is None for end in ends):
        return None
    last = max(end for end in ends if end)
    return last if closes and last < closes else None
