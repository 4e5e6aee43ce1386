"""What a course file states of a question beside the built-in questions: its own wordings, what it names, its lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answers.agreement import agrees, asks_time
from bot.answers.catalogue import Catalogue, KnownQuestion
from bot.answers.disputed import both_sides
from bot.answers.entries import Entries, Entry
from bot.answers.meetings import title_of
from bot.answers.ordinals import ORDINALS, of_place
from bot.answers.participants import participants
from bot.answers.passages import Passages
from bot.answers.said import ANSWERS, OPEN, Choice, PartAnswer, Said, distinct
from bot.answers.telling import asks_host, told_of_named
from bot.answers.things import Thing, is_usual, things_of
from bot.answers.verdict import asks_of_two, left_open, spoken_of, verdict
from bot.course.model import OpenQuestion
from bot.text import day_name
from bot.understanding.asked import Asked, Intent
from bot.understanding.polarity import exists, turns
from bot.understanding.reader import Reader
from bot.understanding.words import common_stems, stems, tidy

SURE = 0.6
"""The chance of being right from which an answer stands by itself; below it two others are offered."""
UNSURE = 0.2
"""The chance below which nothing is answered, and the two likeliest questions are offered."""
NEARLY_SAID = 0.7
"""How like a wording of the course's own a text is for its answer to beat any "not stated"."""
AS_WORDED = 0.88
"""How like one it is for its answer to be given whatever else is named."""
NEAR, NEAR_UNSURE = 0.95, 0.87
"""How near an entry of the course's own is for its answer to be given where a built-in question is likely, but isn't
answered surely; and where none is likely."""
AS_NEAR, AS_NEAR_UNSURE = 1.23, 1.12
"""The same where a text names something of the course that the entry doesn't."""
AS_NEAR_OPEN = 1.2
"""The same where a word of it says that it's about what pages rarely state."""
HELD, PLAIN = 0.45, 0.5
"""The least share of a text's words that it holds, if it doesn't stand apart from the next."""
APART, APART_UNSURE, APART_LACKING = 0.3, 0.2, 0.15
"""How far it stands apart: where a built-in question is likely, where none is, and where it lacks what is named."""
CLEAR = 0.8
"""The chance from which a built-in answer stands beside an entry of the course's own that is near."""
LOOSE = ("about", "plain")
"""What is told of what is named where nothing certain is asked of it."""
TOPICAL = ("when-topic", "around-topic", "person", "lab-when", "lab-about", "on-day")
"""The built-in questions about what stands on the schedule by its title."""
OF_PROJECTS = ("pitch", "prizes", "project", "groups", "rubric")
"""The themes whose answers come from parts of the file that nothing on the schedule repeats."""
OF_RELEASES = ("releases",)
OF_MEETINGS = ("changes", "lectures", "office_hours")
"""The themes of which an answer is about one kind of meetings."""
KEPT = (*OF_PROJECTS, *OF_RELEASES, "changes", "assistant", "office_hours")
"""The themes of which a sure answer stands, also that something isn't stated, unless pages rarely state it."""
CLOCK = re.compile(r"\d:\d\d")
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
        self._entries = Entries(reader, catalogue, names)
        self._passages = Passages(self._course)
        titles = [one.title for one in self._course.topics]
        self._apart = frozenset((*stems(tidy(" ".join(titles))), *stems(ORDINALS)))
        self._apart |= things_of(reader.timeline).words

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
        entry = self._entries.nearest(asked, AS_WORDED)
        own, likeness = entry.id, entry.likeness
        if likeness >= AS_WORDED:
            return None if known and likeliest == own else self._own(asked, own, others)
        takes_part = self._course.participants is not None and likeness < NEARLY_SAID
        if takes_part and (whom := participants(asked)):
            return self._of_file(asked, whom, "participants", others)
        known_as = self._catalogue.get(likeliest)
        rarely = not stated and known_as is not None and known_as.unknown
        theme = "" if rarely else _theme(likeliest)
        names = self._may_name(asked)
        another = names and _is_of_another(asked, theme, best)
        kept = chance >= SURE and theme in KEPT and not another
        if kept and (best is not None or theme in OF_RELEASES):
            return None
        clear = stated and chance >= CLEAR and likeliest != own
        if (
            clear
            and not another
            and not asked.yes_no
            and not (names and not _stands(asked, _named(asked), own, likeliest))
        ):
            return None
        found = told_of_named(asked)
        if found is not None and not agrees(asked, found.said.text):
            found = None
        open_by_word = asked.yes_no and spoken_of(asked) is not None
        if open_by_word and (found is None or found.aspect != "is there"):
            near = entry.nearness >= AS_NEAR_OPEN and not entry.lacks
            return self._own(asked, own, others) if near else None
        if theme == "labs" and asked.named("no lab") and best is not None:
            return None
        untimed = found and found.aspect == "when" and not CLOCK.search(found.said.text)
        loose = untimed or (found and found.aspect in LOOSE and entry.held > PLAIN)
        nearly = likeness >= NEARLY_SAID or (untimed and entry.nearness >= NEAR)
        if loose and nearly and not clear and (told := self._own(asked, own, others)):
            return told
        if (
            found
            and not found.left
            and (another or not (known and _stands(asked, found.things, own, likeliest)))
        ):
            return self._of_file(asked, found.said, f"named-{found.aspect}", others)
        near = _is_near(entry, unsure=False)
        same = stated and likeliest == own and chance >= UNSURE
        if near and not same and not (stated and self._stays(asked, entry, chance)):
            told = self._own(asked, own, others)
            if told is not None:
                return told
        if stated and chance >= UNSURE and not another:
            return None
        if found and found.left == 1 and chance < SURE:
            nearer = entry.nearness >= NEAR_UNSURE and entry.held >= HELD
            if nearer and (told := self._own(asked, own, others)):
                return told
            of = replace(found.said, fits=None, there=None)
            return self._of_file(asked, of, f"named-{found.aspect}", others)
        lines = self._passages.find(asked)
        if lines is not None and agrees(asked, lines.text):
            return self._of_file(asked, lines, "passage", others)
        if entry.id and not open_by_word:
            by_clause = self._entries.by_clause(asked, entry)
            if _is_near(entry, unsure=True) or _is_near(by_clause, unsure=True):
                return self._own(asked, own, others)
        return None

    def _may_name(self, asked: Asked) -> bool:
        """Return whether a question may name what built-in questions aren't about: it holds a word of such a name."""
        someone = bool(self._course.cohorts or asked.named("person"))
        return someone or not self._apart.isdisjoint(stems(asked.plain))

    def _stays(self, asked: Asked, entry: Entry, chance: float) -> bool:
        """Return whether a built-in answer stands beside an entry of the course's own that is near."""
        known = self._catalogue.get(entry.id)
        wordings = [text for _, text in known.intent.wordings] if known else []
        for_time = asks_time(asked.text) and not any(map(asks_time, wordings))
        is_open = any(one.id == entry.id for one in self._course.open_questions)
        doubtful = for_time or (is_open and entry.nearness < AS_NEAR)
        return chance >= CLEAR or (chance >= UNSURE and doubtful)

    def _own(self, asked: Asked, id: str, others: Sequence[Choice]) -> PartAnswer | None:
        """Answer with a question of the course's own; None where nothing that fits is said to it."""
        opened = next((o for o in self._course.open_questions if o.id == id), None)
        known = self._catalogue.get(id) or KnownQuestion(Intent(id, ()))
        said = _opened(asked, opened) if opened else self._say(asked, known)
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
        if not asked.yes_no or asked.hedged or asks_of_two(asked, self._names):
            so = None
        return _part(asked, said, so, id, others)


