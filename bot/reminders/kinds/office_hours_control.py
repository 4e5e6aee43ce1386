"""Staff's two buttons on a lecture day: it has just ended, or runs late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.client.layout import Button, Press
from bot.client.look import KINDS as LOOKS
from bot.client.look import stamp
from bot.course.timeline import Timeline
from bot.course.words import say
from bot.delivery.model import STAFF, Batch, Notice
from bot.reminders import rules
from bot.reminders.kinds.base import Part, ReminderKind, Said, Scene, Timing, vanished


def more_time(label: str, where: str, opens: datetime | None) -> Press:
    """Return the button that gives 15 minutes more. It names what its reader sees: when office hours open, if ever.

    Args:
        where: the server and the item's key.
    """
    shown = int(opens.timestamp()) if opens else 0
    return Press(label, f"office-hours:late:{where}:{shown}")


def ended(kind: str, where: str) -> Press:
    """Return the button that says that a meeting of a kind has just ended. `where`: the server and the item's key."""
    return Press(f"The {kind} just ended: open office hours now", f"office-hours:now:{where}")


class OfficeHoursControl(ReminderKind):
    """Comes when a lecture, or another meeting, begins after which office hours open."""

    name = "office hours control"
    says_late = False
    mentions = False

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        if not timeline.course.reminders.office_hours_open:
            return
        for item in rules.sure_hours(timeline):
            begins = item.not_before
            if item.after_lecture and begins and item.ends_at:
                key = f"office-hours:{item.key}:control"
                yield self.notice(key, item.key, Timing(begins, begins, item.ends_at), STAFF)

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return f"when the lecture ends (to {say.staff})"

    def part(self, scene: Scene, notice: Notice) -> Part:
        item = scene.timeline.find(notice.item)
        if item is None:
            return vanished(notice)
        opens, kind = rules.opening(scene.timeline, item), item.hours.after if item.hours else ""
        text = f"### 🛠️ Today's {kind} has started\n"
        text += (
            f"Office hours will be announced as open {stamp(opens, 't')}, at the assumed end of the {kind}. "
            "Tell me here when it really ends."
            if opens
            else "Tell me here when it ends, and I'll announce that office hours are open."
        )
        where = f"{scene.guild_id}:{item.key}"
        buttons = (
            ended(kind or "", where),
            more_time("Running late: 15 min more", where, opens),
        )
        return Part(text, LOOKS["staff"], buttons)

    def last_buttons(self, batch: Batch) -> tuple[Button, ...]:
        return ()
