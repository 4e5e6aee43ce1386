"""The morning's digest: the day, and what is due next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.client.look import KINDS as LOOKS
from bot.client.look import clip, stamp
from bot.client.pages import turn
from bot.course.items import at as instant_of
from bot.course.timeline import DAY, Timeline
from bot.delivery.model import Notice
from bot.reminders.kinds.base import Part, ReminderKind, Said, Scene, Timing
from bot.schedule.lines import full_line
from bot.text import day_name

USE = timedelta(hours=8)
LONGEST = 2800


class Digest(ReminderKind):
    """Comes at the time of day that the course file's `reminders.digest` names."""

    name = "digest"
    quiet = "leave out"
    of_a_day = True

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        at = timeline.course.reminders.digest
        if at is None:
            return
        for day in timeline.days:
            if _is_free(timeline, day) and _is_free(timeline, day - DAY):
                continue  # the first day off has said so
            due = instant_of(day, at, timeline.zone)
            assert due is not None
            yield self.notice(f"digest:{day}", str(day), Timing(due, due, due + USE))

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return "the morning's digest"

    def part(self, scene: Scene, notice: Notice) -> Part:
        timeline, day = scene.timeline, date.fromisoformat(notice.item)
        lines = [f"### ☀️ Today, {day_name(day)}"]
        lines += [
            f"- {full_line(timeline, item, scene.now)}".replace("\n", "\n  ")
            for item in timeline.on(day)
        ]
        coming = [d for d in timeline.open_deadlines(scene.now) if d.day > day][:2]
        lines += [
            f"-# Next due: {d.title} {stamp(d.starts_at, 'R')}" for d in coming if d.starts_at
        ]
        text = clip("\n".join(lines), LONGEST)
        return Part(text, LOOKS["digest"], (turn("What's next", "next:"),))


def _is_free(timeline: Timeline, day: date) -> bool:
    """Return whether a day off is all there is on a day; what isn't held on it is no more than that."""
    items = timeline.on(day)
    return any(i.day_off for i in items) and all(i.day_off or not i.is_held for i in items)
