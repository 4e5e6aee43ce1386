"""What is said before a fact: yes, no, or that the course page leaves open what was asked.

What holds, an answer takes from a field (`Said.holds`, `Said.fits`, `Said.there`); which way the question points, its
wording says. Where the predicate or what it is about isn't certain, the fact is given alone. What the page doesn't
state is said so, with the nearest fact named as such; what the file states comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from bot.answers.catalogue import KnownQuestion, known_questions, learned
from bot.answers.meetings import when
from bot.answers.said import HERE, OPEN, Said
from bot.answers.themes import ANSWERS
from bot.answers.things import Named, things_of
from bot.answers.work import assignments_of
from bot.course.model import OpenQuestion
from bot.understanding.asked import Asked, Intent, Leaning
from bot.understanding.polarity import (
    Sides,
    claim_of,
    exists,
    joins,
    polar_words,
    sides_of,
    supposes_number,
    turns,
)
from bot.understanding.vocabularies import SLOT, vocabulary_of
from bot.understanding.words import common_stems, concepts, stems, subject, tidy, word_list

ALIKE = 0.75
"""The share of their words that a question and a wording have in common if they are nearly the same."""
COMPARED = ("⟨number⟩", "⟨time⟩")
"""Marks of what has to be compared, or spoken of by the known question."""
MEASURED = re.compile(r"(?:⟨number⟩|\ban?) (minutes?|hours?|days?|weeks?)\b")
"""The unit of a length, which is compared with its number."""

Wordings = tuple[tuple[Leaning, str], ...]


def verdict(said: Said, asked: Asked, intent: Intent, names: frozenset[str]) -> bool | None:
    """Return what an answer begins with; None where the fact stands alone.

    Args:
        intent: the question that was taken to be asked.
        names: the concepts of all names of the course.
    """
    if not said.stated or asked.hedged or not asked.claims:
        return None
    if asks_of_two(asked, names):
        return None
    if not _covered(asked, intent, names, compared=said.fits is not None):
        return None
    if said.fits is not None and not (asked.days or asked.times) and supposes_number(asked.words):
        return None
    if not asked.yes_no:
        return False if said.fits is False else None
    if said.fits is not None:
        return said.fits
    if said.holds is not None and not asked.says("already", "yet"):
        side = side_of(asked, intent)
        if side != "ask":
            return said.holds == (side == "affirm")
    if said.there is not None and exists(asked.words):
        return said.there != turns(asked.words)
    return None


def asks_of_two(asked: Asked, names: frozenset[str]) -> bool:
    """Return whether a question asks of two things at once, to which one yes or no is no answer.

    Args:
        names: the concepts of all names of the course.
    """
    return joins(asked.words, names, sum(map(len, asked.ids.values())))


def side_of(asked: Asked, intent: Intent) -> Leaning:
    """Return which side of a question is asked: by what it claims, else by a wording that is nearly the same."""
    claim = claim_of(asked.words)
    if claim is not None:
        return _sides(intent.wordings).get(claim, "ask")
    if turns(asked.words):
        return "ask"
    about = subject(asked.words)
    nearest: dict[Leaning, float] = {}
    for side, one in _subjects(intent.wordings):
        nearest[side] = max(nearest.get(side, 0.0), _alike(about, one))
    best: list[Leaning] = [
        side for side, likeness in nearest.items() if likeness == max(nearest.values())
    ]
    return best[0] if len(best) == 1 and nearest[best[0]] >= ALIKE else "ask"


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / (len(one | two) or 1)


@lru_cache(maxsize=2000)
def _sides(wordings: Wordings) -> Sides:
    return sides_of(wordings)


@lru_cache(maxsize=2000)
def _subjects(wordings: Wordings) -> tuple[tuple[Leaning, frozenset[str]], ...]:
    """Return what each wording is about, names left out."""
    return tuple((side, subject(tidy(SLOT.sub(" ", text)))) for side, text in wordings)


@lru_cache(maxsize=2000)
def _vocabularies(wordings: Wordings) -> frozenset[frozenset[str]]:
    return frozenset(vocabulary_of(text) for _, text in wordings)


def _speaks(intent: Intent, told: frozenset[str]) -> bool:
    """Return whether one of a question's wordings, built-in or the course's own, holds every one of some words."""
    known = learned().questions.get(intent.id) if intent.learned else None
    if known and learned().vocabularies.hold(known.wordings, told):
        return True
    own = intent.wordings[known.learned if known else 0 :]
    return any(told <= one for one in _vocabularies(own))


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """Return the stems of common words that can be what a question is about after all."""
    return frozenset(stems(word_list("telling")))


def _covered(asked: Asked, intent: Intent, names: frozenset[str], *, compared: bool) -> bool:
    """Return whether one of the known question's wordings speaks of all that a question says.

    Many wordings together hold each word of other questions, too. Names of the course are no predicates, so they pass;
    so do words that carry no subject or only say which way.
    """
    named = names if asked.ids else frozenset[str]()
    light = (common_stems() - _telling()) | polar_words() | named
    told = {one for one in concepts(asked.words) if one.isalpha() and one not in light}
    if compared:
        told -= set(concepts(MEASURED.findall(" ".join(asked.words))))
    else:
        told |= {mark for mark in COMPARED if mark in asked.words}
    return _speaks(intent, frozenset(told))


LONGEST_NEAREST = 330
"""Characters of an answer that still goes with what it only comes near to."""

FEW_QUESTIONS = 2
"""Built-in questions whose wordings may hold a word that still tells what is asked about."""

SHARED = 0.5
"""The share of a question's own words that a text of the file has to hold to be its answer."""

