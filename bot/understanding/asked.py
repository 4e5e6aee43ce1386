"""A question that has been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.understanding.days import Days


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, read.

    Attributes:
        text: its words in order, typos mended.
        plain: its words, each once.
        words: its words in order, names and days replaced by marks or followed by them.
        days: the days it names.
        ids: what it names, by kind: lab, part, topic, person, due, release, award, link, criterion, prereq.
        yes_no: it wants a yes or a no.
        doubts: it is a short fragment that may be wrong about a day, a time or a number.
        now: the instant it was asked, aware UTC.
    """

    text: str
    plain: frozenset[str]
    words: tuple[str, ...]
    timeline: Timeline
    now: datetime
    days: tuple[Days, ...] = ()
    times: tuple[time, ...] = ()
    numbers: tuple[int, ...] = ()
    ids: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    yes_no: bool = False
    doubts: bool = False

    @property
    def course(self) -> Course:
        """The course asked about."""
        return self.timeline.course

    @property
    def today(self) -> date:
        """The day it is in the course's zone."""
        return self.timeline.today(self.now)

    def named(self, kind: str) -> list[str]:
        """Return what the question names of a kind."""
        return self.ids.get(kind, [])

    def says(self, *words: str) -> bool:
        """Return whether one of the words stands in the question."""
        return any(word in self.plain for word in words)
