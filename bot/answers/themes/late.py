"""What is handed in late."""

from __future__ import annotations

from bot.answers.said import Said, answers
from bot.answers.themes.deadlines import DEADLINES, meant
from bot.understanding.asked import Asked


@answers("late-work")
def late_work(q: Asked) -> Said | None:
    """Return what the course says of handing in late what is named, or anything."""
    named = [item.id for item in meant(q)] or [one.id for one in q.course.every_deadline]
    taken = {policy.taken for policy in q.course.late_policies_at(named)}
    holds = taken.pop() if len(taken) == 1 else None
    text = q.course.late_words(named)
    return Said(text, DEADLINES, holds=holds, page="deadlines:0") if text else None
