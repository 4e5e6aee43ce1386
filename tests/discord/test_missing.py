"""Reminders by direct message of what somebody hasn't handed in: only what that deadline is for, and as what it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.course.model import Course
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.assignments.test_rules import two_lab_deadlines
from tests.discord.test_groups import dms
from tests.discord.world import World, world_at
from tests.instants import et


@pytest_asyncio.fixture
async def world(course: Course, tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday morning, with a deadline for the first lab and another for the other two."""
    library = CourseLibrary(two_lab_deadlines(course))
    async with world_at(et(1, 26, 10), library, tmp_path) as running:
        yield running


async def reminded(world: World, person: Any) -> list[str]:
    shown = await world.slash(person, "remind-me")
    await person.click(shown.response, label="Switch on")
    await world.advance((et(1, 26, 20, 59) - world.clock.now()).total_seconds())
    return [text for text in dms(person) if "Due" in text]


async def test_a_deadline_names_its_own_labs_and_that_they_are_only_to_compete(
    world: World,
) -> None:
    ana = world.person("ana")
    opened = await world.slash(ana, "submit", assignment="lab1")
    files = [("music.ipynb", samples.notebook()), ("song.wav", samples.wav())]
    await ana.submit_modal(opened, {"files": files, "text-description": "Two LSTM layers."})
    [text] = await reminded(world, ana)
    [line] = [line for line in text.splitlines() if line.startswith("**Still missing")]
    assert line.startswith("**Still missing from you:** Lab 2 entry (notebook, plot, ")
    assert "Lab 3 entry" in line and line.endswith("Only needed if you want to compete.")
    assert "Lab 1" not in line


async def test_each_of_two_deadlines_names_what_is_missing_of_it(world: World) -> None:
    [text] = await reminded(world, world.person("bo"))
    first, rest = [line for line in text.splitlines() if line.startswith("**Still missing")]
    assert "Lab 1 entry" in first and "Lab 2" not in first
    assert "Lab 2 entry" in rest and "Lab 1" not in rest
