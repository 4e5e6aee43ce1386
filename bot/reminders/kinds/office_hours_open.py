"""Office hours are open now: as stated, as staff say, or when the lecture is taken to have ended."""

from __future__ import annotations

from collections.abc import Iterator

from bot.client.layout import Button, Visit
from bot.client.look import KINDS as LOOKS
from bot.client.look import due_stamp, stamp
from bot.client.pages import turn
from bot.course.timeline import Item, Timeline
from bot.delivery.model import Notice
from bot.reminders import rules
from bot.reminders.kinds.base import Occasion, Part, ReminderKind, Said, Scene, Timing, vanished


class OfficeHoursOpen(ReminderKind):
    """Switched by the course file's `reminders.office_hours_open`."""

    name = "office hours open"
    quiet = "leave out"
    preference = "office hours"
    corrected = True
    returns = True
    staff_say = True

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        if not timeline.course.reminders.office_hours_open:
            return
        for item in rules.sure_hours(timeline):
            opens = said.get(item.key) or rules.opening(timeline, item)
            assert item.ends_at is not None
            if opens and opens < item.ends_at:
                key, timing = f"office-hours:{item.key}:open", Timing(opens, opens, item.ends_at)
                yield self.notice(key, item.key, timing, self.of_hours(timeline, item))

    def occasions(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        for item in rules.sure_hours(timeline):
            opens = said.get(item.key) or rules.opening(timeline, item)
            if opens and item.ends_at:
                yield Occasion(item.key, item.key, opens, item.ends_at)

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return "office hours open"

    def part(self, scene: Scene, notice: Notice) -> Part:
        item = scene.timeline.find(notice.item)
        if item is None or item.ends_at is None:
            return vanished(notice)
        # Fixed times: whoever reads it the next day reads what was so then.
        lines = [f"### 💬 Office hours have opened, until {stamp(item.ends_at, 'f')}"]
        assumed = scene.timeline.course.assumptions.lecture_minutes
        if item.after_lecture and item.hours and item.key not in scene.said and assumed:
            lines.append(
                f"The page doesn't say when the {item.hours.after} ends, so I assume {assumed.value} minutes. "
                "If it's still running, they open right after it."
            )
        return hours_part(scene, item, lines)

    def correction(self, scene: Scene, notice: Notice) -> Part:
        item = scene.timeline.find(notice.item)
        if item is None or not item.is_held:
            return super().correction(scene, notice)
        head, then = "### ✏️ Correction: office hours aren't open yet", ""
        if not notice.facts.get("gone"):
            then = f"They open {due_stamp(notice.anchor_at)}."
        elif item.after_lecture and item.hours and item.ends_at:
            begins = f", which begins {stamp(item.not_before, 't')}" if item.not_before else ""
            then = (
                f"They come after the {item.hours.after}{begins}, until {stamp(item.ends_at, 't')}."
            )
        return hours_part(scene, item, [head, then])


def hours_part(scene: Scene, item: Item, lines: list[str]) -> Part:
    """Draw office hours under some first lines: where, how to get in."""
    hours, course = item.hours, scene.timeline.course
    lines = [*lines, f"📍 {item.where}" if item.where else ""]
    if hours and hours.access:
        lines.append(f"🔑 {hours.access}")
    link = course.link(hours.link) if hours else None
    buttons: list[Button] = [Visit(f"Open {item.where}"[:80], link.url)] if link else []
    buttons.append(turn("Office hours", "hours:"))
    text = "\n".join(line for line in lines if line)
    return Part(text, LOOKS["office hours"], tuple(buttons))
