"""What is learned from wordings: a ranker, and which names and words each question nearly always holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.days import DAY_WORDS, MONTH_NAMES
from bot.understanding.intents import LEANINGS, Intent, Leaning, filled
from bot.understanding.lexicon import Lexicon
from bot.understanding.names import NUMBER_WORDS
from bot.understanding.ranker import Ranker, train
from bot.understanding.spelling import Spelling
from bot.understanding.words import common_stems, everyday_words

ALWAYS = 0.85
"""The share of a question's wordings that hold a kind of name for it to be what the question is about."""

MOST_RANKERS = 4
"""Rankers that are kept for the next course, at 4 MB each."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One wording to learn from.

    Attributes:
        intent: whose it is.
        wording: as it was written, slots not filled.
        words: its words, slots filled.
        units: its concepts, names replaced by marks.
        classes: the ranker's classes it belongs to: the question and, where it leads to a yes or a no, that leaning.
    """

    intent: str
    wording: str
    words: Sequence[str]
    units: Sequence[str]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """What the wordings of one question have in common.

    Attributes:
        needs: the kinds of names nearly all of them hold, as marks.
        takes: the kinds of names any of them holds.
        speaks_of: the concepts nearly all of them hold.
    """

    needs: tuple[str, ...] = ()
    takes: frozenset[str] = frozenset()
    speaks_of: tuple[str, ...] = ()


NO_TRAITS = Traits()


class Columns(NamedTuple):
    """Where a question stands in the ranker's scores: itself, and its wordings of each leaning."""

    own: int
    leanings: dict[Leaning, int]


@dataclass(frozen=True, slots=True)
class Trained:
    """What the wordings of some questions taught. It never changes.

    Attributes:
        columns: where each question stands in the ranker's scores.
        spelling: knows every word of the wordings, of the course's names, and of every day.
    """

    ranker: Ranker
    columns: dict[str, Columns]
    traits: dict[str, Traits]
    spelling: Spelling


def learn(lexicon: Lexicon, intents: Iterable[Intent]) -> Trained:
    """Learn from every wording of some questions. Takes most of a second the first time for a course."""
    samples = list(samples_of(lexicon, intents))
    ranker = _ranker(tuple((tuple(one.units), one.classes) for one in samples))
    return Trained(
        ranker,
        _columns(ranker.classes),
        traits_of(samples),
        Spelling(
            everyday_words().union(
                DAY_WORDS,
                MONTH_NAMES,
                NUMBER_WORDS,
                lexicon.names.vocabulary(),
                *(one.words for one in samples),
            )
        ),
    )


@lru_cache(maxsize=MOST_RANKERS)
def _ranker(samples: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> Ranker:
    """Learn from concepts, once for all courses whose wordings come to the same once names are marks."""
    return train([units for units, _ in samples], [classes for _, classes in samples])


def samples_of(lexicon: Lexicon, intents: Iterable[Intent]) -> Iterable[Sample]:
    """Return every wording to learn from, but those that ask for a kind of name the course hasn't."""
    turn = 0
    for intent in intents:
        polar = any(leaning != "ask" for leaning, _ in intent.wordings)
        for leaning, wording in intent.wordings:
            turn += 1
            text = filled(wording, lexicon.names.samples, turn)
            if text is None:
                continue
            classes = (intent.id, f"{intent.id}/{leaning}") if polar else (intent.id,)
            yield Sample(intent.id, wording, *lexicon.read(text), classes)


def traits_of(samples: Iterable[Sample]) -> dict[str, Traits]:
    """Return what the wordings of each question have in common."""
    units: dict[str, list[Sequence[str]]] = {}
    for one in samples:
        units.setdefault(one.intent, []).append(one.units)
    return {id: _traits(texts) for id, texts in units.items()}


def _traits(texts: Sequence[Sequence[str]]) -> Traits:
    counts = Counter(one for units in texts for one in set(units))
    always = [one for one, n in counts.items() if n >= ALWAYS * len(texts)]
    return Traits(
        tuple(one for one in always if one.startswith("⟨")),
        frozenset(one for one in counts if one.startswith("⟨")),
        tuple(one for one in always if not one.startswith("⟨") and one not in common_stems()),
    )


def _columns(classes: Sequence[str]) -> dict[str, Columns]:
    place = {name: number for number, name in enumerate(classes)}
    return {
        id: Columns(
            place[id], {one: place[f"{id}/{one}"] for one in LEANINGS if f"{id}/{one}" in place}
        )
        for id in classes
        if "/" not in id
    }
