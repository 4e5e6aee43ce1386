"""Reminders by direct message say what this person misses of that one deadline, and how long they have."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.client.layout import Card, Press, lay_out
from bot.client.look import KINDS
from bot.course.model import Course
from bot.library.library import CourseLibrary
from bot.reminders.errors import NotOpen
from tests.assignments import samples
from tests.discord.test_groups import dms
from tests.discord.test_reminders import until
from tests.discord.world import World, buttons_of, menu_of, read, text_of, world_at
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
    assert (row.state, row.why) == ("skipped", "this person has done all of it")


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


async def test_several_leads_at_once_and_other_leads_for_lectures(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 25, 9), library, tmp_path) as world:
        ana = world.person("ana", "registered")
        shown = await world.slash(ana, "remind-me")
        shown = await ana.click(shown.response, label="Switch on")
        shown = await ana.click(shown.response, label="24h before")
        assert "deadlines, 3h and 24h before" in read(shown)
        shown = await ana.click(shown.response, label="Lectures")
        shown = await ana.click(shown.response, label="10m before lectures")
        shown = await ana.click(shown.response, label="3h before lectures ✓")
        assert "deadlines, 3h and 24h before; lectures, 10m before" in read(shown)
        kept = await ana.click(shown.response, label="10m before lectures ✓")
        assert "lectures, 10m before" in read(kept), "one lead stays"
        await world.restart()
        await until(world, et(1, 25, 12, 51))
        lectures = [text for text in dms(ana) if "🎓" in text]
        assert len(lectures) == 1
        await until(world, et(1, 26, 0, 5))
        await until(world, et(1, 26, 20, 59, 30))
        assert len(due(world)) == 2


async def test_a_lead_chosen_for_every_kind_still_holds(world: World) -> None:
    ana, guild_id = world.person("ana"), world.guild.id
    view = lay_out(Card(KINDS["reminder"], ("Old",), (Press("1", f"mine:{guild_id}:lead-24h"),)))
    await world.bot.get_channel(world.general.id).send(view=view)  # type: ignore[union-attr]
    await world.env.settle()
    old = world.general.last_message
    await ana.click(old, label="1")
    wanted = await world.app.preferences.preferences(guild_id, ana.id)
    assert wanted.is_on and wanted.leads_of("deadlines") == wanted.leads_of("lectures") == ("24h",)


async def test_one_of_ones_own_can_be_moved_or_removed(world: World) -> None:
    ana = world.person("ana")
    for about in ("read chapter 1", "read chapter 2"):
        await world.slash(ana, "remind-me", at="tomorrow 9am", about=about)
    shown = await world.slash(ana, "remind-me")
    menu = menu_of(shown.response)
    assert read(shown).startswith("### 🔕 The course's reminders are off; your own still come")
    assert not [b for b in buttons_of(shown.response).values() if b["style"] == 3], "nothing is on"
    assert "Course reminders by DM are off; your own still come" in await world.use("ana", "me")
    assert [o["label"] for o in menu["options"]] == ["read chapter 1", "read chapter 2"]
    first, second = (o["value"] for o in menu["options"])
    one = await ana.select(shown.response, [first], custom_id=menu["custom_id"])
    assert read(one).startswith("### 🔔 read chapter 1\nI'll remind you <t:")
    opened = await ana.click(one.response, label="Move it")
    moved = await ana.submit_modal(opened, {"when": "friday at 5"})
    at = int(et(1, 29, 17).timestamp())
    assert f"<t:{at}:F>" in read(moved)
    assert "On the course's clock: Fri Jan 29, 5:00 PM ET." in read(moved)
    moved = await ana.click(moved.response, label="Back")
    assert f"<t:{at}:f> read chapter 1" in read(moved)
    with pytest.raises(NotOpen):
        await world.app.preferences.remove(world.guild.id, ana.id, int(first))
    other = await ana.select(moved.response, [second], custom_id=menu["custom_id"])
    removed = await ana.click(other.response, label="Remove it")
    gone, left = read(removed).split("\n", 1)
    assert gone.startswith("**Removed:** <t:") and gone.endswith(" read chapter 2")
    assert "read chapter 2" not in left and "read chapter 1" in left
    opened = await ana.click(
        (
            await ana.select(removed.response, [_only(removed)], custom_id=menu["custom_id"])
        ).response,
        label="Move it",
    )
    assert "I can't remind you at “whenever”" in read(
        await ana.submit_modal(opened, {"when": "whenever"})
    )


def _only(shown: Any) -> str:
    [option] = menu_of(shown.response)["options"]
    return str(option["value"])
