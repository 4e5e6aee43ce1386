"""A meeting begins soon: a lecture, a section, an exam, an event. In the announcements channel."""

from __future__ import annotations

from collections.abc import Iterator

from bot.client.layout import Button, Visit
from bot.client.look import clip, look, stamp
from bot.client.pages import turn
from bot.course.timeline import Item, Timeline
from bot.course.values import lead_of
from bot.delivery.model import Notice
from bot.reminders.kinds.base import (
    JOIN_USE,
    Occasion,
    Part,
    ReminderKind,
    Said,
    Scene,
    Timing,
    vanished,
)
from bot.schedule.lines import place_text, subject, why_text
from bot.text import listing

LONGEST = 300


class MeetingReminder(ReminderKind):
    """Leads are the meeting's own `reminders`, or its kind's, or the course file's `reminders.meetings`."""

    name = "meeting"
    only_newest = True
    corrected = True
    returns = True
    preference = "lectures"

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        for item in timeline.timed:
            assert item.starts_at is not None
            for lead in leads(timeline, item):
                begins, key = item.starts_at, f"{self.name}:{item.key}:{lead}"
                timing = Timing(begins - lead_of(lead), begins, begins + JOIN_USE)
                yield self.notice(key, item.key, timing, self.place(timeline, item))

    def occasions(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        for item in timeline.timed:
            if item.starts_at:
                yield Occasion(item.key, item.key, item.starts_at, item.starts_at + JOIN_USE)

    def switch(self, timeline: Timeline) -> str:
        only_lectures = all(kind == "lecture" for kind in timeline.kinds)
        return "lectures" if only_lectures else "meetings"

    def part(self, scene: Scene, notice: Notice) -> Part:
        item = scene.timeline.find(notice.item)
        return meeting_part(scene, item) if item else vanished(notice)


def leads(timeline: Timeline, item: Item) -> tuple[str, ...]:
    """Return how long before a meeting reminders come, as the course file says."""
    own = item.how.reminders
    return timeline.course.reminders.meetings if own is None else own


def meeting_part(scene: Scene, item: Item) -> Part:
    """Draw a meeting that begins: what, when, where, how to join, what to bring."""
    kind, course, how = look(item.kind), scene.timeline.course, item.how
    begins = item.starts_at or item.begins_at
    lines = [f"### {kind.emoji} {clip(subject(item) or kind.word, 150)}"]
    lines[0] += f" {stamp(begins, 'R')}" if begins else " "
    place = place_text(item, course)
    lines.append(f"{kind.word} · {_when(item)}{f' · {place}' if place else ''}")
    lines += [clip(how.joining, LONGEST)] if how.joining else []
    lines += [f"Bring {clip(listing(how.bring), LONGEST)}."] if how.bring else []
    lines += [clip(how.note, LONGEST)] if how.note else []
    moved = why_text(scene.timeline, item)
    lines += [f"-# {clip(moved[:1].upper() + moved[1:], LONGEST)}"] if moved else []
    if item.event == "pitches" and course.pitches:
        told = (course.pitches.attendance, course.pitches.strict)
        lines += [clip(text, LONGEST) for text in told if text]
    link = course.link(how.link)
    buttons: list[Button] = [turn("Today", f"day:{item.day}")]
    buttons += [Visit(f"Open {link.title}", link.url)] if link else []
    return Part("\n".join(lines), kind, tuple(buttons))


def _when(item: Item) -> str:
    begins = item.starts_at or item.begins_at
    until = f" to {stamp(item.ends_at, 'F' if item.last else 't')}" if item.ends_at else ""
    return f"{stamp(begins, 'F')}{until}" if begins else ""
