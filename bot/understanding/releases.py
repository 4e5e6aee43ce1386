"""What comes out, named in a question: the words of its name side by side, in any order, small words between them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.course.model import Course
from bot.understanding.naming import DULL
from bot.understanding.words import concepts, tidy

SMALL = frozenset(("a", "an", "the", "to", "for", "of", "my", "our", "your", "in", "on", "with"))
"""Words that may stand between those of a name, or be missing."""


class Releases:
    """The releases of one course by the words of their names: grades of sheet 1, sheet 1 grades."""

    def __init__(self, course: Course) -> None:
        self._ids: dict[frozenset[str], list[str]] = {}
        for release in course.releases:
            for name in (release.title, *release.also):
                key = frozenset(_concept(word) for word in tidy(name) if word not in SMALL)
                listed = self._ids.setdefault(key, [])
                if key and not key <= DULL and release.id not in listed:
                    listed.append(release.id)
        self._sizes = sorted({len(key) for key in self._ids}, reverse=True)

    def find(self, words: Sequence[str]) -> tuple[list[str], range]:
        """Return the ids of the releases that the longest name found is of, and where its words stand."""
        places = [at for at, word in enumerate(words) if word not in SMALL] if self._ids else []
        kinds = [_concept(words[at]) for at in places]
        for size in self._sizes:
            for first in range(len(kinds) - size + 1):
                ids = self._ids.get(frozenset(kinds[first : first + size]))
                if ids:
                    return ids, range(places[first], places[first + size - 1] + 1)
        return [], range(0)


def _concept(word: str) -> str:
    return word if word.startswith("⟨") else concepts([word])[0]
