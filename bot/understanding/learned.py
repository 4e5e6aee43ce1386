"""What a known question is recognized by: what was learned for all courses, and the wordings that only one has.

`python -m tools.learn` makes the file that is shipped, the same for every course: a softmax regression over a text's
sentence vector and its words, with names under marks; a vector for each wording; and which words and marks each
question's wordings hold. The wordings of a course file's own questions, and of what staff have taught, are no part of
it. A text is as like such a question as it is like the wording of it that comes closest, by sentence vector and words
together.
"""

from __future__ import annotations

import json
import math
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import accumulate, islice
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from bot.understanding.asked import Intent, Leaning, filled
from bot.understanding.sentences import WIDTH, sentence_model
from bot.understanding.shelf import shelf
from bot.understanding.tensors import Matrix
from bot.understanding.vocabularies import Vocabularies
from bot.understanding.vocabularies import unpacked as unpacked_vocabularies

if TYPE_CHECKING:
    from bot.understanding.lexicon import Lexicon

LEARNED, VECTORS = "learned.npz", "vectors.npy"
"""The files that are shipped: what was learned, and the vectors of wordings."""

SCALE = 360
"""What a vector is multiplied by to be kept in bytes: no component of one reaches 0.35."""

WORDS = 0.9
"""How long the part of a text's words is beside its sentence vector, which has length 1; by wordings held out."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that wordings hold, and how much each says.

    Attributes:
        place: each word's column.
        rarity: for each column, the logarithm of how rare the word is; one that no wording holds is rarer than all.
    """

    place: Mapping[str, int]
    rarity: Matrix

    def bag(self, units: Sequence[str]) -> Matrix:
        """Return a text's words as a vector of length `WORDS`, or of 0 where it holds none of them."""
        bag = np.zeros(len(self.rarity), dtype=np.float32)
        columns = [self.place[unit] for unit in set(units) if unit in self.place]
        bag[columns] = self.rarity[columns]
        return bag * (WORDS / (float(np.linalg.norm(bag)) or 1.0))

    def weight(self, unit: str) -> float:
        """Return how much a word says."""
        column = self.place.get(unit)
        return float(self.rarity.max()) if column is None else float(self.rarity[column])


@dataclass(frozen=True, slots=True)
class Traits:
    """What the wordings of one question have in common.

    Attributes:
        needs: the kinds of names nearly all of them hold, as marks.
        takes: the kinds of names any of them holds.
    """

    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """One built-in question.

    Attributes:
        columns: its columns of the regression, one a leaning.
        wordings: the rows of the vocabularies of those that were learned.
        rows: the rows of the vectors of those that no other is nearly the same as.
        covers: for each word, whether its wordings hold it.
        traits: what they have in common.
    """

    columns: Mapping[Leaning, int]
    wordings: slice
    rows: slice
    covers: NDArray[np.bool_]
    traits: Traits

    @property
    def learned(self) -> int:
        """How many wordings of it were learned."""
        return self.wordings.stop - self.wordings.start


@dataclass(frozen=True, slots=True)
class Learned:
    """What is shipped.

    Attributes:
        questions: the built-in questions, by id.
        weights: (384 + words + 1, columns): sentence vector, words, and what every text gets.
        vectors: sentence vectors of wordings, times `SCALE`: (wordings, 384).
        vocabulary: every word of every wording.
        vocabularies: the words of each wording, synonyms under one head.
        digest: of the wordings that were learned.
    """

    questions: Mapping[str, Known]
    words: Words
    weights: Matrix
    vectors: NDArray[np.int8]
    vocabulary: frozenset[str]
    vocabularies: Vocabularies
    digest: str

    def logits(self, vector: Matrix, bag: Matrix) -> Matrix:
        """Return how like each column's wordings a text is: the logarithm of a chance, up to a constant."""
        held = np.flatnonzero(bag)
        words = bag[held] @ self.weights[WIDTH + held]
        return vector @ self.weights[:WIDTH] + words + self.weights[-1]

    def nearest(self, known: Known, vector: Matrix) -> float:
        """Return the cosine between a text and the wording of a question that comes closest."""
        rows = self.vectors[known.rows].astype(np.float32)
        return float((rows @ vector).max(initial=0)) / SCALE


def load(folder: Traversable) -> Learned:
    """Read what is shipped. Takes 20 ms; vectors stay in their file, of which only rows that are used are read."""
    vectors = np.load(str(folder.joinpath(VECTORS)), mmap_mode="r", allow_pickle=False)
    with folder.joinpath(LEARNED).open("rb") as opened:
        return unpacked(np.load(cast("Any", opened), allow_pickle=False), vectors)


def unpacked(stored: Mapping[str, Any], vectors: NDArray[np.int8]) -> Learned:
    """Take what is shipped apart."""
    told = cast("dict[str, Any]", json.loads(bytes(stored["told"])))
    weights = stored["weights"].astype(np.float32) * stored["scales"]
    covers = np.unpackbits(stored["covers"], axis=1).astype(bool)
    rarity = stored["rarity"].astype(np.float32)
    columns: dict[str, dict[Leaning, int]] = {}
    for number, (id, leaning) in enumerate(told["columns"]):
        columns.setdefault(id, {})[leaning] = number
    questions: dict[str, Known] = {}
    at = worded = 0
    for number, (id, count, kept, needs, takes) in enumerate(told["questions"]):
        traits = Traits(frozenset(needs), frozenset(takes))
        covered = covers[number, : len(rarity)]
        wordings, rows = slice(worded, worded + count), slice(at, at + kept)
        questions[id] = Known(columns[id], wordings, rows, covered, traits)
        worded, at = wordings.stop, rows.stop
    words = Words({word: n for n, word in enumerate(told["words"])}, rarity)
    vocabulary, vocabularies = frozenset(told["vocabulary"]), unpacked_vocabularies(stored)
    return Learned(questions, words, weights, vectors, vocabulary, vocabularies, told["digest"])


