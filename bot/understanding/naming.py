"""The names a course gives to its things, and what people call them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.course.meetings import Speaker
from bot.course.model import Course
from bot.text import plural_of
from bot.understanding.words import concepts, everyday_words, tidy, word_list

DULL = word_list("dull")
"""Words that name nothing by themselves."""

LONG_WORD = 6
"""Letters above which a single word of a criterion names it: soundness, feasibility."""


def phrases(course: Course) -> Iterator[tuple[str, str, list[str]]]:
    """Return every name of a course: its kind, what it names, and the wordings, the best known first."""
    for deadline in course.every_deadline:
        title = re.sub(r"\s*\(.*?\)", "", deadline.title)
        yield "due", deadline.id, [deadline.short, title, *deadline.also]
    for release in course.releases:
        yield "release", release.id, [release.title, *release.also]
    for session in course.sessions:
        if session.title:
            bare = re.sub(r"^lab \d+[a-z]? ", "", session.title, flags=re.IGNORECASE)
            usual = (
                []
                if session.title.startswith(("Lab ", "Work ")) and bare == session.title
                else [bare]
            )
            yield "topic", session.id, [*usual, *session.also]
    for weekly in course.weekly:
        yield "topic", weekly.id, [weekly.title]
        for number, topic in enumerate(weekly.topics):
            yield "topic", f"{weekly.id}#{number}", [topic]
    for person in people(course):
        also = [name for one in course.people if one.name == person.name for name in one.also]
        yield "person", person.name, [*_person_names(person, course), *also]
    for link in course.links:
        yield "link", link.id, [link.title, link.id.replace("-", " "), *link.also]
    yield from _of_prizes(course)
    if course.prerequisites:
        for need in (*course.prerequisites.expected, *course.prerequisites.helpful):
            inner = re.findall(r"\((?:such as |e\.g\.,? )?(.*?)\)", need)
            yield "prereq", need, [re.sub(r"\s*\(.*?\)", "", need), *inner]


def labels(course: Course) -> Iterator[str]:
    """Return what a course calls the kinds of its things, in both numbers, and the cohorts and whoever gives it."""
    for label, kind in course.kinds.items():
        yield from (label, plural_of(label), *kind.also)
    for item in (*course.sessions, *course.weekly, *course.assignments):
        if item.kind:
            yield from (item.kind, plural_of(item.kind))
    for cohort in course.cohorts:
        yield from (cohort.kind, plural_of(cohort.kind), cohort.title, *cohort.also)
    yield from (one.role for one in course.everybody)


def _of_prizes(course: Course) -> Iterator[tuple[str, str, list[str]]]:
    """Return the names of prizes, and of what entries are judged on."""
    for competition in course.competitions:
        for award in competition.awards:
            yield "award", award.title, [award.title, *award.also]
        for criterion in competition.every_criterion:
            parts = re.split(r",? and |, ", criterion.title)
            words = [word for word in tidy(criterion.title) if len(word) > LONG_WORD]
            yield "criterion", criterion.id, [criterion.title, *parts, *words]
    for lab in course.labs:
        if lab.award:
            yield "award", lab.award.title, [lab.award.title, *lab.award.also]


def people(course: Course) -> list[Speaker]:
    """Return everybody the course names: whoever gives it, speakers in order, whoever is there in office hours."""
    named = [Speaker(name=one.name, affiliation=one.affiliation) for one in course.everybody]
    named += [s for session in course.sessions for s in session.speakers]
    named += [s for weekly in course.weekly for s in weekly.speakers]
    named += [s for weekly in course.weekly for one in weekly.changes for s in one.speakers]
    named += [
        Speaker(name=one) for hours in course.office_hours for one in hours.hosts if _is_name(one)
    ]
    return list({person.name: person for person in named}.values())


def _is_name(host: str) -> bool:
    """Return whether whoever hosts office hours is somebody by name: "the mentors" and "Teaching Fellows" aren't."""
    words = host.split()
    return all(word[0].isupper() for word in words) and not everyday_words().issuperset(tidy(host))


def _person_names(person: Speaker, course: Course) -> Iterator[str]:
    yield person.name
    everybody = [other.name.lower().split() for other in people(course)]
    for word in person.name.split():
        if sum(word.lower() in words for words in everybody) == 1 and len(word) > 2:
            yield word
    if not person.affiliation:
        return
    for place in re.split(r", (?:and )?| and ", person.affiliation):
        yield place
        capitals = [w for w in re.split(r"[ -]", place) if w[:1].isupper()]
        if (2 <= len(capitals) <= 3 and "&" in place) or len(capitals) == 2:
            yield "".join(w[0] for w in capitals)
            yield " ".join(w[0] for w in capitals)
        for word in capitals:
            if word.lower().strip(".") not in DULL and len(word) > 2:
                yield word


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
        places = [at for at, word in enumerate(words) if word not in SMALL]
        kinds = [_concept(words[at]) for at in places]
        for size in self._sizes:
            for first in range(len(kinds) - size + 1):
                ids = self._ids.get(frozenset(kinds[first : first + size]))
                if ids:
                    return ids, range(places[first], places[first + size - 1] + 1)
        return [], range(0)


def _concept(word: str) -> str:
    return word if word.startswith("⟨") else concepts([word])[0]
