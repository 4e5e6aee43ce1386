"""What concerns somebody next, and what each deadline means to them: pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.assignments.standing import Standing
from bot.course.model import Course
from bot.course.sessions import Deadline
from bot.groups.model import closing_time, is_open
from bot.me.model import Me, Step


def needs_group(course: Course, me: Me) -> bool:
    """Return whether somebody is in no group though what they have handed in doesn't stand for one."""
    if me.policy is None or me.group is not None:
        return False
    by_group = [s for s in me.work if s.assignment.by_group]
    return not any(s.instead for s in by_group)


def next_step(course: Course, me: Me, now: datetime) -> Step:
    """Return what somebody does best next: what has to be done first, then what they have begun, then the rest."""
    steps = list(_steps(course, me, now))
    must = [s for s in steps if not s.optional and s.kind != "late"]
    late = [s for s in reversed(steps) if s.kind == "late"]
    return next(iter([*must, *late, *steps]), Step("none"))


def _steps(course: Course, me: Me, now: datetime) -> Iterator[Step]:
    """Yield what is left to do, soonest first."""
    found: list[tuple[datetime, int, Step]] = []
    if me.policy and is_open(me.policy, now) and needs_group(course, me):
        closes_at = closing_time(me.policy)
        ahead = [s.due.at for s in me.work if s.assignment.by_group and s.due.at >= now]
        until = min(ahead, default=None) if me.policy.open_ended else closes_at
        if me.invites:
            yield Step("answer", until)
        found.append((until or closes_at, 0, Step("sign up", until)))
    for standing in me.work:
        step = _step_of(course, standing, me, now)
        if step is not None:
            found.append((standing.due.at, 1 if step.kind == "confirm" else 2, step))
    yield from (step for _, _, step in sorted(found, key=lambda one: one[:2]))


def _step_of(course: Course, standing: Standing, me: Me, now: datetime) -> Step | None:
    one, at = standing.assignment, standing.due.at
    if standing.instead or (one.by_group and me.group is None):
        return None
    if now > at:
        return _late_step(course, standing, now)
    if standing.version is None:
        return Step("hand in", at, standing, optional=not one.required)
    if standing.missing:
        return Step("complete", at, standing, optional=not one.required)
    if standing.to_confirm:
        return Step("confirm", at, standing)
    return None


def _late_step(course: Course, standing: Standing, now: datetime) -> Step | None:
    """Return what is left of something that was due: as long as the course lasts, and anything is taken."""
    if standing.to_confirm:
        return Step("confirm", None, standing)
    over = now.astimezone(ZoneInfo(course.timezone)).date() > course.term.end
    if standing.version or not standing.assignment.required or over:
        return None
    return Step("late", standing.due.at, standing) if standing.due.is_open(now) else None


def of_deadline(deadline: Deadline, me: Me) -> tuple[Standing, ...]:
    """Return where somebody stands with what is due at a deadline."""
    return tuple(s for s in me.work if s.assignment.deadline.id == deadline.id)


def is_signup(course: Course, deadline: Deadline) -> bool:
    """Return whether groups sign up until a deadline."""
    return course.signs_up_until(deadline.id)
