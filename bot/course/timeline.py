"""What is on, what is next, what is due at an instant: one course laid out in time.

A `Timeline` is built once for a course and answers with bisection, so its answers cost the same for ten
sessions and for a thousand. Every method that depends on the moment takes `now` (aware UTC).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.course.model import Course
from bot.course.sessions import Deadline, OfficeHours, Session, Speaker, WeeklySession
from bot.course.values import WEEKDAYS

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class State(Enum):
    """Where something stands at an instant."""

    PAST = "past"
    ON = "on now"
    """Begun and not known to be over."""
    AFTER_LECTURE = "when the lecture ends"
    """Office hours that open at a lecture's end, while that lecture may still be running."""
    TODAY = "today"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing on one day.

    Attributes:
        kind: a session's kind, or `office hours`, or `deadline`.
        day: the day in the course's zone.
        starts_at: aware UTC; None where the course page names no time of day. A deadline's due instant.
        ends_at: aware UTC; None where unknown. For office hours the instant they close.
        after_lecture: office hours that open when the lecture ends; `starts_at` is then unknown (None).
        not_before: for those, the start of that lecture (aware UTC).
        note: what the course page leaves open about this item.
    """

    kind: str
    id: str
    day: date
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    part: int | None = None
    speakers: tuple[Speaker, ...] = ()
    where: str | None = None
    lab: str | None = None
    event: str | None = None
    after_lecture: bool = False
    not_before: datetime | None = None
    note: str | None = None
    deadline: Deadline | None = None
    hours: OfficeHours | None = None

    @property
    def key(self) -> str:
        """A name for this item that no other item of the course has."""
        return f"{self.id}@{self.day}"

    @property
    def begins_at(self) -> datetime | None:
        """The earliest instant it can begin, aware UTC."""
        return self.starts_at or self.not_before


class Timeline:
    """A course in time. Days and weeks are counted in the course's zone; weeks begin on Monday."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.zone = ZoneInfo(course.timezone)
        by_day: dict[date, list[Item]] = {}
        for item in _items(course, self.zone):
            by_day.setdefault(item.day, []).append(item)
        self.days: tuple[date, ...] = tuple(sorted(by_day))
        self._by_day = {day: tuple(sorted(by_day[day], key=_order_in_day)) for day in self.days}
        self.items: tuple[Item, ...] = tuple(i for day in self.days for i in self._by_day[day])
        self._by_key = {item.key: item for item in self.items}
        self.deadlines = tuple(sorted((i for i in self.items if i.deadline), key=_begin))
        self._due = [_begin(item) for item in self.deadlines]
        self.office_hours = tuple(sorted((i for i in self.items if i.hours), key=_begin))
        self._hours_close = sorted(
            (i.ends_at, n) for n, i in enumerate(self.office_hours) if i.ends_at
        )
        self.timed = tuple(
            sorted(
                (i for i in self.items if i.starts_at and not i.deadline and not i.hours),
                key=_begin,
            )
        )
        self._timed_from = [_begin(item) for item in self.timed]

    def today(self, now: datetime) -> date:
        """Return the day it is in the course's zone."""
        return now.astimezone(self.zone).date()

    def find(self, key: str) -> Item | None:
        """Return the item of a key; None if the course has none (any more)."""
        return self._by_key.get(key)

    def on(self, day: date) -> tuple[Item, ...]:
        """Return a day's items in order."""
        return self._by_day.get(day, ())

    def days_between(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days with items from `first` to `last`, both included."""
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]

    def day_after(self, day: date) -> date | None:
        """Return the next day with items."""
        index = bisect_right(self.days, day)
        return self.days[index] if index < len(self.days) else None

    def day_before(self, day: date) -> date | None:
        """Return the last day with items before this one."""
        index = bisect_left(self.days, day)
        return self.days[index - 1] if index else None

    def midnight(self, day: date) -> datetime:
        """Return a day's first instant in the course's zone, as aware UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def week_number(self, day: date) -> int:
        """Count weeks from the term's first week, which is 1."""
        return (monday(day) - monday(self.course.term.start)).days // 7 + 1

    def next_session(self, now: datetime, kind: str = "lecture") -> Item | None:
        """Return the next timed session of a kind that has not begun."""
        for item in self.timed[bisect_right(self._timed_from, now) :]:
            if item.kind == kind:
                return item
        return None

    def current_sessions(self, now: datetime) -> tuple[Item, ...]:
        """Return the timed sessions that are on."""
        today = self.on(self.today(now))
        return tuple(
            i for i in today if not i.deadline and not i.hours and self.state(i, now) is State.ON
        )

    def next_office_hours(self, now: datetime) -> Item | None:
        """Return the office hours that close next, whether or not they have opened."""
        index = bisect_right(self._hours_close, (now, len(self.office_hours)))
        return (
            self.office_hours[self._hours_close[index][1]]
            if index < len(self._hours_close)
            else None
        )

    def open_deadlines(self, now: datetime) -> tuple[Item, ...]:
        """Return the deadlines still open, soonest first. The second that a deadline names is still open."""
        return self.deadlines[self._first_open(now) :]

    def passed_deadlines(self, now: datetime) -> tuple[Item, ...]:
        """Return the deadlines that have passed, latest first."""
        return self.deadlines[: self._first_open(now)][::-1]

    def _first_open(self, now: datetime) -> int:
        return bisect_right(self._due, now - timedelta(seconds=1))

    def state(self, item: Item, now: datetime) -> State:
        """Return where an item stands."""
        if item.deadline:
            if _begin(item) + timedelta(seconds=1) <= now:
                return State.PAST
            return State.TODAY if item.day == self.today(now) else State.AHEAD
        begins, until = item.begins_at, self._known_until(item)
        if now >= until:
            return State.PAST
        if item.after_lecture and begins is not None and now >= begins:
            return State.AFTER_LECTURE
        if item.starts_at is not None and now >= item.starts_at:
            return State.ON
        return State.TODAY if item.day == self.today(now) else State.AHEAD

    def _known_until(self, item: Item) -> datetime:
        """Return the instant by which an item is over for certain."""
        if item.ends_at:
            return item.ends_at
        if item.kind == "lecture":
            closing = [i.ends_at for i in self.on(item.day) if i.after_lecture and i.ends_at]
            if closing:
                return min(closing)
        return self.midnight(item.day + DAY)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _begin(item: Item) -> datetime:
    instant = item.begins_at
    assert instant is not None, f"{item.key} has no time of day"
    return instant


def _order_in_day(item: Item) -> tuple[int, datetime, int]:
    never = datetime.max.replace(tzinfo=UTC)
    if item.deadline:
        return 3, _begin(item), 0
    if item.after_lecture:
        return 2, _begin(item), 0
    if item.begins_at:
        return 0, item.begins_at, item.part or 0
    return 1, never, item.part or 0


def _items(course: Course, zone: ZoneInfo) -> Iterator[Item]:
    sessions = list(_sessions(course, zone))
    yield from sessions
    yield from _office_hours(course, zone, sessions)
    for deadline in course.deadlines:
        local = deadline.due_at.astimezone(zone)
        yield Item(
            kind="deadline",
            id=deadline.id,
            day=local.date(),
            title=deadline.title,
            starts_at=deadline.due_at.astimezone(UTC),
            where=deadline.hand_in.where if deadline.hand_in else None,
            deadline=deadline,
        )


def _sessions(course: Course, zone: ZoneInfo) -> Iterator[Item]:
    for session in course.sessions:
        starts, ends = _times(course, session)
        begins = at(session.day, starts, zone)
        later_part = session.kind == "lecture" and (session.part or 1) > 1 and not session.starts
        yield Item(
            kind=session.kind,
            id=session.id,
            day=session.day,
            title=session.title or "",
            starts_at=None if later_part else begins,
            not_before=begins if later_part else None,
            ends_at=at(session.day, ends, zone),
            part=session.part,
            speakers=session.speakers,
            where=session.where or (course.lectures.where if session.kind == "lecture" else None),
            lab=session.lab,
            event=session.event,
        )
    for weekly in course.weekly:
        for number, day in enumerate(meetings(weekly)):
            topic = weekly.topics[number] if number < len(weekly.topics) else None
            yield Item(
                kind=weekly.kind,
                id=weekly.id,
                day=day,
                title=f"{weekly.title}: {topic}" if topic else weekly.title,
                starts_at=at(day, weekly.starts, zone),
                ends_at=at(day, weekly.ends, zone),
                speakers=weekly.speakers,
                where=weekly.where,
            )


def _times(course: Course, session: Session) -> tuple[time | None, time | None]:
    if session.starts or session.kind != "lecture":
        return session.starts, session.ends
    return course.lectures.starts, session.ends or course.lectures.ends


def meetings(weekly: WeeklySession) -> list[date]:
    """List the days on which something weekly meets."""
    return _recurring(weekly.weekdays, weekly.first, weekly.last, weekly.cancelled)


def _recurring(
    weekdays: Sequence[str], first: date, last: date, cancelled: Sequence[date]
) -> list[date]:
    wanted, skipped = {WEEKDAYS.index(w) for w in weekdays if w in WEEKDAYS}, set(cancelled)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() in wanted and day not in skipped]


