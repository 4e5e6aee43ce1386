"""Whoever was told otherwise hears of a change once; several within a minute are one, and one taken back is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.course.loader import read_course
from bot.library.library import DEFAULT, CourseLibrary
from tests.discord.test_groups import dms, last_dm
from tests.discord.test_reminders import newest, posts, until
from tests.discord.test_staff_course import TEXT, change, press, read_press
from tests.discord.world import World, read, text_of, world_at
from tests.instants import et

LEC_7 = "lec-7-1@2021-01-26"


@pytest_asyncio.fixture
async def morning(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday Jan 26, 8:30 AM: before the digest and the lecture."""
    async with world_at(et(1, 26, 8, 30), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        yield world


async def changed(world: World, what: str, about: str = LEC_7, /, **typed: str) -> Any:
    """Make a change; return its receipt, which has the way back."""
    shown = await change(world, what, about, **typed)
    return await press(world, shown, "Change it")


def corrections(world: World, channel: str = "announcements") -> list[str]:
    return [text for text in posts(world, channel) if "✏️ Correction" in text]


async def test_a_posted_reminder_is_corrected_once_by_a_reply_and_people_by_dm(
    morning: World,
) -> None:
    ana = morning.person("ana")
    await ana.click((await morning.slash(ana, "remind-me")).response, label="Switch on")
    await until(morning, et(1, 26, 20, 59))
    wrong = newest(morning, "Due <t:1611723540:R>: lab entries")
    shown = await change(morning, "a due time", id="lab-entries", when="tomorrow")
    said = read(shown)
    assert "1 post is corrected by a reply in the announcements channel" in said
    assert "1 person hears by direct message, because they were told otherwise" in said
    assert "move" in said
    await press(morning, shown, "Change it")
    assert corrections(morning) == []
    await morning.advance(61)
    [text] = corrections(morning)
    assert "new due time for lab entries" in text and "It's due now <t:1611809940:F>" in text
    assert newest(morning, "Correction").reference.message_id == wrong.id
    assert len([t for t in dms(ana) if "✏️ Correction: new due time for lab entries" in t]) == 1
    await until(morning, et(1, 27, 20, 59))
    assert len([t for t in posts(morning) if "lab entries" in t and "⏰ Due" in t]) == 2
    assert len(corrections(morning)) == 1


async def test_what_was_snoozed_does_not_tell_the_old_time(morning: World) -> None:
    ana = morning.person("ana")
    await ana.click((await morning.slash(ana, "remind-me")).response, label="Switch on")
    await until(morning, et(1, 26, 20, 59))
    await ana.user.click(last_dm(ana), label="Snooze 10 min")
    await until(morning, et(1, 26, 21, 10))
    again = [text for text in dms(ana) if text.startswith("### ⏰ Due <t:1611723540:R>")]
    assert len(again) == 2, "as nothing has changed"
    await ana.user.click(last_dm(ana), label="Snooze 10 min")
    await changed(morning, "a due time", "", id="lab-entries", when="tomorrow")
    await morning.advance(61)
    assert "✏️ Correction: new due time for lab entries" in dms(ana)[-1]
    await until(morning, et(1, 26, 22))
    assert "✏️ Correction: new due time for lab entries" in dms(ana)[-1], (
        "and nothing came after that"
    )


async def test_several_edits_within_a_minute_are_one_correction_and_an_undo_none(
    morning: World,
) -> None:
    await until(morning, et(1, 26, 12, 45))
    first = await changed(morning, "move a meeting", item=LEC_7, when="2pm", where="", why="")
    await changed(morning, "move a meeting", item=LEC_7, when="3pm", where="", why="")
    await morning.advance(61)
    [text] = corrections(morning)
    assert "It's now <t:1611691200:F>" in text
    assert "Others have changed the course since" in read(await press(morning, first, "Undo"))
    gone = await changed(morning, "cancel a meeting", item=LEC_7, why="Snow")
    await press(morning, gone, "Undo")
    await morning.advance(61)
    assert len(corrections(morning)) == 1
    await until(morning, et(1, 26, 14, 45))
    begins = [t for t in posts(morning) if "Evidential Deep Learning <t:1611691200:R>" in t]
    assert len(begins) == 1


async def test_what_was_cancelled_and_is_on_again_is_said_each_time(morning: World) -> None:
    await until(morning, et(1, 26, 12, 45))
    reminded = newest(morning, "Evidential Deep Learning <t:1611684000:R>")
    gone = await changed(morning, "cancel a meeting", item=LEC_7, why="Snow")
    await morning.advance(61)
    await press(morning, gone, "Undo")
    await morning.advance(61)
    first, second = corrections(morning)
    assert "is cancelled" in first and "Snow" in first
    assert "is on after all" in second
    assert newest(morning, "on after all").reference.message_id == reminded.id
    assert len([t for t in posts(morning) if "Evidential Deep Learning <t:1611684000:R>" in t]) == 1


async def test_another_place_is_corrected_too(morning: World) -> None:
    await until(morning, et(1, 26, 12, 45))
    await changed(morning, "change a place", item=LEC_7, where="34-101", why="")
    await morning.advance(61)
    [text] = corrections(morning)
    assert "is in another place" in text and "**34-101**, not Zoom" in text


async def test_another_end_is_corrected_too_and_an_undo_says_nothing(morning: World) -> None:
    await until(morning, et(1, 26, 12, 45))
    shorter = await changed(morning, "end of a meeting today", item=LEC_7, ends="1:30 pm")
    await press(morning, shorter, "Undo")
    await morning.advance(61)
    assert corrections(morning) == []
    await changed(morning, "end of a meeting today", item=LEC_7, ends="1:30 pm")
    await morning.advance(61)
    [text] = corrections(morning)
    assert "ends at another time" in text and "It ends <t:1611685800:t> now." in text


async def test_what_only_the_digest_said_is_corrected_under_the_digest(morning: World) -> None:
    await until(morning, et(1, 26, 9))
    digest = newest(morning, "Today, Tue Jan 26")
    gone = await changed(morning, "cancel a meeting", item=LEC_7, why="Snow")
    await morning.advance(61)
    said = [t for t in corrections(morning) if "Evidential" in t]
    assert len(said) == 1 and "is cancelled" in said[0]
    assert (
        newest(morning, "Evidential Deep Learning is cancelled").reference.message_id == digest.id
    )
    board = text_of(newest(morning, "### ☀️ Tue Jan 26"))
    assert "~~" in board and "Cancelled" in board
    await press(morning, gone, "Undo")
    await morning.advance(61)
    assert "on after all" in corrections(morning)[-1]
    later = await changed(morning, "a due time", "", id="lab-entries", when="tomorrow")
    assert "Changed" in read_press(later)
    await morning.advance(61)
    assert "new due time for lab entries" in corrections(morning)[-1]


async def test_quiet_hours_hold_but_not_for_what_happens_within_them(
    tmp_path: Path,
) -> None:
    quiet = TEXT.replace(
        "\nreminders:\n", '\nreminders:\n  quiet: {start: "22:00", end: "08:00"}\n'
    )
    library = CourseLibrary(read_course(Path("c"), quiet), sources={DEFAULT: quiet})
    async with world_at(et(1, 26, 20), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        await until(world, et(1, 26, 20, 59))
        await until(world, et(1, 26, 23, 30))
        await changed(world, "a due time", "", id="lab-entries", when="jan 28 5pm")
        await world.advance(61)
        [soon] = corrections(world)
        assert "new due time for lab entries" in soon
        await changed(world, "a due time", "", id="lab-entries", when="jan 28 6pm")
        await world.advance(61)
        assert len(corrections(world)) == 1
        await until(world, et(1, 27, 8, 1))
        assert len(corrections(world)) == 2


LEC_2, LEC_3 = "lec-2@2021-01-19", "lec-3@2021-01-20"


async def test_a_moved_lecture_is_told_once_with_its_reason_and_what_hangs_on_it(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 19, 8, 30), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        await until(world, et(1, 19, 9, 6))
        shown = await change(
            world, "move a meeting", item=LEC_2, when="today 2:30", where="", why="Zoom is down"
        )
        said = read(shown)
        assert "Tue Jan 19, 1:00 PM → Tue Jan 19, 2:30 PM (Zoom is down)" in said
        assert "⚠️ Office hours, Tue Jan 19, close at 3:00 PM, but the lecture runs" in said
        done = await press(world, shown, "Change it")
        assert "Whoever was told otherwise hears about it within a minute" in read_press(done)
        await world.advance(61)
        [text] = corrections(world)
        assert "new time for Deep Sequence Modelling\nIt's now <t:1611084600:F>" in text
        assert "Why: Zoom is down" in text and "Office hours follow it, until" in text
        assert corrections(world, "office-hours") == []
        past = await change(
            world, "move a meeting", item=LEC_2, when="today 2:30am", where="", why=""
        )
        assert "that's Tue Jan 19, 2:30 AM, which is past already" in read(past)
        await until(world, et(1, 19, 14, 15, 5))
        await until(world, et(1, 19, 14, 30, 5))
        assert not any("because I was away" in text for text in posts(world))


async def test_a_change_that_nobody_was_told_otherwise_of_says_so_and_is_announced_by_one_press(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 19, 9, 3), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        typed = {"item": LEC_3, "why": "Snow storm"}
        shown = await change(world, "cancel a meeting", LEC_3, **typed)
        said = read(shown)
        assert "Office hours, Wed Jan 20: cancelled with the lecture (Snow storm)" in said
        assert "📭 Nobody has been told yet of Lecture: Deep Computer Vision" in said
        assert "Still on that day, Wed Jan 20: Lab 2A" in said
        calm = await press(world, shown, "Change it")
        assert "Nobody was told otherwise, so nobody hears about it now" in read_press(calm)
        await world.advance(61)
        assert not any("Computer Vision" in text for text in posts(world))
        await press(world, calm, "Undo")
        shown = await change(world, "cancel a meeting", LEC_3, **typed)
        done = await press(world, shown, "Change it and announce it")
        assert "It's announced now" in read_press(done)
        await world.advance(1)
        [news] = [text for text in posts(world) if "📣 Change" in text]
        assert "Deep Computer Vision is cancelled\nWhy: Snow storm" in news
        assert "There are no office hours that day" in news
        announced = newest(world, "📣 Change")
        await press(world, done, "Undo")
        await world.advance(61)
        [back] = corrections(world)
        assert "Deep Computer Vision is on after all" in back and "Office hours follow it" in back
        assert newest(world, "on after all").reference.message_id == announced.id

        shown = await change(world, "a day off", title="Snow day", first="jan 21", last="")
        assert "Thu Jan 21: cancelled with the lecture (Snow day)" in read(shown)
        off = await press(world, shown, "Change it and announce it")
        await world.advance(1)
        [news] = [text for text in posts(world) if "is a day off: Snow day" in text]
        assert "Nothing meets that day" in news and "Generative" not in news
        await press(world, off, "Undo")
        await world.advance(61)
        assert "Thu Jan 21 isn't a day off after all" in corrections(world)[-1]

        shown = await change(
            world, "a due time", id="pitch-slides", when="jan 20 5pm", why="A clash"
        )
        assert "**earlier** than before" in read(shown) and "(A clash)" in read(shown)
        await press(world, shown, "Change it and announce it")
        added = {"kind": "lecture", "title": "Q & A", "when": "jan 28 5:00", "where": ""}
        shown = await change(world, "add a meeting", **added)
        assert "Thu Jan 28, 5:00 PM" in read(shown)
        await press(world, shown, "Change it and announce it")
        await world.advance(1)
        said = "\n".join(posts(world))
        assert "new due time for slides" in said and "Why: A clash" in said
        assert "Q & A is new on the schedule\nIt's <t:1611871200:F>" in said
