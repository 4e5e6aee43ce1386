"""What the course page leaves open: said so, with the nearest fact named as such. What the file states comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bot.answers.catalogue import KnownQuestion, known_questions
from bot.answers.said import OPEN, Said
from bot.answers.themes import ANSWERS
from bot.understanding.asked import Asked
from bot.understanding.words import common_stems, stems, word_list

LONGEST_NEAREST = 330
"""Characters of an answer that still goes with what it only comes near to."""

SHARED = 0.5
"""The share of a question's own words that a text of the file has to hold to be its answer."""

OF_CHANGES = frozenset(
    ("class-cancelled", "meeting-moved", "due-changed", "what-changed", "meeting-ended")
)
"""The questions that are about changes anyway."""

MARK = re.compile(r"⟨\w+⟩")


def said_first(q: Asked, known: KnownQuestion, said: Said | None) -> Said | None:
    """Return what is said to a question taken for a known one, whose answer may have nothing to do with its predicate.

    Whether something is cancelled or has moved is read from the schedule. What a page rarely states (food, whether
    something arrived) is said to be open, unless the file's own texts state it; the answer may follow.
    """
    if said is not None and said.stated and known.id not in OF_CHANGES and _asks_of_changes(q):
        return _changed(q, said)
    spoken = _spoken_of(q) if q.yes_no and known.id not in OF_CHANGES else None
    if spoken is not None and spoken.id != known.id:
        return unstated(q, spoken) if said is None else _with_nearest(q, spoken, said)
    return unstated(q, known) if said is None and known.unknown else said


def _spoken_of(q: Asked) -> KnownQuestion | None:
    """Return the question about what pages rarely state that is asked, by its words."""
    text = f" {' '.join(stems(w for w in q.words if not MARK.fullmatch(w)))} "
    return next((known for phrase, known in _phrases() if phrase in text), None)


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, KnownQuestion], ...]:
    known = known_questions().values()
    return tuple((f" {' '.join(stems(said.split()))} ", one) for one in known for said in one.says)


def unstated(q: Asked, known: KnownQuestion) -> Said:
    """Return that the course page says nothing about something, with the nearest fact if there is one."""
    return _with_nearest(q, known, None)


def _with_nearest(q: Asked, known: KnownQuestion, near: Said | None) -> Said:
    own = _own_text(q, known)
    if own is not None:
        return own
    text = f"The course page says nothing about {known.about}."
    opened = next((o for o in q.course.open_questions if o.id == known.id), None)
    if opened and opened.known:
        return Said(f"{text} {opened.known}", OPEN, stated=False)
    nearest = ANSWERS.get(known.nearest)
    said = near or (nearest(q) if nearest else None)
    if said is not None and said.stated and len(said.text) < LONGEST_NEAREST:
        return Said(
            f"{text} What it does say: {said.text}", said.source, stated=False, page=said.page
        )
    return Said(text, OPEN, stated=False)


def _own_text(q: Asked, known: KnownQuestion) -> Said | None:
    """Find the text of the file's own, a topic or a note, that is about what a question is about."""
    about = (
        set(stems(re.findall(r"[a-z]+", f"{known.about} {' '.join(known.says)}"))) - common_stems()
    )
    asked = set(stems(w for w in q.words if not MARK.fullmatch(w))) - common_stems()
    best: tuple[float, Said] | None = None
    for title, said in _texts(q):
        held = set(stems(re.findall(r"[a-z0-9]+", f"{title} {said.text}".lower())))
        share = len(asked & held) / (len(asked) or 1)
        if share >= SHARED and about & asked & held and (best is None or share > best[0]):
            best = (share, said)
    return best[1] if best else None


def _texts(q: Asked) -> Iterator[tuple[str, Said]]:
    course = q.course
    for topic in course.topics:
        yield topic.title, Said(topic.text, topic.title, page=f"topic:0/x-{topic.id}")
    for note in course.grading.notes if course.grading else ():
        yield "", Said(note, "Grading", page="topic:0/grading")
    for note in course.prerequisites.notes if course.prerequisites else ():
        yield "", Said(note, "Prerequisites", page="topic:0/prerequisites")


def _asks_of_changes(q: Asked) -> bool:
    return q.yes_no and q.says(*word_list("changed"))


def _changed(q: Asked, said: Said) -> Said:
    """Return what has become of what a question names, rather than when it is."""
    off = q.says(*word_list("called_off"))
    id = "class-cancelled" if off else "due-changed" if q.named("due") else "meeting-moved"
    return ANSWERS[id](q) or replace(said, holds=None, fits=None, there=None)
