"""Cohorts: the sections, slots, tracks or pods that a course divides its people into, and what is due when for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from bot.course.meetings import How
from bot.course.values import Fact, Instant, KindLabel, Label, Lead, Names, Slug, Text
from bot.text import listing

MOST_COHORTS = 60
MOST_NAMED = 3
"""Cohorts that a label names; of more it says how many."""
Cohorts = Annotated[tuple[Slug, ...], Field(max_length=MOST_COHORTS)]
"""Ids of cohorts; none for everybody."""


class Cohort(How):
    """Some of the course's people. What it states of meetings holds for those that are its alone."""

    id: Slug
    title: Label
    kind: KindLabel = Field(
        default="cohort",
        description="What the course calls it: section, slot, track. Everybody is in one of each kind at most.",
    )
    role: Label | None = Field(
        default=None, description="The Discord role whose people are in it, by its name."
    )
    chosen: bool | None = Field(
        default=None,
        description="Whether students choose it themselves; left out: they do unless it has a role.",
    )
    capacity: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        default=None, description="How many people can choose it."
    )
    about: Text | None = None
    leader: Label | None = Field(default=None, description="Who leads it.")
    channel: Label | None = Field(
        default=None, description="The Discord channel of its own reminders, by its name."
    )
    also: Names = ()

    @property
    def can_be_chosen(self) -> bool:
        """Whether students choose it themselves."""
        return self.role is None if self.chosen is None else self.chosen


class CohortDue(Fact):
    """When something is due for some cohorts: at one instant, or reckoned from a meeting of each of them."""

    cohorts: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=MOST_COHORTS)]
    due_at: Instant | None = None
    meeting: KindLabel | None = Field(
        default=None,
        description="A kind of meeting, or the id of one: it's reckoned from each cohort's own.",
    )
    week: date | None = Field(
        default=None, description="Any day of the week in which that meeting is to be."
    )
    before: Lead | None = Field(
        default=None, description="How long before that meeting begins; at its start if left out."
    )
    after: Lead | None = Field(
        default=None, description="How long after that meeting ends, or begins if no end is stated."
    )


@dataclass(frozen=True, slots=True)
class CohortTime:
    """Some cohorts, and the instant at which something is due for them; aware UTC."""

    cohorts: tuple[str, ...]
    at: datetime


def kinds_of(cohorts: Iterable[Cohort]) -> dict[str, tuple[Cohort, ...]]:
    """Return the cohorts by what the course calls them, in the file's order."""
    found: dict[str, list[Cohort]] = {}
    for one in cohorts:
        found.setdefault(one.kind, []).append(one)
    return {kind: tuple(some) for kind, some in found.items()}


def others_than(cohorts: Iterable[Cohort], mine: Collection[str]) -> frozenset[str]:
    """Return the cohorts that somebody certainly isn't in: of the kinds of which theirs is known, all others."""
    every = list(cohorts)
    known = {one.kind for one in every if one.id in mine}
    return frozenset(one.id for one in every if one.kind in known and one.id not in mine)


def fellows(cohorts: Iterable[Cohort], some: Collection[str]) -> tuple[str, ...]:
    """Return the cohorts of the kinds that some are of, themselves included."""
    every = list(cohorts)
    kinds = {one.kind for one in every if one.id in some}
    return tuple(one.id for one in every if one.kind in kinds)


def are_all(cohorts: Sequence[Cohort], some: Collection[str]) -> bool:
    """Return whether some cohorts are all of a kind, so that everybody of it is in one of them."""
    return any(all(one.id in some for one in kind) for kind in kinds_of(cohorts).values())


def names_of(cohorts: Iterable[Cohort], some: Collection[str]) -> str:
    """Name some cohorts: Section A and Section B; 12 sections."""
    named = [one for one in cohorts if one.id in some]
    if len(named) > MOST_NAMED:
        kinds = {one.kind for one in named}
        return f"{len(named)} {f'{kinds.pop()}s' if len(kinds) == 1 else 'cohorts'}"
    return listing(one.title for one in named)
