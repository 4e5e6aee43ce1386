"""Office hours."""

from __future__ import annotations

from bot.answers.compare import asks_closed, at_times, is_open, of_words, turned_off
from bot.answers.said import Said, answers, length, moment, sentence, time_of
from bot.course.change_words import off_text
from bot.course.sessions import OfficeHours
from bot.course.timeline import Item, State
from bot.course.values import WEEKDAYS
from bot.course.when import WEEKDAY_NAMES
from bot.text import clock_time, day_name, listing, lowered, raised
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of, turns

HOURS = "Office hours"
MODES = ("person", "physically", "online", "virtual", "remote", "campus")
"""Words of how one gets there, which no field of office hours states."""


def _hours(q: Asked) -> tuple[OfficeHours, ...]:
    """Return the office hours that a question is about: those of whoever it names, or all."""
    named = set(q.named("person"))
    theirs = tuple(one for one in q.course.office_hours if named.intersection(one.hosts))
    return theirs or q.course.office_hours


def _held(q: Asked) -> list[Item]:
    theirs = _hours(q)
    return [item for item in q.timeline.office_hours if item.hours in theirs]


def _next(q: Asked) -> Item | None:
    """Return those that are open, or the next ones."""
    if _hours(q) is q.course.office_hours:
        return q.timeline.next_office_hours(q.now)
    return next((item for item in _held(q) if item.ends_at and item.ends_at > q.now), None)


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
    return " ".join(f"{_general(q, h)}{_access(h)}" for h in _hours(q)[:3])


@answers("hours-when")
def hours_when(q: Asked) -> Said | None:
    """Return when office hours are, in general or on a day."""
    if not _hours(q):
        return None
    if q.days:
        return _on_days(q)
    return Said(_all(q), HOURS, fits=_time_fits(q), there=True, page="hours:")


def _time_fits(q: Asked) -> bool | None:
    """Return whether office hours begin or end at the time of day that a question names."""
    hours = _hours(q)
    if q.says("end", "ends", "close", "closes", "until"):
        return at_times(q, [h.closes for h in hours])
    if q.says("start", "starts", "begin", "begins", "open", "opens"):
        return at_times(q, [h.opens for h in hours if h.opens])
    if not q.times or turns(q.words) or q.says("before", "after", "past"):
        return None
    if all(q.times[0] >= h.closes for h in hours):
        return False
    return True if any(h.opens and h.opens <= q.times[0] < h.closes for h in hours) else None


def _on_days(q: Asked) -> Said:
    items = [i for i in _held(q) if any(d.first <= i.day <= d.last for d in q.days)]
    if not items and (off := _off(q)):
        return Said(f"{off}{_then(q)}", HOURS, fits=turned_off(q, False), page="hours:")
    if not items and q.days[0].weekday:
        items = [i for i in _held(q) if q.days[0].holds(i.day)][:1]
    if not items:
        text = f"Office hours aren't listed for {day_name(q.days[0].first)}. {_all(q)}"
        return Said(text, HOURS, fits=turned_off(q, False), page="hours:")
    if items[0].note and len(items) == 1:
        return Said(f"{items[0].note} On other days: {_all(q)}", HOURS, stated=False, page="hours:")
    told = " ".join(f"{day_name(i.day)}: {_span(q, i)}, in {i.where}." for i in items[:5])
    first = items[0].hours
    fits = turned_off(q, True) if not q.times else None
    return Said(f"{told}{_access(first) if first else ''}", HOURS, fits=fits, page="hours:")


def _off(q: Asked) -> str:
    """Say why there are no office hours on the days that a question names; empty where nobody has said so."""
    there = [i for i in q.timeline.items if any(d.first <= i.day <= d.last for d in q.days)]
    theirs = _hours(q)
    hours = next((i for i in there if i.hours in theirs and not i.is_held), None)
    if hours:
        return f"Office hours on {day_name(hours.day)} are {off_text(hours)}."
    free = next((i for i in there if i.day_off), None)
    return f"{day_name(free.day)} is a day off: {sentence(free.title)}" if free else ""


def _off_today(q: Asked) -> str:
    """Say why there are no office hours today; empty if there are some, or were to be none."""
    today = [i for i in q.timeline.on(q.today) if i.hours]
    if not today or any(i.is_held for i in today):
        return ""
    return f" Today's are {off_text(today[0])}."


def _then(q: Asked) -> str:
    """Say when office hours are next after the days that a question names."""
    last = max(d.last for d in q.days)
    following = next((i for i in _held(q) if i.day > last), None)
    return f" Next: {day_name(following.day)}, {_span(q, following)}." if following else ""


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
    item = _next(q)
    if item is None or item.ends_at is None:
        return (
            Said("Office hours are over for this course.", HOURS, fits=is_open(q, False))
            if _hours(q)
            else None
        )
    state = q.timeline.state(item, q.now)
    ends, left = time_of(q.timeline, item.ends_at), length(item.ends_at - q.now)
    access = _access(item.hours) if item.hours else ""
    if state is State.ON:
        text = f"Office hours are open until {ends}, for another {left}, in {item.where}.{access}"
        return Said(text, HOURS, fits=is_open(q, True), instant=item.ends_at, page="hours:")
    if state is State.AFTER_LECTURE:
        text = (
            f"Office hours open when today's lecture ends and close at {ends}, in {left}. The course page doesn't "
            f"say when the lecture ends; if it is over, they are open, in {item.where}.{access}"
        )
        return Said(text, HOURS, instant=item.ends_at, page="hours:")
    return _closed(q, item)


