"""A lecture begins soon, in the announcements channel."""

from __future__ import annotations

from collections.abc import Iterator

from bot.client.layout import Button, Visit
from bot.client.look import KINDS as LOOKS
from bot.client.look import clip, stamp
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
from bot.schedule.lines import subject


class LectureReminder(ReminderKind):
    """Leads come from the course file's `reminders.lectures`."""

    name = "lecture"
    only_newest = True
    corrected = True
    returns = True
    preference = "lectures"

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        for item in self.items(timeline):
            assert item.starts_at is not None
            for lead in self.leads(timeline):
                begins, key = item.starts_at, f"{self.name}:{item.key}:{lead}"
                timing = Timing(begins - lead_of(lead), begins, begins + JOIN_USE)
                yield self.notice(key, item.key, timing)

    def items(self, timeline: Timeline) -> Iterator[Item]:
        """Yield what is reminded of."""
        return (i for i in timeline.timed if i.kind == "lecture" and i.event != "pitches")

    def leads(self, timeline: Timeline) -> tuple[str, ...]:
        """Return how long before it reminders come, as the course file says."""
        return timeline.course.reminders.lectures

    def occasions(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        for item in self.items(timeline):
            if item.starts_at:
                yield Occasion(item.key, item.key, item.starts_at, item.starts_at + JOIN_USE)

    def part(self, scene: Scene, notice: Notice) -> Part:
        item = scene.timeline.find(notice.item)
        return session_part(scene, item) if item else vanished(notice)


def session_part(scene: Scene, item: Item) -> Part:
    """Draw a session that begins: what, when, where, how to join."""
    look, course = LOOKS[item.kind], scene.timeline.course
    begins = item.starts_at or item.begins_at
    lines = [f"### {look.emoji} {clip(subject(item) or look.word, 150)}"]
    lines[0] += f" {stamp(begins, 'R')}" if begins else " "
    where = f" · {item.where}" if item.where else ""
    lines.append(f"{look.word} · {stamp(begins, 'F') if begins else ''}{where}")
    link = course.link(course.lectures.link) if item.kind == "lecture" else None
    if course.lectures.joining and item.kind == "lecture":
        lines.append(clip(course.lectures.joining, 300))
    if item.event == "pitches" and course.pitches:
        told = (course.pitches.attendance, course.pitches.strict)
        lines += [clip(text, 300) for text in told if text]
    buttons: list[Button] = [turn("Today", f"day:{item.day}")]
    buttons += [Visit(f"Open {link.title}", link.url)] if link else []
    return Part("\n".join(lines), look, tuple(buttons))
