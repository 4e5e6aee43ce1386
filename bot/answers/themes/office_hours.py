"""Office hours."""

from __future__ import annotations

from bot.answers.said import Said, answers, length, moment, time_of
from bot.course.sessions import OfficeHours
from bot.course.text import clock_time, day_name, listing, lowered, raised
from bot.course.timeline import Item, State
from bot.course.values import WEEKDAYS
from bot.course.when import WEEKDAY_NAMES
from bot.understanding.asked import Asked

HOURS = "Office hours"


def _general(q: Asked, hours: OfficeHours) -> str:
    zone = q.course.zone_label
    closes = clock_time(hours.closes)
    if hours.after:
        return f"{hours.title}: after each day's lecture, until {closes} {zone}, in {hours.where}."
    days = listing(WEEKDAY_NAMES[WEEKDAYS.index(d)].capitalize() for d in hours.weekdays)
    opens = f"{clock_time(hours.opens)} to " if hours.opens else "until "
    return f"{hours.title}: {days}, {opens}{closes} {zone}, in {hours.where}."


def _access(hours: OfficeHours) -> str:
    return f" {hours.access}" if hours.access else ""


def _all(q: Asked) -> str:
    return " ".join(f"{_general(q, h)}{_access(h)}" for h in q.course.office_hours[:3])


@answers("hours-when")
def hours_when(q: Asked) -> Said | None:
    """Return when office hours are, in general or on a day."""
    if not q.course.office_hours:
        return None
    if q.days:
        return _on_days(q)
    verdict: bool | None = True
    if q.says("before") or q.says("weekend", "morning"):
        verdict = False
    if q.says("after", "before") and q.says("or"):
        verdict = None
    if q.times:
        verdict = any(t < h.closes for t in q.times for h in q.course.office_hours)
        if q.says("past", "after"):
            verdict = not all(t >= h.closes for t in q.times for h in q.course.office_hours)
        if q.says("end", "close"):
            verdict = any(t == h.closes for t in q.times for h in q.course.office_hours)
    return Said(_all(q), HOURS, verdict, page="hours:")


def _on_days(q: Asked) -> Said:
    items = [i for i in q.timeline.office_hours if any(d.first <= i.day <= d.last for d in q.days)]
    if not items and q.days[0].weekday:
        items = [i for i in q.timeline.office_hours if q.days[0].holds(i.day)][:1]
    if not items:
        text = f"No office hours are listed for {day_name(q.days[0].first)}. {_all(q)}"
        return Said(text, HOURS, False, page="hours:")
    if items[0].note and len(items) == 1:
        return Said(f"{items[0].note} On other days: {_all(q)}", HOURS, stated=False, page="hours:")
    told = " ".join(f"{day_name(i.day)}: {_span(q, i)}, in {i.where}." for i in items[:5])
    first = items[0].hours
    return Said(f"{told}{_access(first) if first else ''}", HOURS, True, page="hours:")


def _span(q: Asked, item: Item) -> str:
    assert item.ends_at is not None
    until = f"until {time_of(q.timeline, item.ends_at)}"
    if item.after_lecture:
        return f"office hours after the lecture, {until}"
    return (
        f"office hours from {time_of(q.timeline, item.starts_at)} {until}"
        if item.starts_at
        else f"office hours {until}"
    )


@answers("hours-open")
def hours_open(q: Asked) -> Said | None:
    """Return whether office hours are open at the asker's instant."""
    item = q.timeline.next_office_hours(q.now)
    if item is None or item.ends_at is None:
        return (
            Said("Office hours are over for this course.", HOURS, False)
            if q.course.office_hours
            else None
        )
    state = q.timeline.state(item, q.now)
    ends, left = time_of(q.timeline, item.ends_at), length(item.ends_at - q.now)
    access = _access(item.hours) if item.hours else ""
    asks_over = q.says("over", "late", "end", "ended", "miss", "missed")
    if state is State.ON:
        text = f"Office hours are open until {ends}, for another {left}, in {item.where}.{access}"
        return Said(text, HOURS, not asks_over, item.ends_at, "hours:")
    if state is State.AFTER_LECTURE:
        text = (
            f"Office hours open when today's lecture ends and close at {ends}, in {left}. The course page doesn't "
            f"say when the lecture ends; if it is over, they are open, in {item.where}.{access}"
        )
        return Said(text, HOURS, None, item.ends_at, "hours:")
    return _closed(q, item, asks_over=asks_over)