def _closed(q: Asked, item: Item) -> Said:
    """Return that office hours are closed; until when only where that is stated."""
    opens = f"until {moment(q.timeline, item.starts_at)}" if item.starts_at else "now"
    following = f"Next: {day_name(item.day)}, {_span(q, item)}, in {item.where}."
    been = any(i.hours for i in q.timeline.on(q.today)) and item.day != q.today
    fits = been if asks_closed(q) else is_open(q, False)
    text = f"Office hours are closed {opens}.{_off_today(q)} {following}"
    return Said(text, HOURS, fits=fits, instant=item.starts_at, page="hours:")


@answers("hours-next")
def hours_next(q: Asked) -> Said | None:
    """Return when office hours are next."""
    item = _next(q)
    if item is None:
        return Said("Office hours are over for this course.", HOURS) if _hours(q) else None
    begins = (
        f" The lecture starts {moment(q.timeline, item.not_before)}." if item.not_before else ""
    )
    text = f"Next office hours: {day_name(item.day)}, {_span(q, item)}, in {item.where}.{begins}"
    text += _off_today(q)
    return Said(text, HOURS, page="hours:")


@answers("hours-where")
def hours_where(q: Asked) -> Said | None:
    """Return where office hours are, with their address."""
    told: list[str] = []
    for hours in _hours(q)[:3]:
        link = q.course.link(hours.link)
        address = f" ({link.url})" if link else ""
        told.append(f"{hours.title}: in {hours.where}{address}.{_access(hours)} {_times(q, hours)}")
    if not told:
        return None
    fits = of_words(q, "places", [h.where for h in _hours(q)])
    return Said(" ".join(told), HOURS, fits=None if q.says(*MODES) else fits, page="hours:")


def _times(q: Asked, hours: OfficeHours) -> str:
    text = _general(q, hours).removeprefix(f"{hours.title}: ").split(", in ")[0]
    return f"{raised(text)}."


@answers("hours-login")
def hours_login(q: Asked) -> Said | None:
    """Return what it takes to get in."""
    hours = next((h for h in _hours(q) if h.access), None)
    if hours is None:
        return None
    text = f"{hours.access} {_general(q, hours)}"
    return Said(text, HOURS, fits=_account_fits(q, hours), page="hours:")


def _account_fits(q: Asked, hours: OfficeHours) -> bool | None:
    """Return whether an account is needed, or one gets in without, as asked."""
    claim, needed = claim_of(q.words), hours.account_required
    if needed is None:
        return None
    if claim in ("required", "free"):
        return needed == (claim == "required")
    return None


@answers("hours-purpose")
def hours_purpose(q: Asked) -> Said | None:
    """Return what office hours are for."""
    hours = next((h for h in _hours(q) if h.purposes), None)
    if hours is None:
        return None
    told = "; ".join(lowered(p) for p in hours.purposes)
    return Said(f"{hours.title} are there to: {told}. {_general(q, hours)}", HOURS, page="hours:")


@answers("hours-walkthrough")
def hours_walkthrough(q: Asked) -> Said | None:
    """Return what office hours are not for."""
    told = [text for h in _hours(q) for text in h.not_for]
    stated = next((h for h in _hours(q) if h.walkthrough is not None), None)
    if stated is not None and not told:
        verb = "include" if stated.walkthrough else "don't include"
        told = [f"{stated.title} {verb} a walk-through of the labs."]
    if not told:
        return None
    holds = stated.walkthrough if stated else None
    return Said(" ".join(told), HOURS, holds=holds, page="hours:")


@answers("hours-host")
def hours_host(q: Asked) -> Said | None:
    """Return who hosts office hours."""
    told = [f"{h.title} are hosted by {listing(h.hosts)}." for h in _hours(q) if h.hosts]
    with_whom = [p for h in _hours(q) for p in h.purposes if "TA" in p or "instructor" in p]
    if with_whom:
        told.append(f"You can {lowered(with_whom[0])}.")
    return Said(" ".join(told), HOURS, page="hours:") if told else None


@answers("hours-need")
def hours_need(q: Asked) -> Said | None:
    """Return that passing doesn't ask for office hours."""
    grading = q.course.grading
    if not _hours(q) or grading is None or not grading.passing:
        return None
    told = "; ".join(lowered(p.title) for p in grading.passing)
    text = f"Office hours aren't part of what it takes to pass: {told}."
    return Said(text, "Grading", holds=True, page="topic:0/grading")
