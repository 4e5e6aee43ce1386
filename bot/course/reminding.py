"""When the course is reminded of what: the file's `reminders`."""

from __future__ import annotations

from pydantic import Field

from bot.course.values import Fact, Label, Lead, TimeOfDay

Leads = tuple[Lead, ...]


class QuietHours(Fact):
    """When nothing is posted, in the course's zone. It may run over midnight."""

    start: TimeOfDay
    end: TimeOfDay


class Reminders(Fact):
    """What is posted in the channels by itself. Nothing is, where this is left out."""

    deadlines: Leads = Field(default=(), max_length=6, description="How long before each deadline.")
    meetings: Leads = Field(
        default=(),
        max_length=6,
        description="Before each meeting, unless it or its kind has `reminders` of its own.",
    )
    office_hours_open: bool = Field(default=False, description="Say when office hours open.")
    office_hours_close: Leads = Field(default=(), max_length=3)
    digest: TimeOfDay | None = Field(
        default=None, description="The morning's digest, on every day with something on."
    )
    quiet: QuietHours | None = None
    role: Label | None = Field(
        default=None,
        description="The name of a role that reminders ping. None is pinged otherwise.",
    )
    events: bool = Field(
        default=False,
        description="Keep Discord's own scheduled events for meetings and office hours.",
    )
