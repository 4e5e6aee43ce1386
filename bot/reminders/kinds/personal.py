"""What somebody wants to hear of by direct message: another kind's own words, without what they have done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.client.layout import Button, Press
from bot.course.timeline import Timeline
from bot.course.values import lead_of
from bot.delivery.model import Batch, Notice, to_person
from bot.reminders.corrections import OVERTAKEN
from bot.reminders.kinds.base import DueFor, Part, ReminderKind, Said, Scene, Timing, vanished
from bot.reminders.model import DEFAULT_LEAD, Preferences


class Personal(ReminderKind):
    """`kinds`: those that somebody can want by direct message."""

    name = "personal"
    only_newest = True
    returns = True
    corrected = True
    can_be_silenced = False
    mentions = False
    asks_of_person = True
    asks_of_groups = True

    def __init__(self, kinds: Sequence[ReminderKind]) -> None:
        self._kinds = kinds

    def plan_for(
        self, timeline: Timeline, said: Said, preferences: Preferences, due: DueFor
    ) -> Iterator[Notice]:
        """Yield what one person wants to hear of.

        Args:
            timeline: the course as they have it.
            due: when deadlines are due for them.
        """
        user_id = preferences.user_id
        for kind in self._kinds:
            if kind.preference not in preferences.kinds:
                continue
            for occasion in kind.of_person(timeline, said):
                one = kind.for_person(occasion, due)
                key, target = f"mine:{user_id}:{one.id}", to_person(user_id)
                leads = preferences.leads_of(kind.preference) if kind.beforehand else ("0m",)
                for lead in leads:
                    each = key if lead in ("0m", DEFAULT_LEAD) else f"{key}:{lead}"
                    timing = Timing(one.anchor_at - lead_of(lead), one.anchor_at, one.until)
                    yield self.notice(each, one.item, timing, target)

    def moot(self, scene: Scene, notice: Notice) -> str:
        if notice.body and _overtaken(scene, notice):
            return OVERTAKEN
        kind = self._of(scene, notice)
        return kind.moot(scene, notice) if kind else ""

    def part(self, scene: Scene, notice: Notice) -> Part:
        kind = self._of(scene, notice)
        return kind.part(scene, notice) if kind else vanished(notice)

    def last_buttons(self, batch: Batch) -> tuple[Button, ...]:
        return snooze_buttons(batch)

    def _of(self, scene: Scene, notice: Notice) -> ReminderKind | None:
        """Return the kind whose words it says."""
        return next((kind for kind in self._kinds if _has(kind, scene, notice.item)), None)


def _overtaken(scene: Scene, notice: Notice) -> bool:
    """Return whether what was snoozed is at another time by now, or not at all: its person has been told."""
    item = scene.timeline.find(notice.item)
    if item is None or not item.is_held:
        return True
    mine = scene.until.get(item.deadline.id) if item.deadline else None
    planned = item.is_meeting or (item.deadline is not None and not (mine and mine.extended))
    return planned and item.begins_at != notice.anchor_at


def _has(kind: ReminderKind, scene: Scene, item: str) -> bool:
    return any(one.item == item for one in kind.occasions(scene.timeline, scene.said))


def snooze_buttons(batch: Batch) -> tuple[Button, ...]:
    """Return the buttons that have a message come again."""
    return (
        Press("Snooze 10 min", f"snooze:{batch.guild_id}:10:{batch.nonce}"),
        Press("Snooze 1 h", f"snooze:{batch.guild_id}:60:{batch.nonce}"),
    )
