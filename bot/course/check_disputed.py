"""What a course file must keep about what is contradicted: there is a fact, and the other place says something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.course.disputed import SAYS, AlsoStatedOf
from bot.course.findings import Finding
from bot.course.meetings import How, resolved
from bot.course.model import Course
from bot.course.yamlfile import Loc


def check_disputed(course: Course) -> Iterator[Finding]:
    """Yield what is wrong about the course's `also_stated`."""
    for label, kind in course.kinds.items():
        yield from _of_meeting(("kinds", label), kind, kind)
    for i, one in enumerate(course.sessions):
        if one.also_stated:
            stated = _stated(resolved(one, course.kind(one.kind))) | {"day"}
            yield from _of(("sessions", i), one.also_stated, stated)
    for i, one in enumerate(course.weekly):
        yield from _of_meeting(("weekly", i), one, course.kind(one.kind))
    for i, hours in enumerate(course.office_hours):
        stated = {"where", "ends", *(["starts"] if hours.opens else [])}
        stated |= {"access"} if hours.access else set()
        yield from _of(("office_hours", i), hours.also_stated, stated)
    for i, due in enumerate(course.deadlines):
        for n, one in enumerate(due.also_stated):
            yield from _another(("deadlines", i, "also_stated", n, "value"), one.value, due.due_at)
    for i, assignment in enumerate(course.assignments):
        here: Loc = ("assignments", i, "also_stated")
        if assignment.also_stated and assignment.due_at is None:
            found = "another due time of an assignment without a `due_at`"
            yield Finding(here, found, f"it in the deadline {assignment.deadline}")
        for n, one in enumerate(assignment.also_stated):
            if assignment.due_at:
                yield from _another((*here, n, "value"), one.value, assignment.due_at)


def _of_meeting(loc: Loc, own: How, kind: How) -> Iterator[Finding]:
    yield from _of(loc, own.also_stated or (), _stated(resolved(own, kind)))


def _stated(how: How) -> set[str]:
    return {name for name in How.model_fields if getattr(how, name) is not None}


def _of(loc: Loc, also: Sequence[AlsoStatedOf], stated: set[str]) -> Iterator[Finding]:
    for n, one in enumerate(also):
        if one.of not in stated:
            found = f"“{one.of}”, which isn't stated here"
            yield Finding((*loc, "also_stated", n, "of"), found, f"one of: {_choices(stated)}")


def _choices(stated: set[str]) -> str:
    return ", ".join(sorted(stated & set(SAYS))) or "none yet; state it first"


def _another(loc: Loc, value: str, due_at: datetime) -> Iterator[Finding]:
    try:
        same = datetime.fromisoformat(value) == due_at
    except (ValueError, TypeError):
        return
    if same:
        yield Finding(loc, f"{value}, the very due time", "another one, or no `also_stated`")
