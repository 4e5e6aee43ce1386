"""The words of one course: its names, and how a text looks with these and its days and times put under marks."""

from __future__ import annotations

from functools import cached_property

from bot.course.timeline import Timeline
from bot.understanding.days import find_days, find_times
from bot.understanding.meant import Meant
from bot.understanding.names import Names
from bot.understanding.words import concepts, tidy


class Lexicon:
    """What wordings are read with. Each is read once, also when a server's FAQ grows."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.names = Names(timeline)
        self._read: dict[str, tuple[list[str], list[str]]] = {}

    @cached_property
    def meant(self) -> Meant:
        """What the course's things are by meaning. Takes 1 ms a name the first time."""
        return Meant(self.timeline.course)

    def read(self, wording: str) -> tuple[list[str], list[str]]:
        """Return a wording's words, and its concepts with names replaced by marks."""
        if wording not in self._read:
            words = tidy(wording)
            self._read[wording] = (words, concepts(self.marked(words)))
        return self._read[wording]

    def sentence(self, wording: str) -> str:
        """Return a wording as it becomes a vector."""
        return " ".join(self.names.plain(self.read(wording)[0]))

    def marked(self, words: list[str]) -> list[str]:
        """Replace the names, days and times in a wording by marks."""
        left, _ = find_days(words, self.timeline, self.timeline.course.term.start)
        left, _ = find_times(left)
        return self.names.find(left).words
