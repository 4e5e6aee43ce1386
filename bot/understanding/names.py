"""The names a course gives to its things, found in a question: labs, topics, people, deadlines, prizes, links.

Every name comes from the course file: a thing's title, its parts, and what people call it (`also`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.course.timeline import Timeline
from bot.understanding.naming import DULL, SMALL, Releases, phrases
from bot.understanding.words import concepts, everyday_words, phrase_list, stem, stems, tidy

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "half": 0,
}  # fmt: skip

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3}

_DUE = re.compile(
    r"\b(due|deadlines?|cut ?off|late|still (submit|hand|turn|upload|enter|send|get|drop)|(submit|hand in) by|past the"
    r"|closes?|ends|owe|entry|entries"
    r"|gone by|(days|hours|time)( do i have)? left|when (do|must|should) \w+ submit|until when"
    r"|(where (do|should|can)|how do) (i|we) (submit|hand|turn|upload))\b"
)

_COUNTED = ("page", "person", "peopl", "member", "unit", "minut", "lab", "student")

REPLACED = ("person", "award")
"""Kinds whose words give way to a mark: a name says nothing more about the question."""

ACRONYM = 3
"""Letters up to which a name of a topic is taken for short: RL, CV."""

STANDS_FOR = {"person": "maria lopez", "award": "the headphones"}
"""What stands for a name of a kind in a text that becomes a vector: the name itself says nothing of the question."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a phrase names.

    Attributes:
        kind: lab, topic, person, due, release, award, link, criterion, prereq.
        id: which one; for a topic an item's id, for a person the name.
    """

    kind: str
    id: str


@dataclass(slots=True)
class Found:
    """What a question names, by kind, and its words with marks put in."""

    words: list[str]
    ids: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    numbers: list[int] = field(default_factory=list[int])

    def add(self, kind: str, id: str) -> None:
        """Note one more thing that is named."""
        listed = self.ids.setdefault(kind, [])
        if id not in listed:
            listed.append(id)


def mark(kind: str) -> str:
    """Return the word that stands for any name of a kind."""
    return f"⟨{kind}⟩"


class Names:
    """All names of one course."""

    def __init__(self, timeline: Timeline) -> None:
        self.course = timeline.course
        self._by_stems: dict[tuple[str, ...], list[Name]] = {}
        self.samples: dict[str, list[str]] = {}
        for kind, id, wordings in phrases(timeline.course):
            self._add(kind, id, wordings)
        for phrase in phrase_list("protected"):
            self._by_stems.setdefault(stems(tidy(phrase)), []).append(Name("protected", phrase))
        self._single_words(timeline)
        self._releases = Releases(timeline.course) if timeline.course.releases else None
        self._due_cores = sorted(
            {
                (core, id)
                for kind, id, wordings in phrases(timeline.course)
                if kind == "due"
                for phrase in wordings
                if len(core := _core(tidy(phrase))) > 1
            },
            key=lambda pair: (-len(pair[0]), pair),
        )
        heads = {core[0] for core, _ in self._due_cores}
        self._due_words = {
            word for word in everyday_words() | self.vocabulary() if concepts([word])[0] in heads
        }
        self._firsts = {key[0] for key in self._by_stems}
        self._longest = max((len(key) for key in self._by_stems), default=0)
        self._lab_parts = {p.id.lower(): lab.id for lab in self.course.labs for p in lab.parts}
        self._lab_ids = {lab.id: lab.id for lab in self.course.labs}
        self.samples["lab"] = [lab.name for lab in self.course.labs] + [
            f"lab {p.id}" for lab in self.course.labs for p in lab.parts if len(lab.parts) > 1
        ]

    def _add(self, kind: str, id: str, wordings: Iterable[str]) -> None:
        first = True
        for phrase in wordings:
            key = stems(tidy(phrase))
            if not key or all(part in DULL for part in key):
                continue
            self._note(key, Name(kind, id))
            if first or kind == "due":
                self.samples.setdefault(kind, []).append(phrase)
            first = False

    def _note(self, key: tuple[str, ...], name: Name) -> None:
        listed = self._by_stems.setdefault(key, [])
        if name not in listed:
            listed.append(name)

    def _single_words(self, timeline: Timeline) -> None:
        """Let a word name a topic where it stands in that one title alone."""
        where: dict[str, set[str]] = {}
        for item in timeline.items:
            if item.is_session:
                for word in tidy(item.title):
                    if word not in DULL and not word.isdigit() and len(word) > 2:
                        where.setdefault(stem(word), set()).add(item.title)
        titles = {i.title: i.id for i in reversed(timeline.items)}
        for word, holders in where.items():
            if len(holders) == 1 and (word,) not in self._by_stems:
                self._note((word,), Name("topic?", titles[next(iter(holders))]))

    def vocabulary(self) -> set[str]:
        """Return every word that stands in a name."""
        words: set[str] = set()
        for _, _, wordings in phrases(self.course):
            for phrase in wordings:
                words.update(tidy(phrase))
        return words

    def concepts(self) -> frozenset[str]:
        """Return the concepts of every word of a name, and of its phrases: a problem set is homework."""
        names = [tidy(p) for _, _, wordings in phrases(self.course) for p in wordings]
        return frozenset(
            one for name in (*names, sorted(self.vocabulary())) for one in concepts(name)
        )

    def find(self, words: Sequence[str]) -> Found:
        """Find what a question names. The longest name wins where two overlap."""
        found = Found([])
        released, where = self._releases.find(words) if self._releases else ([], range(0))
        if released:
            for id in released:
                found.add("release", id)
            words = [*words[: where.start], mark("release"), *words[where.stop :]]
        cut = [w if w.startswith("⟨") else stem(w) for w in words]
        at = 0
        while at < len(words):
            used = self._lab(words, at, found) or self._name(words, cut, at, found)
            if not used:
                used = self._number(words, at, found)
            at += used
        if "due" not in found.ids:
            self._loosely(found)
        self._of_labs(words, found)
        hinted = found.ids.pop("topic?", [])
        if hinted and "topic" not in found.ids:
            found.ids["topic"] = hinted
            found.words.append(mark("topic"))
        return found

    def plain(self, words: Sequence[str]) -> list[str]:
        """Return a text's words with names of people replaced by one that wordings were learned with."""
        cut = [w if w.startswith("⟨") else stem(w) for w in words]
        said: list[str] = []
        at = 0
        while at < len(words):
            found = Found([])
            used = self._name(words, cut, at, found)
            typed = words[at : at + max(used, 1)]
            said += self._stand_in(found, typed) or typed
            at += max(used, 1)
        return said

    def _stand_in(self, found: Found, typed: Sequence[str]) -> list[str]:
        """Return what stands for a name: another of its kind, or for a short form of a topic the topic itself."""
        kind = next((kind for kind in found.ids if kind in STANDS_FOR), None)
        if kind and found.words[0].startswith("⟨"):
            return STANDS_FOR[kind].split()
        topics = found.ids.get("topic")
        if not topics or len("".join(typed)) > ACRONYM:
            return []
        titles = [s.title for s in self.course.sessions if s.id in topics]
        return tidy(titles[0] or "") if titles else []

    def _loosely(self, found: Found) -> None:
        """Find a deadline said in other words: register for pitching is to sign up to present."""
        if self._due_words.isdisjoint(found.words):
            return
        said = _core(word for word in found.words if not word.startswith("⟨"))
        for core, id in self._due_cores:
            for at in range(len(said) - len(core) + 1):
                if said[at : at + len(core)] == core:
                    found.add("due", id)
                    found.words.append(mark("due"))
                    return

    def _of_labs(self, words: Sequence[str], found: Found) -> None:
        """Take labs for their deadline where it is about handing in: are the labs due Thursday?"""
        titles = found.ids.get("award", ())
        won = [lab.id for lab in self.course.labs if lab.award and lab.award.title in titles]
        if not (won or {"lab", "labs"} & set(words)) or not _DUE.search(" ".join(words)):
            return
        labs = found.ids.get("lab") or won or [lab.id for lab in self.course.labs]
        ids = [deadline.id for deadline in self.course.lab_deadlines(labs)]
        for id in ids:
            found.add("due", id)
        if ids and mark("due") not in found.words:
            found.words.append(mark("due"))

    def _name(self, words: Sequence[str], cut: list[str], at: int, found: Found) -> int:
        if cut[at] not in self._firsts:
            return 0
        for length in range(min(self._longest, len(words) - at), 0, -1):
            names = self._by_stems.get(tuple(cut[at : at + length]))
            if not names:
                continue
            for name in names:
                if name.kind != "protected":
                    found.add(name.kind, name.id)
            kinds = dict.fromkeys(n.kind for n in names if n.kind not in ("protected", "topic?"))
            if not any(kind in REPLACED for kind in kinds):
                found.words += words[at : at + length]
            found.words += [mark(kind) for kind in kinds]
            return length
        return 0

    def _lab(self, words: Sequence[str], at: int, found: Found) -> int:
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in ("lab", "labs") and (
            re.fullmatch(r"\d{1,2}[a-z]?", following) or following in NUMBER_WORDS
        ):
            self._note_lab(following, found)
            found.words += ["lab", mark("lab")]
            return 2
        if word in _ORDINALS and following == "lab":
            self._note_lab(str(_ORDINALS[word]), found)
            found.words += ["lab", mark("lab")]
            return 2
        if word in ("last", "final") and following == "lab" and self.course.labs:
            found.add("lab", self.course.labs[-1].id)
            found.words += ["lab", mark("lab")]
            return 2
        if word.startswith("lab") and (match := re.fullmatch(r"lab-?(\d{1,2}[a-z]?)", word)):
            self._note_lab(match[1], found)
            found.words += ["lab", mark("lab")]
            return 1
        if word in self._lab_parts and re.fullmatch(r"\d+[a-z]", word):
            self._note_lab(word, found)
            found.words += ["lab", mark("lab")]
            return 1
        return 0

    def _note_lab(self, said: str, found: Found) -> None:
        said = str(NUMBER_WORDS.get(said, said))
        if said in self._lab_parts and not said.isdigit():
            found.add("part", said)
            found.add("lab", self._lab_parts[said])
        elif f"lab{said.rstrip('abcdefgh')}" in self._lab_ids:
            found.add("lab", f"lab{said.rstrip('abcdefgh')}")
        elif f"lab-{said}" in self._lab_ids:
            found.add("lab", f"lab-{said}")
        else:
            found.add("no lab", said)

    def _number(self, words: Sequence[str], at: int, found: Found) -> int:
        word = words[at]
        value = int(word) if word.isdigit() and len(word) < 5 else NUMBER_WORDS.get(word)
        if value is not None and not (word == "one" and not _counts(words, at)):
            found.numbers.append(value)
            found.words += [mark("number")]
        else:
            found.words.append(word)
        return 1


def _counts(words: Sequence[str], at: int) -> bool:
    """Return whether "one" counts something rather than stands for it."""
    following = words[at + 1] if at + 1 < len(words) else ""
    return stem(following) in _COUNTED


def _core(words: Iterable[str]) -> tuple[str, ...]:
    """Return the concepts of a phrase without the small words between them."""
    return tuple(one for one in concepts(list(words)) if one not in SMALL)
