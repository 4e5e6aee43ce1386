"""What a course file names: meetings and their kinds, assignments, parts of the grade, days off, cohorts, roles.

Each is found in a question by its title, by what people call it (`also`), by its kind and number ("homework 3") or by
a word that stands in one title alone. Nothing here knows any course.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from bot.course.timeline import Item, Timeline
from bot.text import plural_of
from bot.understanding.naming import DULL
from bot.understanding.words import common_stems, stem, tidy

Sort = Literal[
    "meeting", "kind", "assignment", "assignments", "due", "component", "day off", "cohort", "cohorts", "role",
    "competition", "rounds", "link", "criterion",
]  # fmt: skip
"""What a thing of the course is; `assignments` and `cohorts` are all of one kind, `rounds` all of a
competition."""

SMALL = frozenset(("an", "the", "of", "my", "our", "your", "for", "in", "on"))
_CODED = re.compile(r"^(\w*\d\w*): (.+)$")
"""A title with a code in front: W2D3: Neuron Models."""
_PAGE = re.compile(r" ?\b(web ?)?(page|site|link|form|website)$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\(.*?\)")
SINGLE: tuple[Sort, ...] = ("meeting", "kind", "assignment", "day off")
"""What a word of its title names, where that word stands in no other."""
_SHORT_NAME = 2
"""Letters up to which a last word tells things of one kind apart: section B, slot 12."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that the course file names.

    Attributes:
        id: an id of the file; a kind's label; for a meeting its kind and title, which its cohorts' meetings share.
        weak: only a word of its title names it.
    """

    sort: Sort
    id: str
    weak: bool = False


@dataclass(slots=True)
class Named:
    """What a question names, and what else it says."""

    things: list[Thing] = field(default_factory=list[Thing])
    rest: list[str] = field(default_factory=list[str])
    number: int | None = None

    def of(self, *sorts: Sort) -> list[str]:
        """Return the ids of what it names of some sorts."""
        return list(dict.fromkeys(t.id for t in self.things if t.sort in sorts))


def cut(words: Iterable[str]) -> tuple[str, ...]:
    """Return the stems of a name without its small words."""
    return tuple(_stem(word) for word in words if word not in SMALL)


def _stem(word: str) -> str:
    root = stem(word)
    return root[:-1] if root.endswith("zz") else root


class Things:
    """All things of one course by their names."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.meetings: dict[str, list[Item]] = {}
        self.kinds: dict[str, list[Item]] = {}
        self.titles: dict[str, str] = {}
        self.meeting_of: dict[Item, str] = {}
        self._named: dict[tuple[str, ...], list[Thing]] = {}
        self._lay_out()
        told = [(thing, tidy(name)) for thing, name in dict.fromkeys(self._names())]
        for thing, words in told:
            self._note(thing, words)
        self._single_words(told)
        self._longest = max(map(len, self._named), default=0)

    def _lay_out(self) -> None:
        course = self.timeline.course
        single = {one.id: one.title or "" for one in course.sessions}
        for item in self.timeline.items:
            if not item.is_meeting or item.gone_to:
                continue
            self.kinds.setdefault(item.kind, []).append(item)
            title = item.topic or single.get(item.id, "")
            if title:
                id = f"{item.kind}|{title.lower()}"
                self.meetings.setdefault(id, []).append(item)
                self.titles[id] = title
                self.meeting_of[item] = id

    def _note(self, thing: Thing, words: list[str]) -> None:
        key = cut(words)
        if not key or all(part in common_stems() or part.isdigit() for part in key):
            return
        listed = self._named.setdefault(key, [])
        if thing not in listed:
            listed.append(thing)

    def _names(self) -> Iterator[tuple[Thing, str]]:
        course = self.timeline.course
        also = {one.id: one.also for one in course.sessions}
        for id, items in self.meetings.items():
            of_session = (name for item in items for name in also.get(item.id, ()))
            for name in (*_forms(self.titles[id]), *of_session):
                yield Thing("meeting", id), name
        for kind in self.kinds:
            series = [name for w in course.weekly if w.kind == kind for name in (w.title, *w.also)]
            for name in (kind, plural_of(kind), *course.kind(kind).also, *series):
                yield Thing("kind", kind), name
        for one in course.assignments:
            numbered = re.search(r"\d+[a-z]?$", one.title)
            own = (f"{one.kind} {numbered[0]}",) if one.kind and numbered else ()
            for name in (*_forms(one.title), one.name, *one.also, *own):
                yield Thing("assignment", one.id), name
            if one.kind:
                yield Thing("assignments", one.kind), one.kind
        for due in course.deadlines:
            for name in (*_forms(due.title), due.short, *due.also):
                yield Thing("due", due.id), name
        for part in course.grading.components if course.grading else ():
            yield Thing("component", part.id), part.title
        for contest in course.competitions:
            for one in contest.every_criterion:
                for name in (one.title, *re.split(r" (?:&|and) ", one.title)):
                    yield Thing("criterion", one.id), name
            for name in _forms(contest.title):
                yield Thing("competition", contest.id), name
            for one in contest.rounds if len(contest.rounds) > 1 else ():
                for name in ("round", *_forms(one.title)):
                    yield Thing("rounds", contest.id), name
        for off in course.days_off:
            yield Thing("day off", off.title), off.title
        for cohort in course.cohorts:
            for name in (*_of_cohort(cohort.title, cohort.kind), *cohort.also):
                yield Thing("cohort", cohort.id), name
            for name in (cohort.kind, plural_of(cohort.kind)):
                yield Thing("cohorts", cohort.kind), name
        for person in course.everybody:
            yield Thing("role", person.role), person.role
        for link in course.links:
            for name in (link.title, *link.also):
                yield Thing("link", link.id), name
                if bare := _PAGE.sub("", name):
                    yield Thing("link", link.id), bare

    def _single_words(self, told: list[tuple[Thing, list[str]]]) -> None:
        """Let a word name a thing, or all of a kind, where it stands in the titles of these alone."""
        where: dict[str, set[Thing]] = {}
        for thing, words in told:
            for word in words:
                if thing.sort in SINGLE and len(word) > 2 and not word.isdigit():
                    where.setdefault(_stem(word), set()).add(Thing(thing.sort, thing.id, weak=True))
        for word, things in where.items():
            single = {t for t in things if t.sort != "kind"} or things
            dull = word in DULL or word in common_stems() or (word,) in self._named
            if not dull and len(single) == 1:
                self._named[(word,)] = list(single)

    @property
    def words(self) -> frozenset[str]:
        """The stems of all names but those of what any course has: what is due, links, roles, lectures and labs."""
        usual = {key for key, things in self._named.items() if all(map(is_usual, things))}
        return frozenset(
            form
            for key in self._named.keys() - usual
            for part in key
            if (part,) not in usual
            for form in (part, f"{part}z")
        )

    def called(self, phrase: str) -> list[Thing]:
        """Return what has a phrase for its name."""
        return [one for one in self._named.get(cut(tidy(phrase)), ()) if not one.weak]

    def find(self, words: Sequence[str]) -> Named:
        """Find what a question names; the longest name wins where two overlap."""
        told = [word for word in words if word not in SMALL]
        roots = [_stem(word) for word in told]
        found = Named()
        at = 0
        while at < len(told):
            for length in range(min(self._longest, len(told) - at), 0, -1):
                things = self._named.get(tuple(roots[at : at + length]))
                if things:
                    found.things += [one for one in things if one not in found.things]
                    at += length
                    break
            else:
                if told[at].isdigit() and found.number is None:
                    found.number = int(told[at])
                found.rest.append(told[at])
                at += 1
        return found


def is_usual(thing: Thing) -> bool:
    """Return whether something is of what the built-in questions are about in any course."""
    usual = ("due", "link", "role", "component", "assignment", "cohorts")
    return thing.sort in usual or (thing.sort == "kind" and thing.id in ("lecture", "lab"))


def _forms(title: str) -> list[str]:
    """Return the ways a title is said: whole, without its code or its aside, each of the parts it lists."""
    bare = _ASIDE.sub("", title)
    forms = [title, bare]
    if coded := _CODED.match(bare):
        forms += [coded[1], coded[2]]
        bare = coded[2]
    parts = re.split(r", (?:and )?|: ", bare)
    return [*forms, *(parts if len(parts) > 1 else ())]


def _of_cohort(title: str, kind: str) -> Iterator[str]:
    """Yield the ways a cohort is said: Lecture section B is also section B and lecture B, Health the Health track."""
    yield title
    yield f"{title} {kind}"
    *before, last = title.split()
    if before and len(last) <= _SHORT_NAME:
        for word in dict.fromkeys((*before, *kind.split())):
            yield f"{word} {last}"


@lru_cache(maxsize=64)
def things_of(timeline: Timeline) -> Things:
    """Return what a course names."""
    return Things(timeline)
