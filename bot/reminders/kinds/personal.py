"""What somebody wants to hear of by direct message: another kind's own words, without what they have done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.client.layout import Button, Press
from bot.course.timeline import Timeline
from bot.course.values import lead_of
from bot.delivery.model import Batch, Notice, to_person
from bot.reminders.kinds.base import Part, ReminderKind, Scene, vanished


class Personal(ReminderKind):
    """`kinds`: those that somebody can want by direct message."""

    name = "personal"
    planned = False
    only_newest = True
    can_be_silenced = False
    mentions = False

    def __init__(self, kinds: Sequence[ReminderKind]) -> None:
        self._kinds = kinds

    def plan_for(
        self, timeline: Timeline, user_id: int, preferences: Iterable[str], lead: str
    ) -> Iterator[Notice]:
        """Yield what one person wants to hear of. `lead`: how long before, such as 3h."""
        wanted, before = set(preferences), lead_of(lead)
        for kind in self._kinds:
            if kind.preference not in wanted:
                continue
            for one in kind.occasions(timeline):
                yield Notice(
                    f"mine:{user_id}:{one.id}",
                    self.name,
                    to_person(user_id),
                    one.item,
                    one.anchor_at - before,
                    one.anchor_at,
                    one.until,
                )

    def part(self, scene: Scene, notice: Notice) -> Part:
        for kind in self._kinds:
            if any(one.item == notice.item for one in kind.occasions(scene.timeline)):
                return kind.part(scene, notice)
        return vanished(notice)

    def last_buttons(self, batch: Batch) -> tuple[Button, ...]:
        return snooze_buttons(batch)


def snooze_buttons(batch: Batch) -> tuple[Button, ...]:
    """Return the buttons that have a message come again."""
    return (
        Press("Snooze 10 min", f"snooze:{batch.guild_id}:10:{batch.nonce}"),
        Press("Snooze 1 h", f"snooze:{batch.guild_id}:60:{batch.nonce}"),
    )
