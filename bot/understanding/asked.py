"""A question: those that are known, one that has been read, and the words that point from one to the others.

A known question is an intent with its wordings; which there are, the reader is told. A cue is a word of time or number
that says which way a question goes, whatever else it holds, and points to the intents that name it (`Intent.cue`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.understanding.days import Days

Leaning = Literal["ask", "affirm", "deny"]
"""Which side of a yes-or-no question a wording is: what it claims, the opposite, or neither."""

LEANINGS: tuple[Leaning, ...] = ("ask", "affirm", "deny")

Cue = Literal[
    "several-groups", "group-of-size", "hours-now", "dated-person", "dated-topic", "dated-lab",
    "due-that-day", "still-open", "time-left", "where-to", "due-when",
]  # fmt: skip
"""Words of time and number that say which way a question goes."""

_SLOT = re.compile(r"\{(\w+)\}")
_PLAIN = {"day": ("tuesday",), "time": ("5 pm",), "n": ("5",)}


@dataclass(frozen=True, slots=True)
class Intent:
    """One kind of question, as it is told from others.

    Attributes:
        id: its name, the same in every course.
        wordings: (leaning, text) pairs, slots not filled.
        cue: the words of time or number that point to it, if any do.
        timed: it asks when, where or whether something is handed in.
        learned: its first wordings are the built-in ones, which were learned for all courses.
    """

    id: str
    wordings: tuple[tuple[Leaning, str], ...]
    cue: Cue | None = None
    timed: bool = False
    learned: bool = False


def filled(text: str, samples: Mapping[str, Sequence[str]], turn: int) -> str | None:
    """Put names of the course into a wording's slots; None where the course has none of that kind.

    Args:
        turn: where in each list of names to look, so that wordings share them evenly.
    """
    kinds = [_PLAIN.get(slot) or samples.get(slot, ()) for slot in _SLOT.findall(text)]
    if not all(kinds):
        return None
    names = iter(kinds)
    return _SLOT.sub(lambda _: _pick(next(names), turn), text)


def _pick(names: Sequence[str], number: int) -> str:
    return names[number % len(names)]


def worded(text: str, names: Mapping[str, str]) -> str:
    """Put what a person named into a wording's slots, for showing; "it" for what they didn't name."""
    return _SLOT.sub(lambda slot: names.get(slot[1], "it"), text)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, read.

    Attributes:
        text: its words in order, typos mended.
        sentence: its words as they become a vector, another name for that of a person.
        plain: its words, each once.
        words: its words in order, names and days replaced by marks or followed by them.
        days: the days it names.
        ids: what it names, by kind: lab, part, topic, person, due, release, award, link, criterion, prereq.
        yes_no: it wants a yes or a no.
        doubts: it is a short fragment that may be wrong about a day, a time or a number.
        hedged: it supposes something beside what it asks, so no verdict is certain.
        follows: it is a few words that only add to the question before: "and how long".
        wider: the same with what is said beside it, which may tell what is meant: "I never enrolled. Is it too late?".
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
    hedged: bool = False
    follows: bool = False
    sentence: str = ""
    wider: Asked | None = None

    @property
    def course(self) -> Course:
        """The course asked about."""
        return self.timeline.course

    @property
    def today(self) -> date:
        """The day it is in the course's zone."""
        return self.timeline.today(self.now)

    @property
    def claims(self) -> bool:
        """Whether a yes or a no may be the answer."""
        return self.yes_no or self.doubts

    def named(self, kind: str) -> list[str]:
        """Return what the question names of a kind."""
        return self.ids.get(kind, [])

    def says(self, *words: str) -> bool:
        """Return whether one of the words stands in the question."""
        return any(word in self.plain for word in words)


_DATED: dict[str, Cue] = {"person": "dated-person", "topic": "dated-topic", "lab": "dated-lab"}

_OPEN = re.compile(
    r"\b(still|too late|did i miss|missed|passed|past the|gone by|in time|(already )?closed|overdue|am i late)\b"
)
_LEFT = re.compile(
    r"\b(how long (until|till|before|do i|do we)|how much (time|longer)|how many (days|hours|minutes)"
    r"|(time|hours|days) left|time remaining|countdown)\b"
)
_WHEN = re.compile(
    r"\b(when|what day|which day|what date|deadline|due|cutoff|cut off|until when|by when|what time|last day)\b"
)
_WHERE = re.compile(
    r"\b(where|how|which (site|platform|place)|canvas|email|mail)\b.*\b(submit|hand|turn|upload|send|put|go|deliver)"
    r"|\b(submit|hand|turn|upload|send|deliver)\w*\b.*\b(where|canvas|email|piazza)\b"
)
_DUE = re.compile(r"\b(due|cutoff|cut off|closing|deadline|deadlines|submit|hand in|turn in|owe)\b")

_ABOUT_TIME = re.compile(
    r"⟨day⟩|⟨time⟩|\b(when|cutoff|cut off|closing|close|latest|final|last|mail|chuck|date|day|time|due"
    r"|deadline|late|early|until|by|still|long|soon|left|submit|hand|turn|upload|send|"
    r"email|canvas|where|how|need|have|must|required|mandatory|optional|who|over|closed|passed|miss|finish|ready|put)"
)
_SIZE = re.compile(
    r"⟨number⟩ (people|persons?|students?|members|friends|of us|teammates)|(group|team|us|groups|teams) of ⟨number⟩"
)
_SEVERAL = re.compile(r"\b(in|on|join|of|to) ⟨number⟩ (different )?(groups|teams)")
NOT_OF_SIZE = ("registered", "enrolled", "lab", "labs", "review", "win", "listeners", "eligible")
"""With these, a number of people isn't about how many a group may have."""
_HOURS_NOW = re.compile(r"\b(now|still|open|currently|closed)\b")


def out_of_time(asked: Asked) -> bool:
    """Return whether nothing in a question is about when, where or whether something is handed in."""
    return _ABOUT_TIME.search(" ".join(asked.words)) is None


def cues(asked: Asked) -> set[Cue]:
    """Return the cues that a question gives: one, or a cue for each kind of thing that it puts on a day."""
    text = " ".join(asked.words)
    if _SEVERAL.search(text):
        return {"several-groups"}
    if _SIZE.search(text) and not asked.says(*NOT_OF_SIZE):
        return {"group-of-size"}
    if _asks_of_hours_now(asked, text):
        return {"hours-now"}
    if asked.days and asked.yes_no and not _DUE.search(text) and not asked.named("due"):
        return {cue for kind, cue in _DATED.items() if asked.named(kind)}
    if not asked.named("due") and not _of_labs(asked, text):
        return {"due-that-day"} if asked.days and _DUE.search(text) else set()
    return _of_deadline(text)


def _asks_of_hours_now(asked: Asked, text: str) -> bool:
    of_hours = asked.says("gather") or "office hours" in text
    return of_hours and _HOURS_NOW.search(text) is not None and not asked.days


def _of_labs(asked: Asked, text: str) -> bool:
    """Return whether labs are meant as what is handed in."""
    return asked.says("lab", "labs") and bool(_DUE.search(text) or _OPEN.search(text))


def _of_deadline(text: str) -> set[Cue]:
    if _OPEN.search(text):
        return {"still-open"}
    if _LEFT.search(text):
        return {"time-left"}
    if _WHERE.search(text):
        return {"where-to"}
    if _WHEN.search(text) and _DUE.search(text):
        return {"due-when"}
    return set()
