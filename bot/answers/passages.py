"""Search over what a course file says in its own words: topics, notes, details, rules, answers, open questions.

Lines are found by the words they share with a question, the rare ones first, and then told apart by meaning. A line is
shown with where it stands.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.answers.entries import END
from bot.answers.said import OPEN, Said, moment, sentence
from bot.answers.verdict import left_open
from bot.course.assigned import AssignmentPart
from bot.course.model import Course
from bot.text import day_name, plural
from bot.understanding.asked import Asked
from bot.understanding.learned import vectors_of
from bot.understanding.words import common_stems, concepts, tidy

NEAREST = 8
"""Lines that are compared by meaning."""
ENOUGH, LIKE, HELD = 0.8, 0.5, 0.5
"""What a line's cosine and half of the share of the question that it holds have to make together, and each at least; by
questions about four courses."""
LONGEST = 420
MOST = 400
"""Lines whose vectors are worked out, and kept with the course's others, before somebody waits for an answer."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines of the file that belong together.

    Attributes:
        title: where they stand.
        texts: the sentences.
        page: the address of the page that shows them.
        open: they say that something isn't stated.
        due: the id of the deadline that they are about.
    """

    title: str
    texts: tuple[str, ...]
    page: str = ""
    open: bool = False
    due: str = ""


def _notes(course: Course) -> Iterator[tuple[str, date, str]]:
    """Yield what single meetings say beside when and where they are."""
    for one in course.sessions:
        if one.note:
            yield one.title or one.kind.capitalize(), one.day, one.note
    for series in course.weekly:
        for change in series.changes:
            if change.note:
                yield change.topic or series.title, change.to or change.day, change.note


def _passages(course: Course) -> Iterator[Passage]:
    if stated := course.participants:
        yield Passage("Who can take part", tuple(END.split(stated.told)), "topic:0/participants")
    for topic in course.topics:
        yield Passage(topic.title, tuple(END.split(topic.text)), f"topic:0/x-{topic.id}")
    if grading := course.grading:
        for part in (*grading.components, *grading.passing):
            if part.detail:
                yield Passage(part.title, (f"{part.title}: {part.detail}",), "topic:0/grading")
        for note in grading.notes:
            yield Passage("Grading", (note,), "topic:0/grading")
    if needs := course.prerequisites:
        for text in (*needs.expected, *needs.notes):
            yield Passage("Prerequisites", (text,), "topic:0/prerequisites")
    for label, how in course.kinds.items():
        text = how.attendance.text if how.attendance else None
        for said in (text, how.access, how.recordings, how.joining, how.public, how.note):
            if said:
                yield Passage(label.capitalize(), (said,), "course:0")
    for title, day, note in _notes(course):
        yield Passage(title, (f"{title}, {day_name(day)}: {note}",), f"day:{day}")
    for cohort in course.cohorts:
        if cohort.about:
            yield Passage(cohort.title, (f"{cohort.title}: {cohort.about}",), "course:0")
    for policy in course.late_policies:
        if policy.text:
            yield Passage("Late policy", tuple(END.split(policy.text)), "deadlines:0")
    for one in course.assignments:
        for note in (*one.notes, *((one.need,) if one.need else ())):
            yield Passage(
                one.title, (f"{one.title}: {note}",), "deadlines:0", due=one.deadline or one.id
            )
        for part in one.parts:
            text = " ".join((f"{one.title}: {_taken(part)}.", *part.includes))
            yield Passage(one.title, (text,), "deadlines:0", due=one.deadline or one.id)
    for due in course.deadlines:
        for note in (*due.notes, *((due.need,) if due.need else ())):
            yield Passage(due.title, (f"{due.title}: {note}",), "deadlines:0", due=due.id)
    for contest in course.competitions:
        for text in (contest.judges, contest.scoring):
            if text:
                yield Passage(contest.title, (text,))
        for criterion in contest.criteria:
            if criterion.guideline:
                yield Passage(contest.title, (f"{criterion.title}: {criterion.guideline}",))
    if prizes := course.prizes:
        for text in (prizes.about, prizes.announced, prizes.who):
            if text:
                yield Passage("Prizes", tuple(END.split(text)))
    for entry in course.faq:
        if entry.answer and "{" not in entry.answer:
            yield Passage("Questions and answers", tuple(END.split(entry.answer)))
    for one in course.open_questions:
        yield Passage(OPEN, (left_open(one).text,), open=True)


def _taken(part: AssignmentPart) -> str:
    """Name a part of an assignment, with what is expected of it."""
    pages = plural(part.pages, "page") if part.pages else ""
    told = (pages, part.layout or "", "optional" if part.optional else "")
    about = ", ".join(one for one in told if one)
    return f"{part.title} ({about})" if about else part.title


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    units: frozenset[str]
    passage: Passage


def _indexed(passage: Passage, text: str) -> str:
    """Return the words by which a line is found: a topic's title tells what its lines are about."""
    if passage.page.startswith("topic:0/x-"):
        return f"{passage.title} {text}"
    return text.removeprefix(f"{passage.title}: ")


class Passages:
    """All lines of one course."""

    def __init__(self, course: Course) -> None:
        self._lines = [
            _Line(text, frozenset(concepts(tidy(_indexed(passage, text)))), passage)
            for passage in _passages(course)
            for text in passage.texts
        ]
        counts = Counter(unit for line in self._lines for unit in line.units)
        many = len(self._lines)
        self._rarity = {unit: math.log(1 + many / n) for unit, n in counts.items()}
        self._rarest = math.log(1 + many)
        vectors_of(line.text for line in self._lines[:MOST])

    def find(self, q: Asked) -> Said | None:
        """Return the lines that answer a question; None where no line is near enough."""
        asked = {u for u in concepts(tidy(q.text)) if u not in common_stems()}
        total = sum(self._rarity.get(unit, self._rarest) for unit in asked)
        if not total:
            return None
        shares = [
            (sum(self._rarity[u] for u in asked & line.units) / total, n)
            for n, line in enumerate(self._lines)
        ]
        best = [(share, n) for share, n in sorted(shares, key=lambda s: -s[0])[:NEAREST] if share]
        if not best:
            return None
        near = vectors_of([q.text, *(self._lines[n].text for _, n in best)])
        cosines = near[1:] @ near[0]
        scored = sorted(
            ((float(cosine), share, n) for cosine, (share, n) in zip(cosines, best, strict=True)),
            key=lambda one: -(one[0] + one[1] / 2),
        )
        near_enough = [n for c, s, n in scored if c >= LIKE and s >= HELD and c + s / 2 >= ENOUGH]
        return self._said(q, near_enough[0], near_enough[1:]) if near_enough else None

    def _said(self, q: Asked, n: int, others: list[int]) -> Said:
        line = self._lines[n]
        passage = line.passage
        if passage.open:
            return Said(line.text, OPEN, stated=False)
        near = [m for m in others if self._lines[m].passage is passage]
        kept = sorted({n, *near})
        text = " ".join(passage.texts)
        if len(text) > LONGEST:
            text = " ".join(sentence(self._lines[m].text) for m in kept)
        item = next((i for i in q.timeline.deadlines if i.id == passage.due), None)
        if item and item.starts_at:
            text = f"{sentence(text)} It's due {moment(q.timeline, item.starts_at)}."
        return Said(
            f"{passage.title}: {text}" if passage.title not in text else text,
            passage.title,
            page=passage.page,
        )
