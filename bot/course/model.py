"""The whole course: frozen models that mirror `data/course.yaml`. Field by field: docs/course-file.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time
from functools import cached_property
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.course.asking import Asking, FrequentQuestion, Phrasings
from bot.course.assigned import StatedAssignment
from bot.course.cohort_times import times_of
from bot.course.cohorts import MOST_COHORTS, Cohort, CohortTime
from bot.course.competing import Competition
from bot.course.disputed import Disputes
from bot.course.grading import Grading
from bot.course.lateness import LatePolicy
from bot.course.meetings import DayOff, MeetingKind
from bot.course.people import INSTRUCTOR, Contact, Participants, Person
from bot.course.reminding import Reminders
from bot.course.sessions import (
    Deadline,
    Link,
    OfficeHours,
    Release,
    Session,
    Speaker,
    Term,
    WeeklySession,
)
from bot.course.values import Fact, KindLabel, Label, People, Slug, Text, Title
from bot.course.words import Words
from bot.course.work import FinalProject, Groups, HandIns, Lab, LabRules, Pitches


class Prerequisites(Fact):
    """What a student should know beforehand."""

    expected: tuple[Title, ...] = Field(default=(), max_length=12)
    helpful: tuple[Title, ...] = Field(default=(), max_length=12)
    notes: tuple[Text, ...] = Field(default=(), max_length=5)


class Prizes(Fact):
    """What holds for every prize."""

    who: Text | None = None
    people: People | None = Field(default=None, description="The same, group by group.")
    announced: Text | None = None
    about: Text | None = None


class ExtraTopic(Fact):
    """A page for `/course` that no other part of the file covers."""

    id: Slug
    title: Label
    text: Text
    also_stated: Disputes = Field(default=(), description="What other official places say instead.")


class OpenQuestion(Fact):
    """Something the course page doesn't state. The assistant says so."""

    id: Slug
    about: Title
    known: Text | None = Field(
        default=None, description="What the page does say nearby, without repeating a fact's value."
    )
    ask: Phrasings = Field(default=(), description="Ways people ask for it.")


class AssumedMinutes(Fact):
    """A length in minutes that the operator assumes, and why."""

    value: Annotated[int, Field(ge=5, le=600)]
    why: Text


class Assumptions(Fact):
    """The operator's assumptions. They time reminders; no answer states them as facts."""

    lecture_minutes: AssumedMinutes | None = None


