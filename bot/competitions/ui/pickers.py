"""What the pickers of judging offer while a person types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.client.choices import offer
from bot.client.report import suggests
from bot.client.surfaces import guild_of
from bot.ids import GuildId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction


@suggests
async def contests(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the competitions of a server's course."""
    found = interaction.client.app.judging.contests(guild_of(interaction))
    return offer(((c.title, c.id) for c in found.values()), typed)


def awards(
    bot: CourseBot, guild_id: GuildId, contest: str | None, typed: str
) -> list[app_commands.Choice[str]]:
    """Offer what can be won in a contest; in a round that isn't the last, to advance. Raises NoContest."""
    titles = [award.title for award in bot.app.judging.contest(guild_id, contest).awards]
    return offer(((title, title) for title in dict.fromkeys(titles)), typed)


def by_choice(bot: CourseBot, guild_id: GuildId, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the competitions that groups choose to enter."""
    every = bot.app.entering.choices(guild_id)
    return offer(((one.title, one.id) for one in every.values()), typed)
