"""What a course file must keep about what is handed in: a due date, parts that fit a form, and what it counts for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.course.assigned import LONGEST_NAME, MOST_FIELDS, CountsFor, StatedAssignment
from bot.course.findings import Finding
from bot.course.model import Course
from bot.course.yamlfile import Loc

ROUNDING = 0.5
"""Percent by which weights may miss 100, as thirds do."""


def check_assignments(course: Course, known: dict[str, set[str]]) -> Iterator[Finding]:
    """Yield what is wrong about the course's assignments. `known`: the ids in each list of the file."""
    taken = {one.id for one in course.deadlines}
    yield from _late_policies(course)
    yield from _components(course)
    yield from _passing(course)
    for i, one in enumerate(course.assignments):
        loc: Loc = ("assignments", i)
        yield from _due(course, loc, one, taken, known)
        yield from _parts(loc, one)
        yield from _name(loc, one)
        yield from _counts(course, (*loc, "counts_for"), one.counts_for)
    if course.pitches:
        yield from _counts(course, ("pitches", "counts_for"), course.pitches.counts_for)


def _due(
    course: Course, loc: Loc, one: StatedAssignment, taken: set[str], known: dict[str, set[str]]
) -> Iterator[Finding]:
    if (one.due_at is None) == (one.deadline is None):
        found = "neither a due date nor a deadline" if one.due_at is None else "both"
        yield Finding(loc, found, "`due_at`, or the id of a deadline under `deadline`")
    if one.due_at and one.id in taken:
        found = f"“{one.id}”, the id of a deadline"
        yield Finding((*loc, "id"), found, f"an id of its own, or `deadline: {one.id}`")
    if one.deadline and one.deadline not in known.get("deadlines", set()):
        names = ", ".join(sorted(known.get("deadlines", set()))) or "none yet"
        yield Finding(
            (*loc, "deadline"), f"“{one.deadline}”", f"the id of one of `deadlines` ({names})"
        )
    due = course.deadline_of(one)
    if due and one.released_at and due.due_at <= one.released_at:
        where = (*loc, "due_at") if one.due_at else (*loc, "released_at")
        yield Finding(where, _both(due.due_at, one.released_at), "a due date after the release")
    stated = [
        key
        for key in ("due_by_cohort", "hand_in", "who", "need", "notes", "also")
        if getattr(one, key)
    ]
    if one.deadline and stated:
        expected = f"it in the deadline {one.deadline}, which says it for all it is shared by"
        yield Finding((*loc, stated[0]), f"`{stated[0]}`", expected)


def _both(due_at: datetime, released_at: datetime) -> str:
    return f"due {due_at.isoformat()}, released {released_at.isoformat()}"


def _passing(course: Course) -> Iterator[Finding]:
    """What has to be reached is of something that is graded."""
    grading = course.grading
    for i, need in enumerate(grading.passing if grading else ()):
        loc: Loc = ("grading", "passing", i)
        known = [one.id for one in grading.components] if grading else []
        if need.component and need.component not in known:
            yield _unknown((*loc, "component"), need.component, "grading.components", known)
        if need.component and need.at_least is None:
            yield Finding(
                (*loc, "component"), "a component alone", "`at_least` beside it, in percent"
            )
        if need.at_least is not None and need.proof == "honor code":
            found = "something to reach by honor code"
            yield Finding(
                (*loc, "at_least"), found, "another `proof`, such as grade, or no `at_least`"
            )


def _components(course: Course) -> Iterator[Finding]:
    components = course.grading.components if course.grading else ()
    total = sum(one.weight for one in components if not one.extra)
    if components and abs(total - 100) > ROUNDING:
        expected = "100% together, and `extra: true` for what comes on top"
        yield Finding(("grading", "components"), f"weights of {total:g}%", expected)


