"""What is handed in late."""

from __future__ import annotations

from bot.answers.lateness import fits_late, late_text
from bot.answers.said import Said, answers, done_here
from bot.answers.themes.deadlines import DEADLINES, meant
from bot.course.words import say
from bot.understanding.asked import Asked


@answers("late-work")
def late_work(q: Asked) -> Said | None:
    """Return what the course says of handing in late what is named, or anything."""
    named = [item.id for item in meant(q)] or [one.id for one in q.course.every_deadline]
    taken = {policy.takes_late for policy in q.course.late_policies_at(named)}
    holds = taken.pop() if len(taken) == 1 else None
    text, fits = late_text(q, named), fits_late(q, named)
    return Said(text, DEADLINES, holds=holds, fits=fits, page="deadlines:0") if text else None


@done_here("late-work")
def late_here(q: Asked) -> str:
    """Return what becomes of late work here in a course that states no rule; empty where nothing is handed in."""
    if not q.course.assignments:
        return ""
    return (
        f"I take late work, mark it late and tell {say.staff}, who decide whether it counts. What was on time still "
        "counts. /extension asks for more time."
    )
