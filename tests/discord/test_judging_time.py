"""Judging that closes by itself: what judges and staff hear, and what a time that is moved leaves behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.competitions.model import BallotRequest
from bot.library.library import CourseLibrary
from tests.discord.judging import all_scored, ballot, close, pitch_day, score, state_of
from tests.discord.test_groups import dms
from tests.discord.test_hand_ins import staff_channel
from tests.discord.world import World, read, text_of
from tests.instants import et

HOUR = 3600.0
LEFT = "of Final project competition left to score"


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Pitch day at 1:00 PM, judging open without a time to close."""
    async with pitch_day(library, tmp_path) as world:
        yield world


def nagged(day: World, name: str) -> int:
    return sum(LEFT in text for text in dms(day.person(name)))


async def until(day: World, instant: datetime) -> None:
    await day.advance((instant - day.clock.now()).total_seconds())


async def open_until(day: World, typed: str) -> str:
    return read(await day.slash(day.person("sam"), "judging open", until=typed))


def closed_posts(day: World) -> list[Any]:
    history = day.channels["staff"].history()
    return [m for m in history if "has closed, as planned" in text_of(m)]


async def test_the_time_is_said_when_judging_is_opened(day: World) -> None:
    five = int(et(1, 29, 17).timestamp())
    assert f"It closes by itself <t:{five}:F> (<t:{five}:R>)." in await open_until(day, "5pm")
    progress = read(await day.slash(day.person("sam"), "judging progress"))
    assert f"Judging is open. It closes <t:{five}:F>" in progress
    assert "isn't a time I can use: that has passed" in await open_until(day, "jan 29 2021 10:00")


async def test_judging_closes_by_itself_and_staff_are_told(day: World) -> None:
    await open_until(day, "in 2 hours")
    await score(day, day.person("joy"), 1, 5, 5, 5)
    await until(day, et(1, 29, 15, 0, 1))
    assert await state_of(day) == "closed"
    [told] = closed_posts(day)
    assert "1 ballot. Before publishing:" in text_of(told)
    assert f"<@{day.person('kim').id}> hasn't scored anything" in text_of(told)
    await until(day, et(1, 29, 15, 32))
    assert len(closed_posts(day)) == 1


async def test_a_ballot_after_the_time_is_refused_even_before_the_close_is_noted(
    day: World,
) -> None:
    joy = day.person("joy")
    await open_until(day, "in 2 hours")
    opened = await joy.click((await day.slash(joy, "scores", entry=1)).response, label="Score")

    async def nothing() -> int:
        return 0

    day.bot.delivery._dispatcher.sweep = nothing  # type: ignore[method-assign]
    await until(day, et(1, 29, 15, 0, 1))
    refused = read(await joy.submit_modal(opened, ballot(5, 5, 5, feedback="late thoughts")))
    assert "Judging is closed, so this wasn't stored" in refused and "late thoughts" in refused
    assert await state_of(day) == "closed"
    await day.restart()
    await day.advance(1)
    assert len(closed_posts(day)) == 1


async def test_a_ballot_pressed_in_time_counts_though_the_close_was_noted_first(
    day: World,
) -> None:
    await open_until(day, "in 2 hours")
    await until(day, et(1, 29, 15, 0, 1))
    guild, joy = day.guild.id, day.person("joy")
    contest = day.app.judging.contest(guild, None)
    request = BallotRequest(joy.id, 1, ["5", "5", "5"], et(1, 29, 14, 59, 59))
    assert (await day.app.ballots.record(guild, contest, request)).version == 1


async def test_one_press_gives_more_time_and_tells_who_misses_something(day: World) -> None:
    await open_until(day, "in 2 hours")
    for number in (1, 2, 3):
        await score(day, day.person("kim"), number, 3, 3, 3)
    await until(day, et(1, 29, 15, 0, 1))
    before = nagged(day, "joy")
    sam = day.person("sam")
    assert "This is for staff" in read(
        await day.person("joy").click(closed_posts(day)[0], label="30 more minutes")
    )
    more = await sam.click(closed_posts(day)[0], label="30 more minutes")
    assert "judging is open" in text_of(more.response) and await state_of(day) == "open"
    assert nagged(day, "joy") == before + 1 and nagged(day, "kim") == 0
    await day.advance(31 * 60)
    assert await state_of(day) == "closed" and len(closed_posts(day)) == 1
    assert staff_channel(day).count("has closed, as planned") == 1


