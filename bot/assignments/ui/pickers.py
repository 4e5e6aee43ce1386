"""What the pickers of the assignments offer while a person types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.assignments.catalog import assignments_of
from bot.client.choices import offer
from bot.client.report import suggests
from bot.course.model import Course
from bot.text import raised

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction


def subjects(course: Course, chosen: str, typed: str) -> list[app_commands.Choice[str]]:
    """Offer what the chosen assignment may be about, and always what is typed: lists only suggest."""
    text = typed.strip()
    known = assignments_of(course)
    asked = known[chosen].subject if chosen in known else None
    names = [one.title or one.url for one in (asked.suggestions if asked else ())]
    found = [(name, name) for name in names]
    fitting = [pair for pair in found if text.lower() in pair[0].lower()]
    own = [(text, text)] if text and (text, text) not in fitting else []
    return offer([*own, *fitting])


@suggests
async def assignments(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer everything that can be handed in."""
    course = interaction.client.timeline_for(interaction).course
    found = [(raised(one.title), one.id) for one in assignments_of(course).values()]
    return offer(found, typed)
