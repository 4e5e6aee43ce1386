"""Pitch day: the panel, the clock across a crash, phase messages once each, and the judges' cards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.library.library import CourseLibrary
from tests.discord.test_groups import dms
from tests.discord.test_judging import ballot, set_up
from tests.discord.test_reminders import posts
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        await set_up(world)
        await world.slash(world.person("sam"), "pitch plan")
        yield world


async def panel(day: World) -> Any:
    return (await day.slash(day.person("sam"), "pitch panel")).response


async def press(day: World, message: Any, label: str) -> Any:
    return await day.person("sam").click(message, label=label)


def timed(day: World) -> list[str]:
    return [
        t.removeprefix("### ")
        for t in posts(day)
        if t.startswith(("### ⏳", "### 🔔 Time! Group 1 has"))
    ]


async def test_a_pitch_from_start_to_the_judges_card(day: World) -> None:
    shown = await panel(day)
    assert "### 🎤 Next: Group 1 · Sketches from Sound" in text_of(shown)
    assert list(buttons_of(shown)) == ["Start group 1", "Group 1 isn't here"]
    started = await press(day, shown, "Start group 1")
    assert "### 🎤 Group 1 · Sketches from Sound is speaking · ends <t:" in text_of(
        started.response
    )
    board = [t for t in posts(day) if "is speaking" in t]
    assert len(board) == 1 and "Then: group 2, group 3" in board[0]
    await day.advance(150)
    assert timed(day) == ["⏳ Group 1: 30 seconds left"]
    await day.advance(20)
    await day.advance(10)
    await day.advance(61)
    assert timed(day) == [
        "⏳ Group 1: 30 seconds left", "⏳ Group 1: 10 seconds left", "🔔 Time! Group 1 has had its 3 minutes",
    ]  # fmt: skip
    [board] = [t for t in posts(day) if "Then: group 2" in t]
    assert board.startswith("### 🔔 Time! Group 1 · Sketches from Sound")
    ended = await press(day, started.response, "End")
    assert "### 🎤 Next: Group 2" in text_of(ended.response)
    assert "🎤 **Group 1 has just pitched**" in dms(day.person("joy"))[-1]
    order = read(await day.slash(day.person("ana"), "pitch order"))
    assert "✅ Group 1 · Sketches from Sound · 4 min 1 s, 1 min 1 s over" in order
    assert "✅ Presented live" in read(await day.slash(day.person("ana"), "progress"))


async def test_killed_in_mid_pitch_the_clock_is_right_and_nothing_is_doubled(day: World) -> None:
    await press(day, await panel(day), "Start group 1")
    await day.advance(150)
    assert timed(day) == ["⏳ Group 1: 30 seconds left"]
    session = await day.app.pitches.session(day.guild.id)
    await day.restart()
    assert await day.app.pitches.session(day.guild.id) == session
    await day.advance(20)
    await day.advance(10)
    await day.advance(61)
    assert timed(day) == [
        "⏳ Group 1: 30 seconds left", "⏳ Group 1: 10 seconds left", "🔔 Time! Group 1 has had its 3 minutes",
    ]  # fmt: skip


async def test_a_pause_holds_the_messages_back(day: World) -> None:
    shown = await press(day, await panel(day), "Start group 1")
    await day.advance(100)
    paused = await press(day, shown.response, "Pause")
    assert "the clock stands still, 1 min 20 s left" in text_of(paused.response)
    await day.advance(600)
    assert timed(day) == []
    resumed = await press(day, paused.response, "Resume")
    assert list(buttons_of(resumed.response)) == ["End", "Pause", "Back", "Refresh"]
    await day.advance(50)
    await day.advance(61)
    assert timed(day)[0] == "⏳ Group 1: 30 seconds left" and "Time!" in timed(day)[-1]


async def test_ending_early_and_taking_back_withdraw_the_messages(day: World) -> None:
    shown = await press(day, await panel(day), "Start group 1")
    ended = await press(day, shown.response, "End")
    back = await press(day, ended.response, "Back")
    assert "### 🎤 Next: Group 1" in text_of(back.response)
    await day.advance(400)
    assert timed(day) == []
    again = await press(day, back.response, "Start group 1")
    await day.advance(150)
    assert timed(day) == ["⏳ Group 1: 30 seconds left"]
    assert "is speaking" in text_of(again.response)


async def test_a_group_that_is_not_there_moves_to_the_end_and_is_then_out(day: World) -> None:
    shown = await press(day, await panel(day), "Group 1 isn't here")
    assert "### 🎤 Next: Group 2" in text_of(shown.response)
    for _ in range(2):
        shown = await press(day, shown.response, next(iter(buttons_of(shown.response))))
        shown = await press(day, shown.response, "End")
    assert "Group 1 is out" in buttons_of(shown.response)
    out = await press(day, shown.response, "Group 1 is out")
    assert "### 🎤 All groups have pitched" in text_of(out.response)


async def test_members_check_in_and_staff_see_it(day: World) -> None:
    ana = day.person("ana")
    assert "Group 1 is checked in" in read(await day.slash(ana, "pitch check-in"))
    shown = text_of(await panel(day))
    assert "Group 1: checked in ✅" in shown and "1 of 3 groups have checked in" in shown
    assert "You are in no group" in read(await day.slash(day.person("joy"), "pitch check-in"))


async def test_the_panel_is_for_staff_and_a_late_press_is_harmless(day: World) -> None:
    shown = await panel(day)
    assert "This is for staff" in read(await day.person("ana").click(shown, label="Start group 1"))
    old = list(buttons_of(shown))
    assert old[0] == "Start group 1"
    await press(day, shown, "Start group 1")
    other = await panel(day)
    await press(day, other, "Pause")
    twice = await day.person("sam").click(await panel(day), label="Resume")
    assert "is speaking" in text_of(twice.response)
    replanned = read(await day.slash(day.person("sam"), "pitch plan", order="shuffled", seed=7))
    assert "the session has begun" in replanned


async def test_a_shuffled_order_shows_its_seed(day: World) -> None:
    planned = read(await day.slash(day.person("sam"), "pitch plan", order="shuffled", seed=7))
    assert "Shuffled with the seed 7: anyone can repeat it." in planned
    bad = read(await day.slash(day.person("sam"), "pitch plan", order="1, 1"))
    assert "a group is named twice" in bad


async def test_estimates_begin_with_the_session(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 29, 9), library, tmp_path) as world:
        await set_up(world)
        planned = read(await world.slash(world.person("sam"), "pitch plan"))
        assert f"about <t:{int(et(1, 29, 13).timestamp())}:t>" in planned


async def test_without_a_session_that_is_said(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        assert "No pitch session is planned yet" in await world.use("ana", "pitch order")
        sam = world.person("sam", "staff")
        assert "No group has signed up" in read(await world.slash(sam, "pitch plan"))


async def test_two_servers_have_two_sessions(day: World) -> None:
    other = day.guild.id + 1
    await day.app.groups.sign_up(other, 77, "T", "I", [], et(1, 20, 12))
    await day.app.pitches.plan(other, "number", 0)
    await press(day, await panel(day), "Start group 1")
    assert (await day.app.pitches.session(other)).running is None
    await day.app.pitches.press(other, "start", et(1, 29, 13))
    assert (await day.app.pitches.session(day.guild.id)).running is not None


async def test_judges_score_while_the_session_runs(day: World) -> None:
    joy = day.person("joy")
    shown = await press(day, await panel(day), "Start group 1")
    await press(day, shown.response, "End")
    card = joy.user.dm_channel.history()[-1]
    opened = await joy.user.click(card, label="Score")
    waiting = await panel(day)
    assert "⚖️ 0 of 2 judges have scored group 1." in text_of(waiting)
    done = await joy.user.submit_modal(opened, ballot(5, 5, 5))
    assert "Stored for Group 1: 5.000" in text_of(done.response)
    looked = await press(day, waiting, "Refresh")
    assert "⚖️ 1 of 2 judges have scored group 1." in text_of(looked.response)