def _office_hours(course: Course, zone: ZoneInfo, sessions: Sequence[Item]) -> Iterator[Item]:
    lecture_starts: dict[date, datetime] = {}
    for item in sessions:
        if item.kind == "lecture" and item.starts_at:
            lecture_starts[item.day] = min(
                item.starts_at, lecture_starts.get(item.day, item.starts_at)
            )
    for hours in course.office_hours:
        first, last = hours.first or course.term.start, hours.last or course.term.end
        if hours.after:
            skipped = set(hours.cancelled)
            days = [d for d in sorted(lecture_starts) if first <= d <= last and d not in skipped]
        else:
            days = _recurring(hours.weekdays, first, last, hours.cancelled)
        unsure = {u.day: u.why for u in hours.unsure}
        for day in days:
            yield Item(
                kind="office hours",
                id=hours.id,
                day=day,
                title=hours.title,
                starts_at=None if hours.after else at(day, hours.opens, zone),
                not_before=lecture_starts[day] if hours.after else None,
                ends_at=at(day, hours.closes, zone),
                where=hours.where,
                after_lecture=hours.after is not None,
                note=unsure.get(day),
                hours=hours,
            )


def at(day: date, clock: time | None, zone: ZoneInfo) -> datetime | None:
    """Return the instant of a time of day, aware UTC; None for none.

    On the day clocks go back, a time that comes twice means the first; on the day they go forward, a time
    that is skipped means the same distance after midnight (PEP 495, fold=0).
    """
    return datetime.combine(day, clock, zone).astimezone(UTC) if clock else None
