"""A server's settings: read from memory, written through to the database."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import Clock
from bot.database import Database, Tables
from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, STAFF
from bot.guilds import rules, store
from bot.guilds.rules import CHANNELS, GuildSettings
from bot.ids import ChannelId, GuildId, MessageId, UserId

Follower = Callable[[Tables, GuildId], object]

TARGETS = (ANNOUNCEMENTS, OFFICE_HOURS, STAFF)
"""What goes to a channel that a server chooses."""


class GuildSettingsService:
    """Every server's settings. Call `load` once before use."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._known: dict[int, GuildSettings] = {}
        self._followers: list[Follower] = []

    def follow(self, follower: Follower) -> None:
        """Have a function called in the transaction in which a server chooses a channel."""
        self._followers.append(follower)

    async def load(self) -> None:
        """Read all settings into memory: they are needed at every command."""
        self._known = {s.guild_id: s for s in await self._db.read(store.all_settings)}

    def of(self, guild_id: GuildId | None) -> GuildSettings:
        """Return a server's settings; all unset for a server that has chosen nothing."""
        return self._known.get(guild_id or 0) or GuildSettings(guild_id or GuildId(0))

    def channel(self, guild_id: GuildId, target: str) -> int | None:
        """Return the channel that a server has chosen for what goes to `channel:announcements` and the like."""
        return _channel(self.of(guild_id), target)

    def targets_in(self, db: Tables, guild_id: GuildId) -> frozenset[str]:
        """Return the targets that a server has a channel for, as it is within a transaction."""
        settings = store.settings_of(db, guild_id)
        return frozenset(target for target in TARGETS if _channel(settings, target) is not None)

    def is_set_up(self, guild_id: GuildId) -> bool:
        """Return whether a server has a channel in which anything is announced."""
        return self.channel(guild_id, OFFICE_HOURS) is not None

    async def choose(
        self, guild_id: GuildId, setting: str, value: int | None, *, by: UserId
    ) -> GuildSettings:
        """Store one choice, made by a person, and return the server's settings. Raises EveryonesRole."""
        rules.check_choice(guild_id, setting, value)
        at = self._clock.now()

        def work(db: Tables) -> GuildSettings:
            before = store.settings_of(db, guild_id)
            settings = store.choose(db, guild_id, setting, value, by, at)
            for follower in self._followers if setting in CHANNELS and settings != before else ():
                follower(db, guild_id)
            return settings

        settings = await self._db.write(work)
        self._known[guild_id] = settings
        return settings

    async def board(self, guild_id: GuildId, board: str) -> tuple[int, int] | None:
        """Return where a board is: (channel id, message id); None if it was never posted."""
        return await self._db.read(lambda db: store.board(db, guild_id, board))

    def keep_place(
        self, db: Tables, guild_id: GuildId, board: str, place: tuple[ChannelId, MessageId]
    ) -> None:
        """Remember where a board is, (channel id, message id), within another change's transaction."""
        store.keep_board(db, guild_id, board, *place)

    async def keep_board(
        self, guild_id: GuildId, board: str, channel_id: ChannelId, message_id: MessageId
    ) -> None:
        """Remember where a board has been posted."""
        await self._db.write(
            lambda db: store.keep_board(db, guild_id, board, channel_id, message_id)
        )

    async def see(self, user_id: UserId, guild_id: GuildId) -> None:
        """Remember that somebody uses the bot in a server."""
        await self._db.write(lambda db: store.see(db, user_id, guild_id))

    async def choose_home(self, user_id: UserId, guild_id: GuildId) -> None:
        """Remember which server somebody's direct messages are about."""
        await self._db.write(lambda db: store.choose_home(db, user_id, guild_id))

    async def homes(self, user_id: UserId) -> dict[GuildId, bool]:
        """Return the servers in which somebody uses the bot, each with whether they have chosen it."""
        return await self._db.read(lambda db: store.homes(db, user_id))

    async def synced_hash(self, application_id: int) -> str | None:
        """Return the hash of the commands that Discord last got from this application."""
        return await self._db.read(lambda db: store.synced_hash(db, application_id))

    async def keep_synced_hash(self, application_id: int, hash: str) -> None:
        """Remember the hash of the commands that Discord has just got."""
        await self._db.write(lambda db: store.keep_synced_hash(db, application_id, hash))


def _channel(settings: GuildSettings, target: str) -> int | None:
    if target == OFFICE_HOURS:
        return settings.office_hours_channel or settings.announcements_channel
    return {
        ANNOUNCEMENTS: settings.announcements_channel,
        STAFF: settings.staff_channel,
    }.get(target)
