"""What a course asks for, by its file's `assignments`, and how it is found: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.assignments.errors import NoLongerAsked, NothingToHandIn
from bot.assignments.model import Assignment
from bot.course.model import Course
from bot.errors import echoed


def assignments_of(course: Course) -> dict[str, Assignment]:
    """List what a course asks for, by id, in the order of its deadlines."""
    return {one.id: one for one in _resolved(course)}


def _resolved(course: Course) -> Iterator[Assignment]:
    deadlines = {one.id: one for one in course.every_deadline}
    labs = {lab.id: lab.name for lab in course.labs}
    policies = {one.id: one for one in course.late_policies}
    found = [
        (stated, deadline)
        for stated in course.assignments
        if (deadline := deadlines.get(stated.deadline or stated.id))
    ]
    found.sort(key=lambda pair: pair[1].due_at)
    sharing: dict[str, list[str]] = {}
    for stated, _ in found:
        sharing.setdefault(stated.late or "", []).append(stated.id)
    shared = {policy: tuple(ids) for policy, ids in sharing.items() if policy}
    for stated, deadline in found:
        lab, late = labs.get(stated.lab or "", ""), policies.get(stated.late or "")
        times, together = (
            course.cohort_times.get(deadline.id, ()),
            shared.get(stated.late or "", ()),
        )
        place = deadline.hand_in
        link = course.link(place.link) if place and place.official else None
        yield Assignment(stated, deadline, lab, late, together, times, link)


def presented_by(course: Course) -> Assignment | None:
    """Return what project groups hand in to present."""
    wanted = course.pitches.assignment if course.pitches else None
    return assignments_of(course).get(wanted) if wanted else None


def due_at_deadline(course: Course, deadline: str) -> tuple[Assignment, ...]:
    """List what is handed in for a deadline."""
    return tuple(one for one in assignments_of(course).values() if one.deadline.id == deadline)


def other_ways(course: Course, assignment: Assignment) -> set[str]:
    """Return the ids of what does instead of an assignment: the other ways to meet the same requirement."""
    mine = assignment.stated.counts_for
    if mine.way is None:
        return set()
    return {
        one.id
        for one in course.assignments
        if one.counts_for.passing == mine.passing and one.counts_for.way not in (None, mine.way)
    }


def get(known: Mapping[str, Assignment], id: str) -> Assignment:
    """Return one of some assignments by its id, as buttons and forms carry it. Raises NoLongerAsked."""
    if id not in known:
        raise NoLongerAsked(titles(known.values()))
    return known[id]


def find(known: Mapping[str, Assignment], chosen: str) -> Assignment:
    """Return one of some assignments by what a person chose or typed: its id, its name, its lab, its number.

    Raises:
        NothingToHandIn: none of them, or more than one, is called so.
    """
    if chosen in known:
        return known[chosen]
    words = _letters(chosen)
    found = [one for one in known.values() if words and words in _names(one)]
    if not found and words.isdecimal():
        found = [one for one in known.values() if _number(one) == words.lstrip("0")]
    if len(found) != 1:
        raise NothingToHandIn(f"“{echoed(chosen)}”", titles(known.values()))
    return found[0]


def titles(some: Iterable[Assignment]) -> list[str]:
    """Return the titles of some assignments."""
    return [one.title for one in some]


def _names(assignment: Assignment) -> set[str]:
    stated = assignment.stated
    names = (stated.id, stated.name, stated.title, stated.lab or "", assignment.lab_name)
    return {_letters(text) for text in (*names, *stated.also)}


def _number(assignment: Assignment) -> str:
    """Return the number at the end of an assignment's id; empty for none."""
    found = re.search(r"[0-9]+$", assignment.id)
    return found[0].lstrip("0") if found else ""


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
