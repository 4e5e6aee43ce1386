"""What the course page leaves open: said so, with the nearest fact named as such."""

from __future__ import annotations

from bot.answers.catalogue import KnownQuestion
from bot.answers.said import OPEN, Said
from bot.answers.themes import ANSWERS
from bot.understanding.asked import Asked

LONGEST_NEAREST = 330
"""Characters of an answer that still goes with what it only comes near to."""


def unstated(q: Asked, known: KnownQuestion) -> Said:
    """Return that the course page says nothing about something, with the nearest fact if there is one."""
    text = f"The course page says nothing about {known.about}."
    opened = next((o for o in q.course.open_questions if o.id == known.id), None)
    if opened and opened.known:
        return Said(f"{text} {opened.known}", OPEN, stated=False)
    nearest = ANSWERS.get(known.nearest)
    said = nearest(q) if nearest else None
    if said is not None and said.stated and len(said.text) < LONGEST_NEAREST:
        return Said(
            f"{text} What it does say: {said.text}", said.source, stated=False, page=said.page
        )
    return Said(text, OPEN, stated=False)
