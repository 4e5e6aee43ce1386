"""What a course says of late hand-ins: its `late_policies`."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from bot.course.values import Fact, Lead, Slug, Text, lead_of
from bot.course.words import say
from bot.text import plural

DayCount = Annotated[int, Field(ge=1, le=100)]
Percent = Annotated[int, Field(ge=1, le=100)]


class FreeDays(Fact):
    """Late days that cost nothing."""

    budget: DayCount = Field(description="How many for all assignments of the policy together.")
    most: DayCount | None = Field(default=None, description="How many at most for one assignment.")
    whose: Literal["person", "group"] = "person"

    @property
    def longest(self) -> int:
        """How many days at most one assignment can take."""
        return min(self.budget, self.most or self.budget)


WHOLE = 100
"""Percent that leave nothing."""


class LatePolicy(Fact):
    """What becomes of what is handed in late. Days count as soon as they have begun."""

    id: Slug
    taken: bool = Field(
        default=True,
        description="Whether anything is taken after the deadline, beyond the free days where there are any.",
    )
    free_days: FreeDays | None = None
    penalty_percent: Percent | None = Field(
        default=None, description="What each day costs that isn't free, in percent."
    )
    closes_after: Lead | None = Field(
        default=None, description="How long after the deadline the last one is taken: 3d."
    )
    text: Text | None = None

    @property
    def takes_late(self) -> bool:
        """Whether anything at all is taken after the deadline."""
        return self.taken or self.free_days is not None

    @property
    def open_for(self) -> timedelta | None:
        """How long after the deadline the last one is taken, of somebody who has spent no free day; None for ever."""
        return self.open_with(self.free_days.longest if self.free_days else 0)

    def open_with(self, free: int) -> timedelta | None:
        """Return the same for somebody who has some free days for it."""
        closes = lead_of(self.closes_after) if self.closes_after else None
        if self.taken:
            return closes
        covered = timedelta(days=free)
        return min(covered, closes) if closes else covered

    @property
    def words(self) -> str:
        """The policy in sentences."""
        return f"{self.rule} {self.text}" if self.text else self.rule

    @property
    def rule(self) -> str:
        """What its numbers say, without what the file adds in its own words."""
        return " ".join(self._if_taken()) if self.takes_late else "Late work isn't accepted."

    def _if_taken(self) -> list[str]:
        free, percent = self.free_days, self.penalty_percent
        told: list[str] = []
        if free:
            who = "Each group has" if free.whose == "group" else "Everybody has"
            most = f", at most {free.most} for one assignment" if free.most else ""
            told.append(
                f"{who} {plural(free.budget, f'free {say.late_day}', f'free {say.late_days}')}{most}."
            )
        if not self.taken:
            told.append("Beyond those, late work isn't accepted.")
        elif percent == WHOLE:
            told.append(f"{'After those, late' if free else 'Late'} work gets no credit.")
        elif percent:
            told.append(f"Each {'further ' if free else ''}day late costs {percent}%.")
        if not told:
            told.append("Late hand-ins are accepted and marked late.")
        if self.closes_after:
            told.append(f"Nothing is accepted more than {_length(self.closes_after)} late.")
        return told


def _length(lead: str) -> str:
    unit = {"m": "minute", "h": "hour", "d": "day"}[lead[-1]]
    return plural(int(lead[:-1]), unit)
