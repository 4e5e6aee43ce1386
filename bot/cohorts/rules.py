"""Which cohorts a role leads to, and which can be chosen: pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from bot.cohorts.errors import ByRole, CohortFull, NoSuchCohort
from bot.course.cohorts import Cohort, kinds_of
from bot.course.model import Course
from bot.course.timeline import Timeline


def by_role(course: Course, roles: Collection[str]) -> dict[str, str]:
    """Return the cohort of each kind that somebody's Discord roles lead to; the file's first where several do.

    Args:
        roles: their names.
    """
    mine = {name.lower() for name in roles}
    found: dict[str, str] = {}
    for one in course.cohorts:
        if one.role and one.role.lower() in mine:
            found.setdefault(one.kind, one.id)
    return found


def has_roles(course: Course) -> bool:
    """Return whether any role leads to a cohort."""
    return any(one.role for one in course.cohorts)


def to_choose(course: Course, mine: Collection[str]) -> list[str]:
    """List the kinds of which somebody's cohort isn't known and can be chosen."""
    return [
        kind
        for kind, some in kinds_of(course.cohorts).items()
        if any(one.can_be_chosen for one in some) and not any(one.id in mine for one in some)
    ]


def kind_named(timeline: Timeline, words: str) -> str:
    """Return the kind of cohorts that somebody speaks of; empty for none.

    It's the course's word for them, the name of one, or what only cohorts meet for, such as their lab.
    """
    said = words.lower().strip()
    for kind, some in kinds_of(timeline.course.cohorts).items():
        names = {kind.lower(), *(n.lower() for one in some for n in (one.title, *one.also))}
        if said in names or said.rstrip("s") in names:
            return kind
    for item in timeline.timed:
        one = timeline.course.cohort(item.cohorts[0]) if item.cohorts else None
        if one and said in (item.kind, *(name.lower() for name in item.also)):
            return one.kind
    return ""


_ASKS = (
    r"(?:when|what time|where|who)(?: s| is| are| does| leads| teaches| runs)? (?:the )?(?:next )?"
)
_MEETS = r"(?: meets?| meeting| on| starts?| held)?"


def asked_of(course: Course, text: str) -> Cohort | None:
    """Return the cohort that a question is about by its name alone: when it meets, where, with whom."""
    said = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    for one in course.cohorts:
        for name in (one.title, *one.also):
            words = " ".join(re.findall(r"[a-z0-9]+", name.lower()))
            if words and re.fullmatch(f"{_ASKS}{words}{_MEETS}", said):
                return one
    return None


def names_others(course: Course, mine: Collection[str], text: str) -> bool:
    """Return whether a text names a cohort that isn't somebody's own."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "
    return any(
        f" {' '.join(re.findall(r'[a-z0-9]+', name.lower()))} " in said
        for one in course.cohorts
        if one.id not in mine
        for name in (one.title, *one.also)
    )


def check_choice(
    course: Course, id: str, now: Mapping[str, tuple[str, bool]], people: Mapping[str, int]
) -> Cohort:
    """Return the cohort that somebody may choose.

    Args:
        now: their cohort of each kind, and whether a role says so.
        people: how many are in each cohort.
    Raises:
        NoSuchCohort: it isn't there any more, or nobody chooses it. ByRole: a role of theirs decides. CohortFull.
    """
    one = course.cohort(id)
    if one is None or not one.can_be_chosen:
        raise NoSuchCohort
    current, decided = now.get(one.kind, ("", False))
    held = course.cohort(current)
    if decided and held:
        raise ByRole(held.title, held.role or "", one.kind)
    if current != id and one.capacity is not None and people.get(id, 0) >= one.capacity:
        raise CohortFull(one.title, one.capacity)
    return one