def rarities(counts: Sequence[int], texts: int) -> Matrix:
    """Return how much words say that stand in so many of some texts."""
    return np.array([math.log(1 + texts / count) for count in counts], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """The wordings of one question that weren't learned.

    Attributes:
        sentences: each as it becomes a vector.
        told: the concepts of each.
        words: the words of all.
        traits: what they have in common.
    """

    sentences: Sequence[str]
    told: Sequence[Sequence[str]]
    units: frozenset[str]
    words: frozenset[str]
    traits: Traits


class Stacked:
    """The sentence vectors of several things, each of at least one text, in one matrix.

    Args:
        texts: each one's texts, by id.
    """

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self.vectors = vectors_of(text for few in texts.values() for text in few)
        self._ids = tuple(texts)
        self._starts = list(accumulate(map(len, texts.values()), initial=0))[:-1]

    def best(self, scores: Matrix) -> dict[str, float]:
        """Return the highest score of each one's texts."""
        if not self._ids:
            return {}
        best: list[float] = np.maximum.reduceat(scores, self._starts).tolist()
        return dict(zip(self._ids, best, strict=True))


class OwnQuestions:
    """All questions of a course that have wordings of their own; a text is compared with all at once."""

    def __init__(self, questions: Mapping[str, OwnQuestion], words: Words) -> None:
        self._stacked = Stacked({id: one.sentences for id, one in questions.items()})
        bags = [words.bag(units) for one in questions.values() for units in one.told]
        told = np.stack(bags) if bags else np.zeros((0, len(words.rarity)), dtype=np.float32)
        self._lengths = (told**2).sum(axis=1)
        self._by_word = np.ascontiguousarray(told.T)

    def likeness(self, vector: Matrix, bag: Matrix) -> dict[str, float]:
        """Return how like the nearest wording of each a text is: 1 for the same, 0 for a foreign one."""
        most = 1 + np.sqrt(self._lengths * float(bag @ bag))
        held = np.flatnonzero(bag)
        shared = bag[held] @ self._by_word[held]
        return self._stacked.best((self._stacked.vectors @ vector + shared) / most)


def own_question(intent: Intent, learned: int, lexicon: Lexicon) -> OwnQuestion | None:
    """Read the wordings of a question beyond those that were learned; None where there are no others.

    Args:
        learned: how many of its wordings, from the first on, were learned.
    """
    read = [
        text
        for turn, (_, wording) in enumerate(intent.wordings[learned:])
        if (text := filled(wording, lexicon.names.samples, turn)) is not None
    ]
    if not read:
        return None
    told = [lexicon.read(text) for text in read]
    return OwnQuestion(
        [lexicon.sentence(text) for text in read],
        [units for _, units in told],
        frozenset(unit for _, units in told for unit in units),
        frozenset(word for said, _ in told for word in said),
        _traits([units for _, units in told]),
    )


def _traits(texts: list[list[str]]) -> Traits:
    held = [frozenset(unit for unit in units if unit.startswith("⟨")) for units in texts]
    return Traits(held[0].intersection(*held), held[0].union(*held))


_kept: dict[str, Matrix] = {}
_one_at_a_time = Lock()
MOST_KEPT = 6000
"""Vectors that are kept, at 1.5 KB each, those used last: an FAQ that grows by one costs one, and a question that is
shown again costs none."""

_read: ContextVar[dict[str, Matrix] | None] = ContextVar("_read", default=None)
"""The vectors of the course that is being read."""


def is_known(sentence: str) -> bool:
    """Return whether a text has been turned into a vector lately."""
    return sentence in _kept


def vectors_of(texts: Iterable[str]) -> Matrix:
    """Return the sentence vectors of some texts, as rows, working out those that weren't lately."""
    wanted = list(texts)
    if not wanted:
        return np.zeros((0, WIDTH), dtype=np.float32)
    with _one_at_a_time:
        found = {text: _kept.pop(text) for text in dict.fromkeys(wanted) if text in _kept}
        new = [text for text in dict.fromkeys(wanted) if text not in found]
        found.update(zip(new, sentence_model().vectors(new), strict=True))
        _keep(found)
    read = _read.get()
    if read is not None:
        read.update(found)
    return np.stack([found[text] for text in wanted])


def _keep(found: Mapping[str, Matrix]) -> None:
    """Put vectors behind those that are kept, and let go of those used longest ago."""
    _kept.update(found)
    for text in list(islice(_kept, max(len(_kept) - MOST_KEPT, 0))):
        del _kept[text]


@contextmanager
def recalling(name: str) -> Generator[None]:
    """Read a course with the vectors that were kept of it, and keep for the next start what it takes now.

    An edited course has none yet and begins with those of the courses that were written last.

    Args:
        name: what tells it from any other: a digest of it.
    """
    before, now = shelf.load(name), dict[str, Matrix]()
    held = before or shelf.last()
    with _one_at_a_time:
        _keep({text: vector for text, vector in held.items() if text not in _kept})
    token = _read.set(now)
    try:
        yield
    finally:
        _read.reset(token)
    if now.keys() - before.keys():
        shelf.save(name, before | now)
