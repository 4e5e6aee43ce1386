"""A course's own questions and answers beside a text: by how they were asked, by what they say, by the words they hold.

Nobody words a question as the file does, so what an entry answers counts beside its wordings: the likeness in meaning
to the nearest of both, the share of the text's words that it holds, the rare ones first, and how far the next entry is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.aspects import WHOLE
from bot.answers.catalogue import Catalogue, KnownQuestion
from bot.answers.verdict import left_open
from bot.understanding.asked import Asked
from bot.understanding.learned import Stacked, vectors_of
from bot.understanding.reader import Reader
from bot.understanding.reading import clauses_of
from bot.understanding.words import common_stems, concepts, tidy

END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9“\"])")
"""Where a sentence of a file's text ends."""
BOTH, HELD, LEAD, FARTHEST = 0.5, 0.3, 0.5, 0.4
"""What the lesser likeness, the share of words and the distance to the next entry, at most as far as that, add to the
greater likeness; by 236 questions about three courses."""
CLOSE = 0.1
"""How much nearer than what the file lists as open another entry has to be to be taken instead."""
NO_WORDS = 0.5
"""The share of a text that has no word that tells one answer from another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of the course's own beside a text.

    Attributes:
        likeness: to the nearest of its wordings, 0 to 1.
        answered: to the nearest sentence of its answer.
        held: the share of the text's words, the rare ones first, that its wordings and its answer hold.
        lacks: the text names something of the course that they don't.
        lead: by how much it is nearer than the next.
    """

    id: str
    likeness: float = 0.0
    answered: float = 0.0
    held: float = 0.0
    lacks: bool = False
    lead: float = 0.0

    @property
    def nearness(self) -> float:
        """How near it is by all of these: 1 for what most probably answers a text."""
        greater, lesser = max(self.likeness, self.answered), min(self.likeness, self.answered)
        return greater + BOTH * lesser + HELD * self.held + LEAD * min(self.lead, FARTHEST)


class Entries:
    """All questions of one course's own.

    Args:
        names: the concepts of all names of the course.
    """

    def __init__(self, reader: Reader, catalogue: Catalogue, names: frozenset[str]) -> None:
        self._reader, self._names = reader, names
        self._words = {id: _words(catalogue[id]) for id in reader.own}
        answers = {id: catalogue[id].answer or "" for id in reader.own}
        self._open = {one.id for one in reader.timeline.course.open_questions}
        for one in reader.timeline.course.open_questions:
            answers[one.id] = left_open(one).text
            known = self._words.get(one.id, frozenset())
            self._words[one.id] = known | frozenset(concepts(tidy(answers[one.id])))
        self._sentences = Stacked({id: END.split(text) for id, text in answers.items() if text})
        counts = Counter(unit for units in self._words.values() for unit in units)
        self._rarest = math.log(1 + len(self._words))
        self._rarity = {unit: math.log(1 + len(self._words) / n) for unit, n in counts.items()}
        self._holders: dict[str, list[str]] = {}
        for id, units in self._words.items():
            for unit in units:
                self._holders.setdefault(unit, []).append(id)

    def nearest(self, asked: Asked, worded: float = 1.0) -> Entry:
        """Return the one that a text is nearest to; one without an id where there's none.

        Args:
            worded: the likeness to a wording from which nothing else counts.
        """
        found = self._found(asked)
        if not found:
            return Entry("")
        said = max(found, key=lambda one: one.likeness)
        if said.likeness >= worded:
            return said
        near = sorted(((one.nearness, one) for one in found), key=lambda one: -one[0])
        close = [one for nearness, one in near if nearness >= near[0][0] - CLOSE]
        best = next((one for one in close if one.id in self._open), close[0])
        next_ = next((nearness for nearness, one in near if one is not best), -FARTHEST)
        return replace(best, lead=max(best.nearness - next_, 0.0))

    def by_clause(self, asked: Asked, whole: Entry) -> Entry:
        """Return an entry as the clause of a text that it is nearest to has it: "coming from the metro, what is the
        address". It stays as it is where no clause by itself leads to it."""
        found, clauses = [whole], clauses_of(asked.text)
        vectors_of(clauses)  # all in one pass through the model
        for text in clauses:
            one = self.nearest(replace(asked, text=text, words=tuple(text.split())))
            found += [one] if one.id == whole.id else []
        return max(found, key=lambda one: one.nearness)

    def _found(self, asked: Asked) -> list[Entry]:
        told = concepts([word for word in tidy(asked.text) if word not in WHOLE])
        units = set(told) - common_stems()
        named = units & self._names
        total = sum(self._rarity.get(unit, self._rarest) for unit in units)
        vector = vectors_of([asked.text])[0]
        found: list[Entry] = []
        alike = self._reader.own_likeness(asked)
        said = self._sentences.best(self._sentences.vectors @ vector)
        shared = dict.fromkeys(self._words, 0.0)
        for unit in units:
            for id in self._holders.get(unit, ()):
                shared[id] += self._rarity[unit]
        for id, own in self._words.items():
            likeness, answered = alike.get(id, 0.0), said.get(id, 0.0)
            share = shared[id] / total if total else NO_WORDS
            found.append(Entry(id, likeness, answered, share, not named <= own))
        return found


def _words(known: KnownQuestion) -> frozenset[str]:
    """Return the concepts of a question's wordings, where these are the course's own, and of its answer."""
    own = known.answer or known.unknown
    wordings: Sequence[str] = [text for _, text in known.intent.wordings] if own else []
    return frozenset(concepts(tidy(" ".join((*wordings, known.answer or known.about)))))
