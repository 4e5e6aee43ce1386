"""The wordings of every question the assistant knows: its own (`wordings/*.yaml`) and the course's (`faq`).

A wording may hold slots, such as {due}, {day} or {lab}, which stand for any name of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

from bot.course.model import Course
from bot.understanding.words import read_yaml

Leaning = Literal["ask", "affirm", "deny"]
"""What a wording's answer begins with if it is a yes-or-no question: nothing, "Yes" or "No"."""

FILES = (
    "schedule", "deadlines", "labs", "office_hours", "project", "course", "unknown",
)  # fmt: skip

_SLOT = re.compile(r"\{(\w+)\}")
_PLAIN = {"day": ("tuesday",), "time": ("5 pm",), "n": ("5",)}


@dataclass(frozen=True, slots=True)
class Intent:
    """One kind of question.

    Attributes:
        id: its name, the same in every course.
        wordings: (leaning, text) pairs, slots not filled.
        unknown: course pages rarely state it; it is answered only where this one does.
        about: for those, completes "The course page doesn't state ...".
        answer: the course's own answer, for a question from its `faq`.
    """

    id: str
    wordings: tuple[tuple[Leaning, str], ...]
    unknown: bool = False
    about: str = ""
    answer: str | None = None


@lru_cache(maxsize=1)
def known_intents() -> dict[str, Intent]:
    """Read the questions that any course may be asked."""
    intents: dict[str, Intent] = {}
    for name in FILES:
        text = (
            files("bot.understanding").joinpath(f"wordings/{name}.yaml").read_text(encoding="utf-8")
        )
        for id, entry in cast("dict[str, dict[str, str]]", read_yaml(text)).items():
            intents[id] = _read(id, entry)
    return intents


LEANINGS: tuple[Leaning, ...] = ("ask", "affirm", "deny")


def _read(id: str, entry: Mapping[str, str]) -> Intent:
    wordings = [w for name in LEANINGS for w in _wordings(name, _lines(entry, name))]
    unknown = _wordings("ask", _lines(entry, "unknown"))
    return Intent(id, (*wordings, *unknown), bool(unknown), str(entry.get("about", "")))


def _wordings(leaning: Leaning, texts: Iterable[str]) -> list[tuple[Leaning, str]]:
    return [(leaning, text) for text in texts]


def _lines(entry: Mapping[str, str], name: str) -> list[str]:
    return entry.get(name, "").strip().splitlines()


def intents_for(course: Course) -> dict[str, Intent]:
    """Return every question of one course: the known ones, its own, and what its page leaves open."""
    intents = dict(known_intents())
    for question in course.open_questions:
        own = _wordings("ask", question.ask)
        known = intents.get(question.id)
        wordings = (*(known.wordings if known else ()), *own)
        if wordings:
            intents[question.id] = Intent(question.id, wordings, True, question.about)
    for entry in course.faq:
        told = (entry.ask, entry.affirm, entry.deny)
        added = [
            w for name, texts in zip(LEANINGS, told, strict=True) for w in _wordings(name, texts)
        ]
        known = intents.get(entry.id)
        if known is None or entry.answer is not None:
            intents[entry.id] = Intent(entry.id, tuple(added), answer=entry.answer)
        else:
            intents[entry.id] = Intent(
                known.id, (*known.wordings, *added), known.unknown, known.about
            )
    return intents


def misnamed(course: Course) -> list[str]:
    """List the entries of a course's `faq` that have no answer and add wordings to no known question."""
    known = set(known_intents()) | {question.id for question in course.open_questions}
    return [entry.id for entry in course.faq if entry.answer is None and entry.id not in known]


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
