"""Typos mended against the words of a course and of the questions people ask about it.

The words that count as real English come from pyspellchecker's frequency list.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.words import stem

LONG_BEGINNING = 5
"""Letters from which the beginning of one of the course's words stands for it: debias, reinforce."""

REAL_WORD = 2000
"""How often a word stands in the frequency list to be taken for English rather than a typo; by trying."""


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """Return the real words of English: those that occur often enough in pyspellchecker's frequency list.

    The list is scanned rather than loaded through its class, which holds ten times the memory.
    """
    packed = files("spellchecker").joinpath("resources/en.json.gz").read_bytes()
    pairs = re.finditer(rb'"([a-z]+)": ?(\d+)', gzip.decompress(packed))
    return frozenset(m[1].decode() for m in pairs if int(m[2]) >= REAL_WORD)


class Spelling:
    """Mends typos against the words of one course and of the questions people ask about it.

    Args:
        beside: knows other words already, for many to share.
    """

    def __init__(self, known: Iterable[str], beside: Spelling | None = None) -> None:
        self._english, self._beside = _english(), beside
        self._known = {word for word in known if len(word) > 1}
        self._long = sorted(word for word in self._known if len(word) >= 4)
        self._by_first: dict[str, list[str]] = {}
        for word in self._long:
            self._by_first.setdefault(word[0], []).append(word)
        self._stems = {stem(word) for word in self._known}
        self._mended: dict[str, str] = {}

    def knows(self, word: str) -> bool:
        """Return whether a word, or another of its stem, is one of the known ones."""
        return stem(word) in self._stems or (self._beside is not None and self._beside.knows(word))

    def mend(self, words: Iterable[str]) -> list[str]:
        """Return the words with each typo replaced by the word it most likely is."""
        return [self._one(word) for word in words]

    def _one(self, word: str) -> str:
        if len(word) < 4 or not word.isalpha() or self._holds(word):
            return word
        if word not in self._mended:
            if len(self._mended) > 5000:
                self._mended.clear()
            self._mended[word] = self._closest(word)
        return self._mended[word]

    def _holds(self, word: str) -> bool:
        return word in self._known or (self._beside is not None and self._beside._holds(word))

    def _closest(self, word: str) -> str:
        if word in self._english or self.knows(word):
            return word
        same_first = self._starting(word[0])
        longer = [known for known in same_first if known.startswith(word)]
        if len(word) >= LONG_BEGINNING and longer:
            return min(longer, key=len)
        reach = 1 if len(word) < 6 else 2
        for candidates in (same_first, self._targets()):
            near = process.extract(
                word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=8
            )
            if near:
                best = min(near, key=lambda hit: (hit[1], hit[0]))
                return best[0]
        return word

    def _starting(self, letter: str) -> list[str]:
        own = self._by_first.get(letter, [])
        return own + self._beside._starting(letter) if self._beside else own

    def _targets(self) -> list[str]:
        return self._long + self._beside._targets() if self._beside else self._long
