"""The kinds of reminders: one object a kind. To add one, write its file and put it into `standard_kinds`."""

from __future__ import annotations

from bot.reminders.kinds.deadline import DeadlineReminder
from bot.reminders.kinds.digest import Digest
from bot.reminders.kinds.grades_released import GradesReleased
from bot.reminders.kinds.meeting import MeetingReminder
from bot.reminders.kinds.office_hours_close import OfficeHoursClose
from bot.reminders.kinds.office_hours_control import OfficeHoursControl
from bot.reminders.kinds.office_hours_open import OfficeHoursOpen
from bot.reminders.kinds.registry import ReminderKinds


def standard_kinds() -> ReminderKinds:
    """Return the kinds that every course has, as far as its file asks for them."""
    return ReminderKinds(
        DeadlineReminder(),
        MeetingReminder(),
        OfficeHoursControl(),
        OfficeHoursOpen(),
        OfficeHoursClose(),
        Digest(),
        GradesReleased(),
    )
