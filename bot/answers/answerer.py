"""A question in plain words -> the facts that answer it, or an honest "the course page doesn't state that"."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.agreement import agrees
from bot.answers.catalogue import Catalogue, KnownQuestion, intents_of, learned, questions_of
from bot.answers.confidence import Numbers, chance_right, evidence, standing
from bot.answers.custom import custom_answer
from bot.answers.disputed import both_sides, is_disputed
from bot.answers.said import (
    Choice,
    PartAnswer,
    Reply,
    Said,
    distinct,
    in_english_only,
    merged,
    named_in,
    unclear,
)
from bot.answers.search import content_of
from bot.answers.stated import NEARLY_SAID, NO, SURE, UNSURE, YES, Stated
from bot.answers.themes import ANSWERS
from bot.answers.things import things_of
from bot.answers.verdict import said_first, verdict
from bot.course.asking import FrequentQuestion
from bot.course.timeline import Timeline
from bot.course.words import speaking
from bot.understanding.asked import Asked
from bot.understanding.days import DAY_MARK, TIME_MARK
from bot.understanding.learned import is_known, recalling
from bot.understanding.lexicon import Lexicon
from bot.understanding.reader import Match, Reader
from bot.understanding.reading import carried, hedges, parts_of

MAX_QUESTION = 400
"""Characters of a question that are read."""

CERTAIN = 0.45
"""The chance from which an answer may begin with a yes or a no; a compared day, time or number is enough by itself."""

FEW = 3
"""Words of a second part that says nothing by itself: "and how long"."""

LACKED = 0.5
"""The chance from which a question that this course's file has nothing for keeps others from being answered."""

LIKELY = 0.1
"""The chance from which it is worked out what a question means that it doesn't name."""

CLEARLY = 0.1
"""How much likelier a question has to be with what is said beside it to be read so."""

OFFERED = 0.01
"""The chance from which another question is worth offering."""


def answerer_for(timeline: Timeline, taught: Sequence[FrequentQuestion] = ()) -> Answerer:
    """Build what answers questions about a course.

    Takes some 5 ms for each wording that is the course's own and that no start before has read.
    """
    stated = timeline.course.model_dump_json().encode()
    with recalling(hashlib.sha256(stated).hexdigest()):
        course = _answerer(Lexicon(timeline), ())
    return course.taught(taught) if taught else course


