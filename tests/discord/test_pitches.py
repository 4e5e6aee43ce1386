"""Pitch day: the panel, the clock across a crash, phase messages once each, and the judges' cards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.client.layout import Card, Press, lay_out
from bot.client.look import KINDS
from bot.groups.model import SignUp
from bot.library.library import CourseLibrary
from bot.presentations.ui.handlers import panel_reply
from tests.discord.judging import SIGNED_UP, ballot, set_up
from tests.discord.kinds import abroad
from tests.discord.test_groups import dms
from tests.discord.test_reminders import posts
from tests.discord.world import World, buttons_of, newest, read, text_of, world_at
from tests.instants import et


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        await set_up(world)
        await world.slash(world.person("sam"), "staff pitch plan")
        yield world


async def panel(day: World) -> Any:
    return (await day.slash(day.person("sam"), "staff pitch panel")).response


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
    assert list(buttons_of(shown)) == [
        "Start group 1",
        "Group 1 isn't here",
        "Change the order",
        "Refresh",
    ]
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
    assert "✅ Group 1 · Sketches from Sound · **yours** · 4 min 1 s, 1 min 1 s over" in order
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
    assert "the clock is paused, 1 min 20 s left" in text_of(paused.response)
    await day.advance(600)
    assert timed(day) == []
    resumed = await press(day, paused.response, "Resume")
    assert list(buttons_of(resumed.response)) == [
        "End", "Pause", "Change the order", "Start over", "Undo: group 1's clock running again", "Refresh",
    ]  # fmt: skip
    await day.advance(50)
    await day.advance(61)
    assert timed(day)[0] == "⏳ Group 1: 30 seconds left" and "Time!" in timed(day)[-1]


async def test_ending_early_and_taking_back_withdraw_the_messages(day: World) -> None:
    shown = await press(day, await panel(day), "Start group 1")
    ended = await press(day, shown.response, "End")
    back = await press(day, ended.response, "Group 1 again")
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
    assert "### 🎤 All groups that were here have pitched" in text_of(out.response)


async def test_members_check_in_and_staff_see_it(day: World) -> None:
    ana = day.person("ana")
    assert "Group 1 is checked in" in read(await day.slash(ana, "pitch check-in"))
    shown = text_of(await panel(day))
    assert "Group 1: checked in ✅" in shown and "1 of 3 groups have checked in" in shown
    assert "You're not in a group yet" in read(await day.slash(day.person("joy"), "pitch check-in"))


async def test_the_panel_is_for_staff(day: World) -> None:
    shown = await panel(day)
    assert "This is for staff" in read(await day.person("ana").click(shown, label="Start group 1"))
    assert (await day.app.pitches.session(day.guild.id)).running is None


async def test_staff_of_another_server_cannot_press(day: World) -> None:
    shown = await panel(day)
    visitor = await abroad(day, day.person("eve").user)
    there = visitor.guild.channels["general"]
    copy: Any = day.bot.get_channel(there.id)
    await copy.send(view=await panel_reply(day.bot, day.guild.id))
    await day.env.settle()
    answer = read(await visitor.click(newest(there), label="Start group 1"))
    assert answer.startswith("**This belongs to another server, so nothing was done.**")
    assert (await day.app.pitches.session(day.guild.id)).running is None
    assert "is speaking" in text_of((await press(day, shown, "Start group 1")).response)


async def test_a_second_panel_says_what_was_pressed_on_the_first_and_shows_it(day: World) -> None:
    first, second = await panel(day), await panel(day)
    await press(day, first, "Start group 1")
    late = await day.person("sam").click(second, label="Group 1 isn't here")
    answer = read(late)
    assert answer.startswith("**Nothing was changed: the session has moved on since you saw that")
    assert f"Last: group 1 started, by <@{day.person('sam').id}>" in answer
    shown = newest(day.general)
    assert "is speaking" in text_of(shown) and "Group 1 isn't here" not in buttons_of(shown)
    paused = await press(day, shown, "Pause")
    assert "the clock is paused" in text_of(paused.response)


async def test_a_panel_from_before_its_buttons_named_what_it_showed_is_brought_up_to_date(
    day: World,
) -> None:
    channel: Any = day.bot.get_channel(day.general.id)
    card = Card(KINDS["staff"], ("An old panel",), (Press("Start", f"pitch:start:{day.guild.id}"),))
    await channel.send(view=lay_out(card))
    await day.env.settle()
    answer = read(await day.person("sam").click(newest(day.general), label="Start"))
    assert answer.startswith("**Nothing was changed")
    assert "Start group 1" in buttons_of(newest(day.general))


async def test_the_last_press_can_be_taken_back_from_the_panel(day: World) -> None:
    shown = await press(day, await panel(day), "Group 1 isn't here")
    undone = await press(day, shown.response, "Undo: group 1 moved to the end")
    assert "### 🎤 Next: Group 1" in text_of(undone.response)
    assert "Last: taken back: group 1 moved to the end" in text_of(undone.response)
    started = await press(day, undone.response, "Start group 1")
    ended = await press(day, started.response, "End")
    await day.restart()
    again = await press(day, ended.response, "Undo: group 1 ended")
    assert "### 🎤 Group 1 · Sketches from Sound is speaking" in text_of(again.response)
    assert "✅ Presented live" not in read(await day.slash(day.person("ana"), "progress"))


async def reorder(day: World, message: Any, typed: str) -> Any:
    opened = await press(day, message, "Change the order")
    return await day.person("sam").submit_modal(opened, {"order": typed})


async def test_the_order_is_changed_while_the_session_runs(day: World) -> None:
    started = await press(day, await panel(day), "Start group 1")
    opened = await press(day, started.response, "Change the order")
    [field] = opened.modal["components"]
    assert field["component"]["value"] == "2, 3"
    moved = await day.person("sam").submit_modal(opened, {"order": "3"})
    assert "Then: group 3, group 2" in text_of(moved.response)
    [board] = [t for t in posts(day) if "is speaking" in t]
    assert "Then: group 3, group 2" in board


async def test_an_order_that_cannot_be_used_is_handed_back(day: World) -> None:
    shown = await panel(day)
    answer = read(await reorder(day, shown, "3, nine, 1"))
    assert "isn't a running order I can use: “nine” isn't a number" in answer
    assert "3, nine, 1\n```" in answer
    opened = await press(day, shown, "Change the order")
    other = await panel(day)
    await press(day, other, "Start group 1")
    stale = read(await day.person("sam").submit_modal(opened, {"order": "3, 2, 1"}))
    assert "the session has moved on" in stale and "3, 2, 1" in stale


async def test_groups_that_are_out_or_late_come_in_and_a_disbanded_one_leaves(day: World) -> None:
    groups, guild = day.app.groups, day.guild.id
    shown = await panel(day)
    for label in ("Group 1 isn't here", "Group 2 isn't here", "Group 3 isn't here"):
        shown = (await press(day, shown, label)).response
    shown = (await press(day, shown, "Group 1 is out")).response
    await groups.sign_up(guild, day.person("lee").id, SignUp("Late", "An idea."), SIGNED_UP)
    await groups.disband(guild, 2, SIGNED_UP, by=day.person("bo").id, people=1)
    shown = (await press(day, shown, "Refresh")).response
    assert "### 🎤 Next: Group 3" in text_of(shown)
    assert "Not in the order · out: 1 · new since the plan: 4" in text_of(shown)
    assert "isn't in the order yet: tell staff" in read(
        await day.slash(day.person("lee"), "pitch order")
    )
    moved = await reorder(day, shown, "4, 1")
    assert "### 🎤 Next: Group 4 · Late\nThen: group 1, group 3\n0 of 3 done" in text_of(
        moved.response
    )


async def test_a_shuffled_order_shows_its_seed(day: World) -> None:
    planned = read(await day.slash(day.person("sam"), "staff pitch plan", order="shuffled", seed=7))
    assert "Shuffled with the seed 7: anyone can repeat it." in planned
    bad = read(await day.slash(day.person("sam"), "staff pitch plan", order="1, 1"))
    assert "a group is named twice" in bad


async def test_estimates_begin_with_the_session(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 29, 9), library, tmp_path) as world:
        await set_up(world)
        planned = read(await world.slash(world.person("sam"), "staff pitch plan"))
        assert f"about <t:{int(et(1, 29, 13).timestamp())}:t>" in planned


async def test_without_a_session_that_is_said(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        order = (await world.slash(world.person("ana"), "pitch order")).response
        starts = int(et(1, 29, 13).timestamp())
        assert text_of(order).startswith(f"### 🎤 Groups present in the session on <t:{starts}:F>")
        assert "no running order yet. Staff make it" in text_of(order)
        sam = world.person("sam", "staff")
        assert "`/staff pitch plan`" in read(await world.slash(sam, "staff pitch panel"))
        assert "No group has signed up" in read(await world.slash(sam, "staff pitch plan"))


async def test_after_an_outage_only_what_is_still_of_use_is_said(day: World) -> None:
    """Discord fails from before the first warning until after the end, and everything comes due meanwhile."""
    await press(day, await panel(day), "Start group 1")
    channel = day.channels["announcements"].id
    where = ("POST", f"/channels/{channel}/messages")
    day.env.inject_error(*where, status=502, times=None)
    for seconds in (150, 6, 14, 10, 6):
        await day.advance(seconds)
    assert timed(day) == []
    day.env.backend.faults.clear()
    for _ in range(4):
        await day.advance(15)
    [said] = timed(day)
    assert said.startswith("🔔 Time! Group 1 has had its 3 minutes; they were up <t:")


async def test_a_judges_card_that_a_crash_held_up_comes_once(day: World) -> None:
    joy = day.person("joy")
    before = len(dms(joy))
    where = ("POST", f"/channels/{joy.user.dm_channel.id}/messages")
    day.env.inject_error(*where, status=502, times=None)
    started = await press(day, await panel(day), "Start group 1")
    await press(day, started.response, "End")
    assert len(dms(joy)) == before
    await day.restart()
    day.env.backend.faults.clear()
    for _ in range(4):
        await day.advance(30)
    [card] = dms(joy)[before:]
    assert card.splitlines()[0] == "🎤 **Group 1 has just pitched**"


async def test_a_warning_held_up_until_the_pitch_has_ended_is_not_said(day: World) -> None:
    started = await press(day, await panel(day), "Start group 1")
    where = ("POST", f"/channels/{day.channels['announcements'].id}/messages")
    day.env.inject_error(*where, status=502, times=None)
    await day.advance(150)
    await press(day, started.response, "End")
    day.env.backend.faults.clear()
    await day.advance(6)
    assert timed(day) == []


async def test_a_warning_that_comes_late_says_how_much_time_is_left(day: World) -> None:
    await press(day, await panel(day), "Start group 1")
    await day.advance(157)
    assert timed(day) == ["⏳ Group 1: 23 s left"]
    await day.advance(40)
    [_, late] = timed(day)
    assert late.startswith("🔔 Time! Group 1 has had its 3 minutes; they were up <t:")


async def test_a_bot_that_was_away_until_after_the_end_says_only_that_time_is_up(
    day: World,
) -> None:
    await press(day, await panel(day), "Start group 1")
    await day.env.advance_time(196)
    await day.restart()
    await day.advance(1)
    [said] = timed(day)
    assert said.startswith("🔔 Time! Group 1 has had its 3 minutes")


async def test_two_servers_have_two_sessions(day: World) -> None:
    other = day.guild.id + 1
    await day.app.groups.sign_up(other, 77, SignUp("T", "I"), et(1, 20, 12))
    await day.app.pitches.plan(other, "number", 0, et(1, 29, 12), by=77)
    await press(day, await panel(day), "Start group 1")
    assert (await day.app.pitches.session(other)).running is None
    await day.app.pitches.press(other, "start", et(1, 29, 13), by=77)
    assert (await day.app.pitches.session(day.guild.id)).running is not None


async def test_judges_score_while_the_session_runs(day: World) -> None:
    joy = day.person("joy")
    shown = await press(day, await panel(day), "Start group 1")
    await press(day, shown.response, "End")
    card = newest(joy.user.dm_channel)
    opened = await joy.user.click(card, label="Score")
    waiting = await panel(day)
    assert "⚖️ 0 of 2 judges have scored group 1." in text_of(waiting)
    done = await joy.user.submit_modal(opened, ballot(5, 5, 5))
    assert "Stored for Group 1: 5.000" in text_of(done.response)
    looked = await press(day, waiting, "Refresh")
    assert "⚖️ 1 of 2 judges have scored group 1." in text_of(looked.response)
    kim = day.person("kim").user
    await day.slash(day.person("sam"), "judging dismiss", person=kim)
    alone = await press(day, looked.response, "Refresh")
    assert "⚖️ The judge has scored group 1." in text_of(alone.response)


async def many(world: World, count: int) -> None:
    await set_up(world)
    for n in range(4, count + 1):
        person = world.person(f"p{n}")
        title = f"A title as long as titles of the people who like long ones tend to be, number {n}"
        await world.app.groups.sign_up(world.guild.id, person.id, SignUp(title, "Idea."), SIGNED_UP)
    await world.slash(world.person("sam"), "staff pitch plan")


async def test_thirty_groups_are_all_in_the_order_on_pages(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        await many(world, 30)
        ana = world.person("ana")
        shown = (await world.slash(ana, "pitch order")).response
        first = text_of(shown)
        assert "Page 1 of 2" in first and list(buttons_of(shown)) == ["Later →"]
        shown = (await ana.click(shown, label="Later →")).response
        second = text_of(shown)
        assert "Page 2 of 2" in second and list(buttons_of(shown)) == ["← Earlier"]
        lines = [
            line.split(" · ")[0].removeprefix("▫️ ")
            for line in f"{first}\n{second}".splitlines()
            if line.startswith("▫️")
        ]
        assert lines == [f"Group {n}" for n in range(1, 31)]


async def test_the_order_opens_where_the_session_is(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 29, 13), library, tmp_path) as world:
        await many(world, 30)
        for _ in range(29):
            for action in ("start", "end"):
                await world.app.pitches.press(
                    world.guild.id, action, et(1, 29, 13), by=world.person("sam").id
                )
        shown = read(await world.slash(world.person("ana"), "pitch order"))
        assert "Page 2 of 2" in shown and "▫️ Group 30" in shown
        assert shown.startswith("### 🎤 Your group (1) has pitched")


async def test_a_student_reads_first_when_their_own_group_is_on(day: World) -> None:
    at = int(et(1, 29, 13).timestamp())
    first = read(await day.slash(day.person("ana"), "pitch order"))
    assert first.startswith(f"### 🎤 Your group (1) is on at about <t:{at}:t> (<t:{at}:R>), next")
    third = read(await day.slash(day.person("leo"), "pitch order"))
    assert third.startswith("### 🎤 Your group (3) is on at about <t:")
    assert "after 2 others" in third.splitlines()[0] and "▫️ Group 3 · Recipes · **yours**" in third
    await press(day, await panel(day), "Start group 1")
    assert read(await day.slash(day.person("ana"), "pitch order")).startswith(
        "### 🎤 Your group (1) is on now"
    )
    nobody = read(await day.slash(day.person("joy"), "pitch order"))
    assert nobody.startswith("### 🎤 3 groups, 3 minutes each")
    assert nobody.endswith("`/pitch check-in`. You must be there live to make the pitch.")
