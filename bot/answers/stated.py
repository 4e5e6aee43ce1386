"""What a course file states of a question beside the built-in questions: its own wordings, what it names, its lines."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.answers.aspects import WHOLE
from bot.answers.catalogue import Catalogue, KnownQuestion
from bot.answers.confidence import agrees, asks_time
from bot.answers.disputed import both_sides
from bot.answers.passages import Passages
from bot.answers.said import ANSWERS, Choice, PartAnswer, Said, distinct
from bot.answers.telling import told_of_named
from bot.answers.things import Thing
from bot.answers.verdict import left_open, spoken_of, verdict
from bot.understanding.asked import Asked, Intent
from bot.understanding.polarity import exists, turns
from bot.understanding.reader import Reader
from bot.understanding.words import common_stems, concepts, tidy

SURE = 0.6
"""The chance of being right from which an answer stands by itself; below it two others are offered."""
UNSURE = 0.2
"""The chance below which nothing is answered, and the two likeliest questions are offered."""
NEARLY_SAID = 0.7
"""How like a wording of the course's own a text is for its answer to beat any "not stated"."""
AS_WORDED = 0.88
"""How like one it is for its answer to be given whatever else is named."""
NEAR_TO_SAID = 0.74
"""How near one it is for its answer to be given where no built-in answer is sure."""
NEAR_ALONE = 0.66
"""The same where nothing else is to be said."""
AS_NEAR = 1.0
"""The same where a text names something of the course that the entry doesn't."""
BY_WORDS, HELD, PLAIN = 0.3, 0.45, 0.5
"""What the share of its words that an entry of the course's own holds adds to their likeness, the least share for it
to be near, and what stands for it where a text has no word that tells; by questions about three courses."""
CLEAR = 0.8
"""The chance from which a built-in answer stands beside an entry of the course's own that is near."""
LOOSE = ("about", "plain")
"""What is told of what is named where nothing certain is asked of it."""
TOPICAL = ("when-topic", "around-topic", "person", "lab-when", "lab-about", "on-day")
"""The built-in questions about what stands on the schedule by its title."""
OF_PROJECTS = ("pitch", "prizes", "project", "groups", "rubric")
"""The themes whose answers come from parts of the file that nothing on the schedule repeats."""
OF_RELEASES = ("releases",)
KEPT = (*OF_PROJECTS, *OF_RELEASES, "changes", "assistant", "office_hours")
"""The themes of which a sure answer stands, also that something isn't stated."""
YES, NO = "Yes.", "No."


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of the course's own beside a text.

    Attributes:
        likeness: to the nearest of its wordings.
        held: the share of the text's words, the rare ones first, that its wordings and its answer hold.
        lacks: the text names something of the course that they don't.
    """

    id: str
    likeness: float
    held: float
    lacks: bool

    @property
    def nearness(self) -> float:
        """How near it is by both."""
        return self.likeness + BY_WORDS * self.held


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
        entry = self._nearest(asked)
        own, likeness = entry.id, entry.likeness
        if likeness >= AS_WORDED:
            return None if known and likeliest == own else self._own(asked, own, others)
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
        loose = untimed or (found and found.aspect in LOOSE and entry.held > PLAIN)
        if loose and likeness >= NEARLY_SAID and (told := self._own(asked, own, others)):
            return told
        if (
            found
            and not found.left
            and not (known and _stands(asked, found.things, own, likeliest))
        ):
            return self._of_file(asked, found.said, f"named-{found.aspect}", others)
        least = AS_NEAR if entry.lacks else NEAR_TO_SAID if best else NEAR_ALONE
        near = entry.nearness >= least and entry.held >= HELD
        if near and likeliest != own and not (stated and self._stays(asked, own, chance)):
            told = self._own(asked, own, others)
            if told is not None:
                return told
        if stated and chance >= UNSURE:
            return None
        surely_unstated = best is not None and chance >= SURE
        if found and found.left == 1 and chance < SURE:
            return self._of_file(asked, found.said, f"named-{found.aspect}", others)
        lines = self._passages.find(asked, whole=surely_unstated)
        if lines is None or not agrees(asked, lines.text):
            return None
        return self._of_file(asked, lines, "passage", others)

    @cached_property
    def _entries(self) -> Mapping[str, frozenset[str]]:
        """The words of each question of the course's own and of its answer, by id."""
        found: dict[str, frozenset[str]] = {}
        for id in self._reader.own:
            known = self._catalogue[id]
            told = (
                [text for _, text in known.intent.wordings] if known.answer or known.unknown else []
            )
            found[id] = frozenset(concepts(tidy(" ".join((*told, known.answer or known.about)))))
        return found

    @cached_property
    def _rarity(self) -> Mapping[str, float]:
        counts = Counter(unit for units in self._entries.values() for unit in units)
        return {unit: math.log(1 + len(self._entries) / n) for unit, n in counts.items()}

    def _nearest(self, asked: Asked) -> Entry:
        """Return the question of the course's own that a text is nearest to."""
        units = set(concepts([w for w in tidy(asked.text) if w not in WHOLE])) - common_stems()
        rarest = math.log(1 + len(self._entries))
        total = sum(self._rarity.get(unit, rarest) for unit in units)
        best = Entry("", 0.0, 0.0, False)
        for id, likeness in self._reader.own_likeness(asked).items():
            shared = sum(self._rarity[unit] for unit in units & self._entries[id])
            lacks = bool(units & self._names - self._entries[id])
            one = Entry(id, likeness, shared / total if total else PLAIN, lacks)
            best = max(best, one, key=lambda one: one.nearness)
        return best

    def _stays(self, asked: Asked, own: str, chance: float) -> bool:
        """Return whether a built-in answer stands beside an entry of the course's own that is near."""
        wordings = self._catalogue[own].intent.wordings
        for_time = asks_time(asked.text) and not any(asks_time(text) for _, text in wordings)
        return chance >= CLEAR or (chance >= UNSURE and for_time)

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
