"""What is on, what is next, what is due at an instant: one course laid out in time.

A `Timeline` is built once for a course and answers with bisection, so its answers cost the same for ten
sessions and for a thousand. Every method that depends on the moment takes `now` (aware UTC).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.course.changed import Changed
from bot.course.cohort_times import course_of
from bot.course.features import Feature, features_of
from bot.course.items import Item
from bot.course.model import Course
from bot.course.occurrences import items_of
from bot.text import clock_time, day_name

DAY = timedelta(days=1)
FRIDAY = 4
WEEK = timedelta(days=7)
MOST_KEPT = 64
"""Courses as people of some cohorts have them that are kept laid out."""
UNSTATED = timedelta(hours=2)
"""How long a meeting counts as on whose end nobody states, by our own choice: longer than most talks."""


class State(Enum):
    """Where something stands at an instant."""

    PAST = "past"
    ON = "on now"
    """Begun and not known to be over."""
    AFTER_LECTURE = "when the lecture ends"
    """Office hours that open at a lecture's end, while that lecture may still be running."""
    TODAY = "today"
    AHEAD = "ahead"


class Timeline:
    """A course in time. Days and weeks are counted in the course's zone; weeks begin on Monday.

    Args:
        changed: what staff have changed of it so far, newest first.
        mine: the cohorts of the one person whose course it is; none for everybody's.
        whole: everybody's course, where this one is a person's.
    """

    def __init__(
        self,
        course: Course,
        changed: Sequence[Changed] = (),
        mine: frozenset[str] = frozenset(),
        whole: Course | None = None,
    ) -> None:
        self.course, self.changed, self.mine = course, tuple(changed), mine
        self._for: dict[frozenset[str], Timeline] = {}
        self.zone = ZoneInfo(course.timezone)
        by_day: dict[date, list[Item]] = {}
        for item in items_of(course, self.zone, mine, whole):
            for day in item.days:
                by_day.setdefault(day, []).append(item)
        self.days: tuple[date, ...] = tuple(sorted(by_day))
        self._by_day = {day: tuple(sorted(by_day[day], key=_order_in_day)) for day in self.days}
        self.items: tuple[Item, ...] = tuple(
            i for day in self.days for i in self._by_day[day] if i.day == day
        )
        self._by_key = {item.key: item for item in self.items}
        self.deadlines = tuple(sorted((i for i in self.items if i.deadline), key=_begin))
        self._due = [_begin(item) for item in self.deadlines]
        self.releases = tuple(sorted((i for i in self.items if i.release), key=_begin))
        self.office_hours = tuple(
            sorted((i for i in self.items if i.hours and i.is_held), key=_begin)
        )
        self._hours_close = sorted(
            (i.ends_at, n) for n, i in enumerate(self.office_hours) if i.ends_at
        )
        self.timed = tuple(
            sorted((i for i in self.items if i.starts_at and i.is_session), key=_begin)
        )
        self._timed_from = [_begin(item) for item in self.timed]
        self._longest = max((len(item.days) * DAY for item in self.timed), default=DAY)
        self.untimed = tuple(i for i in self.items if i.begins_at is None and i.is_session)
        self._untimed_days = [item.day for item in self.untimed]
        self._of_kind: dict[str, tuple[list[datetime], list[Item]]] = {}
        self._of_cohorts: dict[tuple[str, tuple[str, ...]], tuple[list[datetime], list[Item]]] = {}
        for item in self.timed:
            for begins, items in (
                self._of_kind.setdefault(item.kind, ([], [])),
                self._of_cohorts.setdefault((item.kind, item.cohorts), ([], [])),
            ):
                begins.append(_begin(item))
                items.append(item)

    def of(self, cohorts: Iterable[str]) -> Timeline:
        """Return the course as somebody has it who is in some cohorts; the same for none."""
        mine = frozenset(cohorts) & {one.id for one in self.course.cohorts}
        if not mine:
            return self
        if mine not in self._for:
            if len(self._for) >= MOST_KEPT:
                self._for.clear()
            self._for[mine] = Timeline(
                course_of(self.course, mine), self.changed, mine, self.course
            )
        return self._for[mine]

    @cached_property
    def presentations(self) -> Item | None:
        """The meeting in which groups present: the one that the file names, or the one of that event."""
        pitches = self.course.pitches
        if pitches is None:
            return None
        held = [item for item in self.items if item.is_session]
        named = [item for item in held if item.id == pitches.session]
        return next(iter(named or [item for item in held if item.event == "pitches"]), None)

    def meeting(self, session: str | None) -> Item | None:
        """Return the meeting that a session of the file is, by its id; None where it isn't held."""
        return next((i for i in self.items if i.id == session and i.is_session), None)

    @cached_property
    def features(self) -> frozenset[Feature]:
        """What the course has, as far as commands follow from it."""
        return features_of(self.course)

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

    def told(self, instant: datetime) -> str:
        """Write an instant in the course's zone: Tue Jan 26, 11:59 PM ET."""
        local = instant.astimezone(self.zone)
        return f"{day_name(local.date())}, {clock_time(local.time())} {self.course.zone_label}"

    def midnight(self, day: date) -> datetime:
        """Return a day's first instant in the course's zone, as aware UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def week_number(self, day: date) -> int:
        """Count weeks from the term's first week, which is 1; days before it are in week 0."""
        return (monday(day) - first_monday(self.course.term.start)).days // 7 + 1

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of meetings that are on the schedule with their time, the soonest first."""
        return tuple(self._of_kind)

    def next_session(self, now: datetime, kind: str = "lecture") -> Item | None:
        """Return the next timed meeting of a kind that has not begun."""
        return _first_after(self._of_kind.get(kind, ([], [])), now)

    def next_sessions(self, now: datetime) -> tuple[Item, ...]:
        """Return the next timed meeting of each kind, and of each cohort that has its own; the soonest first."""
        found = (_first_after(some, now) for some in self._of_cohorts.values())
        return tuple(sorted((item for item in found if item), key=_begin))

    def next_untimed(self, now: datetime) -> tuple[Item, ...]:
        """Return the meetings of no stated time on the soonest day that has some and isn't over."""
        index = bisect_left(self._untimed_days, self.today(now))
        ahead = self.untimed[index:]
        return tuple(item for item in ahead if item.day == ahead[0].day)

    def current_sessions(self, now: datetime) -> tuple[Item, ...]:
        """Return the timed meetings that are on, also those that began yesterday or before."""
        first = bisect_left(self._timed_from, now - self._longest)
        begun = slice(first, bisect_right(self._timed_from, now))
        return tuple(i for i in self.timed[begun] if self.state(i, now) is State.ON)

    def next_office_hours(self, now: datetime) -> Item | None:
        """Return the office hours that close next, whether or not they have opened."""
        index = bisect_right(self._hours_close, (now, len(self.office_hours)))
        return (
            self.office_hours[self._hours_close[index][1]]
            if index < len(self._hours_close)
            else None
        )

    def next_release(self, now: datetime) -> Item | None:
        """Return what comes out next."""
        return next((i for i in self.releases if self.state(i, now) is not State.PAST), None)

    def open_deadlines(self, now: datetime) -> tuple[Item, ...]:
        """Return the deadlines still open, soonest first. The second that a deadline names is still open."""
        return self.deadlines[self._first_open(now) :]

    def passed_deadlines(self, now: datetime) -> tuple[Item, ...]:
        """Return the deadlines that have passed, latest first."""
        return self.deadlines[: self._first_open(now)][::-1]

    def _first_open(self, now: datetime) -> int:
        return bisect_right(self._due, now - timedelta(seconds=1))

    def state(self, item: Item, now: datetime) -> State:
        """Return where an item stands, by its times alone."""
        if item.deadline or item.release:
            still_open = timedelta(seconds=1) if item.deadline else timedelta()
            if _begin(item) + still_open <= now:
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
        """Return the instant by which an item is taken to be over."""
        if item.ends_at:
            return item.ends_at
        closing = [
            i.ends_at
            for i in self.on(item.day)
            if i.after_lecture and i.ends_at and i.hours and i.hours.after == item.kind
        ]
        if closing:
            return min(closing)
        return item.starts_at + UNSTATED if item.starts_at else self.midnight(item.day + DAY)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def first_monday(start: date) -> date:
    """Return the Monday of a term's first week; what begins on a weekend begins with the next."""
    return monday(start + timedelta(days=2)) if start.weekday() > FRIDAY else monday(start)


def _begin(item: Item) -> datetime:
    instant = item.begins_at
    assert instant is not None, f"{item.key} has no time of day"
    return instant


def _first_after(some: tuple[list[datetime], list[Item]], now: datetime) -> Item | None:
    begins, items = some
    index = bisect_right(begins, now)
    return items[index] if index < len(items) else None


def _order_in_day(item: Item) -> tuple[int, datetime, int]:
    never = datetime.max.replace(tzinfo=UTC)
    if item.day_off:
        return -1, never, 0
    if item.deadline or item.release:
        return 3, _begin(item), 0
    if item.after_lecture:
        return 2, _begin(item), 0
    if item.hours and item.begins_at is None:
        return 2, never, 0
    if item.begins_at:
        return 0, item.begins_at, item.part or 0
    return 1, never, item.part or 0
