"""The course's own questions and answers (`faq`), with facts of the file put into their places."""

from __future__ import annotations

from bot.answers.asked import Asked, Said, moment
from bot.answers.phrasings import Intent
from bot.course.asking import PLACE
from bot.course.text import day_name

SOURCE = "Questions and answers"


def custom_answer(q: Asked, intent: Intent) -> Said:
    """Say the course's own answer, its places filled."""
    assert intent.answer is not None
    return Said(PLACE.sub(lambda place: _fact(q, place[1], place[2]), intent.answer), SOURCE)


def _fact(q: Asked, kind: str, id: str) -> str:
    """Give a fact as people write it. The loader has checked that it exists."""
    if kind == "link":
        link = q.course.link(id)
        return link.url if link else id
    item = next(i for i in q.timeline.items if i.id == id)
    return moment(q.timeline, item.starts_at) if item.starts_at else day_name(item.day)
