"""Servers that aren't set up cost a running bot nothing; nothing stale leaves it after a start."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import ledger
from bot.delivery.model import ANNOUNCEMENTS, Notice, Row
from bot.library.library import CourseLibrary
from bot.reminders.rules import GONE
from tests.discord.world import World, world_at
from tests.instants import et


async def every_row(world: World) -> list[Row]:
    return await world.app.db.read(lambda db: ledger.rows_where(db, "1 = 1", []))


async def test_a_running_bot_plans_and_arms_nothing_for_servers_that_have_never_run_setup(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 10), library, tmp_path, configured=False) as world:
        for number in range(20):
            world.env.create_guild(f"Course {number}")
        await world.advance(61)
        await world.restart()
        await world.advance(61)
        assert await every_row(world) == []
        assert await world.app.delivery.open_rows() == []


async def test_setup_plans_a_servers_reminders_at_once(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 10), library, tmp_path, configured=False) as world:
        channel = world.channels["announcements"]
        await world.app.guilds.choose(world.guild.id, "announcements_channel", channel.id, by=1)
        assert any(row.notice.kind == "deadline" for row in await every_row(world))


@pytest.mark.parametrize("minutes", [-1, 30])
async def test_what_the_course_has_dropped_while_the_bot_was_away_is_never_sent(
    world: World, minutes: int
) -> None:
    due = et(1, 26, 10, 30) + timedelta(minutes=minutes)
    old = Notice("deadline:dropped:3h", "deadline", ANNOUNCEMENTS, "dropped", due, due, et(1, 27))
    world.clock.tick()
    await world.advance(30 * 60)
    await world.app.db.write(lambda db: ledger.add(db, world.guild.id, old))
    await world.restart()
    await world.advance(60 * 60)
    (row,) = await world.app.delivery.rows(world.guild.id, [old.key])
    assert (row.state, row.why) == ("skipped", GONE)


@pytest.mark.provokes_incident
async def test_a_failed_plan_of_one_server_keeps_no_other_from_being_planned(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = world.env.create_guild("Other")
    await world.app.guilds.choose(other.id, "announcements_channel", 1, by=1)
    await world.app.db.write(lambda db: db.execute("DELETE FROM notices"))
    replan, bad = type(world.app.reminders).replan, world.guild.id

    async def unlucky(self: object, guild_id: int, *args: object) -> None:
        if guild_id == bad:
            raise RuntimeError("planted")
        await replan(self, guild_id, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(type(world.app.reminders), "replan", unlucky)
    await world.restart()
    await world.advance(1)
    guilds = {row.guild_id for row in await every_row(world) if row.notice.kind == "deadline"}
    assert guilds == {other.id}
    assert "planted" in caplog.text
