"""A change of the course that nobody was told otherwise of, announced because staff wanted that."""

from __future__ import annotations

from bot.client.look import KINDS as LOOKS
from bot.client.look import clip
from bot.client.pages import turn
from bot.course.timeline import Timeline
from bot.delivery.model import Notice
from bot.reminders.kinds.base import Part, ReminderKind, Scene, corrected
from bot.reminders.states import as_it_was, day_of
from bot.reminders.untold import CHANGE
from bot.text import day_name

LEAD = "📣 Change"


class ChangeNews(ReminderKind):
    """Planned in the transaction of the change, where whoever makes it announces it."""

    name = CHANGE
    says_late = False
    can_be_silenced = False
    announced = True

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return f"a change, announced: {clip(notice.item.partition('@')[0], 40)}"

    def moot(self, scene: Scene, notice: Notice) -> str:
        return "it was taken back" if as_it_was(scene.timeline, notice) else ""

    def part(self, scene: Scene, notice: Notice) -> Part:
        day = day_of(notice.item)
        if day is None:
            return corrected(scene, notice, LEAD)
        off = next((i for i in scene.timeline.on(day) if i.day_off), None)
        title = f": {off.title}" if off else ""
        said = f"### {LEAD}: {day_name(day)} is a day off{title}\nNothing meets that day."
        return Part(said, LOOKS["reminder"], (turn("That day", f"day:{day}"),))
