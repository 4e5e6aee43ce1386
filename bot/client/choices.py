"""What a picker offers while a person types, within Discord's limits ("Application Command Option Choice")."""

from __future__ import annotations

from collections.abc import Iterable

from discord import app_commands

from bot.client.look import clip

MAX_CHOICES, MAX_CHARACTERS = 25, 100


def offer(pairs: Iterable[tuple[str, str]], typed: str = "") -> list[app_commands.Choice[str]]:
    """Offer (name, value) pairs whose name holds what is typed, as many as Discord takes."""
    words = typed.strip().lower()
    fitting = [(name, value) for name, value in pairs if words in name.lower()]
    return [
        app_commands.Choice(name=clip(name, MAX_CHARACTERS), value=value[:MAX_CHARACTERS])
        for name, value in fitting[:MAX_CHOICES]
    ]