async def test_more_time_is_refused_once_things_have_moved_on(day: World) -> None:
    await all_scored(day)
    await open_until(day, "in 2 hours")
    await until(day, et(1, 29, 15, 0, 1))
    await day.slash(day.person("sam"), "judging publish")
    stale = await day.person("sam").click(closed_posts(day)[0], label="30 more minutes")
    assert "This has changed since that message" in read(stale)
    assert await state_of(day) == "requested"


async def test_missing_ballots_are_nagged_about_once_at_two_moments(day: World) -> None:
    joy, kim = day.person("joy"), day.person("kim")
    await open_until(day, "in 4 hours")
    for number in (1, 2, 3):
        await score(day, kim, number, 3, 3, 3)
    await score(day, joy, 1, 3, 3, 3)
    await until(day, et(1, 29, 15, 0, 1))
    assert dms(joy)[-1].startswith("### ⚖️ 2 entries of Final project competition left to score\n")
    await until(day, et(1, 29, 16))
    assert nagged(day, "joy") == 1
    await until(day, et(1, 29, 16, 30, 1))
    assert nagged(day, "joy") == 2
    await until(day, et(1, 29, 18))
    assert nagged(day, "joy") == 2 and nagged(day, "kim") == 0


async def test_a_second_time_replaces_the_first_with_its_reminders(day: World) -> None:
    await open_until(day, "in 4 hours")
    await day.advance(60)
    await open_until(day, "in 8 hours")
    rows = await day.app.delivery.about(day.guild.id, "contest:pitches")
    why = [row.why for row in rows if row.state == "skipped"]
    assert why == ["judging closes at another time"] * 5, "two judges' two reminders, and the close"
    await until(day, et(1, 29, 17, 0, 30))
    assert await state_of(day) == "open" and nagged(day, "joy") == 0
    for moment in (et(1, 29, 17, 1, 1), et(1, 29, 20, 31, 1), et(1, 29, 21, 1, 1)):
        await until(day, moment)
    assert await state_of(day) == "closed" and nagged(day, "joy") == 2
    assert len(closed_posts(day)) == 1


async def test_whoever_is_appointed_later_is_reminded_too(day: World) -> None:
    await open_until(day, "in 4 hours")
    await day.advance(HOUR)
    await day.slash(day.person("sam"), "judging appoint", person=day.person("pat").user)
    assert "0 of 3 scored" in dms(day.person("pat"))[0]
    await until(day, et(1, 29, 16, 30, 1))
    assert nagged(day, "pat") == 2


async def test_staff_who_close_first_end_what_was_planned(day: World) -> None:
    await open_until(day, "in 4 hours")
    await close(day)
    await until(day, et(1, 29, 17, 1))
    assert nagged(day, "joy") == 0 and closed_posts(day) == []
    reopened = read(await day.slash(day.person("sam"), "judging reopen"))
    assert "judging is open" in reopened and "closes by itself" not in reopened


async def test_a_pause_keeps_the_time(day: World) -> None:
    await open_until(day, "in 4 hours")
    await day.slash(day.person("sam"), "judging pause")
    await until(day, et(1, 29, 16, 45))
    assert nagged(day, "joy") == 0, "nobody is reminded of what they can't do now"
    again = read(await day.slash(day.person("sam"), "judging open"))
    assert "It closes by itself" in again
    await until(day, et(1, 29, 17, 0, 1))
    assert await state_of(day) == "closed" and len(closed_posts(day)) == 1


async def test_the_close_is_noted_where_no_staff_channel_is_chosen(day: World) -> None:
    await day.app.guilds.choose(day.guild.id, "staff_channel", None, by=1)
    await open_until(day, "in 1 hour")
    await day.advance(HOUR + timedelta(seconds=1).total_seconds())
    contest = day.app.judging.contest(day.guild.id, None)
    assert (await day.app.judging.judging(day.guild.id, contest)).state == "closed"
