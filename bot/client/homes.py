"""Which server a direct message is about: the one its writer uses the bot in; whoever uses it in several is asked.

It matters only where servers have courses of their own; otherwise nothing is remembered of anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client.errors import NoCourse, WhichCourse
from bot.client.layout import MAX_BUTTONS_A_ROW, Card, lay_out
from bot.client.look import KINDS
from bot.client.surfaces import Persistent
from bot.errors import OtherServer
from bot.ids import GuildId, UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.bot import CourseBot
    from bot.client.surfaces import Interaction

MOST_LOOKED_AT = 20
"""Servers in which somebody is looked for who has never used the bot in any."""
MOST_KNOWN = 50_000
"""People and servers known to be stored, so that they aren't stored again at every press."""


class Homes:
    """One for a bot."""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot
        self._stored: set[tuple[UserId, GuildId]] = set()

    def note(self, interaction: discord.Interaction[CourseBot]) -> None:
        """Remember in which server somebody uses the bot."""
        if interaction.guild_id is None or not self._bot.app.courses.differ:
            return
        pair = UserId(interaction.user.id), GuildId(interaction.guild_id)
        if pair not in self._stored:
            if len(self._stored) >= MOST_KNOWN:
                self._stored.clear()
            self._stored.add(pair)
            self._bot.background(self._bot.app.guilds.see(*pair), "a person's server", pair[1])

    async def of(self, user_id: UserId) -> GuildId | None:
        """Return the server that somebody's direct messages are about; None where it makes no difference.

        Raises:
            WhichCourse: they are in several, of different courses.
            NoCourse: they are in none that could be found.
        """
        guilds = {GuildId(guild.id): guild for guild in self._bot.guilds}
        if len(guilds) == 1:
            return next(iter(guilds))
        if not self._bot.app.courses.differ:
            return None
        known = await self._bot.app.guilds.homes(user_id)
        own = {id: guilds[id] for id in known if id in guilds} or await self._found(user_id, guilds)
        if not own:
            raise NoCourse
        chosen = [id for id in own if known.get(id)]
        if chosen or len(own) == 1:
            return next(iter(chosen or own))
        raise WhichCourse([self._named(guild) for guild in own.values()][:MAX_BUTTONS_A_ROW])

    async def _found(
        self, user_id: UserId, guilds: dict[GuildId, discord.Guild]
    ) -> dict[GuildId, discord.Guild]:
        if len(guilds) > MOST_LOOKED_AT:
            return {}
        member = self._bot.people.member
        return {id: guild for id, guild in guilds.items() if await member(id, user_id)}

    def _named(self, guild: discord.Guild) -> tuple[str, int]:
        title = self._bot.app.courses.timeline(GuildId(guild.id)).course.title
        return f"{title} ({guild.name})", guild.id


class HomeButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"home:(?P<guild>\d+)",
    needs=Capability.READ_COURSE,
):
    """Has its presser's direct messages be about a server's course."""

    async def used(self, interaction: Interaction) -> None:
        bot, user_id = interaction.client, UserId(interaction.user.id)
        if await bot.people.member(self.guild_id, user_id) is None:
            raise OtherServer
        await bot.app.guilds.choose_home(user_id, self.guild_id)
        title = bot.app.courses.timeline(self.guild_id).course.title
        words = f"### Your direct messages with me are about {title} now\nAsk again, and I'll answer from that course."
        await interaction.response.edit_message(view=lay_out(Card(KINDS["course"], (words,))))
