"""How a course is graded: what passing takes, and what the grade is made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.course.values import Fact, Label, Slug, Text, Title


class PassingRequirement(Fact):
    """One thing required to pass, and how it is shown."""

    id: Slug
    title: Title
    proof: Literal["honor code", "submission", "exam", "grade"]
    at_least: Annotated[float, Field(gt=0, le=100)] | None = Field(
        default=None, description="What has to be reached, in percent."
    )
    component: Slug | None = Field(
        default=None, description="Of which of `components`; of the whole grade if left out."
    )
    detail: Text | None = None
    counts: Literal["labs", "lectures", "other"] = Field(
        default="other",
        description="What is attested by honor code. What is handed in for it says so in `assignments`.",
    )
    enough: bool | None = Field(default=None, description="Whether meeting it ensures a pass.")


class GradeComponent(Fact):
    """A share of the grade."""

    id: Slug
    title: Title
    weight: Annotated[float, Field(gt=0, le=100)] = Field(description="In percent of the grade.")
    extra: bool = Field(default=False, description="On top of the 100 percent.")
    detail: Text | None = None

    @property
    def share(self) -> str:
        """How much of the grade it is: 40%, 5% extra."""
        return f"{self.weight:g}%{' extra' if self.extra else ''}"


class Grading(Fact):
    """Credit, what passing takes, and what the grade is made of."""

    units: Annotated[int, Field(ge=0, le=100)] | None = None
    scheme: Label | None = None
    passing: tuple[PassingRequirement, ...] = Field(default=(), max_length=10)
    components: tuple[GradeComponent, ...] = Field(default=(), max_length=20)
    notes: tuple[Text, ...] = Field(default=(), max_length=5)

    @property
    def graded(self) -> str:
        """Write how it's graded: P/D/F grading, graded with letter grades; empty where no scheme is stated."""
        if not self.scheme or "grading" in self.scheme:
            return self.scheme or ""
        return (
            f"graded with {self.scheme}" if self.scheme[:1].islower() else f"{self.scheme} grading"
        )

    def reached(self, need: PassingRequirement) -> str:
        """Write what has to be reached for a requirement: at least 50% of Problem sets; empty where nothing is."""
        if need.at_least is None:
            return ""
        titles = {one.id: one.title for one in self.components}
        return f"at least {need.at_least:g}% of {titles.get(need.component or '', 'the grade')}"