OF_CHANGES = frozenset(
    ("class-cancelled", "meeting-moved", "due-changed", "what-changed", "meeting-ended")
)
"""The questions that are about changes anyway."""

MARK = re.compile(r"⟨\w+⟩")

SUCH = ("meeting", "kind", "assignments")
"""What isn't said to be missing where the file has some of it."""
_OR = re.compile(r", | or | and ")


def said_first(q: Asked, known: KnownQuestion, said: Said | None) -> Said | None:
    """Return what is said to a question taken for a known one, whose answer may have nothing to do with its predicate.

    It's needed where nothing answers it, or where it wants a yes or a no.

    Whether something is cancelled or has moved is read from the schedule. What a page rarely states (food, whether
    something arrived) is said to be open, unless the file's own texts state it; the answer may follow.
    """
    if (
        said is not None
        and said.stated
        and known.intent.id not in OF_CHANGES
        and _asks_of_changes(q)
    ):
        return _changed(q, said)
    spoken = spoken_of(q) if q.yes_no and known.intent.id not in OF_CHANGES else None
    if spoken is not None and spoken.intent.id != known.intent.id:
        return unstated(q, spoken) if said is None else _with_nearest(q, spoken, said)
    return unstated(q, known) if said is None and known.unknown else said


def spoken_of(q: Asked) -> KnownQuestion | None:
    """Return the question about what pages rarely state that is asked, by its words."""
    text = f" {' '.join(stems(w for w in q.words if not MARK.fullmatch(w)))} "
    return next((known for phrase, known in _phrases() if phrase in text), None)


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, KnownQuestion], ...]:
    known = known_questions().values()
    return tuple((f" {' '.join(stems(said.split()))} ", one) for one in known for said in one.says)


def unstated(q: Asked, known: KnownQuestion) -> Said:
    """Return that the course page says nothing about something, with the nearest fact if there is one.

    What the assistant itself does about it follows.
    """
    said, here = _with_nearest(q, known, None), HERE.get(known.intent.id)
    told = here(q) if here and not said.stated else ""
    return replace(said, text=f"{said.text} {told}") if told else said


def _with_nearest(q: Asked, known: KnownQuestion, near: Said | None) -> Said:
    opened = next((o for o in q.course.open_questions if o.id == known.intent.id), None)
    if opened and opened.known and opened.ask:
        return left_open(opened)
    own = _own_text(q, known)
    if own is not None:
        return own
    if opened and opened.known:
        return left_open(opened)
    text = f"The course page says nothing about {known.about}."
    nearest = ANSWERS.get(known.nearest)
    said = near or (nearest(q) if nearest else None)
    such = _such(q, known)
    if such.things:
        text = "The course page doesn't say that, as far as I can tell."
        things = things_of(q.timeline)
        said = near or when(q, things, such) or assignments_of(q, such.of("assignments")) or said
    if said is not None and said.stated and len(said.text) < LONGEST_NEAREST:
        return Said(
            f"{text} What it does say: {said.text}", said.source, stated=False, page=said.page
        )
    return Said(text, OPEN, stated=False)


