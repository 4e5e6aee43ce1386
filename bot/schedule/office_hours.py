"""Office hours: whether they are open, when they are next, where, for whom and what for.

Address: `hours:`.
"""

from __future__ import annotations

from datetime import datetime

from bot.client.layout import Button, Card, Visit, paginate
from bot.client.look import KINDS, stamp
from bot.client.pages import share, turn
from bot.course.cohorts import names_of
from bot.course.model import Course
from bot.course.sessions import OfficeHours
from bot.course.timeline import Item, State, Timeline
from bot.course.words import say
from bot.schedule.lines import disputed, zone_footer
from bot.text import clock_time, day_name, listing


def hours_card(timeline: Timeline, _rest: str, now: datetime) -> Card:
    """Render `hours:`: open now, opens when, until when, where, who may come, what for."""
    course = timeline.course
    item = timeline.next_office_hours(now)
    hours = item.hours if item else next(iter(course.office_hours), None)
    if hours is None:
        text = (
            f"### This course lists no office hours\nAsk the course {say.staff} how to reach them."
        )
        contacts = (turn("Contacts", "topic:0/contacts", 0),) if course.contacts else ()
        return Card(KINDS["office hours"], (text,), (*contacts, share("hours:")))
    head = (
        _hours_headline(timeline, item, now)
        if item
        else "### Office hours are over for this course"
    )
    whose = whose_of(timeline, item).strip(" ()") if item else ""
    lines = [f"👥 For {whose}."] if whose else []
    lines += [*_hours_facts(hours, course), *_other_hours(timeline, item, now)]
    buttons: list[Button] = []
    link = course.link(hours.link)
    if link:
        buttons.append(Visit(f"Open {hours.where}", link.url))
    buttons += [turn("What's next", "next:", 0), share("hours:")]
    pages = paginate([head, *lines])
    return Card(KINDS["office hours"], ("\n".join(pages[0]), zone_footer(course)), tuple(buttons))


def _hours_headline(timeline: Timeline, item: Item, now: datetime) -> str:
    assert item.ends_at is not None
    state, note = timeline.state(item, now), f"\n-# {item.note}" if item.note else ""
    until = f"{stamp(item.ends_at, 't')}"
    if state is State.ON:
        return f"### Open now, until {until} ({stamp(item.ends_at, 'R')}){note}"
    if state is State.AFTER_LECTURE:
        kind = item.hours.after if item.hours else None
        return (
            f"### Open as soon as today's {kind} ends, until {until} ({stamp(item.ends_at, 'R')})\n"
            f"The course page doesn't say when the {kind} ends, so they may be open already; "
            f"if the {kind} is over, they are.{note}"
        )
    on = "today, " if state is State.TODAY else f"on {day_name(item.day)}, "
    return f"### Closed now. Next: {'' if item.starts_at else on}{_span(item)}{note}"


def _span(item: Item) -> str:
    assert item.ends_at is not None
    until = f"until {stamp(item.ends_at, 't')}"
    if item.starts_at:
        return f"{stamp(item.starts_at, 'F')} {until}"
    kind = item.hours.after if item.hours else None
    begins = f" (it starts {stamp(item.not_before, 'F')})" if item.not_before else ""
    return f"when the {kind} ends{begins}, {until}"


def hours_when(timeline: Timeline, item: Item, now: datetime) -> str:
    """Return in a few words when office hours are open: now, after a meeting, or from when until when."""
    assert item.ends_at is not None
    state = timeline.state(item, now)
    if state is State.ON:
        return f"open now, until {stamp(item.ends_at, 't')}"
    if state is State.AFTER_LECTURE:
        kind = item.hours.after if item.hours else None
        return f"open when the {kind} ends, until {stamp(item.ends_at, 't')}"
    if item.starts_at:
        return _span(item)
    return f"{'today' if state is State.TODAY else day_name(item.day)}, {_span(item)}"


def _hours_facts(hours: OfficeHours, course: Course) -> list[str]:
    lines = [f"📍 In {hours.where}{f', hosted by {listing(hours.hosts)}' if hours.hosts else ''}."]
    if hours.access:
        lines.append(f"🔑 {hours.access}")
    if hours.after:
        lines.append(
            f"🕑 After each day's {hours.after}, until {clock_time(hours.closes)} {course.zone_label}."
        )
    if hours.purposes:
        lines += ["**Come to**", *(f"- {purpose}" for purpose in hours.purposes)]
    notes = (*hours.not_for, *disputed(hours.also_stated, course))
    return [*lines, *(f"-# {text}" for text in notes)]


def _other_hours(timeline: Timeline, shown: Item | None, now: datetime) -> list[str]:
    others: list[str] = []
    for hours in timeline.course.office_hours:
        following = [
            i for i in timeline.office_hours if i.hours is hours and i.ends_at and i.ends_at > now
        ]
        if following and (shown is None or shown.hours is not hours):
            named = f"{hours.title}{whose_of(timeline, following[0])} in {hours.where}"
            others.append(f"**Also** {named}: {hours_when(timeline, following[0], now)}")
    return others


def whose_of(timeline: Timeline, item: Item) -> str:
    """Name in brackets the cohorts that something is for; empty for everybody's, and for its reader's own."""
    if timeline.mine.intersection(item.cohorts) or not item.cohorts:
        return ""
    return f" ({names_of(timeline.course.cohorts, item.cohorts)})"