class Course(Fact):
    """A course and everything its assistant knows about it."""

    title: Title
    number: Label | None = None
    institution: Label | None = None
    term: Term
    timezone: Label = Field(description="An IANA zone, such as America/New_York.")
    timezone_label: Label | None = Field(
        default=None, description="How people name the zone, such as ET."
    )
    instructors: tuple[Speaker, ...] = Field(
        default=(), max_length=20, description="The same as people whose role is instructor."
    )
    people: tuple[Person, ...] = Field(
        default=(), max_length=60, description="Who gives the course, each in a role."
    )
    participants: Participants | None = Field(default=None, description="Who may take part.")
    words: Words = Field(
        default=Words(), description="What this course calls people and groups, in a sentence."
    )
    summary: Text | None = None
    prerequisites: Prerequisites | None = None
    grading: Grading | None = None
    kinds: dict[KindLabel, MeetingKind] = Field(
        default_factory=dict[str, MeetingKind],
        max_length=30,
        description="What holds for all meetings of a kind, by its label.",
    )
    cohorts: tuple[Cohort, ...] = Field(
        default=(),
        max_length=MOST_COHORTS,
        description="The sections, slots, tracks or pods that its people are in.",
    )
    sessions: tuple[Session, ...] = Field(default=(), max_length=1500)
    weekly: tuple[WeeklySession, ...] = Field(default=(), max_length=100)
    days_off: tuple[DayOff, ...] = Field(default=(), max_length=40)
    office_hours: tuple[OfficeHours, ...] = Field(default=(), max_length=10)
    deadlines: tuple[Deadline, ...] = Field(default=(), max_length=200)
    assignments: tuple[StatedAssignment, ...] = Field(
        default=(),
        max_length=300,
        description="Everything that can be handed in, and nothing else can.",
    )
    late_policies: tuple[LatePolicy, ...] = Field(default=(), max_length=20)
    releases: tuple[Release, ...] = Field(default=(), max_length=60)
    labs: tuple[Lab, ...] = Field(default=(), max_length=20)
    lab_rules: LabRules | None = None
    final_project: FinalProject | None = None
    hand_ins: HandIns = HandIns()
    groups: Groups | None = Field(
        default=None, description="Groups that people form, whether or not they present anything."
    )
    pitches: Pitches | None = None
    competitions: tuple[Competition, ...] = Field(default=(), max_length=10)
    prizes: Prizes | None = None
    links: tuple[Link, ...] = Field(default=(), max_length=40)
    contacts: tuple[Contact, ...] = Field(default=(), max_length=20)
    topics: tuple[ExtraTopic, ...] = Field(default=(), max_length=40)
    open_questions: tuple[OpenQuestion, ...] = Field(default=(), max_length=60)
    faq: tuple[FrequentQuestion, ...] = Field(default=(), max_length=300)
    asking: Asking = Asking()
    assumptions: Assumptions = Assumptions()
    reminders: Reminders = Reminders()

    @cached_property
    def name(self) -> str:
        """What the course is called: its number, if it has one, and its title."""
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def short_name(self) -> str:
        """What the course is called in few words: its number; its title where it has none."""
        return self.number or self.title

    @property
    def everybody(self) -> tuple[Person, ...]:
        """Whoever gives the course, each in a role: the instructors first, as the file lists them."""
        first = (
            Person(name=one.name, role=INSTRUCTOR, affiliation=one.affiliation)
            for one in self.instructors
        )
        return (*first, *self.people)

    @property
    def zone_label(self) -> str:
        """How people name the course's zone: ET, or the zone's city where no label is given."""
        return self.timezone_label or self.timezone.rsplit("/", 1)[-1].replace("_", " ")

    @property
    def lectures(self) -> MeetingKind:
        """What holds for every lecture."""
        return self.kind("lecture")

    def kind(self, label: str) -> MeetingKind:
        """Return what holds for all meetings of a kind; nothing where the file says nothing of it."""
        return self.kinds.get(label) or MeetingKind()

    def link(self, id: str | None) -> Link | None:
        """Find a link by its id; None for no id."""
        return next((link for link in self.links if link.id == id), None)

    @cached_property
    def every_deadline(self) -> tuple[Deadline, ...]:
        """Whatever is due: the stated deadlines, then those that assignments have of their own."""
        own = (one.own_deadline for one in self.assignments)
        return (*self.deadlines, *(one for one in own if one))

    @cached_property
    def deadlines_by_id(self) -> Mapping[str, Deadline]:
        """Whatever is due, by its id; of two that share one, the first."""
        return {one.id: one for one in reversed(self.every_deadline)}

    @cached_property
    def cohort_times(self) -> Mapping[str, tuple[CohortTime, ...]]:
        """When what is due is due for cohorts, by the deadline's id; nothing for what is due at once for all."""
        return times_of(self)

    def cohort(self, id: str | None) -> Cohort | None:
        """Find a cohort by its id; None for no id."""
        return next((one for one in self.cohorts if one.id == id), None)

    @property
    def chooses_cohorts(self) -> bool:
        """Whether students choose a cohort of theirs themselves."""
        return any(one.can_be_chosen for one in self.cohorts)

    def deadline(self, id: str | None) -> Deadline | None:
        """Find a deadline by its id; None for no id."""
        return self.deadlines_by_id.get(id or "")

    @property
    def last_second(self) -> datetime:
        """The last second of the course's last day, aware UTC."""
        over = datetime.combine(self.term.last_day, time.max, ZoneInfo(self.timezone))
        return over.replace(microsecond=0).astimezone(UTC)

    @property
    def signup(self) -> Deadline | None:
        """The deadline until which groups form; None where there are none, or no end is stated."""
        return self.deadline(self.groups.signup_deadline) if self.groups else None

    def signs_up_until(self, deadline: str) -> bool:
        """Return whether groups form until a deadline. `deadline`: its id."""
        return self.groups is not None and self.groups.signup_deadline == deadline

    def assignment(self, id: str | None) -> StatedAssignment | None:
        """Find an assignment by its id; None for no id."""
        return next((one for one in self.assignments if one.id == id), None)

    def late_policies_at(self, deadlines: Collection[str]) -> list[LatePolicy]:
        """Return what the file says of handing in late what is due at some deadlines, each policy once."""
        named = {id for deadline in deadlines for id in self.late_at.get(deadline, ())}
        return [policy for policy in self.late_policies if policy.id in named]

    @cached_property
    def late_at(self) -> Mapping[str, frozenset[str]]:
        """The ids of the late policies of what is due at a deadline, by the deadline's id."""
        found: dict[str, set[str]] = {}
        for one in self.assignments:
            if one.late:
                found.setdefault(one.deadline or one.id, set()).add(one.late)
        return {deadline: frozenset(ids) for deadline, ids in found.items()}

    def late_words(self, deadlines: Collection[str], *, brief: bool = False) -> str:
        """Write what the file says of handing in late what is due at some deadlines; empty for nothing.

        Args:
            brief: leave out what it adds in its own words.
        """
        some = self.late_policies_at(deadlines)
        return " ".join(policy.rule if brief else policy.words for policy in some)

    def deadline_of(self, assignment: StatedAssignment | None) -> Deadline | None:
        """Return the deadline of an assignment, its own or the one that it names."""
        return self.deadline(assignment.deadline or assignment.id) if assignment else None

    @property
    def met_in_ways(self) -> frozenset[str | None]:
        """The requirements that are met in one of several ways, by id."""
        return frozenset(a.counts_for.passing for a in self.assignments if a.counts_for.way)

    def entry_of(self, lab: str) -> StatedAssignment | None:
        """Return what is handed in for a lab."""
        return next((one for one in self.assignments if one.lab == lab), None)

    def release(self, id: str | None) -> Release | None:
        """Find a release by its id; None for no id."""
        return next((release for release in self.releases if release.id == id), None)

    def released(self, at: Mapping[str, datetime]) -> Course:
        """Return the course with the instants at which some releases really came out, by id."""
        told = [r.model_copy(update={"at": at[r.id]}) if r.id in at else r for r in self.releases]
        return self.model_copy(update={"releases": tuple(told)})

    def lab_deadlines(self, labs: Collection[str]) -> list[Deadline]:
        """Return the deadlines of what is handed in for these labs."""
        wanted = [self.deadline_of(one) for one in self.assignments if one.lab in labs]
        return list({one.id: one for one in wanted if one}.values())

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other parts; what was worked out of the former ones isn't kept."""
        copied = super().model_copy(update=update, deep=deep)
        for worked_out in ("every_deadline", "deadlines_by_id", "cohort_times", "late_at"):
            vars(copied).pop(worked_out, None)
        return copied
