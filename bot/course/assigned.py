"""What a course asks people to hand in: its `assignments`, the only source of what can be handed in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.course.disputed import Disputes
from bot.course.sessions import CohortsDue, Deadline, HandIn
from bot.course.values import Fact, Instant, KindLabel, Label, Names, Slug, Text, Title, Url

Accepted = Literal["pdf", "notebook", "audio", "video", "image", "text", "link", "file"]
"""What a part can take. Text is typed or a file; a link is typed; `file` is any kind of file."""
TYPED: frozenset[Accepted] = frozenset(("text", "link"))
"""What a form has a box for."""
PageCount = Annotated[int, Field(ge=1, le=1000)]
MOST_FIELDS = 5
"""Fields of a form (Discord, "Modal"): what an assignment takes has to fit into one."""
LONGEST_NAME = 60
"""Characters of a name that stands within a sentence."""
Place = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?$", max_length=120)
]
"""The beginning of an address, without https://."""


class Suggestion(Fact):
    """Something that may be chosen as a subject."""

    url: Url
    title: Title | None = None
    note: Title | None = None


class Subject(Fact):
    """What a part is about, named by whoever hands it in."""

    ask: Label = Field(description="What the form asks: Which paper.")
    rule: Text | None = Field(default=None, description="What may be chosen.")
    free_choice: bool | None = Field(
        default=None, description="Whether anything may be chosen, suggested or not."
    )
    suggestions: tuple[Suggestion, ...] = Field(default=(), max_length=25)
    heading: Label | None = Field(
        default=None, description="What the list of suggestions is called: Suggested papers."
    )


class Host(Fact):
    """Where an address is expected to be."""

    name: Label = Field(description="As people say it: Google Slides.")
    at: Place = Field(
        description="How the address begins, without https://: docs.google.com/presentation/."
    )


class AssignmentPart(Fact):
    """One thing that an assignment takes."""

    id: Slug
    title: Title
    accepts: tuple[Accepted, ...] = Field(min_length=1, max_length=8)
    optional: bool = Field(default=False, description="It isn't missed where it's left out.")
    pages: PageCount | None = Field(default=None, description="How many pages a PDF may have.")
    layout: Label | None = Field(default=None, description="How it's set, such as single-spaced.")
    executed: bool = Field(
        default=False, description="A notebook must have been run before it is handed in."
    )
    includes: tuple[Text, ...] = Field(
        default=(), max_length=9, description="What has to be in it; whoever hands it in confirms."
    )
    group_number: bool = Field(
        default=False, description="The group's number has to be on it; they confirm that."
    )
    subject: Subject | None = None
    hosts: tuple[Host, ...] = Field(
        default=(), max_length=5, description="Where a link is expected to lead."
    )

    @property
    def takes_files(self) -> bool:
        """Whether a form asks files for it."""
        return not TYPED.issuperset(self.accepts)


class CountsFor(Fact):
    """What it counts for, by ids."""

    passing: Slug | None = Field(default=None, description="A requirement of `grading.passing`.")
    way: Slug | None = Field(
        default=None,
        description="A way to meet that requirement: what has the same way is needed together, and one way is enough.",
    )
    component: Slug | None = Field(
        default=None,
        description="The part of the grade that it counts for, of `grading.components`.",
    )
    competition: Slug | None = Field(default=None, description="The competition that it enters.")


class StatedAssignment(Fact):
    """Something to hand in, as the file says it. Either it has its own due date, or it names a deadline."""

    id: Slug
    title: Title
    short: Label | None = Field(
        default=None, description="Its name within a sentence; the title if left out."
    )
    kind: KindLabel | None = Field(
        default=None, description="What the course calls such a thing: problem set, lab entry."
    )
    button: Label | None = Field(default=None, description="What its button says.")
    lab: Slug | None = Field(default=None, description="The id of the lab that it belongs to.")
    released_at: Instant | None = Field(default=None, description="When it comes out.")
    due_at: Instant | None = None
    due_by_cohort: CohortsDue = Field(
        default=(), description="When it's due for some cohorts; `due_at` is for everybody else."
    )
    deadline: Slug | None = Field(
        default=None, description="The id of the deadline that it shares with others."
    )
    by: Literal["person", "group"] = Field(
        default="person", description="Whether each person hands it in, or one for the group."
    )
    optional: bool = False
    points: Annotated[float, Field(gt=0, le=10_000)] | None = None
    late: Slug | None = Field(
        default=None, description="The id of the late policy; left out where nothing is stated."
    )
    counts_for: CountsFor = CountsFor()
    parts: tuple[AssignmentPart, ...] = Field(default=(), max_length=8)
    hand_in: HandIn | None = Field(
        default=None, description="The official place, for one with its own due date."
    )
    who: Title | None = None
    need: Text | None = Field(default=None, description="Who must, and what it is needed for.")
    notes: tuple[Text, ...] = Field(default=(), max_length=3)
    also: Names = ()
    also_stated: Disputes = Field(
        default=(), description="When it is due according to other official places."
    )

    @property
    def name(self) -> str:
        """Its name within a sentence."""
        return self.short or self.title

    @property
    def own_deadline(self) -> Deadline | None:
        """Its own deadline; None where it names one that it shares."""
        if self.due_at is None:
            return None
        return Deadline(
            id=self.id,
            title=self.title,
            short=self.name[:LONGEST_NAME],
            due_at=self.due_at,
            due_by_cohort=self.due_by_cohort,
            hand_in=self.hand_in,
            who=self.who,
            need=self.need,
            notes=self.notes,
            also=self.also,
            also_stated=self.also_stated,
        )

    @property
    def subject(self) -> Subject | None:
        """What it is about, if whoever hands it in names that."""
        return next((part.subject for part in self.parts if part.subject), None)

    @property
    def page(self) -> str:
        """The id of its topic; what belongs to a lab is told on the lab's own page."""
        return self.lab or f"assignment-{self.id}"

    @property
    def suggestions_page(self) -> str:
        """The id of the topic that lists what it may be about."""
        return f"about-{self.id}"

    @property
    def fields(self) -> int:
        """How many fields its form has: one for all files, one for each thing typed, and what is confirmed."""
        typed = sum(not TYPED.isdisjoint(part.accepts) for part in self.parts)
        others = (
            any(part.takes_files for part in self.parts),
            self.subject is not None,
            any(part.includes for part in self.parts),
            any(part.group_number for part in self.parts),
        )
        return typed + sum(others)