def _closed(q: Asked, item: Item, *, asks_over: bool) -> Said:
    """Return that office hours are closed; until when only where that is stated."""
    opens = f"until {moment(q.timeline, item.starts_at)}" if item.starts_at else "now"
    following = f"Next: {day_name(item.day)}, {_span(q, item)}, in {item.where}."
    been = any(i.hours for i in q.timeline.on(q.today)) and item.day != q.today
    verdict = been if asks_over else False
    text = f"Office hours are closed {opens}. {following}"
    return Said(text, HOURS, verdict, item.starts_at, "hours:")


@answers("hours-next")
def hours_next(q: Asked) -> Said | None:
    """Return when office hours are next."""
    item = q.timeline.next_office_hours(q.now)
    if item is None:
        return (
            Said("Office hours are over for this course.", HOURS) if q.course.office_hours else None
        )
    begins = (
        f" The lecture starts {moment(q.timeline, item.not_before)}." if item.not_before else ""
    )
    text = f"Next office hours: {day_name(item.day)}, {_span(q, item)}, in {item.where}.{begins}"
    return Said(text, HOURS, page="hours:")


@answers("hours-where")
def hours_where(q: Asked) -> Said | None:
    """Return where office hours are, with their address."""
    told: list[str] = []
    for hours in q.course.office_hours[:3]:
        link = q.course.link(hours.link)
        address = f" ({link.url})" if link else ""
        told.append(f"{hours.title}: in {hours.where}{address}.{_access(hours)} {_times(q, hours)}")
    if not told:
        return None
    wheres = " ".join(h.where.lower() for h in q.course.office_hours)
    verdict = None
    if q.says("zoom", "person", "gather"):
        verdict = ("zoom" if q.says("zoom") else "gather" if q.says("gather") else "room") in wheres
    if q.says("or"):
        verdict = None
    return Said(" ".join(told), HOURS, verdict, page="hours:")


def _times(q: Asked, hours: OfficeHours) -> str:
    text = _general(q, hours).removeprefix(f"{hours.title}: ").split(", in ")[0]
    return f"{raised(text)}."


@answers("hours-login")
def hours_login(q: Asked) -> Said | None:
    """Return what it takes to get in."""
    hours = next((h for h in q.course.office_hours if h.access), None)
    if hours is None:
        return None
    without = q.says(
        "without", "gmail", "personal", "non", "outsiders", "guest", "outside", "other"
    )
    asks_need = q.says("required", "need", "have")
    verdict = not without if (without or asks_need) else None
    return Said(f"{hours.access} {_general(q, hours)}", HOURS, verdict, page="hours:")


@answers("hours-purpose")
def hours_purpose(q: Asked) -> Said | None:
    """Return what office hours are for."""
    hours = next((h for h in q.course.office_hours if h.purposes), None)
    if hours is None:
        return None
    told = "; ".join(lowered(p) for p in hours.purposes)
    verdict = not q.says("only")
    return Said(
        f"{hours.title} are there to: {told}. {_general(q, hours)}", HOURS, verdict, page="hours:"
    )


@answers("hours-walkthrough")
def hours_walkthrough(q: Asked) -> Said | None:
    """Return what office hours are not for."""
    told = [text for h in q.course.office_hours for text in h.not_for]
    return Said(" ".join(told), HOURS, page="hours:") if told else None


@answers("hours-host")
def hours_host(q: Asked) -> Said | None:
    """Return who hosts office hours."""
    told = [f"{h.title} are hosted by {h.hosts}." for h in q.course.office_hours if h.hosts]
    with_whom = [
        p for h in q.course.office_hours for p in h.purposes if "TA" in p or "instructor" in p
    ]
    if with_whom:
        told.append(f"You can {lowered(with_whom[0])}.")
    return Said(" ".join(told), HOURS, page="hours:") if told else None


@answers("hours-need")
def hours_need(q: Asked) -> Said | None:
    """Return that passing doesn't ask for office hours."""
    grading = q.course.grading
    if not q.course.office_hours or grading is None or not grading.passing:
        return None
    told = "; ".join(lowered(p.title) for p in grading.passing)
    return Said(
        f"Office hours aren't among what passing takes: {told}.", "Grading", page="topic:0/grading"
    )