def _part(
    asked: Asked, said: Said, so: bool | None, id: str, others: Sequence[Choice]
) -> PartAnswer:
    text = said.text if so is None else f"{YES if so else NO} {said.text}"
    choice = Choice(id, replace(said, text=text), 1.0, asked.text)
    return PartAnswer(choice, tuple(distinct(others, [choice]))[:2], True)


def _is_near(entry: Entry, *, unsure: bool) -> bool:
    """Return whether an entry of the course's own is near enough for its answer to be given.

    Args:
        unsure: no built-in question is likely.
    """
    if entry.lacks:
        near = entry.nearness >= (AS_NEAR_UNSURE if unsure else AS_NEAR)
        return near and (entry.lead >= APART_LACKING or (not unsure and entry.held >= HELD))
    apart = entry.lead >= (APART_UNSURE if unsure else APART)
    return entry.nearness >= (NEAR_UNSURE if unsure else NEAR) and (apart or entry.held >= HELD)


def _opened(asked: Asked, opened: OpenQuestion) -> Said:
    """Return that the file lists something as open; where it says where to find it, and that is asked, it's stated."""
    told = opened.known or ""
    if asked.text.startswith("where") and agrees(asked, told):
        return Said(told, OPEN)
    return left_open(opened)


def _is_of_another(asked: Asked, theme: str, best: Choice | None) -> bool:
    """Return whether an answer isn't about what a question names: a meeting, a competition, a host, a kind."""
    if asks_host(asked):
        return theme != "office_hours"
    if best is None:
        return False
    things = things_of(asked.timeline)
    found = things.find(asked.text.split())
    in_its_place = of_place(asked, things, found)
    if in_its_place and not any(
        day_name(i.day) in best.said.text and title_of(things, i) in best.said.text
        for i in in_its_place
    ):
        return True
    told = frozenset(stems(tidy(best.said.text)))
    named = [one for one in found.things if not one.weak]
    titles = [one.id.partition("|")[2] for one in named if one.sort == "meeting"]
    contests = [one.id for one in named if one.sort == "competition"]
    titles += _topics_named(asked)
    titles += [c.title.partition(":")[0] for c in asked.course.competitions if c.id in contests]
    if theme in OF_MEETINGS:
        titles += [one.id for one in named if one.sort == "kind"]
    return any(not frozenset(stems(tidy(title))) <= told for title in titles)


def _topics_named(asked: Asked) -> list[str]:
    """Return the titles of the course's own topics that stand in a question as a whole."""
    said = frozenset(stems(tidy(asked.text)))
    titles = [(one.title, frozenset(stems(tidy(one.title)))) for one in asked.course.topics]
    return [title for title, words in titles if words and words <= said - common_stems()]


def _theme(id: str) -> str:
    return getattr(ANSWERS.get(id), "__module__", "").rpartition(".")[2]


def _named(asked: Asked) -> Sequence[Thing]:
    return things_of(asked.timeline).find(asked.text.split()).things


def _stands(asked: Asked, things: Sequence[Thing], own: str, likeliest: str) -> bool:
    """Return whether what a built-in answer is about is all that a question names, so that it stands."""
    if likeliest == own:
        return False
    if asked.course.cohorts:
        return _theme(likeliest) in OF_PROJECTS
    return any(one.weak for one in things) or all(
        is_usual(one) or (one.sort == "meeting" and likeliest in TOPICAL) for one in things
    )
