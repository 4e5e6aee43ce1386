"""What a course file must keep about its meetings: known kinds, times, changes that make sense, days off kept free."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from bot.course.check_hours import in_order, lasts, once_each, within_term
from bot.course.explaining import close_to
from bot.course.findings import Finding
from bot.course.meetings import TAKEN_KINDS, USUAL_KINDS, Change, DayOff, How, MeetingKind, states
from bot.course.model import Course
from bot.course.occurrences import days_of, days_off
from bot.course.series import meeting_days
from bot.course.sessions import Session, WeeklySession
from bot.course.yamlfile import Loc

LONGEST_MEETING = timedelta(days=14)
"""How long after its first day a meeting may end, by our own choice."""


def check_meetings(course: Course, stated: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong about the meetings. `stated`: labels under `kinds`, those of misshapen entries included."""
    yield from _kinds(course, {*course.kinds, *stated})
    yield from _days_off(course)
    off = days_off(course)
    for i, session in enumerate(course.sessions):
        yield from _session(course, ("sessions", i), session)
        if session.status in ("held", "moved"):
            hint = "another day, or `status: no class` or `cancelled`"
            yield from _kept_free(("sessions", i, "day"), session.day, off, hint)
    for i, weekly in enumerate(course.weekly):
        yield from _weekly(course, ("weekly", i), weekly)
        for j, change in enumerate(weekly.changes):
            yield from _kept_free(("weekly", i, "changes", j, "to"), change.to, off, "another day")


def _kept_free(
    loc: Loc, day: date | None, off: Mapping[date, DayOff], expected: str
) -> Iterator[Finding]:
    if day is not None and day in off:
        yield Finding(loc, f"{day}, a day off ({off[day].title})", expected)


def _kinds(course: Course, stated: Collection[str]) -> Iterator[Finding]:
    meetings = [(("sessions", i, "kind"), s.kind) for i, s in enumerate(course.sessions)]
    meetings += [(("weekly", i, "kind"), w.kind) for i, w in enumerate(course.weekly)]
    yield from _names_of_kinds(course)
    proper = {name: label for label, kind in course.kinds.items() for name in kind.also}
    for loc, label in meetings:
        if label in TAKEN_KINDS:
            yield Finding(loc, f"“{label}”", _instead(label))
        elif label in proper and label not in stated:
            other = proper[label]
            yield Finding(loc, f"“{label}”", f"“{other}”: `kinds` has it as another name of that")
        elif label not in USUAL_KINDS and label not in stated:
            yield Finding(loc, f"the unknown kind “{label}”", _known(label, stated))
    used = {label for _, label in meetings} | {hours.after for hours in course.office_hours}
    for label, kind in course.kinds.items():
        yield from _span(("kinds", label), kind, MeetingKind())
        if label not in used:
            expected = f"a meeting whose `kind` is {label}, or no entry for it"
            yield Finding(("kinds", label), f"“{label}”, which no meeting is", expected)


def _known(label: str, stated: Collection[str]) -> str:
    names = [*stated, *(kind for kind in USUAL_KINDS if kind not in stated)]
    near = close_to(label.lower(), names)
    own = f"an entry of its own: `kinds: {{{label}: {{}}}}`"
    return (
        f"“{near[0]}” (did you mean that?), or {own}"
        if near
        else f"{own}, or one of {', '.join(names)}"
    )


def _instead(label: str) -> str:
    part = {"deadline": "deadlines", "release": "releases", "day off": "days_off"}
    return f"another label: these have a part of their own, `{part.get(label, 'office_hours')}`"


def _names_of_kinds(course: Course) -> Iterator[Finding]:
    """Yield labels that are taken, and names that two kinds share."""
    holders: dict[str, str] = {}
    for label, kind in course.kinds.items():
        loc: Loc = ("kinds", label)
        if label in TAKEN_KINDS:
            yield Finding(loc, f"“{label}”", _instead(label))
        for place, name in (
            (loc, label),
            *(((*loc, "also", n), a) for n, a in enumerate(kind.also)),
        ):
            if holders.setdefault(name.lower(), label) != label:
                found = f"“{name}”, which is “{holders[name.lower()]}”, too"
                yield Finding(place, found, "a name of one kind alone")


def _days_off(course: Course) -> Iterator[Finding]:
    taken: dict[date, str] = {}
    for i, off in enumerate(course.days_off):
        loc, last = ("days_off", i), off.last or off.day
        outside = list(within_term(course, (*loc, "day"), off.day))
        yield from outside or within_term(course, (*loc, "last"), off.last)
        yield from in_order((*loc, "last"), off.day, last, "first")
        days = days_of(off)
        twice = next((day for day in days if day in taken), None)
        if twice:
            yield Finding((*loc, "day"), f"{twice}, which “{taken[twice]}” has", "each day once")
        taken |= dict.fromkeys(days, off.title)


def _span(loc: Loc, own: How, kind: How, longer: str = "") -> Iterator[Finding]:
    starts = own.starts or kind.starts
    if own.ends and starts:
        yield from lasts((*loc, "ends"), starts, own.ends, longer)
    elif own.ends:
        yield Finding(
            (*loc, "ends"), f"an end, {own.ends:%H:%M}, without a start", "`starts` beside it"
        )


