"""What a server can set, as data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from bot.guilds.errors import EveryonesRole
from bot.ids import ChannelId, GuildId

Setting = Literal[
    "announcements_channel",
    "office_hours_channel",
    "staff_channel",
    "staff_role",
    "judge_role",
    "registered_role",
    "affiliate_role",
    "listener_role",
]


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A server's choices: Discord ids of channels and roles; None where nothing was chosen."""

    guild_id: GuildId
    announcements_channel: ChannelId | None = None
    office_hours_channel: ChannelId | None = None
    staff_channel: ChannelId | None = None
    staff_role: int | None = None
    judge_role: int | None = None
    registered_role: int | None = None
    affiliate_role: int | None = None
    listener_role: int | None = None


SETTINGS: tuple[str, ...] = tuple(f.name for f in fields(GuildSettings) if f.name != "guild_id")
CHANNELS: tuple[str, ...] = tuple(name for name in SETTINGS if name.endswith("_channel"))
ROLES: tuple[str, ...] = tuple(name for name in SETTINGS if name.endswith("_role"))


def check_choice(guild_id: GuildId, setting: str, value: int | None) -> None:
    """Refuse the role of everybody, which has the id of its server, for some of them. Raises EveryonesRole."""
    if setting in ROLES and value == guild_id:
        raise EveryonesRole(setting)


def missing(settings: GuildSettings) -> list[str]:
    """List what is not chosen yet, in the order of `/setup`."""
    return [name for name in SETTINGS if getattr(settings, name) is None]
