"""Every kind of reminder, by name. Whoever plans, draws, lists or sends reminders asks it, and compares no name."""

from __future__ import annotations

from bot.course.timeline import Timeline
from bot.delivery.model import Notice
from bot.reminders.kinds.announcement import Announcement
from bot.reminders.kinds.base import ReminderKind
from bot.reminders.kinds.change import ChangeNews
from bot.reminders.kinds.correction import Correction
from bot.reminders.kinds.own import Own
from bot.reminders.kinds.personal import Personal


class Unknown(ReminderKind):
    """A kind that this version of the assistant doesn't know."""

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return notice.key


class ReminderKinds:
    """The kinds of one bot.

    Args:
        planned: those that the course file plans. What people wish for themselves, announcements and corrections are
            there by themselves.

    Attributes:
        personal: what people want to hear of by direct message.
    """

    def __init__(self, *planned: ReminderKind) -> None:
        self._planned: list[ReminderKind] = []
        self._by_name: dict[str, ReminderKind] = {}
        self.personal = Personal(self._planned)
        others = (self.personal, Own(), Announcement(), ChangeNews(), Correction(self._by_name))
        self._by_name |= {kind.name: kind for kind in others}
        self.register(*planned)

    def register(self, *kinds: ReminderKind) -> None:
        """Add kinds that the course file plans."""
        self._planned.extend(kinds)
        self._by_name |= {kind.name: kind for kind in kinds}

    def __getitem__(self, name: str) -> ReminderKind:
        return self._by_name.get(name) or Unknown()

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @property
    def every(self) -> tuple[ReminderKind, ...]:
        """All of them."""
        return tuple(self._by_name.values())

    @property
    def planned(self) -> tuple[ReminderKind, ...]:
        """Those that the course file plans."""
        return tuple(self._planned)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all of them."""
        return tuple(self._by_name)

    @property
    def following(self) -> tuple[str, ...]:
        """The names of those that follow the course: planned, moved and cancelled with it."""
        return (self.personal.name, *(kind.name for kind in self._planned))

    def preferences(self, timeline: Timeline) -> dict[str, ReminderKind]:
        """Return what somebody can switch on in `/remind-me`: a kind for each switch that is of use in a course."""
        found: dict[str, ReminderKind] = {}
        for kind in self._planned:
            if kind.preference and kind.in_course(timeline):
                found.setdefault(kind.preference, kind)
        return found
