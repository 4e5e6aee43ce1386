"""What a course file must keep about office hours, and what meetings share: days of the term, weekdays once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.course.findings import Finding
from bot.course.model import Course
from bot.course.sessions import OfficeHours
from bot.course.yamlfile import Loc

LONGEST = timedelta(hours=18)
"""A meeting that seems to last longer has an end that was meant for another day, by our own choice."""


def within_term(course: Course, loc: Loc, day: date | None) -> Iterator[Finding]:
    """Yield what is wrong about a day that lies outside of the term."""
    if course.term.end < course.term.start or day is None:
        return
    first, last = course.term.first_day, course.term.last_day
    if not first <= day <= last:
        key = "`earliest` beside its start" if day < first else "`latest` beside its end"
        yield Finding(loc, str(day), f"a day of the term, {first} to {last}, or {key}")


def in_order(loc: Loc, first: date, last: date, name: str) -> Iterator[Finding]:
    """Yield what is wrong about a last day that comes before its first."""
    if last < first:
        yield Finding(loc, str(last), f"a day on or after the {name}, {first}")


def once_each(loc: Loc, weekdays: Sequence[str]) -> Iterator[Finding]:
    """Yield what is wrong about weekdays that are named twice."""
    if len(set(weekdays)) < len(weekdays):
        yield Finding((*loc, "weekdays"), "a weekday twice", "each weekday once")


def lasts(loc: Loc, starts: time, ends: time, longer: str = "") -> Iterator[Finding]:
    """Yield what is wrong about a span of time. An end that is earlier than the start is on the next day.

    Args:
        longer: what else may be said of what goes on for longer.
    """
    begun = datetime.combine(date.min, starts)
    length = (datetime.combine(date.min, ends) - begun) % timedelta(days=1)
    if not timedelta(0) < length <= LONGEST:
        expected = (
            f"a time after the start, {starts:%H:%M}, or on the next day, up to 18 hours later"
        )
        yield Finding(loc, f"{ends:%H:%M}", f"{expected}{longer}")


def check_office_hours(course: Course) -> Iterator[Finding]:
    """Yield what is wrong about the office hours."""
    for i, hours in enumerate(course.office_hours):
        loc = ("office_hours", i)
        yield from once_each(loc, hours.weekdays)
        if (hours.after is None) == (not hours.weekdays):
            yield Finding(loc, "both or neither of `after` and `weekdays`", "exactly one of them")
        elif hours.after:
            yield from _after_meetings(course, loc, hours, hours.after)
        elif hours.opens is None:
            yield Finding(
                loc, "weekly office hours without `opens`", "the time they open, such as 10:00"
            )
        else:
            yield from lasts((*loc, "closes"), hours.opens, hours.closes)
        for key, day in (("first", hours.first), ("last", hours.last)):
            yield from within_term(course, (*loc, key), day)
        if hours.first and hours.last:
            yield from in_order((*loc, "last"), hours.first, hours.last, "first")


def _after_meetings(course: Course, loc: Loc, hours: OfficeHours, kind: str) -> Iterator[Finding]:
    meetings = [m for m in (*course.sessions, *course.weekly) if m.kind == kind]
    starts = [time for m in meetings if (time := m.starts or course.kind(kind).starts)]
    starts += [time for time in [course.kind(kind).starts] if time]
    if hours.opens:
        expected = f"no time, since they open after a {kind}"
        yield Finding((*loc, "opens"), f"{hours.opens:%H:%M}", expected)
    if not starts:
        expected = f"`kinds: {{{kind}: {{starts: ...}}}}` to be set, so that they can be timed"
        yield Finding((*loc, "after"), f"“{kind}”", expected)
    elif hours.closes <= min(starts):
        expected = f"a time after the {kind}s start, {min(starts):%H:%M}"
        yield Finding((*loc, "closes"), f"{hours.closes:%H:%M}", expected)
