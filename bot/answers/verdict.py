"""Yes, no, or neither: the one place where what holds and how it was asked come together.

What holds, an answer takes from a field (`Said.holds`, `Said.fits`, `Said.there`); which way the question points, its
wording says. Where the predicate or what it is about isn't certain, the fact is given alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answers.said import Said
from bot.understanding.asked import Asked
from bot.understanding.intents import Intent, Leaning
from bot.understanding.names import NUMBER_WORDS
from bot.understanding.polarity import Sides, claim_of, exists, polar_words, sides_of, turns
from bot.understanding.words import common_stems, concepts, stems, subject, tidy, word_list

_SLOT = re.compile(r"\{(\w+)\}")
ALIKE = 0.75
"""The share of their words that a question and a wording have in common if they are nearly the same."""
NUMBERED = {"n": "number"}
COUNTS = frozenset((*NUMBER_WORDS, *map(str, range(2, 100)))) - {"one"}
COMPARED = ("⟨number⟩", "⟨time⟩")
"""Marks of what has to be compared, or spoken of by the known question."""

Wordings = tuple[tuple[Leaning, str], ...]


def verdict(said: Said, asked: Asked, intent: Intent, names: frozenset[str]) -> bool | None:
    """Return what an answer begins with; None where the fact stands alone.

    Args:
        intent: the question that was taken to be asked.
        names: the concepts of all names of the course.
    """
    if not said.stated or not (asked.yes_no or asked.doubts):
        return None
    if not _covered(asked, intent, names, compared=said.fits is not None):
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
    return tuple((side, subject(tidy(_SLOT.sub(" ", text)))) for side, text in wordings)


@lru_cache(maxsize=2000)
def _vocabulary(wordings: Wordings) -> frozenset[str]:
    """Return the concepts and stems that a question's wordings use, and marks of the slots in them."""
    told = [tidy(_SLOT.sub(" ", text)) for _, text in wordings]
    slots = {
        f"⟨{NUMBERED.get(slot, slot)}⟩" for _, text in wordings for slot in _SLOT.findall(text)
    }
    counted = {"⟨number⟩"} if any(COUNTS & set(words) for words in told) else set[str]()
    return (
        frozenset(one for words in told for one in (*concepts(words), *stems(words)))
        | slots
        | counted
    )


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """Return the stems of common words that can be what a question is about after all."""
    return frozenset(stems(word_list("telling")))


def _covered(asked: Asked, intent: Intent, names: frozenset[str], *, compared: bool) -> bool:
    """Return whether a question says nothing that the known question's wordings don't speak of.

    Names of the course are no predicates, so they pass; so do words that carry no subject or only say which way.
    """
    known, light = _vocabulary(intent.wordings), common_stems() - _telling()
    if not compared and any(mark in asked.words and mark not in known for mark in COMPARED):
        return False
    named = names if asked.ids else frozenset[str]()
    return all(
        one in known or one in light or one in polar_words() or one in named or not one.isalpha()
        for one in concepts(asked.words)
    )
