"""The course's own questions and answers (`faq`), with facts of the file put into their places."""

from __future__ import annotations

from bot.answers.catalogue import KnownQuestion
from bot.answers.said import Said, moment
from bot.course.asking import PLACE
from bot.text import day_name
from bot.understanding.asked import Asked

SOURCE, STAFF = "Questions and answers", "Course staff"
LEARNED = "learned-"
"""With this begins the id of an entry that staff added."""


def custom_answer(q: Asked, known: KnownQuestion) -> Said:
    """Return the course's own answer, its places filled. What names no fact of the course stays as it was written."""
    assert known.answer is not None
    text = PLACE.sub(lambda place: _fact(q, place[1], place[2]) or place[0], known.answer)
    source = STAFF if known.intent.id.startswith(LEARNED) else known.source or SOURCE
    return Said(text, source, holds=True)


def _fact(q: Asked, kind: str, id: str) -> str | None:
    """Return a fact as people write it. The loader has checked a course file's; staff type what they like."""
    if kind == "link":
        link = q.course.link(id)
        return link.url if link else None
    item = next((i for i in q.timeline.items if i.id == id), None)
    if item is None:
        return None
    return moment(q.timeline, item.starts_at) if item.starts_at else day_name(item.day)
