"""Finding sessions and deadlines by words: every word has to fit, misspellings are mended."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from rapidfuzz import fuzz, process, utils

from bot.course.timeline import Item, Timeline

MIN_LIKENESS = 78
"""How alike (0-100) a misspelt word must be to one of the course's to be taken for it; chosen by trying."""


def matching(timeline: Timeline, text: str) -> list[Item]:
    """Find the sessions and deadlines whose words contain all the typed ones, misspellings mended."""
    index, words = _index(timeline), _split(text)
    return index.find(words) or index.find([index.mend(word) for word in words])


@dataclass(frozen=True, slots=True)
class _Index:
    """Which items each word of a course leads to, the words in alphabetical order."""

    items: tuple[Item, ...]
    vocabulary: list[str]
    numbers: dict[str, set[int]]

    def find(self, words: list[str]) -> list[Item]:
        """Return the items that have all the words, in order of time; none for no words."""
        fitting = [self._with(word) for word in words]
        if not fitting:
            return []
        numbers = fitting[0].intersection(*fitting[1:])
        return [self.items[number] for number in sorted(numbers)]

    def mend(self, word: str) -> str:
        if len(word) < 4:
            return word
        close = process.extractOne(
            word, self.vocabulary, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS
        )
        return close[0] if close else word

    def _with(self, word: str) -> set[int]:
        """Return the items with a word; from three letters on, its beginning is enough."""
        if len(word) < 3:
            return self.numbers.get(word, set())
        begun = self.vocabulary[bisect_left(self.vocabulary, word) :]
        longer = takewhile(lambda known: known.startswith(word), begun)
        found: set[int] = set()
        return found.union(*(self.numbers[known] for known in longer))


@lru_cache(maxsize=64)
def _index(timeline: Timeline) -> _Index:
    """Index a timeline; it never changes."""
    items = tuple(i for i in timeline.items if i.kind != "office hours" and i.gone_to is None)
    numbers: dict[str, set[int]] = {}
    for number, item in enumerate(items):
        for word in haystack(item).split():
            numbers.setdefault(word, set()).add(number)
    return _Index(items, sorted(numbers), numbers)


def haystack(item: Item) -> str:
    """Return the words by which an item is found."""
    speakers = " ".join(f"{s.name} {s.affiliation or ''}" for s in item.speakers)
    short = item.deadline.short if item.deadline else ""
    status = "" if item.is_held else item.status
    also = " ".join((item.lab or "", item.event or "", status, *item.also))
    text = f"{item.title} {speakers} {item.kind} {short} {also}"
    return " ".join(_split(text))


def _split(text: str) -> list[str]:
    return re.sub(r"(?<=[a-z]{3})(?=\d)", " ", utils.default_process(text)).split()
