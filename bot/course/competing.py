"""What a course lets people compete in: entries, rounds and what each is judged on, and the awards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from bot.course.values import Fact, Label, Names, Slug, Text, Title

Count = Annotated[int, Field(ge=1, le=1000)]
Weight = Annotated[int, Field(ge=1, le=100)]
LONGEST_CONTEST = 40
"""Letters of the ids of a competition, its assignment and its round together: a button's own id holds 100."""


class Award(Fact):
    """A prize and how many of it there are."""

    count: Count = 1
    title: Title
    place: Count | None = Field(
        default=None,
        description="The first place that wins it; left out, it goes to the next place that wins nothing yet.",
    )
    worth: Title | None = Field(default=None, description="What whoever wins it gets.")
    also: Names = ()

    @property
    def told(self) -> str:
        """Its title, with what whoever wins it gets."""
        return f"{self.title} ({self.worth})" if self.worth else self.title


def awards_told(awards: Sequence[Award]) -> list[str]:
    """Say what awards there are, and of how many there is more than one."""
    several = any(one.count > 1 for one in awards)
    return [f"{one.count}x {one.told}" if several else one.told for one in awards]


class Scale(Fact):
    """The scores a judge may give, both ends included."""

    min: Annotated[int, Field(ge=0, le=100)]
    max: Annotated[int, Field(ge=0, le=100)]


class Criterion(Fact):
    """One thing that judges score."""

    id: Slug
    title: Title
    guideline: Text | None = None
    weight: Weight | None = Field(
        default=None, description="How much it counts beside the others; all the same if left out."
    )


TieBreak = Literal["median", "first criterion"]


class Round(Fact):
    """One round of a competition. What it doesn't state is as in the competition."""

    id: Slug
    title: Label
    advance: Count | None = Field(
        default=None, description="How many go on to the next round; the last has none."
    )
    session: Slug | None = Field(
        default=None, description="The id of the session in which it is: when and where."
    )
    scale: Scale | None = None
    judges: Text | None = None
    scoring: Text | None = None
    criteria: tuple[Criterion, ...] = Field(default=(), max_length=5)


class Competition(Fact):
    """Entries, the criteria they are judged on, and the awards."""

    id: Slug
    title: Title
    entries: Literal["groups", "assignments", "opt-in"] = Field(
        description="What is judged: all project groups, those that choose to enter (opt-in), or what is handed in for "
        "the assignments that count for it."
    )
    cohort: Slug | None = Field(default=None, description="The cohort or track that it is for.")
    judged: bool = Field(
        default=True, description="Whether judges score it here; no, where it's decided elsewhere."
    )
    rounds: tuple[Round, ...] = Field(
        default=(), max_length=6, description="In order; the awards are the last one's."
    )
    scale: Scale | None = None
    judges: Text | None = None
    scoring: Text | None = None
    criteria: tuple[Criterion, ...] = Field(
        default=(), max_length=5, description="For every round that has none of its own."
    )
    awards: tuple[Award, ...] = Field(default=(), max_length=12)
    ties: tuple[TieBreak, ...] = Field(
        default=(),
        max_length=2,
        description="What decides between equal scores, in order. Entries that are still equal share the place.",
    )

    @property
    def every_criterion(self) -> tuple[Criterion, ...]:
        """What is scored in any round, each once."""
        found = [*self.criteria, *(one for part in self.rounds for one in part.criteria)]
        return tuple({one.id: one for one in reversed(found)}.values())[::-1]

    def criteria_of(self, part: Round | None) -> tuple[Criterion, ...]:
        """Return what is scored in a round; None for a competition without any."""
        return (part.criteria if part else ()) or self.criteria
