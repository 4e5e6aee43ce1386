"""A question in plain words -> the facts that answer it, or an honest "the course page doesn't state that"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers import say
from bot.answers.asked import ANSWERS, Asked, Said, day_text
from bot.answers.custom import custom_answer
from bot.answers.days import DAY_MARK, DAY_WORDS, MONTH_NAMES, TIME_MARK, find_days, find_times
from bot.answers.hints import hints, out_of_time
from bot.answers.names import NUMBER_WORDS, Names
from bot.answers.phrasings import Intent, Leaning, filled, intents_for, worded
from bot.answers.ranker import Ranker, train
from bot.answers.reading import WH, carried, parts_of, wants_yes_or_no
from bot.answers.say.unstated import unstated
from bot.answers.words import Spelling, common_stems, concepts, everyday_words, stem, subject, tidy
from bot.course.asking import FrequentQuestion
from bot.course.timeline import Timeline

__all__ = ["Answerer", "Reply", "say"]

MAX_QUESTION = 400
"""Characters of a question that are read."""

SURE = 0.5
"""Score from which the best answer stands by itself; below it two others are offered. By own held-out questions."""

MARGIN = 0.15
"""How far the best answer must lead to stand by itself. By own held-out questions."""

UNSURE = 0.2
"""Score below which nothing is answered. By own held-out questions."""

FOREIGN = 0.4
"""What a word that neither the course nor any known question uses adds to both bounds, at most twice."""

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

CLEARLY = 0.2
"""How far a question the course has no answer to must lead before no other is answered instead."""

LEARNED, SHARED = 1.0, 0.5
"""Added for a question that staff have answered, if it shares this part of its words with the text."""

BOOST = 0.25
"""Added where the words of time say what is asked about a deadline."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: the known question it belongs to, what is said, how well it fits."""

    intent: str
    said: Said
    score: float
    question: str

    @property
    def text(self) -> str:
        """What is said."""
        return self.said.text


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets.

    Attributes:
        text: the answer, plain text.
        abstained: the course page doesn't state it, or it isn't clear what is meant.
        choices: what was said, one for each part of the question.
        alternatives: up to two other answers that may be meant.
        sure: the best answer stands by itself.
    """

    text: str
    abstained: bool
    choices: tuple[Choice, ...]
    alternatives: tuple[Choice, ...]
    sure: bool

    @property
    def sources(self) -> list[str]:
        """The parts of the course file the answer comes from."""
        return list(dict.fromkeys(choice.said.source for choice in self.choices))


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a question, answered."""

    choice: Choice
    abstained: bool
    others: tuple[Choice, ...]
    sure: bool


