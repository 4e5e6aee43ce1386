"""What the pickers of the assignments offer while a person types."""

from __future__ import annotations

from discord import app_commands

from bot.assignments.catalog import assignments_of, entries_of
from bot.client.choices import offer
from bot.course.model import Course
from bot.course.text import raised


def papers(course: Course, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the course's suggested papers, and always what is typed: any paper may be reviewed."""
    text = typed.strip()
    suggested = course.paper_review.papers if course.paper_review else ()
    found = [(paper.title or str(paper.url), paper.title or str(paper.url)) for paper in suggested]
    fitting = [pair for pair in found if text.lower() in pair[0].lower()]
    own = [(text, text)] if text and (text, text) not in fitting else []
    return offer([*own, *fitting])


def labs(course: Course, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the labs that take an entry."""
    names = {lab.id: f"{lab.name}: {lab.title}" for lab in course.labs}
    found = [(names[one.lab], one.id) for one in entries_of(course).values()]
    return offer(sorted(found), typed)


def assignments(course: Course, typed: str) -> list[app_commands.Choice[str]]:
    """Offer everything that can be handed in."""
    found = [(raised(one.title), one.id) for one in assignments_of(course).values()]
    return offer(found, typed)
