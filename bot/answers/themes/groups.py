"""Project groups: how large, how many, where one finds a group."""

from __future__ import annotations

from bot.answers.said import Said, answers
from bot.course.text import lowered
from bot.understanding.asked import Asked

GROUPS = "Project groups"


@answers("group-size")
def group_size(q: Asked) -> Said | None:
    """Return how many people a group has."""
    pitches = q.course.pitches
    if pitches is None:
        return None
    least, most = pitches.groups.min, pitches.groups.max
    verdict = all(least <= n <= most for n in q.numbers) if q.numbers else None
    if q.numbers and q.says("friends"):
        verdict = all(least <= n + 1 <= most for n in q.numbers)
    elif q.numbers and q.says("have") and q.says("need", "do", "to") and not q.says("can"):
        verdict = least == most and least in q.numbers
    elif not q.numbers and q.yes_no:
        verdict = True
    return Said(
        f"Project groups have {least} to {most} people.",
        GROUPS,
        verdict,
        page="topic:0/pitch-rules",
    )


@answers("group-solo")
def group_solo(q: Asked) -> Said | None:
    """Return whether one may pitch alone."""
    pitches = q.course.pitches
    if pitches is None:
        return None
    least, most = pitches.groups.min, pitches.groups.max
    alone = least == 1
    verdict = None if alone else {"affirm": False, "deny": True, "ask": None}[q.leaning]
    word = "so you can pitch alone" if alone else "so you can't pitch alone"
    return Said(
        f"Project groups have {least} to {most} people, {word}.",
        GROUPS,
        verdict,
        page="topic:0/pitch-rules",
    )


@answers("one-group")
def one_group(q: Asked) -> Said | None:
    """Return in how many groups one may be."""
    pitches = q.course.pitches
    return (
        Said(pitches.one_each, GROUPS, page="topic:0/pitch-rules")
        if pitches and pitches.one_each
        else None
    )


@answers("find-group")
def find_group(q: Asked) -> Said | None:
    """Return where people find a group."""
    if q.course.pitches is None:
        return None
    meeting = [(h, p) for h in q.course.office_hours for p in h.purposes if "group" in p.lower()]
    text = "Here, /find-group shows who is looking."
    if meeting:
        hours, purpose = meeting[0]
        text = f"Office hours in {hours.where} are also there to {lowered(purpose)}. {text}"
    least, most = q.course.pitches.groups.min, q.course.pitches.groups.max
    text += f" Groups have {least} to {most} people."
    return Said(text, GROUPS)
