"""What students do and how it is judged: labs, the final project, competitions and awards."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from pydantic import Field, StringConstraints

from bot.course.assigned import CountsFor
from bot.course.competing import Award, Count
from bot.course.values import (
    NOTEBOOK,
    Fact,
    Instant,
    Label,
    NotebookUrl,
    People,
    Slug,
    Text,
    Title,
)

PeopleCount = Annotated[int, Field(ge=1, le=25)]
"""People in a group; Discord's picker holds 25."""
PartNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]+[A-Za-z]?$", max_length=6)]


class LabPart(Fact):
    """One notebook of a lab."""

    id: PartNumber = Field(description="As people say it: 1A, 2B, 3.")
    title: Title
    notebook: Title | None = Field(default=None, description="Path in the lab repository.")


class Lab(Fact):
    """A software lab."""

    id: Slug
    title: Title
    parts: tuple[LabPart, ...] = Field(default=(), max_length=6)
    award: Award | None = None

    @property
    def name(self) -> str:
        """The lab's id as people say it: Lab 1."""
        number = self.id.removeprefix("lab").strip("-")
        return f"Lab {number}" if self.id.startswith("lab") and number else self.id


class LabRules(Fact):
    """What holds for every lab."""

    about: Text
    software: Label | None = None
    platform: Title | None = None
    repository: Slug | None = Field(default=None, description="A link's id.")
    notebook_url: NotebookUrl | None = Field(
        default=None, description="Address of a notebook; {notebook} is its path."
    )
    passing: Text | None = Field(default=None, alias="pass")
    compete: Text | None = None
    eligible: Text | None = None
    who: People | None = Field(default=None, description="Who may compete, group by group.")
    self_paced: bool | None = Field(
        default=None, description="Whether the labs are done on one's own time."
    )

    def notebook_at(self, path: str) -> str | None:
        """Return the address of a notebook by its path."""
        return self.notebook_url and self.notebook_url.replace(NOTEBOOK, quote(path))


class ProjectOption(Fact):
    """One way to do the final project."""

    id: Slug
    title: Title
    detail: Text
    prizes: bool


class FinalProject(Fact):
    """The final project requirement."""

    about: Text
    options: tuple[ProjectOption, ...] = Field(min_length=1, max_length=5)
    choose: Annotated[int, Field(ge=1, le=5)] | None = Field(
        default=None, description="How many of the options have to be done."
    )


class HandIns(Fact):
    """Handing in here, beside the official place."""

    largest_mib: Annotated[int, Field(ge=1, le=500)] = Field(
        default=25, description="The largest file that is taken, in MiB."
    )
    automatic_hours: Annotated[int, Field(ge=1, le=336)] | None = Field(
        default=None,
        description="Hours of more time that anybody who asks gets at once, once for each assignment.",
    )


class GroupSize(Fact):
    """How many people a group has, both ends included."""

    min: PeopleCount
    max: PeopleCount

    @property
    def people(self) -> str:
        """Write it: 1 to 5 people, 2 people, 1 person."""
        span = f"{self.min} to {self.max}" if self.min != self.max else f"{self.min}"
        return f"{span} {'person' if self.max == 1 else 'people'}"


class Eligibility(Fact):
    """What makes a group eligible for prizes."""

    registered_students: Annotated[int, Field(ge=0, le=1000)]
    text: Text


class Groups(GroupSize):
    """The groups that people form: for what they hand in together, for competitions, to present."""

    about: Text | None = Field(default=None, description="What they are for.")
    recommended: GroupSize | None = Field(
        default=None, description="The size that is advised, within what is allowed."
    )
    opens_at: Instant | None = Field(
        default=None, description="From when they form; at once if left out."
    )
    signup_deadline: Slug | None = Field(
        default=None,
        description="The id of the deadline until which groups form; until the last day if left out.",
    )
    threads: bool = Field(
        default=False,
        description="Make a private thread for each group once a second person joins.",
    )
    mentor: Text | None = Field(default=None, description="Who helps a group, and how it gets one.")
    most_groups: Count | None = Field(
        default=None, description="How many groups one person may be in."
    )
    one_each: Text | None = None
    eligibility: Eligibility | None = None


class Pitches(Fact):
    """What project groups present."""

    about: Text
    minutes: Annotated[int, Field(ge=1, le=120)]
    strict: Text | None = None
    session: Slug | None = Field(default=None, description="The session in which groups pitch.")
    attendance: Text | None = None
    attendance_required: bool | None = Field(
        default=None, description="Whether whoever pitches has to be there live."
    )
    results_required: bool | None = Field(
        default=None, description="Whether a pitch has to show results or an implementation."
    )
    new_method_required: bool | None = Field(
        default=None, description="Whether the method has to be a new one."
    )
    assignment: Slug | None = Field(
        default=None, description="The id of what groups hand in to present, such as their slides."
    )
    counts_for: CountsFor = CountsFor()
    slides: Text | None = None
    listeners: Text | None = None
    who: People | None = Field(default=None, description="Who may pitch, group by group.")
    consider: tuple[Text, ...] = Field(default=(), max_length=10)
    past_ideas: tuple[Title, ...] = Field(default=(), max_length=60)