class Answerer:
    """Answers questions about one course. Building it takes well under a second; it never changes."""

    def __init__(self, timeline: Timeline, learned: Sequence[FrequentQuestion] = ()) -> None:
        course = timeline.course
        if learned:
            course = course.model_copy(update={"faq": (*course.faq, *learned)})
        self.timeline = timeline
        self.intents = intents_for(course)
        self.names = Names(timeline)
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
            f.id: [subject(self._marked(tidy(text))) for text in f.ask] for f in learned
        }

    def training(self) -> tuple[list[list[str]], list[list[str]], set[str]]:
        """Give what the ranker learns from: the concepts of every wording, its classes, and all words."""
        texts: list[list[str]] = []
        labels: list[list[str]] = []
        vocabulary = self.names.vocabulary()
        turn = 0
        for intent in self.intents.values():
            first = len(texts)
            for leaning, wording in intent.wordings:
                turn += 1
                text = filled(wording, self.names.samples, turn)
                if text is None:
                    continue
                words = tidy(text)
                vocabulary.update(words)
                texts.append(concepts(self._marked(words)))
                labels.append([intent.id, f"{intent.id}/{leaning}"])
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

    def _marked(self, words: list[str]) -> list[str]:
        left, _ = find_days(words, self.timeline, self.timeline.course.term.start)
        left, _ = find_times(left)
        return self.names.find(left).words

    def read(self, text: str, now: datetime) -> Asked:
        """Read one question: mend typos, find days, times and names."""
        words = self.spelling.mend(tidy(text))
        left, days = find_days(words, self.timeline, self.timeline.today(now))
        left, times = find_times(left)
        found = self.names.find(left)
        return Asked(
            text=text,
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

    def ask(self, text: str, now: datetime) -> Reply:
        """Answer a question.

        Args:
            text: as typed; only its first 400 characters are read.
            now: the instant it is asked, aware UTC.
        """
        parts = parts_of(text[:MAX_QUESTION])
        answered: list[_Part] = []
        before = ""
        for part in parts:
            asked = self.read(part.text, now)
            if part.lead:
                asked = self._led(asked, self.read(part.lead, now))
            if before and not asked.ids:
                asked = self.read(carried(part.text, before), now)
            elif part.context and not asked.ids and not asked.days:
                asked = self._with_context(asked, part.context, now)
            answered.append(self._answer(asked))
            before = f"{before} {part.text}"
        return _merged(answered)

    def _led(self, asked: Asked, lead: Asked) -> Asked:
        """Let a question keep the words that lead up to it, but not the days and times in them."""
        kept = tuple(word for word in lead.words if word not in (DAY_MARK, TIME_MARK))
        return replace(
            asked,
            words=(*kept, *asked.words),
            plain=asked.plain | lead.plain,
            ids={**lead.ids, **asked.ids},
        )

    def _with_context(self, asked: Asked, context: str, now: datetime) -> Asked:
        """Let what was said before a question name what it is about."""
        around = self.read(context, now)
        return replace(asked, ids=around.ids) if around.ids else asked

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
            leaning = max(leanings, key=lambda name: float(scores[leanings[name]]))
            ranked.append((id, total, leaning))
        return sorted(ranked, key=lambda one: -one[1])

    def foreign(self, asked: Asked) -> list[str]:
        """Give the words that neither the course nor any known question uses."""
        return [
            word
            for word in asked.words
            if word.isalpha() and len(word) > 2 and stem(word) not in self._stems
        ]

    def _answer(self, asked: Asked) -> _Part:
        ranked = self.ranked(asked)
        strange = self.foreign(asked)
        raised = FOREIGN * min(len(strange), 2)
        choices = list(self._choices(asked, ranked[:8]))
        if not choices or ranked[0][1] < UNSURE + raised or self._lacks(asked, ranked, choices[0]):
            others = tuple(c for c in choices if c.said.stated)[:2]
            return _Part(_unclear(strange), True, others, False)
        best = choices[0]
        others = tuple(
            c for c in _distinct(choices[1:], best) if c.said.stated and c.score > UNSURE / 3
        )[:2]
        second = max((c.score for c in choices[1:] if c.text != best.text), default=0.0)
        sure = best.score >= SURE + raised and best.score - second >= MARGIN
        return _Part(best, not best.said.stated, others, sure)

    def _lacks(
        self, asked: Asked, ranked: Sequence[tuple[str, float, Leaning]], best: Choice
    ) -> bool:
        """Say whether the question fits far better what this course's file says nothing about."""
        id, score, _ = ranked[0]
        named = all(mark in asked.words for mark in self._needs[id])
        return id != best.intent and named and score > best.score + CLEARLY

    def _choices(
        self, asked: Asked, ranked: Iterable[tuple[str, float, Leaning]]
    ) -> Iterable[Choice]:
        for id, score, leaning in ranked:
            intent = self.intents[id]
            said = self.said(replace(asked, leaning=leaning), intent)
            if said is not None:
                text = _with_verdict(said, asked, leaning, sure=score >= SURE)
                asked_for = named_in(intent.wordings[0][1], asked)
                yield Choice(id, replace(said, text=text), score, asked_for)

    def said(self, asked: Asked, intent: Intent) -> Said | None:
        """Say what answers a known question, if the course has it."""
        if intent.answer is not None:
            return custom_answer(asked, intent)
        function = ANSWERS.get(intent.id)
        said = function(asked) if function else None
        if said is None and intent.unknown:
            return unstated(asked, intent)
        return said


def _columns(classes: Sequence[str]) -> dict[str, tuple[int, dict[Leaning, int]]]:
    """Give each question's own column, and those of its leanings."""
    place = {name: number for number, name in enumerate(classes)}
    leanings: tuple[Leaning, ...] = ("ask", "affirm", "deny")
    return {
        id: (place[id], {one: place[f"{id}/{one}"] for one in leanings if f"{id}/{one}" in place})
        for id in classes
        if "/" not in id
    }


def _same_words(units: frozenset[str], wordings: Iterable[frozenset[str]]) -> bool:
    """Say whether a question is, but for a word or two, one that staff have answered."""
    return any(len(units & one) >= SHARED * len(units | one) for one in wordings)


def _with_verdict(said: Said, asked: Asked, leaning: Leaning, *, sure: bool) -> str:
    """Begin with yes or no where the question wants one and the facts decide it.

    Where it isn't sure what is asked, only a "no" that follows from the facts is said.
    """
    verdict = said.verdict
    if not said.stated or not (asked.yes_no or (asked.doubts and verdict is False)):
        return said.text
    if verdict is None and leaning != "ask":
        verdict = leaning == "affirm" if sure else None
    if verdict is None or (verdict and not sure):
        return said.text
    return f"{'Yes' if verdict else 'No'}. {said.text}"


def named_in(wording: str, asked: Asked) -> str:
    """Put what the question names into a wording, for showing it as what may be meant."""
    course = asked.course
    names = {kind: ids[0] for kind, ids in asked.ids.items() if ids}
    deadline = course.deadline(names.get("due"))
    link = course.link(names.get("link"))
    lab = next((one.name for one in course.labs if one.id == names.get("lab")), None)
    topic = next((i.title for i in asked.timeline.items if i.id == names.get("topic")), None)
    shown = {
        "due": deadline.short if deadline else None,
        "link": link.title if link else None,
        "lab": lab,
        "topic": topic,
        "person": names.get("person"),
        "award": names.get("award"),
        "day": day_text(asked.days[0].first) if asked.days else "today",
        "n": str(asked.numbers[0]) if asked.numbers else None,
    }
    return worded(wording, {kind: name for kind, name in shown.items() if name})


def _distinct(choices: Iterable[Choice], best: Choice) -> Iterable[Choice]:
    told = {best.text}
    for choice in choices:
        if choice.text not in told:
            told.add(choice.text)
            yield choice


def _unclear(strange: Sequence[str]) -> Choice:
    about = (
        f' anything about "{strange[0]}"'
        if strange
        else " that, as far as I understand the question"
    )
    said = Said(
        f"The course page doesn't state{about}.", "What the course page leaves open", stated=False
    )
    return Choice("", said, 0.0, "")


def _merged(parts: Sequence[_Part]) -> Reply:
    """Put the answers to the parts together, each once."""
    chosen = list(dict.fromkeys(part.choice for part in parts))
    stated = [c for c in chosen if c.said.stated]
    unclear = [c for c in chosen if not c.intent]
    kept = [c for c in chosen if c not in unclear] if stated and unclear else chosen
    text = "\n".join(dict.fromkeys(choice.text for choice in kept))
    others = [o for part in parts for o in part.others if o.text not in text]
    return Reply(
        text,
        not stated,
        tuple(kept),
        tuple(dict.fromkeys(others))[:2],
        all(part.sure for part in parts),
    )


def score_table(answerer: Answerer, text: str, now: datetime) -> list[tuple[str, float]]:
    """Give the best known questions for a text, for looking into a wrong answer."""
    return [(id, round(score, 2)) for id, score, _ in answerer.ranked(answerer.read(text, now))[:6]]
