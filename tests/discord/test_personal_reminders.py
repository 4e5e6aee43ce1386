"""Reminders by direct message say what this person misses of that one deadline, and how long they have."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.course.model import Course
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.discord.test_groups import dms
from tests.discord.test_reminders import until
from tests.discord.world import World, text_of, world_at
from tests.instants import et

FIRST, SECOND = et(1, 26, 23, 59), et(1, 27, 23, 59)


@pytest_asyncio.fixture
async def labs(course: Course, tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday Jan 26, 8:30 AM; lab 1 is due tonight, labs 2 and 3 a day later. Ana wants to be reminded."""
    due, *rest = course.deadlines
    later = due.model_copy(update={"id": "later", "due_at": due.due_at + timedelta(days=1)})
    assignments = [
        one.model_copy(update={"deadline": "later"}) if one.lab in ("lab2", "lab3") else one
        for one in course.assignments
    ]
    changes = {"deadlines": (due, later, *rest), "assignments": tuple(assignments)}
    library = CourseLibrary(course.model_copy(update=changes))
    async with world_at(et(1, 26, 8, 30), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        ana = world.person("ana", "registered")
        await ana.click((await world.slash(ana, "remind-me")).response, label="Switch on")
        yield world


async def hand_in(world: World, lab: str) -> Any:
    ana = world.person("ana")
    opened = await world.slash(ana, "submit", assignment=lab)
    files = [("music.ipynb", samples.notebook()), ("song.wav", samples.wav())]
    return await ana.submit_modal(opened, {"files": files, "text-description": "Two LSTM layers."})


def due(world: World) -> list[str]:
    return [text for text in dms(world.person("ana")) if text.startswith("### ⏰ Due")]


async def test_a_labs_deadline_names_its_own_labs_and_that_they_are_for_the_competition(
    labs: World,
) -> None:
    await until(labs, FIRST - timedelta(hours=3))
    [text] = due(labs)
    missing = next(line for line in text.split("\n") if "Still missing from you" in line)
    assert "Lab 1 entry (" in missing and "Lab 2" not in missing and "Lab 3" not in missing
    assert missing.endswith("Only needed if you want to compete.")
    await until(labs, SECOND - timedelta(hours=3))
    missing = next(line for line in due(labs)[1].split("\n") if "Still missing from you" in line)
    assert "Lab 1" not in missing and "Lab 2 entry (" in missing and "Lab 3 entry (" in missing


async def test_nobody_is_reminded_of_a_lab_that_is_in_and_said_to_be_on_canvas(
    labs: World,
) -> None:
    done = await hand_in(labs, "1")
    assert "Still missing" not in text_of(done.response)
    ana = labs.person("ana")
    mine = await labs.slash(ana, "me")
    said = await ana.click(mine.response, label="Yes, it's on Canvas")
    assert "Canvas ✓ (you said so)" in text_of(said.response)
    await until(labs, FIRST)
    assert due(labs) == []
    [row] = [
        r
        for r in await labs.app.delivery.all_of(labs.guild.id, f"user:{labs.person('ana').id}")
        if r.notice.item.startswith("lab-entries@")
    ]
    assert (row.state, row.why) == ("skipped", "this person has nothing of it left to do")


async def test_whoever_has_more_time_is_told_their_own_deadline(labs: World) -> None:
    sam, ana = labs.person("sam", "staff"), labs.person("ana")
    await labs.slash(
        sam, "staff extend", assignment="lab1", hours=24, reason="ill", person=ana.user
    )
    await until(labs, FIRST)
    assert due(labs) == [], "it isn't due for her"
    await until(labs, SECOND - timedelta(hours=3))
    text = next(text for text in due(labs) if "Lab 1 entry" in text)
    theirs, others = int(SECOND.timestamp()), int(FIRST.timestamp())
    assert text.startswith(f"### ⏰ Due <t:{theirs}:R>")
    assert f"Staff have given you more time; for others it's <t:{others}:F>." in text


async def test_more_time_for_some_of_a_deadline_keeps_the_reminder_of_the_rest(
    labs: World,
) -> None:
    sam, ana = labs.person("sam", "staff"), labs.person("ana")
    await labs.slash(
        sam, "staff extend", assignment="lab2", hours=24, reason="ill", person=ana.user
    )
    await until(labs, SECOND - timedelta(hours=3))
    text = next(text for text in due(labs) if "Lab 3 entry" in text)
    more = int((SECOND + timedelta(days=1)).timestamp())
    assert text.startswith(f"### ⏰ Due <t:{int(SECOND.timestamp())}:R>")
    assert f"Staff have given you more time for some of it: <t:{more}:F>." in text


async def test_a_moved_deadline_is_reminded_of_again_by_direct_message(
    labs: World, course: Course
) -> None:
    await until(labs, FIRST - timedelta(hours=3))
    before = len(due(labs))
    first, *rest = labs.app.courses.default.course.deadlines
    later = first.model_copy(update={"due_at": first.due_at + timedelta(days=2)})
    moved = CourseLibrary(course.model_copy(update={"deadlines": (later, *rest)}))
    labs.app.courses.__dict__.update(moved.__dict__)
    await labs.app.reminders.replan(labs.guild.id, labs.clock.now())
    await until(labs, FIRST + timedelta(days=2) - timedelta(hours=3))
    assert len([text for text in due(labs)[before:] if "Lab 1 entry" in text]) == 1
