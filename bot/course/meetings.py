"""What a meeting may state, by itself or for all of its kind: when, where, whether to come, what to bring."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.course.disputed import DisputesOf
from bot.course.values import Fact, Label, Lead, Names, People, Slug, Text, TimeOfDay, Title

USUAL_KINDS = (
    "lecture", "section", "recitation", "tutorial", "discussion", "seminar", "lab", "workshop", "talk", "keynote",
    "exam", "midterm", "quiz", "review", "event", "ceremony", "social",
)  # fmt: skip
"""Kinds of meetings that need no entry under `kinds`. Any other label does, so that a misspelt one is noticed."""
TAKEN_KINDS = ("deadline", "release", "office hours", "day off")
"""Labels of what has a part of the file of its own."""

Modality = Literal["in person", "online", "both"]
Status = Literal["held", "cancelled", "moved", "no class"]
Leads = Annotated[tuple[Lead, ...], Field(max_length=6)]

PLACE = ("where", "modality", "link", "joining")
"""What says where something is. A meeting with a place of its own takes none of these from its kind."""


class Speaker(Fact):
    """Who speaks, and where from."""

    name: Label
    affiliation: Title | None = None


class Attendance(Fact):
    """Whether people have to come."""

    required: bool | None = None
    text: Text | None = None


class How(Fact):
    """What a meeting may state, and a kind of meetings for all of them. A meeting's own value beats its kind's."""

    starts: TimeOfDay | None = None
    ends: TimeOfDay | None = Field(
        default=None, description="Earlier than the start: on the next day."
    )
    where: Label | None = None
    modality: Modality | None = None
    link: Slug | None = Field(default=None, description="A link's id: where to join or find it.")
    joining: Text | None = None
    recorded: bool | None = None
    recordings: Text | None = Field(default=None, description="Where the recordings are, and when.")
    attendance: Attendance | None = None
    bring: Annotated[tuple[Title, ...], Field(max_length=8)] | None = Field(
        default=None, description="What to bring."
    )
    note: Text | None = Field(default=None, description="What else whoever comes has to know.")
    access: Text | None = Field(default=None, description="Who may come or watch.")
    who: People | None = Field(default=None, description="The same, group by group.")
    public: Text | None = Field(default=None, description="What the public gets of it.")
    also_stated: DisputesOf | None = Field(
        default=None, description="What other official places say instead, field by field."
    )
    reminders: Leads | None = Field(
        default=None,
        description="How long before it people are reminded; `reminders.meetings` if left out, [] for never.",
    )


class MeetingKind(How):
    """What holds for all meetings of a kind: every lecture, every section."""

    also: Names = ()


class MovedFrom(Fact):
    """When and where a moved meeting was to be: what has changed of it."""

    day: date | None = None
    starts: TimeOfDay | None = None
    where: Label | None = None


class Change(How):
    """One meeting of a series that isn't as the others: cancelled, moved, no class, or held otherwise."""

    day: date = Field(description="The day on which it would have met.")
    status: Status = "held"
    why: Title | None = None
    to: date | None = Field(default=None, description="The day it has moved to.")
    topic: Title | None = Field(
        default=None, description="A topic of its own; those of the series go on at the next one."
    )
    speakers: tuple[Speaker, ...] = Field(
        default=(), max_length=5, description="Who speaks instead."
    )
    cohorts: Annotated[tuple[Slug, ...], Field(max_length=60)] = Field(
        default=(), description="For whom it isn't as the others; for all whose it is if left out."
    )


class DayOff(Fact):
    """A day, or some days, on which no series meets."""

    day: date
    last: date | None = Field(default=None, description="The last day, where there are several.")
    title: Title
    why: Title | None = None


def states(one: How) -> set[str]:
    """Return the names of what a meeting states of itself."""
    return {name for name in How.model_fields if getattr(one, name) is not None}


def resolved(own: How, kind: How) -> How:
    """Return what holds for a meeting: what it states itself, else what its kind does.

    An end belongs to its start, a place to its kind of place, where recordings are to whether there are any: whoever
    states the first states both.
    """
    stated = states(own)
    if not stated:
        return kind
    dropped = {"ends"} if "starts" in stated else set[str]()
    dropped |= set(PLACE) if "where" in stated else set()
    dropped |= {"recordings"} if "recorded" in stated else set()
    taken = {
        name: getattr(kind, name)
        for name in How.model_fields
        if name not in stated and name not in dropped
    }
    return How.model_construct(**taken, **{name: getattr(own, name) for name in stated | dropped})
