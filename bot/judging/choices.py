"""What the pickers of judging offer while a person types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.client.look import clip

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

MAX_CHOICES, MAX_NAME = 25, 100


def contests(bot: CourseBot, guild_id: int, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the competitions of a server's course."""
    found = bot.app.judging.contests(guild_id).values()
    fitting = [c for c in found if typed.strip().lower() in c.title.lower()]
    return [
        app_commands.Choice(name=clip(c.title, MAX_NAME), value=c.id) for c in fitting[:MAX_CHOICES]
    ]
