"""The message that newcomers find pinned: five buttons for what people need most."""

from __future__ import annotations

from bot.client.layout import Button, Card, Press
from bot.client.look import KINDS
from bot.client.pages import turn
from bot.course.model import Course
from bot.groups.ui.cards import find
from bot.guilds.ui.cards import START_HERE as START_HERE
from bot.ids import GuildId


def start_card(course: Course, guild_id: GuildId) -> Card:
    """Draw it. Whatever is pressed answers its presser alone."""
    text = (
        f"### Start here: {course.title}\n"
        "Press what you need. Only you see the answer, in your own time zone. "
        "You can also write to me by direct message, as you would to a TA."
    )
    buttons: list[Button] = [
        turn("Today", "today:", 0, primary=True),
        turn("Deadlines", "deadlines:0", 1),
        Press("My stuff", f"me:{guild_id}"),
        *([find()] if course.groups else []),
        Press("Ask a question", f"ask:{guild_id}"),
    ]
    return Card(KINDS["course"], (text,), tuple(buttons))