def _late_policies(course: Course) -> Iterator[Finding]:
    known = {policy.id: policy for policy in course.late_policies}
    for i, policy in enumerate(course.late_policies):
        for key in ("penalty_percent", *(() if policy.free_days else ("closes_after",))):
            if not policy.taken and getattr(policy, key):
                beyond = " beyond the free days" if policy.free_days else ""
                found = f"`{key}` where nothing is taken late{beyond}"
                yield Finding(("late_policies", i, key), found, "`taken: true`, or no such key")
        free = policy.free_days
        if free and free.most and free.most > free.budget:
            loc: Loc = ("late_policies", i, "free_days", "most")
            yield Finding(loc, str(free.most), f"at most the budget, {free.budget}")
    for i, one in enumerate(course.assignments):
        here: Loc = ("assignments", i, "late")
        policy = known.get(one.late or "")
        if one.late and policy is None:
            yield _unknown(here, one.late, "late_policies", list(known))
        elif policy and policy.free_days and policy.free_days.whose == "group" != one.by:
            found = f"“{one.late}”, whose free days are each group's"
            yield Finding(here, found, "a policy whose days are each person's, or `by: group`")


def _name(loc: Loc, one: StatedAssignment) -> Iterator[Finding]:
    if len(one.name) > LONGEST_NAME:
        found = f"a title of {len(one.name)} characters"
        yield Finding((*loc, "title"), found, f"a `short` name of at most {LONGEST_NAME} beside it")


def _parts(loc: Loc, one: StatedAssignment) -> Iterator[Finding]:
    if not one.parts:
        yield Finding(loc, "no part", "at least one under `parts`: what is handed in")
    subjects = [n for n, part in enumerate(one.parts) if part.subject]
    if len(subjects) > 1:
        yield Finding((*loc, "parts", subjects[1]), "a second part with a subject", "one of them")
    if one.fields > MOST_FIELDS:
        found = f"a form of {one.fields} fields"
        expected = f"at most {MOST_FIELDS}: all files share one, each text, link, subject and confirmation has its own"
        yield Finding((*loc, "parts"), found, expected)
    for n, part in enumerate(one.parts):
        here = (*loc, "parts", n)
        if "link" in part.accepts and len(part.accepts) > 1:
            yield Finding((*here, "accepts"), "a link beside others", "a part of its own for it")
        if part.pages and "pdf" not in part.accepts:
            yield Finding((*here, "pages"), str(part.pages), "a part that accepts a pdf")
        if part.executed and "notebook" not in part.accepts:
            yield Finding((*here, "executed"), "“true”", "a part that accepts a notebook")
        if part.hosts and "link" not in part.accepts:
            yield Finding((*here, "hosts"), "hosts", "a part that accepts a link")
        if part.group_number and one.by != "group":
            yield Finding((*here, "group_number"), "“true”", "`by: group` in its assignment")


def _counts(course: Course, loc: Loc, counts: CountsFor) -> Iterator[Finding]:
    passing = course.grading.passing if course.grading else ()
    entered = [one.id for one in course.competitions if one.entries == "assignments"]
    requirements = [one.id for one in passing]
    if counts.passing and counts.passing not in requirements:
        yield _unknown((*loc, "passing"), counts.passing, "grading.passing", requirements)
    components = [one.id for one in course.grading.components] if course.grading else []
    if counts.component and counts.component not in components:
        yield _unknown((*loc, "component"), counts.component, "grading.components", components)
    if counts.competition and counts.competition not in entered:
        which = "competitions` with `entries: assignments"
        yield _unknown((*loc, "competition"), counts.competition, which, entered)
    if counts.way and not counts.passing:
        yield Finding((*loc, "way"), f"“{counts.way}”", "`passing` beside it: what it is a way to")


def _unknown(loc: Loc, found: str, where: str, known: list[str]) -> Finding:
    names = ", ".join(known) or "none yet"
    return Finding(loc, f"“{found}”", f"the id of one of `{where}` ({names})")
