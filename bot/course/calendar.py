"""A course as a calendar file (.ics, RFC 5545) through icalendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.course.timeline import Item, Timeline

CALENDAR_KINDS = ("everything", "lectures", "labs", "office hours", "deadlines")
"""What may be chosen; "lectures" takes in recitations, exams and events."""

_KINDS = {
    "lectures": {"lecture", "recitation", "exam", "event"},
    "labs": {"lab"},
    "office hours": {"office hours"},
    "deadlines": {"deadline"},
}


def calendar_file(timeline: Timeline, kinds: str, now: datetime) -> bytes:
    """Write an .ics file of the course's sessions and deadlines.

    Args:
        kinds: one of `CALENDAR_KINDS`.
        now: the file's own date (DTSTAMP), aware UTC.
    Returns:
        UTF-8 text. An item without a stated time of day is an all-day event; one without a stated end has
        no end; a deadline and a release are moments. Nothing is assumed.
    """
    course = timeline.course
    calendar = Calendar()
    calendar.add("prodid", f"-//course assistant//{course.number}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{course.number} {course.title}")
    for item in chosen(timeline, kinds):
        calendar.add_component(_event(timeline, item, now))
    return calendar.to_ical()


def chosen(timeline: Timeline, kinds: str) -> list[Item]:
    """Return the items of the chosen kinds in order of time."""
    return [i for i in timeline.items if kinds == "everything" or i.kind in _KINDS[kinds]]


def _event(timeline: Timeline, item: Item, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{item.key}@{timeline.course.number.replace(' ', '-')}")
    event.add("dtstamp", now)
    event.add("summary", _summary(item))
    if item.starts_at:
        event.add("dtstart", item.starts_at)
        if item.ends_at:
            event.add("dtend", item.ends_at)
    else:
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if item.where:
        event.add("location", item.where)
    if text := _description(timeline, item):
        event.add("description", text)
    return event


def _summary(item: Item) -> str:
    speakers = ", ".join(s.name for s in item.speakers)
    subject = ": ".join(part for part in (speakers, item.title) if part)
    if item.deadline:
        return f"Due: {subject}"
    if item.release:
        return f"Out: {subject}"
    part = f" (part {item.part})" if item.part else ""
    return subject if item.kind == "office hours" else f"{item.kind.capitalize()}{part}: {subject}"


def _description(timeline: Timeline, item: Item) -> str:
    parts: list[str] = []
    if item.after_lecture and item.ends_at:
        local = item.ends_at.astimezone(timeline.zone)
        parts.append(f"After the lecture, until {local:%H:%M} {timeline.course.zone_label}.")
    elif item.not_before:
        parts.append("After part 1; the start isn't stated.")
    if item.deadline and item.deadline.need:
        parts.append(item.deadline.need)
    if item.release and item.release.text:
        parts.append(item.release.text)
    if item.note:
        parts.append(item.note)
    place = item.hours or item.release
    link = timeline.course.link(place.link if place else None)
    return " ".join([*parts, link.url] if link else parts)
