"""Which of the questions it is given a text is. The reader knows no others."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from bot.course.timeline import Timeline
from bot.understanding import languages
from bot.understanding.asked import Asked, Intent, cues, out_of_time
from bot.understanding.days import DAY_MARK, DAY_WORDS, MONTH_NAMES, Days, find_days, find_times
from bot.understanding.learned import Learned, OwnQuestions, Traits, own_question, vectors_of
from bot.understanding.lexicon import Lexicon
from bot.understanding.names import NUMBER_WORDS, Names
from bot.understanding.naming import labels
from bot.understanding.reading import WH, hedges, wants_yes_or_no
from bot.understanding.tensors import Matrix
from bot.understanding.words import Spelling, common_stems, concepts, everyday_words, is_plain, tidy

SHORT = 7
"""Words of a fragment that names a day, a time or a number to have it confirmed: "lecture at 2 pm?"."""

ANY_DAY, _DATE = "tuesday", re.compile(r"^(?!week).*\d")

STEEP, SHIFT = 14.0, -4.0
"""What makes of likeness to an own wording the logarithm of a chance beside the learned ones; by questions held out."""

STRANGE, LIKELY = 0.5, 0.6
"""Below this share of known words, the chance of another language from which a text is taken to be in it."""
PLAIN, CERTAIN = 0.25, 0.85
"""Up to this share of the words that any English question has, the chance needed where most words are known: many are
words of two languages. All by questions in both."""
FEWEST = 3
"""Words of Latin letters that tell a language: fewer may be a name."""


@dataclass(frozen=True, slots=True)
class Match:
    """One known question a text may be.

    Attributes:
        id: which.
        chance: how likely it is this one, from the wordings alone.
        nearest: the cosine to the wording of it that comes closest.
        covered: the share of what the text's words say that its wordings hold.
        hint: words of time or number point to it (1), or away from it (-1).
        missing, unused: kinds of names that its wordings nearly all hold and the text doesn't; and the other way round.
        own: how like one of the course's or server's own wordings it is, 0 to 1.
    """

    id: str
    chance: float
    nearest: float
    covered: float
    hint: int
    missing: int
    unused: int
    own: float


def asked_in(
    text: str, words: Sequence[str], names: Names, timeline: Timeline, now: datetime
) -> Asked:
    """Find days, times, numbers and names in a question. `words`: its own, with typos mended."""
    left, days = find_days(words, timeline, timeline.today(now))
    undated = _undated(left, days)
    left, times = find_times(left)
    found = names.find(left)
    return Asked(
        text=undated,
        sentence=" ".join(names.plain(undated.split())),
        plain=frozenset(words),
        words=tuple(found.words),
        timeline=timeline,
        now=now,
        days=tuple(days),
        times=tuple(times),
        numbers=tuple(found.numbers),
        ids=found.ids,
        yes_no=wants_yes_or_no(text),
        hedged=hedges(text),
        doubts=not WH & set(words) and len(words) <= SHORT and bool(days or times or found.numbers),
    )


class Reader:
    """Reads texts as one of the questions it is given.

    Args:
        intents: the questions there are. What of their wordings wasn't learned is found by likeness.
        learned: what is shipped.
    """

    def __init__(self, lexicon: Lexicon, intents: Iterable[Intent], learned: Learned) -> None:
        languages.warm()
        self.lexicon, self.timeline, self.learned = lexicon, lexicon.timeline, learned
        self.intents: Mapping[str, Intent] = {intent.id: intent for intent in intents}
        own = (
            (intent.id, own_question(intent, self._learned_of(intent), lexicon))
            for intent in self.intents.values()
        )
        self.own = {id: one for id, one in own if one is not None}
        self._every_own = OwnQuestions(self.own, learned.words)
        self._question_of = self._questions_of_columns()
        words = frozenset[str]().union(*(one.words for one in self.own.values()))
        self._names = frozenset(concepts(sorted(lexicon.names.vocabulary())))
        said = {word for label in labels(lexicon.timeline.course) for word in tidy(label)}
        self._spelling = Spelling(
            words.union(DAY_WORDS, MONTH_NAMES, NUMBER_WORDS, lexicon.names.vocabulary(), said),
            _shared_spelling(learned),
        )

    def _learned_of(self, intent: Intent) -> int:
        known = self.learned.questions.get(intent.id)
        return known.learned if known and intent.learned else 0

    def _questions_of_columns(self) -> list[int]:
        """Return which question each column is of; one past the last for those that are of none."""
        of = {
            column: number
            for number, intent in enumerate(self.intents.values())
            if (known := self.learned.questions.get(intent.id)) and intent.learned
            for column in known.columns.values()
        }
        return [of.get(n, len(self.intents)) for n in range(self.learned.weights.shape[1])]

    def read(self, text: str, now: datetime) -> Asked:
        """Read one question: mend typos, find days, times and names."""
        return asked_in(
            text, self._spelling.mend(tidy(text)), self.lexicon.names, self.timeline, now
        )

    def matches(self, asked: Sequence[Asked], most: int = 8) -> list[list[Match]]:
        """Return the known questions that each most likely is, best first. All go through the model in one pass, also
        as they are worded: that is what `own_likeness` compares."""
        vectors = vectors_of((*(one.sentence for one in asked), *(one.text for one in asked)))
        return [
            self._matches(one, vector, most) for one, vector in zip(asked, vectors, strict=False)
        ]

    def own_likeness(self, asked: Asked) -> dict[str, float]:
        """Return how like each question of the course's own a text is, by id."""
        vector = vectors_of([asked.text])[0]
        bag = self.learned.words.bag(concepts(asked.words))
        return self._every_own.likeness(vector, bag)

    def _matches(self, asked: Asked, vector: Matrix, most: int) -> list[Match]:
        units = concepts(asked.words)
        bag = self.learned.words.bag(units)
        scores = self.learned.logits(vector, bag)
        likeness = self._every_own.likeness(vector, bag)
        chances = self._chances(scores, likeness)
        best = sorted(chances, key=lambda id: -chances[id])[:most]
        given, timeless = cues(asked), out_of_time(asked)
        marks = frozenset(unit for unit in units if unit.startswith("⟨"))
        found: list[Match] = []
        for id in best:
            intent, traits = self.intents[id], self._traits(id)
            own = max(0.0, likeness.get(id, 0.0))
            found.append(
                Match(
                    id,
                    chances[id],
                    max(self._nearest(id, vector), own),
                    self._covered(id, units),
                    (intent.cue in given) - (timeless and intent.timed),
                    len(traits.needs - marks),
                    len(marks - traits.takes),
                    own,
                )
            )
        return found

    def _chances(self, scores: Matrix, likeness: Mapping[str, float]) -> dict[str, float]:
        """Return how likely a text is each question: by what was learned, and by its own wordings."""
        own = {id: STEEP * alike + SHIFT for id, alike in likeness.items()}
        most = max(float(scores.max()), *own.values()) if own else float(scores.max())
        sums = np.bincount(self._question_of, np.exp(scores - most), len(self.intents) + 1)
        chances = dict(zip(self.intents, sums.tolist(), strict=False))
        for id, alike in own.items():
            chances[id] += math.exp(alike - most)
        total = sum(chances.values()) or 1.0
        return {id: one / total for id, one in chances.items()}

    def _nearest(self, id: str, vector: Matrix) -> float:
        known = self.learned.questions.get(id)
        return self.learned.nearest(known, vector) if known and self.intents[id].learned else 0.0

    def _traits(self, id: str) -> Traits:
        known, own = self.learned.questions.get(id), self.own.get(id)
        if known is None or not self.intents[id].learned:
            return own.traits if own else Traits()
        return (
            Traits(known.traits.needs, known.traits.takes | own.traits.takes)
            if own
            else known.traits
        )

    def _tells(self, unit: str) -> bool:
        """Return whether a word says what is asked: names of the course do that by their marks."""
        named = unit in self._names and unit not in self.learned.words.place
        return not (named or unit in common_stems() or unit.startswith("⟨"))

    def _covered(self, id: str, units: Sequence[str]) -> float:
        words, known, own = self.learned.words, self.learned.questions.get(id), self.own.get(id)
        said = [u for u in dict.fromkeys(units) if self._tells(u)]
        held = 0.0
        for unit in said:
            column = words.place.get(unit)
            if (own and unit in own.units) or (
                known and column is not None and known.covers[column]
            ):
                held += words.weight(unit)
        return held / (sum(map(words.weight, said)) or 1.0) if said else 1.0

    def meant(self, id: str, asked: Asked) -> Asked:
        """Return a question with the things in it that a known one is about, where it names none but means one.

        No verdict is certain then.
        """
        if not any(map(self._tells, concepts(asked.words))):
            return asked
        (vector,) = vectors_of([asked.sentence])
        ids = dict(asked.ids)
        for mark in self.needs(id):
            kind = mark.strip("⟨⟩")
            found = self.lexicon.meant.of(kind, vector) if kind not in ids else None
            if found is not None:
                ids[kind] = [found]
        return replace(asked, ids=ids, hedged=True) if len(ids) > len(asked.ids) else asked

    def needs(self, id: str) -> frozenset[str]:
        """Return the kinds of names that a question is about, as marks."""
        return self._traits(id).needs

    def language_of(self, text: str) -> str:
        """Return the code (ISO 639-1, or 639-3 where there is none) of the language a text is in.

        Typos, names and a few words are never taken for another language.
        """
        said = (word for word in text.lower().split() if not any(map(str.isdigit, word)))
        words = [word for one in said if (word := "".join(filter(_is_letter, one)))]
        if not words:
            return "en"
        latin = [word for word in words if _is_latin(word)]
        if 2 * sum(map(len, latin)) < sum(map(len, words)):
            return languages.guess(text)[0]
        if len(latin) < FEWEST:
            return "en"
        strange = sum(map(self._spelling.is_word, latin)) < STRANGE * len(latin)
        if not strange and sum(map(is_plain, latin)) > PLAIN * len(latin):
            return "en"
        code, chance = languages.guess(text)
        return code if chance >= (LIKELY if strange else CERTAIN) else "en"

    def foreign(self, asked: Asked) -> list[str]:
        """Return the words that neither the course nor any known question uses."""
        return [
            word
            for word in asked.words
            if word.isalpha() and len(word) > 2 and not self._spelling.knows(word)
        ]


def _is_letter(letter: str) -> bool:
    return (
        letter.isalpha()
        or unicodedata.combining(letter) > 0
        or unicodedata.category(letter) == "Mc"
    )


def _is_latin(word: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in word)


def _undated(words: Sequence[str], days: Sequence[Days]) -> str:
    """Return a text with any date in it as a day of the week, as wordings have it."""
    named = iter(days)
    return " ".join(_as_day(next(named)) if word == DAY_MARK else word for word in words)


def _as_day(named: Days) -> str:
    return ANY_DAY if _DATE.search(named.said) else named.said


_spellings: dict[int, Spelling] = {}


def _shared_spelling(learned: Learned) -> Spelling:
    """Return what mends typos against the words of all wordings, once for all courses."""
    if id(learned) not in _spellings:
        _spellings.clear()
        _spellings[id(learned)] = Spelling(everyday_words() | learned.vocabulary)
    return _spellings[id(learned)]
