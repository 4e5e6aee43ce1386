"""A server's settings on a real file."""

from __future__ import annotations

import pytest

from bot.clock import BorrowedClock, WallClock
from bot.database import Database, rows
from bot.guilds.errors import EveryonesRole
from bot.guilds.rules import GuildSettings
from bot.guilds.store import GuildSettingsService
from tests.instants import et


def service(db: Database) -> GuildSettingsService:
    return GuildSettingsService(db, BorrowedClock(lambda: et(1, 18, 9)))


async def test_choices_of_servers_do_not_mix_and_outlive_the_process(db: Database) -> None:
    first = service(db)
    await first.choose(1, "staff_role", 10, by=5)
    await first.choose(2, "staff_role", 20, by=6)
    await first.choose(1, "judge_role", 11, by=5)
    again = service(db)
    assert again.of(1) == GuildSettings(1)
    await again.load()
    assert again.of(1) == GuildSettings(1, staff_role=10, judge_role=11)
    assert again.of(2).staff_role == 20
    assert again.of(3) == GuildSettings(3) and again.of(None) == GuildSettings(0)


async def test_who_changed_what_when_is_kept(db: Database) -> None:
    await service(db).choose(1, "staff_role", 10, by=5)
    [row] = await db.read(lambda d: rows(d, "SELECT * FROM guild_settings"))
    assert (row["changed_by"], row["changed_at"]) == (5, et(1, 18, 9).isoformat())


async def test_an_unknown_setting_is_refused(db: Database) -> None:
    with pytest.raises(ValueError, match="no such setting"):
        await service(db).choose(1, "guild_id; DROP TABLE guild_settings", 1, by=5)


async def test_the_role_of_everybody_is_refused_and_nothing_is_stored(db: Database) -> None:
    settings = service(db)
    with pytest.raises(EveryonesRole, match="staff role"):
        await settings.choose(7, "staff_role", 7, by=5)
    assert settings.of(7) == GuildSettings(7)
    assert (await settings.choose(7, "staff_channel", 7, by=5)).staff_channel == 7


def test_the_wall_clock_is_aware() -> None:
    assert WallClock().now().utcoffset() is not None


async def test_only_a_channel_that_changes_has_anything_planned_anew(db: Database) -> None:
    settings = service(db)
    planned: list[int] = []
    settings.follow(lambda _, guild_id: planned.append(guild_id))
    for channel in (11, 11, 11, 12, 12):
        await settings.choose(1, "announcements_channel", channel, by=5)
    assert planned == [1, 1]
