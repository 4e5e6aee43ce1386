"""When things happen: the term, sessions (single or weekly), office hours, deadlines and releases."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.course.cohorts import CohortDue, Cohorts
from bot.course.disputed import Disputes, DisputesOf
from bot.course.meetings import Change, How, MovedFrom, Speaker, Status
from bot.course.values import (
    Fact,
    Instant,
    KindLabel,
    Label,
    Names,
    OneOrSeveral,
    Slug,
    Text,
    TimeOfDay,
    Title,
    Url,
    Weekday,
)

ReleaseKind = Literal["grades"]
"""What can come out. Each is announced by a kind of reminder of its own."""


CohortsDue = Annotated[tuple[CohortDue, ...], Field(max_length=60)]
"""When it is due for some cohorts; `due_at` is for everybody else."""


class Term(Fact):
    """The days the course runs, both included."""

    name: Label
    start: date
    end: date
    earliest: date | None = Field(
        default=None,
        description="The first day with something on it, where that's before the start: sign-up, a kick-off.",
    )
    latest: date | None = Field(
        default=None,
        description="The last day on which something meets, where that's after the end: a final exam.",
    )

    @property
    def first_day(self) -> date:
        """The first day on which anything can be."""
        return self.earliest or self.start

    @property
    def last_day(self) -> date:
        """The last day on which anything can meet."""
        return self.latest or self.end


class Session(How):
    """One thing on the schedule, of one day or of several on end."""

    id: Slug
    kind: KindLabel
    day: date
    last: date | None = Field(
        default=None,
        description="The day on which it ends, where it goes on for longer than into the next morning.",
    )
    title: Title | None = Field(
        default=None, description="The topic; left out where the page names none."
    )
    part: Annotated[int, Field(ge=1, le=9)] | None = None
    speakers: tuple[Speaker, ...] = Field(default=(), max_length=5)
    cohorts: Cohorts = Field(default=(), description="Whose it is; everybody's if left out.")
    lab: Slug | None = Field(default=None, description="The id of the lab worked on.")
    event: Literal["pitches", "awards"] | None = None
    also: Names = ()
    status: Status = "held"
    why: Title | None = Field(default=None, description="Why it is cancelled or has moved.")
    moved_from: MovedFrom | None = Field(
        default=None, description="For what has moved: when or where it was to be."
    )


class WeeklySession(How):
    """Something that recurs on the same weekdays."""

    id: Slug
    kind: KindLabel
    title: Title
    weekdays: tuple[Weekday, ...] = Field(min_length=1, max_length=7)
    first: date
    last: date
    cohorts: Cohorts = Field(default=(), description="Whose it is; everybody's if left out.")
    speakers: tuple[Speaker, ...] = Field(default=(), max_length=5)
    topics: tuple[Title, ...] = Field(
        default=(),
        max_length=400,
        description="Topics in order, one a meeting; meetings after the last have none.",
    )
    also: Names = ()
    cancelled: tuple[date, ...] = Field(
        default=(), max_length=60, description="Days on which it is cancelled; the topics go on."
    )
    changes: tuple[Change, ...] = Field(
        default=(), max_length=60, description="Meetings that aren't as the others, and why."
    )


class Unsure(Fact):
    """A day on which the course page leaves it open whether something happens."""

    day: date
    why: Text


class OfficeHours(Fact):
    """Hours to ask questions: after each day's lecture, or weekly at a stated time."""

    id: Slug
    title: Title = "Office hours"
    where: Label
    link: Slug | None = None
    after: KindLabel | None = Field(
        default=None,
        description="A kind of meeting: they open when the day's last one ends, on every day with one.",
    )
    weekdays: tuple[Weekday, ...] = Field(default=(), max_length=7)
    first: date | None = Field(default=None, description="First day; the term's start if left out.")
    last: date | None = Field(default=None, description="Last day; the term's end if left out.")
    cancelled: tuple[date, ...] = Field(default=(), max_length=60)
    cohorts: Cohorts = Field(default=(), description="Whose they are; everybody's if left out.")
    opens: TimeOfDay | None = Field(default=None, description="For weekly office hours.")
    closes: TimeOfDay
    access: Text | None = None
    account_required: bool | None = Field(
        default=None, description="Whether an account of the institution is needed to get in."
    )
    walkthrough: bool | None = Field(
        default=None, description="Whether staff walk through the labs there."
    )
    hosts: OneOrSeveral = Field(
        default=(), description="Who is there: names of people, or in words."
    )
    also_stated: DisputesOf = ()
    purposes: tuple[Title, ...] = Field(default=(), max_length=10)
    not_for: tuple[Text, ...] = Field(default=(), max_length=3)
    unsure: tuple[Unsure, ...] = Field(default=(), max_length=10)


class HandIn(Fact):
    """Where something is handed in."""

    where: Label
    link: Slug | None = None
    official: bool = Field(
        default=False,
        description="The place that counts: a receipt says to hand it in there too.",
    )
    copy_counts: bool | None = Field(
        default=None,
        description="Whether what is handed in here counts as well; left out where nothing is stated.",
    )


class Deadline(Fact):
    """Something due. `due_at` is inclusive to the second it names."""

    id: Slug
    title: Title
    short: Label
    due_at: Instant
    due_by_cohort: CohortsDue = ()
    hand_in: HandIn | None = None
    who: Title | None = None
    need: Text | None = Field(default=None, description="Who must, and what it is needed for.")
    notes: tuple[Text, ...] = Field(default=(), max_length=3)
    also: Names = ()
    also_stated: Disputes = Field(
        default=(), description="When it is due according to other official places."
    )


class Release(Fact):
    """Something that comes out at a moment of its own, such as grades, and is announced when it does."""

    id: Slug
    kind: ReleaseKind
    title: Title
    at: Instant | None = Field(
        default=None,
        description="When it comes out. Left out where the course page doesn't say: staff post it then.",
    )
    link: Slug | None = Field(default=None, description="A link's id: where to find it.")
    text: Text | None = Field(default=None, description="What to know once it is out.")
    also: Names = ()


class Link(Fact):
    """An address worth knowing."""

    id: Slug
    title: Title
    url: Url
    access: Label | None = None
    also: Names = ()