def _goes_on(course: Course, loc: Loc, session: Session, last: date) -> Iterator[Finding]:
    """Yield what is wrong about a meeting that goes on for days."""
    kind = course.kind(session.kind)
    yield from within_term(course, (*loc, "last"), last)
    if not session.day < last <= session.day + LONGEST_MEETING:
        expected = (
            f"a day after its first, {session.day}, at most {LONGEST_MEETING.days} days later"
        )
        yield Finding((*loc, "last"), str(last), expected)
    for key, stated in (
        ("starts", session.starts or kind.starts),
        ("ends", session.ends or kind.ends),
    ):
        if stated is None:
            yield Finding((*loc, "last"), f"`last` without `{key}`", f"`{key}` beside it")


def _session(course: Course, loc: Loc, session: Session) -> Iterator[Finding]:
    yield from within_term(course, (*loc, "day"), session.day)
    if session.last is None:
        yield from _span(loc, session, course.kind(session.kind), "; or its `last` day beside it")
    else:
        yield from _goes_on(course, loc, session, session.last)
    if session.title is None and not session.speakers and session.status != "no class":
        yield Finding(loc, "neither a title nor a speaker", "at least one of them")
    yield from _moved(course, loc, session)
    if session.why and session.status == "held":
        expected = "`status: cancelled`, `moved` or `no class` beside it"
        yield Finding((*loc, "why"), "a reason for a meeting that is held as planned", expected)


def _moved(course: Course, loc: Loc, session: Session) -> Iterator[Finding]:
    moved = session.moved_from
    if session.status == "moved" and moved is None:
        expected = "`moved_from: {day: ...}` beside it, or `starts` or `where` in it"
        yield Finding((*loc, "status"), "“moved” without `moved_from`", expected)
    if moved is None:
        return
    if session.status != "moved":
        yield Finding(
            (*loc, "moved_from"), "a meeting that hasn't moved", "`status: moved` beside it"
        )
    yield from within_term(course, (*loc, "moved_from", "day"), moved.day)
    how = (session.day, session.starts, session.where)
    changed = [
        old
        for old, new in zip((moved.day, moved.starts, moved.where), how, strict=True)
        if old and old != new
    ]
    if not changed:
        expected = "the day, the start or the place that it had before"
        yield Finding((*loc, "moved_from"), "nothing that has changed", expected)


def _weekly(course: Course, loc: Loc, weekly: WeeklySession) -> Iterator[Finding]:
    yield from within_term(course, (*loc, "first"), weekly.first)
    yield from within_term(course, (*loc, "last"), weekly.last)
    yield from _span(loc, weekly, course.kind(weekly.kind))
    yield from in_order((*loc, "last"), weekly.first, weekly.last, "first")
    yield from once_each(loc, weekly.weekdays)
    meets = set(meeting_days(weekly))
    if not meets and weekly.first <= weekly.last:
        found = f"none of these days from {weekly.first} to {weekly.last}"
        yield Finding((*loc, "weekdays"), found, "a weekday that lies between them")
    seen: dict[date, set[str]] = {}
    everybody = {"", *(one.id for one in course.cohorts)}
    named: list[tuple[Loc, date, tuple[str, ...]]] = [
        ((*loc, "cancelled", i), day, ()) for i, day in enumerate(weekly.cancelled)
    ]
    named += [
        ((*loc, "changes", i, "day"), change.day, change.cohorts)
        for i, change in enumerate(weekly.changes)
    ]
    for place, day, cohorts in named:
        taken = seen.setdefault(day, set())
        if day not in meets:
            yield Finding(place, f"{day}, a {day:%A}", f"a day on which “{weekly.title}” meets")
        elif taken & (set(cohorts) or everybody):
            yield Finding(place, f"{day} a second time", "each day once, for each cohort")
        taken |= set(cohorts) or everybody
        strangers = [id for id in cohorts if weekly.cohorts and id not in weekly.cohorts]
        if strangers:
            found = f"“{strangers[0]}”, which “{weekly.title}” isn't for"
            yield Finding((*place[:-1], "cohorts"), found, f"some of {', '.join(weekly.cohorts)}")
    for i, change in enumerate(weekly.changes):
        yield from _change(course, (*loc, "changes", i), weekly, change)


def _change(course: Course, loc: Loc, weekly: WeeklySession, change: Change) -> Iterator[Finding]:
    now = (change.to, change.starts, change.ends, change.where)
    if change.status == "held":
        yield from _held_otherwise(loc, change)
    elif change.status != "moved":
        if any(now):
            expected = "`status: moved`, or none of `to`, `starts`, `ends` and `where`"
            yield Finding((*loc, "status"), f"“{change.status}” with a new time or place", expected)
        return
    elif not any(now):
        yield Finding((*loc, "status"), "“moved” to nowhere", "`to`, `starts` or `where` beside it")
    yield from within_term(course, (*loc, "to"), change.to)
    starts = change.starts or weekly.starts or course.kind(weekly.kind).starts
    if change.ends and starts:
        yield from lasts((*loc, "ends"), starts, change.ends)


def _held_otherwise(loc: Loc, change: Change) -> Iterator[Finding]:
    """Find a meeting that is held at another time or place, which is moved, or that differs in nothing."""
    if any((change.to, change.starts, change.where)):
        expected = "`status: moved`, or none of `to`, `starts` and `where`"
        yield Finding((*loc, "status"), "“held” at another time or place", expected)
    elif not change.topic and not change.speakers and not states(change):
        expected = "what differs beside it, such as `ends`, `topic` or `note`"
        yield Finding((*loc, "status"), "“held” and as the others", expected)
