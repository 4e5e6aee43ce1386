"""What a course file states of a question beside the built-in questions: its own wordings, what it names, its lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from bot.answers.catalogue import Catalogue, KnownQuestion
from bot.answers.confidence import agrees
from bot.answers.disputed import both_sides
from bot.answers.passages import Passages
from bot.answers.said import ANSWERS, Choice, PartAnswer, Said, distinct
from bot.answers.telling import told_of_named
from bot.answers.things import Thing
from bot.answers.verdict import left_open, spoken_of, verdict
from bot.understanding.asked import Asked, Intent
from bot.understanding.polarity import exists, turns
from bot.understanding.reader import Reader

SURE = 0.6
"""The chance of being right from which an answer stands by itself; below it two others are offered."""
UNSURE = 0.2
"""The chance below which nothing is answered, and the two likeliest questions are offered."""
NEARLY_SAID = 0.7
"""How like a wording of the course's own a text is for its answer to beat any "not stated"."""
AS_WORDED = 0.88
"""How like one it is for its answer to be given whatever else is named."""
NEAR_TO_SAID = 0.62
"""How like one it is for its answer to be given where no built-in question is likely."""
TOPICAL = ("when-topic", "around-topic", "person", "lab-when", "lab-about", "on-day")
"""The built-in questions about what stands on the schedule by its title."""
OF_PROJECTS = ("pitch", "prizes", "project", "groups", "rubric")
"""The themes whose answers come from parts of the file that nothing on the schedule repeats."""
OF_RELEASES = ("releases",)
KEPT = (*OF_PROJECTS, *OF_RELEASES, "changes", "assistant", "office_hours")
"""The themes of which a sure answer stands, also that something isn't stated."""
YES, NO = "Yes.", "No."


class Stated:
    """Answers from the file of one course.

    Args:
        say: what is said to a question of the catalogue.
        names: the concepts of all names of the course.
    """

    def __init__(
        self,
        reader: Reader,
        catalogue: Catalogue,
        say: Callable[[Asked, KnownQuestion], Said | None],
        names: frozenset[str],
    ) -> None:
        self._reader, self._catalogue, self._say, self._names = reader, catalogue, say, names
        self._course = reader.timeline.course

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self._course)

    def answer(
        self,
        asked: Asked,
        likeliest: str,
        best: Choice | None,
        chance: float,
        others: Sequence[Choice],
    ) -> PartAnswer | None:
        """Return what the file states, where that is nearer to a question than what was taken to be asked.

        Args:
            likeliest: the id of that question.
            best: what would be said to it; None for nothing.
            chance: how likely that is right.
            others: what may be offered beside it.
        """
        stated = best is not None and best.said.stated
        known = stated and chance >= SURE
        own, likeness = self._reader.nearest_own(asked)
        if likeness >= AS_WORDED and not (known and likeliest == own):
            return self._own(asked, own, others)
        theme = _theme(likeliest)
        if chance >= SURE and theme in KEPT and (best is not None or theme in OF_RELEASES):
            return None
        found = told_of_named(asked)
        open_by_word = asked.yes_no and spoken_of(asked) is not None
        if open_by_word and (found is None or found.aspect != "is there"):
            return None
        if theme == "labs" and asked.named("no lab") and best is not None:
            return None
        untimed = found and found.aspect == "when" and found.said.instant is None
        if untimed and likeness >= NEARLY_SAID and (told := self._own(asked, own, others)):
            return told
        if (
            found
            and not found.left
            and not (known and _stands(asked, found.things, own, likeliest))
        ):
            return self._of_file(asked, found.said, f"named-{found.aspect}", others)
        if stated and chance >= UNSURE:
            return None
        surely_unstated = best is not None and chance >= SURE
        near = NEARLY_SAID if surely_unstated else NEAR_TO_SAID
        if likeness >= near and (told := self._own(asked, own, others)) is not None:
            return told
        if found and found.left == 1 and chance < SURE:
            return self._of_file(asked, found.said, f"named-{found.aspect}", others)
        lines = self._passages.find(asked, whole=surely_unstated)
        if lines is None or not agrees(asked, lines.text):
            return None
        return self._of_file(asked, lines, "passage", others)

    def _own(self, asked: Asked, id: str, others: Sequence[Choice]) -> PartAnswer | None:
        """Answer with a question of the course's own; None where nothing that fits is said to it."""
        known = self._catalogue[id]
        opened = next((o for o in self._course.open_questions if o.id == id), None)
        said = left_open(opened) if opened else self._say(asked, known)
        if said is None or (said.stated and not agrees(asked, said.text)):
            return None
        so = verdict(said, asked, known.intent, self._names)
        return _part(asked, said, so, id, others)

    def _of_file(self, asked: Asked, said: Said, id: str, others: Sequence[Choice]) -> PartAnswer:
        """Answer with what the file says, with a yes or a no where the question names what it says."""
        said = both_sides(asked, KnownQuestion(Intent("", ())), said) or said
        so = said.fits
        if so is None and said.there and exists(asked.words):
            so = not turns(asked.words)
        if not asked.yes_no or asked.hedged:
            so = None
        return _part(asked, said, so, id, others)


def _part(
    asked: Asked, said: Said, so: bool | None, id: str, others: Sequence[Choice]
) -> PartAnswer:
    text = said.text if so is None else f"{YES if so else NO} {said.text}"
    choice = Choice(id, replace(said, text=text), 1.0, asked.text)
    return PartAnswer(choice, tuple(distinct(others, [choice]))[:2], True)


def _theme(id: str) -> str:
    return getattr(ANSWERS.get(id), "__module__", "").rpartition(".")[2]


def _stands(asked: Asked, things: Sequence[Thing], own: str, likeliest: str) -> bool:
    """Return whether what a built-in answer is about is all that a question names, so that it stands."""
    if likeliest == own:
        return False
    if asked.course.cohorts:
        return _theme(likeliest) in OF_PROJECTS
    return any(one.weak for one in things) or all(
        one.sort in ("due", "link", "role", "component", "assignment")
        or (one.sort == "kind" and one.id in ("lecture", "lab"))
        or (one.sort == "meeting" and likeliest in TOPICAL)
        for one in things
    )
