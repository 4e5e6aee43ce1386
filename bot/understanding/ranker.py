"""Which of the known questions a text is most like: ridge regression on words and pairs of words.

A wording is a bag of features, hashed into a fixed number of columns, so that building stays fast however
large the course is. One regularised least-squares solve gives every feature a weight for every question
(Rifkin, Yeo and Poggio, "Regularized Least-Squares Classification", 2003). To it is added how much of the
text each question's wordings cover, word by word, weighted as BM25 weights them.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

COLUMNS = 1920
RIDGE = 0.6
NEXT_TO, TOGETHER = 0.4, 0.6
"""Weights of two neighbouring words, and of two words anywhere in the text; a word by itself weighs 1."""

COVERED, TYPICAL = 0.3, 0.1
"""Weights of how much of a text a question's wordings hold, and of how typical those words are for it."""

Matrix = NDArray[np.float32]


def features(units: Sequence[str]) -> dict[int, float]:
    """Return a text's features, as 32-bit hashes, and their weights before how rare they are is counted in."""
    codes = [_code(unit) for unit in units]
    found = dict.fromkeys(codes, 1.0)
    for one, two in zip([START, *codes], [*codes, END], strict=True):
        found[(one * NEXT_MIX + two) & MASK] = NEXT_TO
    for one, two in combinations(sorted(set(codes)), 2):
        found[(one * PAIR_MIX ^ two) & MASK] = TOGETHER
    return found


@lru_cache(maxsize=20_000)
def _code(unit: str) -> int:
    return zlib.crc32(unit.encode())


MASK = 0xFFFFFFFF
NEXT_MIX, PAIR_MIX = 0x9E3779B1, 0x85EBCA77
"""Odd constants that spread sums over 32 bits (Knuth's golden ratio; xxHash's second prime)."""
START, END = zlib.crc32(b"^"), zlib.crc32(b"$")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Scores every class for a text. All numbers below were chosen by leaving one wording out.

    Attributes:
        classes: names of the classes, one a column of `weights`.
        rarity: for each feature seen at least twice, how much it says.
        weights: (COLUMNS, classes).
        words: for each word, its row in `covers`.
        word_rarity: for each row of `covers`, how much the word says.
        covers: (words, classes): what a word adds to a class whose wordings hold it.
    """

    classes: tuple[str, ...]
    rarity: dict[int, float]
    weights: Matrix
    words: dict[str, int]
    word_rarity: Matrix
    covers: Matrix

    def scores(self, units: Sequence[str]) -> Matrix:
        """Return each class a score: about 1 for one of its own wordings, about 0 for a foreign text.

        Args:
            units: the text's concepts, in order.
        """
        columns, values = _vector(features(units), self.rarity)
        rows = [self.words[unit] for unit in dict.fromkeys(units) if unit in self.words]
        total = float(self.word_rarity[rows].sum()) or 1.0
        return values @ self.weights[columns] + self.covers[rows].sum(axis=0) / total


def _vector(found: dict[int, float], rarity: dict[int, float]) -> tuple[NDArray[np.int64], Matrix]:
    """Return a text's non-zero columns and their values, of unit length."""
    columns: dict[int, float] = {}
    for code, weight in found.items():
        said = rarity.get(code)
        if said is not None:
            column, sign = (code >> 1) % COLUMNS, 1.0 if code & 1 else -1.0
            columns[column] = columns.get(column, 0.0) + sign * weight * said
    length = math.sqrt(sum(v * v for v in columns.values())) or 1.0
    return (
        np.fromiter(columns, dtype=np.int64, count=len(columns)),
        np.fromiter((v / length for v in columns.values()), dtype=np.float32, count=len(columns)),
    )


def train(units: Sequence[Sequence[str]], labels: Sequence[Sequence[str]]) -> Ranker:
    """Learn from wordings.

    Args:
        units: the concepts of each wording, names replaced by marks.
        labels: the classes each belongs to.
    """
    bags = [features(one) for one in units]
    rarity, rows, columns, values = _laid_out(bags, {_code(unit) for one in units for unit in one})
    classes = tuple(dict.fromkeys(name for names in labels for name in names))
    place = {name: n for n, name in enumerate(classes)}
    target = np.zeros((len(units), len(classes)), dtype=np.float32)
    for row, names in enumerate(labels):
        target[row, [place[name] for name in names]] = 1.0
    gram = np.zeros((COLUMNS, COLUMNS), dtype=np.float32)
    right = np.zeros((COLUMNS, len(classes)), dtype=np.float32)
    bounds = np.searchsorted(rows, np.arange(len(units) + 1))
    for row, names in enumerate(labels):
        here = columns[bounds[row] : bounds[row + 1]][:, None]
        there = values[bounds[row] : bounds[row + 1]]
        gram[here, here[:, 0]] += np.outer(there, there)
        right[here, [place[name] for name in names]] += there[:, None]
    gram[np.diag_indices(COLUMNS)] += np.float32(RIDGE)
    weights = np.linalg.solve(gram, right)
    return Ranker(classes, rarity, weights, *_coverage(units, target, len(units)))


def _laid_out(
    bags: Sequence[dict[int, float]], words: set[int]
) -> tuple[dict[int, float], NDArray[np.int64], NDArray[np.int64], Matrix]:
    """Lay wordings out as a sparse matrix, as `_vector` does for one text.

    Args:
        words: the features that are single words; others count only if two wordings have them.

    Returns:
        How much each feature says; then rows, columns and values of the matrix, by row, each row of unit length.
    """
    sizes = [len(bag) for bag in bags]
    codes = np.fromiter(chain.from_iterable(bags), np.int64, sum(sizes))
    weights = np.fromiter(chain.from_iterable(bag.values() for bag in bags), float, sum(sizes))
    known, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    kept = (counts > 1) | np.isin(known, np.fromiter(words, np.int64, len(words)))
    said = np.sqrt(np.log(1 + len(bags) / counts)) * kept
    rarity = dict(zip(known[kept].tolist(), said[kept].tolist(), strict=True))
    values = weights * said[inverse] * np.where(codes & 1, 1.0, -1.0)
    cells = np.repeat(np.arange(len(bags)), sizes) * COLUMNS + (codes >> 1) % COLUMNS
    cells, places = np.unique(cells[values != 0], return_inverse=True)
    summed = np.bincount(places, values[values != 0], len(cells))
    rows, columns = cells // COLUMNS, cells % COLUMNS
    lengths = np.sqrt(np.bincount(rows, summed**2, len(bags)))
    return rarity, rows, columns, (summed / lengths[rows]).astype(np.float32)


def _coverage(
    units: Sequence[Sequence[str]], target: Matrix, total: int
) -> tuple[dict[str, int], Matrix, Matrix]:
    """Count for every word and class in how many of its wordings the word stands."""
    sets = [set(one) for one in units]
    held = Counter(word for one in sets for word in one)
    words = {word: row for row, word in enumerate(held)}
    counts = np.zeros((len(words), target.shape[1]), dtype=np.float32)
    for one, row in zip(sets, target, strict=True):
        counts[[words[word] for word in one]] += row
    rarity = np.array([math.log(1 + total / n) for n in held.values()], dtype=np.float32)
    sizes = np.maximum(target.sum(axis=0), 1)
    covers = COVERED * (counts > 0) + TYPICAL * np.log(1 + 20 * counts / sizes)
    return words, rarity, (covers * rarity[:, None]).astype(np.float32)
