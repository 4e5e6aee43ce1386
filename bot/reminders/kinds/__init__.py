"""The kinds of reminders: one object a kind. To add one, write its file and put it into `PLANNED`."""

from __future__ import annotations

from bot.reminders.kinds.announcement import Announcement
from bot.reminders.kinds.base import ReminderKind
from bot.reminders.kinds.correction import Correction
from bot.reminders.kinds.deadline import DeadlineReminder
from bot.reminders.kinds.digest import Digest
from bot.reminders.kinds.lecture import LectureReminder
from bot.reminders.kinds.office_hours_close import OfficeHoursClose
from bot.reminders.kinds.office_hours_control import OfficeHoursControl
from bot.reminders.kinds.office_hours_open import OfficeHoursOpen
from bot.reminders.kinds.own import Own
from bot.reminders.kinds.personal import Personal
from bot.reminders.kinds.pitches import PitchesReminder

PLANNED: tuple[ReminderKind, ...] = (
    DeadlineReminder(),
    LectureReminder(),
    PitchesReminder(),
    OfficeHoursControl(),
    OfficeHoursOpen(),
    OfficeHoursClose(),
    Digest(),
)
"""What the course file plans."""

PERSONAL = Personal(PLANNED)
_SAID = (*PLANNED, PERSONAL, Own(), Announcement())
ALL: dict[str, ReminderKind] = {kind.name: kind for kind in (*_SAID, Correction(_SAID))}
"""Every kind, by name."""

PREFERENCES = tuple(dict.fromkeys(kind.preference for kind in PLANNED if kind.preference))
"""What somebody can switch on in `/remind-me`."""
