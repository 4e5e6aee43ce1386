"""Every question that can be answered: the assistant's own, by theme (`themes/*.yaml`), and the course's (`faq`).

A theme is a file of wordings beside a file of functions that answer them. `affirm` holds the wordings that claim what
the function's `Said.holds` is about, `deny` those that claim the opposite, `ask` all others. `unknown` holds those that
pages rarely state: these have an `about`, and perhaps the `nearest` question that pages do answer; `says` holds words
that make a question one about that, whatever it names besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from bot.course.asking import FrequentQuestion
from bot.course.model import Course
from bot.understanding.asked import LEANINGS, Intent, Leaning
from bot.understanding.learned import Learned, load
from bot.understanding.words import read_yaml

WORDINGS = (
    "days", "topics", "lectures", "calendar", "deadlines", "labs", "office_hours", "project", "pitch", "groups",
    "rubric", "prizes", "about", "releases", "changes", "search", "assistant",
    "unstated",
)  # fmt: skip
"""The files of wordings. In this order the names of a course are dealt to the slots in them."""


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """One question that can be answered, or said to be open.

    Attributes:
        intent: how it is told from others.
        unknown: course pages rarely state it; it is answered only where this one does.
        about: for those, completes "The course page says nothing about ...".
        nearest: for those, the question whose answer comes closest; "" if none does.
        says: phrases of what it is about; a question with one of them, whatever else it asks, is about that first.
        answer: the answer itself, for a question from a course's `faq`, one of its topics, or from staff.
        source: for those, the part of the file; "" for the FAQ.
    """

    intent: Intent
    unknown: bool = False
    about: str = ""
    nearest: str = ""
    says: tuple[str, ...] = ()
    answer: str | None = None
    source: str = ""


Catalogue = Mapping[str, KnownQuestion]
"""The questions of one course, by id, in the order of their themes."""


@lru_cache(maxsize=1)
def known_questions() -> Catalogue:
    """Read the questions that any course may be asked."""
    known: dict[str, KnownQuestion] = {}
    folder = files("bot.answers.themes")
    for name in WORDINGS:
        text = folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
        for id, entry in cast("dict[str, dict[str, Any]]", read_yaml(text)).items():
            known[id] = _read(id, entry)
    return known


@lru_cache(maxsize=1)
def learned() -> Learned:
    """Read what their wordings taught."""
    return load(files("bot.answers"))


def _read(id: str, entry: Mapping[str, Any]) -> KnownQuestion:
    wordings = [w for name in LEANINGS for w in _wordings(name, _lines(entry, name))]
    unknown = _wordings("ask", _lines(entry, "unknown"))
    says = tuple(one.strip() for one in entry.get("says", "").split(",") if one.strip())
    cue, timed = entry.get("cue"), entry.get("timed", False)
    intent = Intent(id, (*wordings, *unknown), cue, timed, learned=True)
    return KnownQuestion(
        intent, bool(unknown), entry.get("about", ""), entry.get("nearest", ""), says
    )


def _wordings(leaning: Leaning, texts: Iterable[str]) -> list[tuple[Leaning, str]]:
    return [(leaning, text) for text in texts]


def _lines(entry: Mapping[str, str], name: str) -> list[str]:
    return entry.get(name, "").strip().splitlines()


def intents_of(catalogue: Catalogue) -> list[Intent]:
    """Return how the questions of a catalogue are told apart."""
    return [known.intent for known in catalogue.values()]


def questions_of(course: Course, taught: Sequence[FrequentQuestion] = ()) -> Catalogue:
    """Return every question of one course: the known ones, its own, what its page leaves open, what staff taught."""
    found = dict(known_questions())
    for opened in course.open_questions:
        known = found.get(opened.id, KnownQuestion(Intent(opened.id, ())))
        wordings = (*known.intent.wordings, *_wordings("ask", opened.ask))
        if wordings:
            intent = replace(known.intent, wordings=wordings)
            found[opened.id] = replace(known, intent=intent, unknown=True, about=opened.about)
    for topic in course.topics:
        title = topic.title.lower()
        asks = _wordings("ask", (title, f"what about {title}", f"what is said about {title}"))
        found[f"topic-{topic.id}"] = KnownQuestion(
            Intent(f"topic-{topic.id}", tuple(asks)), answer=topic.text, source=topic.title
        )
    for entry in course.faq:
        found[entry.id] = _with_own(found.get(entry.id), entry)
    for entry in taught:
        intent = Intent(entry.id, tuple(_wordings("ask", entry.ask)))
        found[entry.id] = KnownQuestion(intent, answer=entry.answer)
    return found


def _with_own(known: KnownQuestion | None, entry: FrequentQuestion) -> KnownQuestion:
    """Return an entry of a course's `faq`: a question of its own, or more wordings of a known one."""
    told = (entry.ask, entry.affirm, entry.deny)
    added = [w for name, texts in zip(LEANINGS, told, strict=True) for w in _wordings(name, texts)]
    if known is None:
        return KnownQuestion(Intent(entry.id, tuple(added)), answer=entry.answer)
    if entry.answer is not None:
        intent = replace(known.intent, wordings=tuple(added), learned=False)
        return KnownQuestion(intent, answer=entry.answer)
    intent = replace(known.intent, wordings=(*known.intent.wordings, *added))
    return replace(known, intent=intent)


def misnamed(course: Course) -> list[str]:
    """List the entries of a course's `faq` that have no answer and add wordings to no known question."""
    known = set(known_questions()) | {question.id for question in course.open_questions}
    return [entry.id for entry in course.faq if entry.answer is None and entry.id not in known]


def misnamed_in_words(course: Course) -> list[str]:
    """Say of each such entry what it needs."""
    return [
        f"the faq entry `{id}` has no answer, and no known question has its id; expected an answer, or the id of a "
        "known question"
        for id in misnamed(course)
    ]
