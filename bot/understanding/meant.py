"""What a question means that it doesn't name: the thing whose names come closest in meaning ("news by mail")."""

from __future__ import annotations

from collections.abc import Iterator

from bot.course.model import Course
from bot.understanding.learned import vectors_of
from bot.understanding.naming import phrases
from bot.understanding.tensors import Matrix
from bot.understanding.words import tidy

KINDS = ("due", "topic", "link", "award", "release", "lab")
"""The kinds of things that are known by their use as well as by their name."""

WHOLE = ("course", "class")
LIKE, LEAD = 0.32, 0.07
"""How near the nearest thing has to be, and how much nearer than the next one; by questions about four courses."""

MOST = 400
"""Names of a course that are turned into vectors, at 1 ms each while its answers are built."""


def _named(course: Course) -> Iterator[tuple[str, str, str]]:
    for kind, id, names in phrases(course):
        if kind in KINDS:
            yield from ((kind, id, name) for name in names)
    for lab in course.labs:
        for title in (lab.title, *(part.title for part in lab.parts)):
            yield "lab", lab.id, title


def _telling(name: str) -> str:
    """Return a name without the word for the whole course, which tells none of its things apart."""
    words = tidy(name)
    return " ".join([word for word in words if word not in WHOLE] or words)


class Meant:
    """The things of one course, by what their names mean."""

    def __init__(self, course: Course) -> None:
        named = list(dict.fromkeys(_named(course)))[:MOST]
        self._ids: dict[str, list[str]] = {}
        rows: dict[str, list[int]] = {}
        for row, (kind, id, _) in enumerate(named):
            self._ids.setdefault(kind, []).append(id)
            rows.setdefault(kind, []).append(row)
        vectors = vectors_of([_telling(name) for _, _, name in named])
        self._vectors: dict[str, Matrix] = {kind: vectors[at] for kind, at in rows.items()}

    def of(self, kind: str, vector: Matrix) -> str | None:
        """Return the id of the thing of a kind that a text comes nearest to; None where two are as near."""
        if kind not in self._ids:
            return None
        best: dict[str, float] = {}
        for id, likeness in zip(self._ids[kind], self._vectors[kind] @ vector, strict=True):
            best[id] = max(best.get(id, -1.0), float(likeness))
        first, second = (*sorted(best.values(), reverse=True), -1.0)[:2]
        if first < LIKE or first - second < LEAD:
            return None
        return max(best, key=lambda id: best[id])
