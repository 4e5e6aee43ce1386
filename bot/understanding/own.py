"""Wordings that only one course or server has: its file's questions and answers, and what staff have taught.

They are no part of what was learned for all courses. A text is as like such a question as it is like the wording of it
that comes closest, by sentence vector and words together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intents import Intent, filled
from bot.understanding.learned import Traits, Words
from bot.understanding.lexicon import Lexicon
from bot.understanding.sentences import Matrix, sentence_model
from bot.understanding.words import tidy


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """The wordings of one question that weren't learned.

    Attributes:
        vectors, bags: of each wording, as rows.
        units: the concepts of all.
        words: the words of all.
        traits: what they have in common.
    """

    vectors: Matrix
    bags: Matrix
    units: frozenset[str]
    words: frozenset[str]
    traits: Traits

    def likeness(self, vector: Matrix, bag: Matrix) -> NDArray[np.float32]:
        """Return how like each wording a text is: 1 for the same, 0 for a foreign one."""
        most = 1 + np.sqrt((self.bags**2).sum(axis=1) * float(bag @ bag))
        return (self.vectors @ vector + self.bags @ bag) / most


def own_question(
    intent: Intent, learned: int, lexicon: Lexicon, words: Words
) -> OwnQuestion | None:
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
        vectors_of(sentence(text) for text in read),
        np.stack([words.bag(units) for _, units in told]),
        frozenset(unit for _, units in told for unit in units),
        frozenset(word for said, _ in told for word in said),
        _traits([units for _, units in told]),
    )


def _traits(texts: list[list[str]]) -> Traits:
    held = [frozenset(unit for unit in units if unit.startswith("⟨")) for units in texts]
    return Traits(held[0].intersection(*held), held[0].union(*held))


_kept: dict[str, Matrix] = {}
_one_at_a_time = Lock()
MOST_KEPT = 2000
"""Vectors that are kept, at 1.5 KB each, so that an FAQ that grows by one costs one, and a question that is shown again
costs none."""


def sentence(text: str) -> str:
    """Return a wording as it becomes a vector."""
    return " ".join(tidy(text))


def is_known(wording: str) -> bool:
    """Return whether a wording without slots has been turned into a vector lately."""
    return sentence(wording) in _kept


def vectors_of(texts: Iterable[str]) -> Matrix:
    """Return the sentence vectors of some texts, as rows, working out those that weren't lately."""
    wanted = list(texts)
    with _one_at_a_time:
        new = [text for text in dict.fromkeys(wanted) if text not in _kept]
        if len(_kept) + len(new) > MOST_KEPT:
            _kept.clear()
            new = list(dict.fromkeys(wanted))
        _kept.update(zip(new, sentence_model().vectors(new), strict=True))
        return np.stack([_kept[text] for text in wanted])
