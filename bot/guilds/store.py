"""A server's settings and what else is kept of it: read from memory, written through to the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlite_utils import Migrations

from bot.clock import Clock
from bot.database import Database, Tables, rows
from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, STAFF
from bot.guilds import rules
from bot.guilds.rules import CHANNELS, SETTINGS, GuildSettings
from bot.ids import ChannelId, GuildId, MessageId, UserId
from bot.permissions import CourseRole

migrations = Migrations("guilds")


@migrations()
def create_tables(db: Tables) -> None:
    """Settings by guild, and the hash of the commands that each application has registered."""
    db.execute(
        """CREATE TABLE guild_settings (
            guild_id INTEGER PRIMARY KEY,
            announcements_channel INTEGER,
office_hours_channel INTEGER,
staff_channel INTEGER,
staff_role INTEGER,
judge_role INTEGER,
registered_role INTEGER,
affiliate_role INTEGER,
listener_role INTEGER,
            changed_at TEXT NOT NULL,
            changed_by INTEGER NOT NULL
        ) STRICT"""
    )
    db.execute(
        """CREATE TABLE synced_commands (
            application_id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL
        ) STRICT"""
    )


@migrations()
def create_boards(db: Tables) -> None:
    """Messages that are edited in place: which message holds which board of a server."""
    db.execute(
        """CREATE TABLE boards (
            guild_id INTEGER NOT NULL,
            board TEXT NOT NULL,
            channel_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            PRIMARY KEY (guild_id, board)
        ) STRICT, WITHOUT ROWID"""
    )


@migrations()
def create_homes(db: Tables) -> None:
    """In which servers somebody uses the bot, and which of them their direct messages are about."""
    db.execute(
        """CREATE TABLE homes (
            user_id INTEGER NOT NULL,
            guild_id INTEGER NOT NULL,
            chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
            PRIMARY KEY (user_id, guild_id)
        ) STRICT, WITHOUT ROWID"""
    )


def see(db: Tables, user_id: UserId, guild_id: GuildId) -> None:
    """Remember that somebody uses the bot in a server."""
    sql = "INSERT INTO homes (user_id, guild_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
    db.execute(sql, [user_id, guild_id])


def choose_home(db: Tables, user_id: UserId, guild_id: GuildId) -> None:
    """Remember which server somebody's direct messages are about."""
    see(db, user_id, guild_id)
    db.execute("UPDATE homes SET chosen = (guild_id = ?) WHERE user_id = ?", [guild_id, user_id])


def homes(db: Tables, user_id: UserId) -> dict[GuildId, bool]:
    """Read the servers in which somebody uses the bot, each with whether they have chosen it."""
    found = rows(db, "SELECT guild_id, chosen FROM homes WHERE user_id = ?", [user_id])
    return {GuildId(int(row["guild_id"])): bool(row["chosen"]) for row in found}


def place_of(db: Tables, guild_id: GuildId, board: str) -> tuple[int, int] | None:
    """Read where a board is: (channel id, message id)."""
    sql = "SELECT channel_id, message_id FROM boards WHERE guild_id = ? AND board = ?"
    found = rows(db, sql, [guild_id, board])
    return (int(found[0]["channel_id"]), int(found[0]["message_id"])) if found else None


def keep_board(
    db: Tables, guild_id: GuildId, board: str, channel_id: ChannelId, message_id: MessageId
) -> None:
    """Remember where a board is."""
    db.execute(
        """INSERT INTO boards VALUES (?, ?, ?, ?) ON CONFLICT (guild_id, board)
        DO UPDATE SET channel_id = excluded.channel_id, message_id = excluded.message_id""",
        [guild_id, board, channel_id, message_id],
    )


def all_settings(db: Tables) -> list[GuildSettings]:
    """Read every server's settings."""
    return [_settings(row) for row in rows(db, "SELECT * FROM guild_settings")]


def settings_of(db: Tables, guild_id: GuildId) -> GuildSettings:
    """Read a server's settings; all unset for a server that has chosen nothing."""
    found = rows(db, "SELECT * FROM guild_settings WHERE guild_id = ?", [guild_id])
    return _settings(found[0]) if found else GuildSettings(guild_id)


def store_choice(
    db: Tables, guild_id: GuildId, setting: str, value: int | None, by: UserId, at: datetime
) -> GuildSettings:
    """Store one choice of a server and give all of them. `setting` is one of `SETTINGS`."""
    if setting not in SETTINGS:
        raise ValueError(f"no such setting: {setting}")
    db.execute(
        f"""INSERT INTO guild_settings (guild_id, {setting}, changed_at, changed_by) VALUES (?, ?, ?, ?)
        ON CONFLICT (guild_id) DO UPDATE SET {setting} = excluded.{setting},
            changed_at = excluded.changed_at, changed_by = excluded.changed_by""",
        [guild_id, value, at.isoformat(), by],
    )
    return settings_of(db, guild_id)


