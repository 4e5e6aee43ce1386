"""The words of each wording of the known questions: whether one of them speaks of all that a question says.

Those of the built-in wordings are shipped (`tools.learn`), as numbers of words: reading 25,000 wordings takes 0.8 s,
and the first question that was taken for one with 850 wordings waited 30 ms for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.names import NUMBER_WORDS
from bot.understanding.words import concepts, stems, tidy

SLOT = re.compile(r"\{(\w+)\}")
NUMBERED = {"n": "number"}
COUNTS = frozenset((*NUMBER_WORDS, *map(str, range(2, 100)))) - {"one"}


def vocabulary_of(wording: str) -> frozenset[str]:
    """Return a wording's concepts and stems, and marks of the slots in it."""
    words = tidy(SLOT.sub(" ", wording))
    slots = {f"⟨{NUMBERED.get(slot, slot)}⟩" for slot in SLOT.findall(wording)}
    counted = {"⟨number⟩"} if COUNTS & set(words) else set[str]()
    return frozenset((*concepts(words), *stems(words))) | slots | counted


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The vocabularies of wordings that stand side by side.

    Attributes:
        place: each word's number.
        held: the numbers of all wordings' words, a wording after the other.
        begins: where each wording's begin in `held`, and where the last one's end.
    """

    place: Mapping[str, int]
    held: NDArray[np.uint16]
    begins: NDArray[np.int64]

    def hold(self, rows: slice, told: Set[str]) -> bool:
        """Return whether one of some wordings holds every one of some words."""
        numbers = [self.place.get(one, -1) for one in told]
        if -1 in numbers or rows.start == rows.stop:
            return False
        begins = self.begins[rows]
        held = self.held[begins[0] : self.begins[rows.stop]]
        said = np.isin(held, numbers)
        counts = np.add.reduceat(said, begins - begins[0], dtype=np.int64)
        return bool((counts == len(numbers)).any())


def packed(vocabularies: Sequence[Set[str]]) -> dict[str, NDArray[np.generic]]:
    """Return vocabularies, none of them empty, as arrays that can be stored."""
    place = {word: n for n, word in enumerate(sorted(frozenset[str]().union(*vocabularies)))}
    held = [place[word] for one in vocabularies for word in sorted(one)]
    return {
        "vocabulary.words": np.frombuffer("\n".join(place).encode(), dtype=np.uint8),
        "vocabulary.held": np.array(held, dtype=np.uint16),
        "vocabulary.sizes": np.array([len(one) for one in vocabularies], dtype=np.uint8),
    }


def unpacked(stored: Mapping[str, NDArray[np.generic]]) -> Vocabularies:
    """Take apart what `packed` has put together."""
    words = bytes(stored["vocabulary.words"]).decode().split("\n")
    begins = np.concatenate(([0], np.cumsum(stored["vocabulary.sizes"], dtype=np.int64)))
    held = stored["vocabulary.held"].astype(np.uint16)
    return Vocabularies({word: n for n, word in enumerate(words)}, held, begins)