def _such(q: Asked, known: KnownQuestion) -> Named:
    """Return what the file names that is just what a question is about which pages rarely state."""
    things = things_of(q.timeline)
    phrases = (*_OR.split(known.about), *known.says)
    return Named([one for phrase in phrases for one in things.called(phrase) if one.sort in SUCH])


def left_open(opened: OpenQuestion) -> Said:
    """Return that the file itself lists something as open, with what it does say nearby."""
    text = f"The course page says nothing about {opened.about}."
    return Said(f"{text} {opened.known}" if opened.known else text, OPEN, stated=False)


def _own_text(q: Asked, known: KnownQuestion) -> Said | None:
    """Find the text of the file's own, a topic or a note, that is about what a question is about."""
    about = (
        set(stems(re.findall(r"[a-z]+", f"{known.about} {' '.join(known.says)}")))
        - common_stems()
        - set(stems(q.course.kinds))
    )
    asked = set(stems(w for w in q.words if not MARK.fullmatch(w))) - common_stems()
    telling = _telling_words(known.intent.id) & frozenset(concepts(q.words))
    best: tuple[float, Said] | None = None
    for title, said in (*_texts(q), *_entries(q)):
        if telling & _concepts_of(f"{title} {said.text}"):
            return said
    for title, said in _texts(q):
        shared = asked & _stems_of(f"{title} {said.text}")
        share = len(shared) / (len(asked) or 1)
        enough = share >= SHARED and (len(shared) > 1 or share == 1)
        if enough and about & shared and (best is None or share > best[0]):
            best = (share, said)
    return best[1] if best else None


@lru_cache(maxsize=1000)
def _concepts_of(text: str) -> frozenset[str]:
    """Return the concepts of a text of a file."""
    return frozenset(concepts(tidy(text)))


@lru_cache(maxsize=1000)
def _stems_of(text: str) -> frozenset[str]:
    """Return the stems of a text of a file."""
    return frozenset(stems(re.findall(r"[a-z0-9]+", text.lower())))


@lru_cache(maxsize=256)
def _telling_words(id: str) -> frozenset[str]:
    """Return the concepts that one question's wordings hold, and hardly any other's: whoever says one asks about it."""
    shipped = learned()
    known = shipped.questions.get(id)
    if known is None:
        return frozenset()
    counts = _questions_of_words()
    return frozenset(
        word
        for word, column in shipped.words.place.items()
        if known.covers[column] and counts[column] <= FEW_QUESTIONS and word.isalpha()
    )


@lru_cache(maxsize=1)
def _questions_of_words() -> list[int]:
    """Return of how many questions each word is, by its column."""
    return np.sum([one.covers for one in learned().questions.values()], axis=0).tolist()


def _texts(q: Asked) -> Iterator[tuple[str, Said]]:
    course = q.course
    for topic in course.topics:
        yield topic.title, Said(topic.text, topic.title, page=f"topic:0/x-{topic.id}")
    for note in course.grading.notes if course.grading else ():
        yield "", Said(note, "Grading", page="topic:0/grading")
    for note in course.prerequisites.notes if course.prerequisites else ():
        yield "", Said(note, "Prerequisites", page="topic:0/prerequisites")


def _entries(q: Asked) -> Iterator[tuple[str, Said]]:
    for entry in q.course.faq:
        if entry.answer and "{" not in entry.answer:
            yield "", Said(entry.answer, "Questions and answers")


def _asks_of_changes(q: Asked) -> bool:
    return q.yes_no and q.says(*word_list("changed"))


def _changed(q: Asked, said: Said) -> Said:
    """Return what has become of what a question names, rather than when it is."""
    off = q.says(*word_list("called_off"))
    id = "class-cancelled" if off else "due-changed" if q.named("due") else "meeting-moved"
    return ANSWERS[id](q) or replace(said, holds=None, fits=None, there=None)
