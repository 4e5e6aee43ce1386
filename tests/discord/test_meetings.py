"""A course whose meetings are of many kinds, cancelled, moved and off, as its students see it over the whole term."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.course.model import Course
from bot.library.library import CourseLibrary
from bot.reminders.ui.events import sync_events
from tests.course.test_meetings import ct
from tests.discord.test_reminders import newest, posts, until
from tests.discord.world import World, buttons_of, text_of, world_at


async def replan(world: World) -> None:
    await world.app.reminders.replan(world.guild.id, world.clock.now())
    await world.env.settle()


@pytest_asyncio.fixture
async def term(hackathon: Course, tmp_path: Path) -> AsyncIterator[World]:
    """The morning of the first day, before anything is said."""
    async with world_at(ct(3, 1, 6), CourseLibrary(hackathon), tmp_path) as world:
        await replan(world)
        yield world


def swap(world: World, course: Course) -> None:
    world.app.courses.__dict__.update(CourseLibrary(course).__dict__)


def changed(course: Course, id: str, **fields: Any) -> Course:
    """The course with one session changed, as an edit of its file does."""
    sessions = [s.model_copy(update=fields) if s.id == id else s for s in course.sessions]
    return course.model_copy(update={"sessions": tuple(sessions)})


async def test_the_schedule_says_what_is_cancelled_moved_and_off(term: World) -> None:
    cancelled = await term.use("ana", "schedule", when="mar 9")
    assert "~~**🎓 Seminar** Touching~~ **Cancelled**" in cancelled
    assert "The speaker is ill" in cancelled
    assert "Moved from Tue Mar 16" in await term.use("ana", "schedule", when="seeing")
    free = await term.use("ana", "schedule", when="mar 24")
    assert free.startswith("### Wed Mar 24 · no class: Spring break")
    assert (await term.use("ana", "schedule", when="hackathon")).startswith(
        "### Fri Apr 9: Build all night"
    )
    assert "lecture" not in (await term.use("ana", "schedule")).lower()


async def test_next_leads_with_what_comes_first(term: World) -> None:
    assert (await term.use("ana", "next")).startswith("### Next: Walking")
    await term.advance((ct(3, 28) - term.clock.now()).total_seconds())
    assert (await term.use("ana", "next")).startswith("### Next: Midterm")
    await term.advance((ct(4, 10, 1) - term.clock.now()).total_seconds())
    assert (await term.use("ana", "next")).startswith("### On now: Build all night")


async def test_the_calendar_offers_what_the_course_has(term: World) -> None:
    ana = term.person("ana")
    names = [c["name"] for c in await ana.autocomplete(term.general, "calendar", "what", "")]
    assert names[:4] == ["Everything", "Seminars", "Sections", "Midterms"]
    assert "It includes seminars of Robots" in await term.use("ana", "calendar", what="seminars")
    refused = await term.use("ana", "calendar", what="operas")
    assert "nothing called “operas”" in refused and "hack nights" in refused


async def test_the_whole_term_is_reminded_of_what_takes_place_and_of_nothing_else(
    term: World,
) -> None:
    end = ct(4, 17)
    while term.clock.now() < end:
        await term.advance(30 * 60)
    told = [text for text in posts(term) if not text.startswith("### ☀️")]

    def about(words: str) -> list[str]:
        return [text for text in told if words in text.splitlines()[0]]

    assert len(about("Walking")) == 1 and len(about("Midterm")) == 2
    assert "Bring a pencil and one sheet of notes." in about("Midterm")[0]
    assert f"<t:{int(ct(3, 30, 21).timestamp())}:t>" in about("Midterm")[0]
    assert not about("Touching"), "it is cancelled"
    assert len(about("Seeing")) == 1 and "Moved from Tue Mar 16" in about("Seeing")[0]
    assert len(about("Sensors")) == 1 and "Room 1" in about("Sensors")[0]
    assert len(about("Section")) == 5  # of seven Fridays one is off and one is cancelled
    assert len(about("Why robots fall")) == 1 and len(about("Build all night")) == 1
    assert not about("Robots at work"), "it asks for no reminders"
    assert not about("No class")
    days = [text.splitlines()[0] for text in posts(term) if text.startswith("### ☀️ Today")]
    assert "### ☀️ Today, Mon Mar 22" in days and "### ☀️ Today, Wed Mar 24" not in days
    opened = [t for t in posts(term, "office-hours") if "have opened, until" in t]
    assert len(opened) == 2 + 6  # after two seminars that were held, and on six Wednesdays


async def test_what_is_cancelled_after_its_reminder_is_corrected_with_the_reason(
    term: World, hackathon: Course
) -> None:
    await until(term, ct(3, 30, 18))
    reminded = newest(term, "Midterm <t:")
    swap(term, changed(hackathon, "midterm", status="cancelled", why="The gym is flooded"))
    await replan(term)
    await term.advance(61)
    correction = newest(term, "Correction: Midterm is cancelled")
    assert "The gym is flooded" in text_of(correction)
    assert next(iter(buttons_of(correction))) == "That day"
    assert correction.reference.message_id == reminded.id


async def test_what_moves_after_its_reminder_is_corrected_and_comes_again(
    term: World, hackathon: Course
) -> None:
    await until(term, ct(3, 29, 18, 58))
    await until(term, ct(3, 29, 19))
    [session] = [s for s in hackathon.sessions if s.id == "midterm"]
    moved = type(session).model_validate(
        session.model_dump()
        | {"status": "moved", "day": date(2027, 4, 1), "moved_from": {"day": date(2027, 3, 30)}}
    )
    sessions = tuple(moved if s.id == "midterm" else s for s in hackathon.sessions)
    swap(term, hackathon.model_copy(update={"sessions": sessions}))
    await replan(term)
    await term.advance(61)
    assert "Correction: new time for Midterm" in text_of(newest(term, "Correction"))
    await until(term, ct(4, 1, 18))
    assert "Moved from Tue Mar 30" in text_of(newest(term, "Midterm <t:"))


async def test_the_board_and_the_events_follow(term: World, hackathon: Course) -> None:
    guild = term.bot.get_guild(term.guild.id)
    await sync_events(term.bot, guild)

    async def events() -> dict[str, Any]:
        return {e.name: e for e in await guild.fetch_scheduled_events(with_counts=False)}

    first = await events()
    assert "Midterm" in first and "Hack night: Build all night" in first
    assert not any("Touching" in name for name in first)
    assert first["Seminar: Seeing"].start_time == ct(3, 18, 10)
    assert first["Hack night: Build all night"].end_time == ct(4, 10, 2)
    assert first["Panel: Robots at work"].location == "online"
    swap(term, changed(hackathon, "midterm", status="cancelled"))
    await sync_events(term.bot, guild)
    assert "Midterm" not in await events()
    await until(term, ct(3, 9, 8))
    board = text_of(newest(term, "### ☀️ Tue Mar 9"))
    assert "Touching~~ **Cancelled**" in board and "The speaker is ill" in board


async def test_the_switch_for_meetings_is_called_as_the_course_calls_them(term: World) -> None:
    shown = await term.slash(term.person("ana"), "remind-me")
    assert "Meetings" in buttons_of(shown.response) and "Lectures" not in buttons_of(shown.response)