def _settings(row: dict[str, Any]) -> GuildSettings:
    return GuildSettings(row["guild_id"], **{name: row[name] for name in SETTINGS})


Follower = Callable[[Tables, GuildId], object]

TARGETS = (ANNOUNCEMENTS, OFFICE_HOURS, STAFF)
"""What goes to a channel that a server chooses."""


def roles_named(settings: GuildSettings) -> dict[CourseRole, int]:
    """Return the Discord role for each role in the course that has one. The role of everybody tells nobody apart."""
    chosen = {
        CourseRole.STAFF: settings.staff_role,
        CourseRole.JUDGE: settings.judge_role,
        CourseRole.REGISTERED: settings.registered_role,
        CourseRole.AFFILIATE: settings.affiliate_role,
        CourseRole.LISTENER: settings.listener_role,
    }
    return {role: id for role, id in chosen.items() if id not in (None, settings.guild_id)}


class GuildSettingsService:
    """Every server's settings. Call `load` once before use.

    Attributes:
        roles: the Discord role for each role in the course that has one, by server: every press asks for it.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._known: dict[GuildId, GuildSettings] = {}
        self.roles: dict[GuildId, dict[CourseRole, int]] = {}
        self._followers: list[Follower] = []

    def follow(self, follower: Follower) -> None:
        """Have a function called in the transaction in which a server chooses a channel."""
        self._followers.append(follower)

    async def load(self) -> None:
        """Read all settings into memory: they are needed at every command."""
        self._known = {s.guild_id: s for s in await self._db.read(all_settings)}
        self.roles = {id: roles_named(settings) for id, settings in self._known.items()}

    def of(self, guild_id: GuildId | None) -> GuildSettings:
        """Return a server's settings; all unset for a server that has chosen nothing."""
        return self._known.get(guild_id or GuildId(0)) or GuildSettings(guild_id or GuildId(0))

    def channel(self, guild_id: GuildId, target: str) -> int | None:
        """Return the channel that a server has chosen for what goes to `channel:announcements` and the like."""
        return _channel(self.of(guild_id), target)

    def targets_in(self, db: Tables, guild_id: GuildId) -> frozenset[str]:
        """Return the targets that a server has a channel for, as it is within a transaction."""
        settings = settings_of(db, guild_id)
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
            before = settings_of(db, guild_id)
            settings = store_choice(db, guild_id, setting, value, by, at)
            for follower in self._followers if setting in CHANNELS and settings != before else ():
                follower(db, guild_id)
            return settings

        settings = await self._db.write(work)
        self._known[guild_id], self.roles[guild_id] = settings, roles_named(settings)
        return settings

    async def board(self, guild_id: GuildId, board: str) -> tuple[int, int] | None:
        """Return where a board is: (channel id, message id); None if it was never posted."""
        return await self._db.read(lambda db: place_of(db, guild_id, board))

    def keep_place(
        self, db: Tables, guild_id: GuildId, board: str, place: tuple[ChannelId, MessageId]
    ) -> None:
        """Remember where a board is, (channel id, message id), within another change's transaction."""
        keep_board(db, guild_id, board, *place)

    async def keep_board(
        self, guild_id: GuildId, board: str, channel_id: ChannelId, message_id: MessageId
    ) -> None:
        """Remember where a board has been posted."""
        await self._db.write(lambda db: keep_board(db, guild_id, board, channel_id, message_id))

    async def see(self, user_id: UserId, guild_id: GuildId) -> None:
        """Remember that somebody uses the bot in a server."""
        await self._db.write(lambda db: see(db, user_id, guild_id))

    async def choose_home(self, user_id: UserId, guild_id: GuildId) -> None:
        """Remember which server somebody's direct messages are about."""
        await self._db.write(lambda db: choose_home(db, user_id, guild_id))

    async def homes(self, user_id: UserId) -> dict[GuildId, bool]:
        """Return the servers in which somebody uses the bot, each with whether they have chosen it."""
        return await self._db.read(lambda db: homes(db, user_id))


def _channel(settings: GuildSettings, target: str) -> int | None:
    if target == OFFICE_HOURS:
        return settings.office_hours_channel or settings.announcements_channel
    return {
        ANNOUNCEMENTS: settings.announcements_channel,
        STAFF: settings.staff_channel,
    }.get(target)
