"""What a course asks for, made of its labs, its paper review and its pitches: pure.

The one place that knows those parts of the course file. Everywhere else an assignment is what its attributes say.

Sources: course page, "Paper Review", "Software labs", "Project Proposal Presentation". That slides are expected on
Google Slides is on the same page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.assignments.errors import NoLongerAsked, NothingToHandIn
from bot.assignments.model import Address, Assignment, Document
from bot.course.model import Course
from bot.errors import echoed

_REVIEW, _SLIDES = "review", "slides"
FINAL_PROJECT = "final project"
GOOGLE_SLIDES = Address("Google Slides", "docs.google.com", "/presentation/")


def assignments_of(course: Course) -> dict[str, Assignment]:
    """List what a course asks for, by id, in the order of its deadlines."""
    found = [*_entries(course), *_slides(course), *_review(course)]
    return {one.id: one for one in sorted(found, key=lambda one: one.deadline.due_at)}


def id_of_lab(lab: str) -> str:
    """Return the id of a lab's entry: the lab's own, unless the review or the slides have that name.

    A dot is in no id of a course file, so no other lab can have the id that it gets instead.
    """
    return f"lab.{lab}" if lab in (_REVIEW, _SLIDES) else lab


def entries_of(course: Course) -> dict[str, Assignment]:
    """List the labs' entries, by id."""
    return {one.id: one for one in assignments_of(course).values() if one.lab}


def entry_of(course: Course, lab: str) -> Assignment | None:
    """Return a lab's entry."""
    return entries_of(course).get(id_of_lab(lab))


def review_of(course: Course) -> Assignment | None:
    """Return the paper review."""
    return next(_review(course), None)


def slides_of(course: Course) -> Assignment | None:
    """Return the slides of the project groups."""
    return next(_slides(course), None)


def asked(course: Course, found: Assignment | None, what: str) -> Assignment:
    """Return what was found. Raises NothingToHandIn: the course asks for none."""
    if found is None:
        raise NothingToHandIn(what, titles(assignments_of(course).values()))
    return found


def due_at_deadline(course: Course, deadline: str) -> tuple[Assignment, ...]:
    """List what is handed in for a deadline."""
    labs = {lab for d in course.deadlines if d.id == deadline for lab in d.labs}
    every = assignments_of(course).values()
    return tuple(one for one in every if one.deadline.id == deadline or one.lab in labs)


def get(course: Course, id: str) -> Assignment:
    """Return an assignment by its id, as buttons and forms carry it. Raises NoLongerAsked."""
    known = assignments_of(course)
    if id not in known:
        raise NoLongerAsked(titles(known.values()))
    return known[id]


def find(known: Mapping[str, Assignment], chosen: str) -> Assignment:
    """Return one of some assignments by what a person chose or typed: its id, or lab1, Lab 1, 1, review.

    Raises:
        NothingToHandIn: none of them, or more than one, is called so.
    """
    if chosen in known:
        return known[chosen]
    words = _letters(chosen)
    names = {words, f"lab{words.lstrip('0')}" if words.isdecimal() else words} - {""}
    found = [one for one in known.values() if names & _names(one)]
    if len(found) != 1:
        raise NothingToHandIn(f"“{echoed(chosen)}”", titles(known.values()))
    return found[0]


def titles(some: Iterable[Assignment]) -> list[str]:
    """Return the titles of some assignments."""
    return [one.title for one in some]


def _names(assignment: Assignment) -> set[str]:
    return {_letters(text) for text in (assignment.id, assignment.lab, assignment.title)}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _entries(course: Course) -> Iterator[Assignment]:
    passing = course.grading.passing if course.grading else ()
    required = any(r.counts == "labs" and r.proof == "submission" for r in passing)
    for lab in course.labs:
        deadline = next((d for d in course.deadlines if lab.id in d.labs), None)
        if deadline and lab.entry:
            yield Assignment(
                id_of_lab(lab.id),
                f"{lab.name} entry",
                f"Hand in {lab.name}",
                deadline,
                required=required,
                is_entry=True,
                lab=lab.id,
                items=lab.entry,
            )


def _slides(course: Course) -> Iterator[Assignment]:
    deadline = course.deadline(course.pitches.slides_deadline) if course.pitches else None
    if deadline:
        yield Assignment(
            _SLIDES,
            "slides",
            "Hand in slides",
            deadline,
            by_group=True,
            one_of=FINAL_PROJECT,
            address=GOOGLE_SLIDES,
        )


def _review(course: Course) -> Iterator[Assignment]:
    review = course.paper_review
    deadline = course.deadline(review.deadline) if review else None
    if review and deadline:
        yield Assignment(
            _REVIEW,
            "paper review",
            "Hand in a review",
            deadline,
            one_of=FINAL_PROJECT,
            document=Document(review.pages, review.content),
        )
