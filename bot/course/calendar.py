"""A course as a calendar file (.ics, RFC 5545) through icalendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.course.timeline import Item, Timeline
from bot.errors import UnknownPart
from bot.text import day_name, listing, plural_of, raised, sentence

EVERYTHING = "everything"


def calendar_kinds(timeline: Timeline) -> dict[str, str]:
    """Return what may be chosen: the name people see, and the kind of item it stands for; empty for everything."""
    kinds = dict.fromkeys(item.kind for item in timeline.items if item.is_meeting)
    named = {plural_of(kind): kind for kind in kinds}
    if timeline.office_hours:
        named["office hours"] = "office hours"
    if timeline.deadlines:
        named["deadlines"] = "deadline"
    return {EVERYTHING: "", **named}


def calendar_file(timeline: Timeline, kinds: str, now: datetime) -> bytes:
    """Write an .ics file of the course's sessions and deadlines.

    Args:
        kinds: one of `calendar_kinds`.
        now: the file's own date (DTSTAMP), aware UTC.
    Returns:
        UTF-8 text. An item without a stated time of day is an all-day event; one without a stated end has
        no end; a deadline and a release are moments. Nothing is assumed.
    """
    course = timeline.course
    calendar = Calendar()
    calendar.add("prodid", f"-//course assistant//{course.short_name}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", course.name)
    for item in chosen(timeline, kinds):
        calendar.add_component(_event(timeline, item, now))
    return calendar.to_ical()


def chosen(timeline: Timeline, what: str) -> list[Item]:
    """Return the items of the chosen kind in order of time. A moved meeting is in there once, on its new day.

    Raises:
        UnknownPart: the course has nothing that is called so.
    """
    kinds, typed = calendar_kinds(timeline), " ".join(what.lower().split())
    names = {name.lower(): kind for name, kind in kinds.items()}
    names |= {kind.lower(): kind for kind in kinds.values() if kind}
    if typed not in names:
        raise UnknownPart(what, tuple(kinds))
    kind = names[typed]
    return [i for i in timeline.items if i.gone_to is None and kind in ("", i.kind)]


def _event(timeline: Timeline, item: Item, now: datetime) -> Event:
    event = Event()
    name = item.stem if item.deadline else item.key  # it stays itself when its day is another
    event.add("uid", f"{name}@{timeline.course.short_name.replace(' ', '-')}")
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
    if item.where or item.how.modality == "online":
        event.add("location", item.where or "online")
    if item.is_meeting:
        event.add("status", "CONFIRMED" if item.is_held else "CANCELLED")
        event.add("categories", [item.kind, *item.also])
    if text := _description(timeline, item):
        event.add("description", text)
    return event


def _summary(item: Item) -> str:
    speakers = ", ".join(s.name for s in item.speakers)
    title = item.title.removeprefix(f"{raised(item.kind)}: ") if speakers else item.title
    subject = ": ".join(part for part in (speakers, title) if part)
    if item.deadline:
        return f"Due: {subject}"
    if item.release:
        return f"Out: {subject}"
    if item.day_off:
        return f"No class: {subject}"
    mark = {"cancelled": "Cancelled: ", "no class": "No class: "}.get(item.status, "")
    if item.hours:
        return f"{mark}{subject}"
    part = f" (part {item.part})" if item.part else ""
    kind = f"{raised(item.kind)}{part}"
    if subject.lower().startswith(item.kind.lower()):
        return f"{mark}{subject}"
    return f"{mark}{kind}: {subject}" if subject else f"{mark}{kind}"


def _description(timeline: Timeline, item: Item) -> str:
    parts = [*_timing(timeline, item), *_stated(timeline, item)]
    if item.deadline and item.deadline.need:
        parts.append(item.deadline.need)
    if item.release and item.release.text:
        parts.append(item.release.text)
    if item.note:
        parts.append(item.note)
    place = item.hours or item.release or (item.how if item.is_held else None)
    link = timeline.course.link(place.link if place else None)
    return " ".join([*parts, link.url] if link else parts)


def _timing(timeline: Timeline, item: Item) -> list[str]:
    if item.after_lecture and item.ends_at and item.hours:
        local = item.ends_at.astimezone(timeline.zone)
        return [f"After the {item.hours.after}, until {local:%H:%M} {timeline.course.zone_label}."]
    return ["After part 1; the start isn't stated."] if item.not_before else []


def _stated(timeline: Timeline, item: Item) -> list[str]:
    """Return what the file states of a meeting beside its time and place, and why it isn't as planned."""
    how, moved = item.how, item.moved_from
    parts = [sentence(item.why)] if item.why else []
    if moved and moved.day and moved.day != item.day:
        parts.insert(0, f"Moved from {day_name(moved.day)}.")
    if not item.is_held:
        return parts
    parts += [how.joining] if how.joining else []
    parts += [f"Bring {listing(how.bring)}."] if how.bring else []
    parts += [sentence(how.note)] if how.note else []
    return parts
