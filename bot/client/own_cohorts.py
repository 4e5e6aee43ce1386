"""Which cohorts a person is in, found out once a request, so that whatever they alone see is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.errors import UserError
from bot.ids import GuildId, UserId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

COHORTS = "cohorts"
"""In an interaction's extras: the ids of its person's cohorts in the server that it's about."""


async def find_cohorts(
    interaction: discord.Interaction[CourseBot], guild_id: GuildId | UserError | None
) -> None:
    """Note which cohorts somebody is in, and the roles that they have now if they're in that server.

    Args:
        guild_id: the server that the request is about; None, or why, where that can't be told.
    """
    app, user = interaction.client.app, interaction.user
    if guild_id is None or isinstance(guild_id, UserError) or not app.cohorts.has_any(guild_id):
        return
    user_id = UserId(user.id)
    if isinstance(user, discord.Member) and user.guild.id == guild_id:
        roles = [role.name for role in user.roles]
        await app.cohorts.see(guild_id, user_id, roles, interaction.client.clock.now())
    interaction.extras[COHORTS] = await app.cohorts.of(guild_id, user_id)


def cohorts_of(interaction: discord.Interaction[Any]) -> frozenset[str]:
    """Return the ids of the cohorts that a request's person is in."""
    return interaction.extras.get(COHORTS, frozenset())