def _answerer(lexicon: Lexicon, taught: Sequence[FrequentQuestion]) -> Answerer:
    content_of(lexicon.timeline)
    _ = lexicon.meant
    things_of(lexicon.timeline)
    catalogue = questions_of(lexicon.timeline.course, taught)
    return Answerer(Reader(lexicon, intents_of(catalogue), learned()), catalogue)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One question that may be meant, with what would be said to it.

    `said` is None where the course has nothing for it, and where it is too unlikely to be worked out. `asked` names
    what it may mean, too.
    """

    asked: Asked
    match: Match
    said: Said | None
    found: Numbers
    standing: float


class Answerer:
    """Answers questions about one course. It never changes.

    Args:
        reader: says which of the catalogue's questions a text is.
    """

    def __init__(self, reader: Reader, catalogue: Catalogue) -> None:
        self.reader, self.catalogue = reader, catalogue
        self._names = reader.lexicon.names.concepts()
        self._disputed = is_disputed(reader.timeline.course)
        self._stated = Stated(reader, catalogue, self.said, self._names)

    @property
    def timeline(self) -> Timeline:
        """The course in time."""
        return self.reader.timeline

    def of(self, timeline: Timeline) -> Answerer:
        """Return what answers the same questions about the same course as one person has it."""
        same, reader = copy(self), copy(self.reader)
        reader.timeline = timeline
        same.reader = reader
        return same

    def taught(self, entries: Sequence[FrequentQuestion]) -> Answerer:
        """Return what answers this course's questions and those that staff have answered."""
        return _answerer(self.reader.lexicon, entries)

    def new_wordings(self, entries: Sequence[FrequentQuestion]) -> int:
        """Return how many wordings of what staff have answered haven't been turned into vectors lately."""
        sentence = self.reader.lexicon.sentence
        return sum(not is_known(sentence(text)) for entry in entries for text in entry.ask)

    def ask(self, text: str, now: datetime) -> Reply:
        """Answer a question.

        Args:
            text: as typed; only its first 400 characters are read.
            now: the instant it is asked, aware UTC.
        """
        with speaking(self.timeline.course.words):
            return self._ask(text, now)

    def _ask(self, text: str, now: datetime) -> Reply:
        language = self.reader.language_of(text[:MAX_QUESTION])
        if language != "en":
            return in_english_only(language, self.timeline.features)
        asked = self.read(text, now)
        told: list[PartAnswer] = []
        for one, matches in zip(asked, self.reader.matches(asked), strict=True):
            if one.follows and told and not told[-1].choice.said.stated:
                continue
            told.append(self._answer(one, matches))
        return merged(told)

    def read(self, text: str, now: datetime) -> list[Asked]:
        """Read each part of a question, with what it takes from the others."""
        read: list[Asked] = []
        before = ""
        for part in parts_of(text[:MAX_QUESTION]):
            asked = self.reader.read(part.text, now)
            if part.lead:
                asked = self._led(asked, self.reader.read(part.lead, now))
            if before and not asked.ids:
                asked = self.reader.read(carried(part.text, before), now)
                asked = replace(asked, follows=len(part.text.split()) <= FEW)
            elif part.context and not asked.ids and not asked.days:
                asked = self._with_context(asked, part.context, now)
            if hedges(f"{part.lead}, {part.context}"):
                asked = replace(asked, hedged=True)
            if part.near:
                wider = self._led(asked, self.reader.read(part.near, now))
                asked = replace(asked, wider=wider)
            read.append(asked)
            before = f"{before} {part.text}"
        return read

    def _led(self, asked: Asked, lead: Asked) -> Asked:
        """Let a question keep the words that lead up to it, but not the days and times in them."""
        kept = tuple(word for word in lead.words if word not in (DAY_MARK, TIME_MARK))
        return replace(
            asked,
            text=f"{lead.text} {asked.text}",
            sentence=f"{lead.sentence} {asked.sentence}",
            words=(*kept, *asked.words),
            plain=asked.plain | lead.plain,
            ids={**lead.ids, **asked.ids},
        )

    def _with_context(self, asked: Asked, context: str, now: datetime) -> Asked:
        """Let what was said before a question name what it is about."""
        around = self.reader.read(context, now)
        return replace(asked, ids=around.ids) if around.ids else asked

    def _answer(self, asked: Asked, matches: Sequence[Match]) -> PartAnswer:
        candidates = self.candidates(asked, matches)
        chance = self.chance(asked, candidates)
        if asked.wider is not None and chance < SURE:
            wider = self.candidates(asked.wider, self.reader.matches([asked.wider])[0])
            likely = self.chance(asked.wider, wider)
            if likely > chance + CLEARLY:
                asked, candidates, chance = asked.wider, wider, likely
        told = self.choices(candidates, chance)
        worth = [one for one in told if one and one.said.stated and one.score >= OFFERED]
        best = told[0]
        stated = self._stated.answer(asked, candidates[0].match.id, best, chance, worth)
        if stated is not None:
            return stated
        if best is None or chance < UNSURE or candidates[0].found["disagrees"]:
            return PartAnswer(unclear(), tuple(distinct(worth, []))[:2], False)
        return PartAnswer(best, tuple(distinct(worth, [best]))[:2], chance >= SURE)

    def choices(self, candidates: Sequence[Candidate], chance: float = 1.0) -> list[Choice | None]:
        """Return what each candidate would say; None for those to which nothing is said.

        Args:
            chance: how likely the first is right.
        """
        shares = [math.exp(one.standing - candidates[0].standing) for one in candidates]
        total = sum(shares)
        return [
            self._choice(one, share / total, chance) if one.said else None
            for one, share in zip(candidates, shares, strict=True)
        ]

    def candidates(
        self, asked: Asked, matches: Sequence[Match], *, every: bool = False
    ) -> list[Candidate]:
        """Return the questions that may be meant, the likeliest first, with what would be said to each.

        Args:
            every: work out what would be said to those, too, that aren't worth offering whatever it is.
        """
        found: list[Candidate] = []
        hoped = [evidence(match, agrees=True, stated=True) for match in matches]
        best = -math.inf
        stands = map(standing, hoped)
        for match, hope, stand in sorted(
            zip(matches, hoped, stands, strict=True), key=lambda one: -one[2]
        ):
            unlikely = stand < best + math.log(OFFERED) and match.own < NEARLY_SAID
            one = (
                Candidate(asked, match, None, hope, stand)
                if unlikely
                else self._candidate(asked, match)
            )
            if one.said is not None and not every:
                best = max(best, one.standing)
            found.append(one)
        found.sort(key=lambda one: (one.found["disagrees"], -one.standing))
        ends = (one.said is not None or one.match.chance >= LACKED for one in found)
        lacking = next((at for at, end in enumerate(ends) if end), 0)
        found = [*found[lacking:], *found[:lacking]]
        if found[0].said is not None and not found[0].said.stated:
            found.sort(key=lambda one: not _nearly_said(one))
        return found

    def _candidate(self, asked: Asked, match: Match) -> Candidate:
        guess = match.missing and match.chance >= LIKELY
        meant = self.reader.meant(match.id, asked) if guess else asked
        said = self.said(meant, self.catalogue[match.id])
        told = evidence(
            match,
            guessed=len(meant.ids) - len(asked.ids),
            agrees=said is None or not said.stated or agrees(asked, said.text),
            stated=said is not None and said.stated,
        )
        return Candidate(meant, match, said, told, standing(told))

    def chance(self, asked: Asked, candidates: Sequence[Candidate]) -> float:
        """Return how likely the first of some candidates is right."""
        best = candidates[0]
        text = best.said.text if best.said else ""
        others = [one for one in candidates[1:] if one.said is None or one.said.text != text]
        if _nearly_said(best):
            others = [one for one in others if one.said is not None and one.said.stated]
        found = [best.found, *(one.found for one in others)]
        return chance_right(found, len(self.reader.foreign(asked)), len(asked.words))

    def _choice(self, one: Candidate, share: float, chance: float) -> Choice:
        assert one.said is not None
        asked, intent = one.asked, self.catalogue[one.match.id].intent
        certain = asked.claims and (chance >= CERTAIN or one.match.hint > 0)
        so = verdict(one.said, asked, intent, self._names) if certain else None
        text = one.said.text if so is None else f"{YES if so else NO} {one.said.text}"
        asked_for = named_in(intent.wordings[0][1], asked)
        return Choice(one.match.id, replace(one.said, text=text), share, asked_for)

    def said(self, asked: Asked, known: KnownQuestion) -> Said | None:
        """Return what answers a known question, if the course has it."""
        if known.answer is not None:
            said = custom_answer(asked, known)
        else:
            function = ANSWERS.get(known.intent.id)
            said = function(asked) if function else None
            if said is None or asked.yes_no:
                said = said_first(asked, known, said)
        return both_sides(asked, known, said) if self._disputed else said


def _nearly_said(one: Candidate) -> bool:
    return one.said is not None and one.said.stated and one.match.own >= NEARLY_SAID
