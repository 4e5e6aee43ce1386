"""The file's own lines by what they say: past ideas, criteria, topics, labs, notes, changes. "Anything on music?"

A line matches by the stems it shares with a question, or by likeness of meaning. Its vector is worked out when the
course's answers are built, once for all that is taught later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.text import day_name
from bot.understanding.asked import Asked
from bot.understanding.learned import vectors_of
from bot.understanding.tensors import Matrix
from bot.understanding.words import common_stems, stems, tidy, word_list

LIKE, CLOSE = 0.42, 0.1
"""How like a question a line has to be that shares no word with it, and how much less than the likeliest."""

NEAR = 0.2
"""The same where it is certain that one of a few lines is meant."""

SHARED = 0.25
"""What a shared word counts beside the likeness of meaning."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file.

    Attributes:
        kind: what it is one of: idea, criterion, lecture, lab, ...
        id: what it belongs to, where that has an id.
        text: as it is shown.
        also: more words for it.
    """

    kind: str
    id: str
    text: str
    also: str = ""


class Content:
    """The lines of one course, with what they mean."""

    def __init__(self, timeline: Timeline) -> None:
        self.lines = tuple(_lines(timeline))
        told = [" ".join(tidy(f"{line.text} {line.also}")) for line in self.lines]
        self.stems = [frozenset(stems(text.split())) - common_stems() for text in told]
        self.vectors: Matrix = vectors_of(told)

    def find(self, q: Asked, kinds: Sequence[str], like: float) -> list[Line]:
        """Return the lines of some kinds, or of all, that are about what a question is about, the likeliest first."""
        said = frozenset(stems(q.plain)) - common_stems() - _containers()
        likeness = self.vectors @ vectors_of([q.sentence])[0]
        found: list[tuple[float, bool, Line]] = []
        for line, own, near in zip(self.lines, self.stems, likeness.tolist(), strict=True):
            if not kinds or line.kind in kinds:
                shared = len(said & own)
                found.append((near + SHARED * shared, shared > 0, line))
        found.sort(key=lambda one: -one[0])
        best = found[0][0] if found else 0.0
        return [line for score, shared, line in found if shared or score >= max(like, best - CLOSE)]


_contents: WeakKeyDictionary[Timeline, Content] = WeakKeyDictionary()


def content_of(timeline: Timeline) -> Content:
    """Return the lines of a course; they are read once."""
    if timeline not in _contents:
        _contents[timeline] = Content(timeline)
    return _contents[timeline]


def found_lines(q: Asked, *kinds: str, like: float = LIKE) -> list[Line]:
    """Return the lines of some kinds, or of all, that are about what a question is about, the likeliest first.

    Args:
        like: how like the question a line has to be that shares no word with it.
    """
    return content_of(q.timeline).find(q, kinds, like)


def looks_for_something(q: Asked) -> bool:
    """Return whether a question names something to look for, beside where to look."""
    return bool(
        frozenset(stems(w for w in q.plain if w.isalpha())) - common_stems() - _containers()
    )


def _containers() -> frozenset[str]:
    return frozenset(stems(word_list("containers")))


def _lines(timeline: Timeline) -> Iterator[Line]:
    course = timeline.course
    for item in timeline.items:
        if item.is_session and item.title:
            also = next((s.also for s in course.sessions if s.id == item.id), ())
            yield Line("lecture", item.id, f"{item.title}, {day_name(item.day)}", " ".join(also))
    for lab in course.labs:
        for part in lab.parts:
            yield Line("lab", lab.id, f"{lab.name}: {part.title}", lab.title)
    if course.pitches:
        yield from (Line("idea", "", idea) for idea in course.pitches.past_ideas)
        yield from (Line("advice", "", text) for text in course.pitches.consider)
    yield from _judged(course)
    for one in course.assignments:
        for suggestion in one.subject.suggestions if one.subject else ():
            yield Line("paper", one.id, suggestion.title or suggestion.url, suggestion.note or "")
    yield from _notes(course)
    yield from (Line("change", "", made.line.text) for made in timeline.changed)


def _judged(course: Course) -> Iterator[Line]:
    for contest in course.competitions:
        for one in contest.criteria:
            yield Line("criterion", one.id, one.title, one.guideline or "")
        for award in contest.awards:
            yield Line(
                "prize", award.title, f"{award.told} ({contest.title})", " ".join(award.also)
            )


def _notes(course: Course) -> Iterator[Line]:
    for topic in course.topics:
        yield from (Line("note", topic.id, text, topic.title) for text in _sentences(topic.text))
    for hours in course.office_hours:
        yield from (Line("note", hours.id, text, hours.title) for text in hours.purposes)
    for link in course.links:
        yield Line("link", link.id, f"{link.title}: {link.url}", " ".join(link.also))


def _sentences(text: str) -> Sequence[str]:
    return [one for one in re.split(r"(?<=[.!?])\s+", text.strip()) if one]
