"""A question in plain words -> the facts that answer it, or an honest "the course page doesn't state that"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.answers.catalogue import Catalogue, KnownQuestion, intents_of, questions_of
from bot.answers.custom import custom_answer
from bot.answers.reply import Choice, PartAnswer, Reply, distinct, merged, unclear
from bot.answers.said import Said
from bot.answers.themes import ANSWERS
from bot.answers.unstated import said_first
from bot.answers.verdict import verdict
from bot.course.asking import FrequentQuestion
from bot.course.text import day_name
from bot.course.timeline import Timeline
from bot.understanding.asked import Asked
from bot.understanding.days import DAY_MARK, TIME_MARK
from bot.understanding.intents import Intent, worded
from bot.understanding.lexicon import Lexicon
from bot.understanding.reader import Ranked, Reader
from bot.understanding.reading import carried, parts_of
from bot.understanding.training import Trained, learn
from bot.understanding.words import concepts

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

CLEARLY = 0.2
"""How far a question the course has no answer to must lead before no other is answered instead."""


YES, NO = "Yes.", "No."

Learner = Callable[[Lexicon, Sequence[Intent]], Trained]


def answerer_for(timeline: Timeline, learner: Learner = learn) -> Answerer:
    """Build what answers questions about a course. Takes most of a second.

    Args:
        learner: learns from wordings.
    """
    lexicon, catalogue = Lexicon(timeline), questions_of(timeline.course)
    intents = intents_of(catalogue)
    return Answerer(Reader(lexicon, intents, learner(lexicon, intents)), catalogue)


class Answerer:
    """Answers questions about one course. It never changes.

    Args:
        reader: says which of the catalogue's questions a text is.
    """

    def __init__(self, reader: Reader, catalogue: Catalogue) -> None:
        self.reader, self.catalogue = reader, catalogue
        self._names = frozenset(concepts(sorted(reader.lexicon.names.vocabulary())))

    @property
    def timeline(self) -> Timeline:
        """The course in time."""
        return self.reader.timeline

    def taught(self, entries: Sequence[FrequentQuestion], learned_by: Answerer) -> Answerer:
        """Return what answers this course's questions and some of staff's, as far as another has learned them.

        What it hasn't learned is found by its words alone, so this takes a few milliseconds.
        """
        catalogue = questions_of(self.timeline.course, entries)
        lexicon, trained = self.reader.lexicon, learned_by.reader.trained
        return Answerer(Reader(lexicon, intents_of(catalogue), trained), catalogue)

    def learned(self, learner: Learner) -> Answerer:
        """Return the same, having learned from all its wordings. Takes half a second."""
        lexicon, intents = self.reader.lexicon, intents_of(self.catalogue)
        return Answerer(Reader(lexicon, intents, learner(lexicon, intents)), self.catalogue)

    def ask(self, text: str, now: datetime) -> Reply:
        """Answer a question.

        Args:
            text: as typed; only its first 400 characters are read.
            now: the instant it is asked, aware UTC.
        """
        parts = parts_of(text[:MAX_QUESTION])
        answered: list[PartAnswer] = []
        before = ""
        for part in parts:
            asked = self.reader.read(part.text, now)
            if part.lead:
                asked = self._led(asked, self.reader.read(part.lead, now))
            if before and not asked.ids:
                asked = self.reader.read(carried(part.text, before), now)
            elif part.context and not asked.ids and not asked.days:
                asked = self._with_context(asked, part.context, now)
            answered.append(self._answer(asked))
            before = f"{before} {part.text}"
        return merged(answered)

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
        around = self.reader.read(context, now)
        return replace(asked, ids=around.ids) if around.ids else asked

    def _answer(self, asked: Asked) -> PartAnswer:
        ranked = self.reader.ranked(asked)
        strange = self.reader.foreign(asked)
        raised = FOREIGN * min(len(strange), 2)
        choices = list(self._choices(asked, ranked[:8]))
        if not choices or ranked[0][1] < UNSURE + raised or self._lacks(asked, ranked, choices[0]):
            others = tuple(c for c in choices if c.said.stated)[:2]
            return PartAnswer(unclear(strange), others, False)
        best = choices[0]
        others = tuple(
            c for c in distinct(choices[1:], [best]) if c.said.stated and c.score > UNSURE / 3
        )[:2]
        second = max((c.score for c in choices[1:] if c.text != best.text), default=0.0)
        sure = best.score >= SURE + raised and best.score - second >= MARGIN
        return PartAnswer(best, others, sure)

    def _lacks(self, asked: Asked, ranked: Sequence[Ranked], best: Choice) -> bool:
        """Return whether the question fits far better what this course's file says nothing about."""
        id, score, _ = ranked[0]
        named = all(mark in asked.words for mark in self.reader.needs(id))
        return id != best.intent and named and score > best.score + CLEARLY

    def _choices(self, asked: Asked, ranked: Iterable[Ranked]) -> Iterable[Choice]:
        for id, score, _ in ranked:
            known = self.catalogue[id]
            said = self.said(asked, known)
            if said is not None:
                so = verdict(said, asked, known.intent, self._names)
                text = (
                    said.text if so is None or score < SURE else f"{YES if so else NO} {said.text}"
                )
                asked_for = named_in(known.intent.wordings[0][1], asked)
                yield Choice(id, replace(said, text=text), score, asked_for)

    def said(self, asked: Asked, known: KnownQuestion) -> Said | None:
        """Return what answers a known question, if the course has it."""
        if known.answer is not None:
            return custom_answer(asked, known)
        function = ANSWERS.get(known.id)
        return said_first(asked, known, function(asked) if function else None)


def named_in(wording: str, asked: Asked) -> str:
    """Put what the question names into a wording, for showing it as what may be meant."""
    course = asked.course
    names = {kind: ids[0] for kind, ids in asked.ids.items() if ids}
    deadline, release = course.deadline(names.get("due")), course.release(names.get("release"))
    link = course.link(names.get("link"))
    lab = next((one.name for one in course.labs if one.id == names.get("lab")), None)
    topic = next((i.title for i in asked.timeline.items if i.id == names.get("topic")), None)
    shown = {
        "due": deadline.short if deadline else None,
        "release": release.title if release else None,
        "link": link.title if link else None,
        "lab": lab,
        "topic": topic,
        "person": names.get("person"),
        "award": names.get("award"),
        "day": day_name(asked.days[0].first) if asked.days else "today",
        "n": str(asked.numbers[0]) if asked.numbers else None,
    }
    return worded(wording, {kind: name for kind, name in shown.items() if name})
