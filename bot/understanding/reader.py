"""Which known question a text is: read it, then rank what it may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.course.asking import FrequentQuestion
from bot.course.timeline import Timeline
from bot.understanding.asked import Asked
from bot.understanding.days import DAY_WORDS, MONTH_NAMES, find_days, find_times
from bot.understanding.hints import hints, out_of_time
from bot.understanding.names import NUMBER_WORDS, Names
from bot.understanding.phrasings import Leaning, filled, intents_for
from bot.understanding.ranker import Ranker, train
from bot.understanding.reading import WH, wants_yes_or_no
from bot.understanding.words import (
    Spelling,
    common_stems,
    concepts,
    everyday_words,
    stem,
    subject,
    tidy,
)

SHORT = 7
"""Words of a fragment that names a day, a time or a number to have it confirmed: "lecture at 2 pm?"."""

MISSING = 0.45
"""Taken off a question's score when the name it is about isn't there."""

UNSPOKEN = 0.15
"""Taken off for each word that nearly all of a question's wordings hold and the text doesn't."""

UNUSED = 0.12
"""Taken off for each kind of name in the text that none of a question's wordings holds."""

ALWAYS = 0.85
"""The share of a question's wordings that hold a kind of name for it to be what the question is about."""

LEARNED, SHARED = 1.0, 0.5
"""Added for a question that staff have answered, if it shares this part of its words with the text."""

BOOST = 0.25
"""Added where the words of time say what is asked about a deadline."""


class Wordings:
    """The wordings of one course, each read once, also when its FAQ grows."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.names = Names(timeline)
        self._read: dict[str, tuple[list[str], list[str]]] = {}

    def read(self, text: str) -> tuple[list[str], list[str]]:
        """Return a wording's words, and its concepts with names replaced by marks."""
        if text not in self._read:
            words = tidy(text)
            self._read[text] = (words, concepts(self.marked(words)))
        return self._read[text]

    def marked(self, words: list[str]) -> list[str]:
        """Replace the names, days and times in a wording by marks."""
        left, _ = find_days(words, self.timeline, self.timeline.course.term.start)
        left, _ = find_times(left)
        return self.names.find(left).words


class Understanding:
    """Reads questions about one course. Building it takes about a second; it never changes.

    Args:
        learned: what staff added to the course's FAQ.
        wordings: those of the same course, if they have been read already.
    """

    def __init__(
        self,
        timeline: Timeline,
        learned: Sequence[FrequentQuestion] = (),
        wordings: Wordings | None = None,
    ) -> None:
        course = timeline.course
        if learned:
            course = course.model_copy(update={"faq": (*course.faq, *learned)})
        self.timeline = timeline
        self.intents = intents_for(course)
        self.wordings = wordings or Wordings(timeline)
        self.names = self.wordings.names
        self._needs: dict[str, list[str]] = {}
        self._takes: dict[str, set[str]] = {}
        self._speaks_of: dict[str, list[str]] = {}
        texts, labels, vocabulary = self.training()
        vocabulary |= everyday_words() | set(DAY_WORDS) | set(MONTH_NAMES) | set(NUMBER_WORDS)
        self._stems = {stem(word) for word in vocabulary}
        self.spelling = Spelling(vocabulary)
        self._ranker: Ranker = train(texts, labels)
        self._columns = _columns(self._ranker.classes)
        self._learned = {
            f.id: [subject(self.wordings.marked(tidy(text))) for text in f.ask] for f in learned
        }

    def training(self) -> tuple[list[list[str]], list[list[str]], set[str]]:
        """Return what the ranker learns from: the concepts of every wording, its classes, and all words."""
        texts: list[list[str]] = []
        labels: list[list[str]] = []
        vocabulary = self.names.vocabulary()
        turn = 0
        for intent in self.intents.values():
            first = len(texts)
            polar = any(leaning != "ask" for leaning, _ in intent.wordings)
            for leaning, wording in intent.wordings:
                turn += 1
                text = filled(wording, self.names.samples, turn)
                if text is None:
                    continue
                words, units = self.wordings.read(text)
                vocabulary.update(words)
                texts.append(units)
                labels.append([intent.id, f"{intent.id}/{leaning}"] if polar else [intent.id])
            self._note_marks(intent.id, texts[first:])
        return texts, labels, vocabulary

    def _note_marks(self, id: str, texts: list[list[str]]) -> None:
        """Note which kinds of names a question's wordings hold: nearly always, and ever."""
        counts = Counter(mark for words in texts for mark in set(words) if mark.startswith("⟨"))
        self._needs[id] = [m for m, n in counts.items() if n >= ALWAYS * len(texts)]
        self._takes[id] = set(counts)
        common = Counter(one for words in texts for one in set(words))
        self._speaks_of[id] = [
            one
            for one, n in common.items()
            if n >= ALWAYS * len(texts) and not one.startswith("⟨") and one not in common_stems()
        ]

    def read(self, text: str, now: datetime) -> Asked:
        """Read one question: mend typos, find days, times and names."""
        words = self.spelling.mend(tidy(text))
        left, days = find_days(words, self.timeline, self.timeline.today(now))
        left, times = find_times(left)
        found = self.names.find(left)
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

    def ranked(self, asked: Asked) -> list[tuple[str, float, Leaning]]:
        """Order the known questions by how well they fit, best first, with the leaning of each."""
        units = concepts(asked.words)
        scores = self._ranker.scores(units)
        ranked: list[tuple[str, float, Leaning]] = []
        marks = {word for word in asked.words if word.startswith("⟨")}
        about = subject(asked.words)
        spoken = frozenset(units)
        hinted, timeless = hints(asked), out_of_time(asked)
        for id, (column, leanings) in self._columns.items():
            total = float(scores[column])
            total -= MISSING * sum(1 for mark in self._needs[id] if mark not in marks)
            total -= UNUSED * sum(1 for mark in marks if mark not in self._takes[id])
            total -= UNSPOKEN * sum(1 for one in self._speaks_of[id] if one not in spoken)
            total += BOOST * (id in hinted)
            if id in self._learned and _same_words(about, self._learned[id]):
                total += LEARNED
            total -= BOOST * (timeless and id.startswith("due-"))
            best = max(leanings, key=lambda name: float(scores[leanings[name]]), default=None)
            ranked.append((id, total, best or "ask"))
        return sorted(ranked, key=lambda one: -one[1])

    def foreign(self, asked: Asked) -> list[str]:
        """Return the words that neither the course nor any known question uses."""
        return [
            word
            for word in asked.words
            if word.isalpha() and len(word) > 2 and stem(word) not in self._stems
        ]


def _columns(classes: Sequence[str]) -> dict[str, tuple[int, dict[Leaning, int]]]:
    """Return each question's own column, and those of its leanings."""
    place = {name: number for number, name in enumerate(classes)}
    leanings: tuple[Leaning, ...] = ("ask", "affirm", "deny")
    return {
        id: (place[id], {one: place[f"{id}/{one}"] for one in leanings if f"{id}/{one}" in place})
        for id in classes
        if "/" not in id
    }


def _same_words(units: frozenset[str], wordings: Iterable[frozenset[str]]) -> bool:
    """Return whether a question is, but for a word or two, one that staff have answered."""
    return any(len(units & one) >= SHARED * len(units | one) for one in wordings)
