"""Which known question a text is: read it, then rank what it may be."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.understanding.asked import Asked
from bot.understanding.cues import cues, out_of_time
from bot.understanding.days import find_days, find_times
from bot.understanding.intents import Intent, Leaning
from bot.understanding.lexicon import Lexicon
from bot.understanding.ranker import Matrix
from bot.understanding.reading import WH, wants_yes_or_no
from bot.understanding.spelling import Spelling
from bot.understanding.training import NO_TRAITS, Trained, samples_of, traits_of
from bot.understanding.words import concepts, subject, tidy

SHORT = 7
"""Words of a fragment that names a day, a time or a number to have it confirmed: "lecture at 2 pm?"."""

MISSING = 0.45
"""Taken off a question's score when the name it is about isn't there."""

UNSPOKEN = 0.15
"""Taken off for each word that nearly all of a question's wordings hold and the text doesn't."""

UNUSED = 0.12
"""Taken off for each kind of name in the text that none of a question's wordings holds."""

TAUGHT, SHARED = 1.0, 0.5
"""Added for a question that staff have answered, if it shares this part of its words with the text."""

BOOST = 0.25
"""Added where a cue points to a question; taken off a timed one where nothing is about time."""


class Ranked(NamedTuple):
    """One known question a text may be: how well it fits, and what its wording leads to."""

    id: str
    score: float
    leaning: Leaning


class Reader:
    """Reads texts as one of the questions it is given.

    Args:
        intents: the questions there are. One that `trained` doesn't know yet is found by its words alone, which
            takes a text that is nearly one of its wordings; one that only `trained` knows isn't found.
        trained: what these or nearly these taught.
    """

    def __init__(self, lexicon: Lexicon, intents: Iterable[Intent], trained: Trained) -> None:
        self.lexicon, self.timeline, self.trained = lexicon, lexicon.timeline, trained
        self.intents: Mapping[str, Intent] = {intent.id: intent for intent in intents}
        new = list(
            samples_of(lexicon, (i for i in self.intents.values() if i.id not in trained.columns))
        )
        self._traits = ChainMap(traits_of(new), trained.traits)
        words = {word for one in new for word in one.words}
        self._spelling = Spelling(words, trained.spelling) if words else trained.spelling
        self._by_words = {
            intent.id: [subject(lexicon.marked(tidy(text))) for _, text in intent.wordings]
            for intent in self.intents.values()
            if intent.taught
        }

    def read(self, text: str, now: datetime) -> Asked:
        """Read one question: mend typos, find days, times and names."""
        words = self._spelling.mend(tidy(text))
        left, days = find_days(words, self.timeline, self.timeline.today(now))
        left, times = find_times(left)
        found = self.lexicon.names.find(left)
        return Asked(
            plain=frozenset(words),
            words=tuple(found.words),
            timeline=self.timeline,
            now=now,
            days=tuple(days),
            times=tuple(times),
            numbers=tuple(found.numbers),
            ids=found.ids,
            yes_no=wants_yes_or_no(text),
            doubts=not WH & set(words)
            and len(words) <= SHORT
            and bool(days or times or found.numbers),
        )

    def ranked(self, asked: Asked) -> list[Ranked]:
        """Order the known questions by how well they fit, best first."""
        units = concepts(asked.words)
        scores = self.trained.ranker.scores(units)
        about, given, timeless = subject(asked.words), cues(asked), out_of_time(asked)
        marks, spoken = {one for one in asked.words if one.startswith("⟨")}, frozenset(units)
        ranked: list[Ranked] = []
        for id, intent in self.intents.items():
            fits = self._fits(id, scores, about)
            if fits is not None:
                fits -= self._lacking(id, marks, spoken)
                fits += BOOST * (intent.cue in given) - BOOST * (timeless and intent.timed)
                ranked.append(Ranked(id, fits, self._leaning(id, scores)))
        return sorted(ranked, key=lambda one: -one.score)

    def _fits(self, id: str, scores: Matrix, about: frozenset[str]) -> float | None:
        """Return how like a question a text is by its words; None where nothing can be said."""
        alike = _alike(about, self._by_words.get(id, ()))
        columns = self.trained.columns.get(id)
        if columns is None:
            return TAUGHT + alike if alike else None
        return float(scores[columns.own]) + TAUGHT * (alike > 0)

    def _lacking(self, id: str, marks: set[str], spoken: frozenset[str]) -> float:
        """Return what is taken off for what the question speaks of and the text doesn't, and the other way round."""
        traits = self._traits.get(id, NO_TRAITS)
        return (
            MISSING * sum(1 for mark in traits.needs if mark not in marks)
            + UNUSED * sum(1 for mark in marks if mark not in traits.takes)
            + UNSPOKEN * sum(1 for one in traits.speaks_of if one not in spoken)
        )

    def _leaning(self, id: str, scores: Matrix) -> Leaning:
        columns = self.trained.columns.get(id)
        if columns is None or not columns.leanings:
            return "ask"
        return max(columns.leanings, key=lambda name: float(scores[columns.leanings[name]]))

    def needs(self, id: str) -> tuple[str, ...]:
        """Return the kinds of names that a question is about, as marks."""
        return self._traits.get(id, NO_TRAITS).needs

    def foreign(self, asked: Asked) -> list[str]:
        """Return the words that neither the course nor any known question uses."""
        return [
            word
            for word in asked.words
            if word.isalpha() and len(word) > 2 and not self._spelling.knows(word)
        ]


def _alike(about: frozenset[str], wordings: Iterable[frozenset[str]]) -> float:
    """Return how much of its words a text shares with one of some wordings, 0 to 1; 0 below half."""
    most = max((len(about & one) / (len(about | one) or 1) for one in wordings), default=0.0)
    return most if most >= SHARED else 0.0
