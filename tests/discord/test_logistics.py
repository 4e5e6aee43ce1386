"""/course, /office-hours, /calendar, /help as students see them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.client import help_view
from bot.library.library import CourseLibrary
from bot.logistics.work import all_topics
from tests.discord.world import World, buttons_of, menu_of, read, world_at
from tests.instants import et


@pytest.mark.parametrize(
    ("topic", "first_line", "also"),
    [
        ("grading", "### 6 units, P/D/F grading", "(by honor code)"),
        (
            "prereqs",
            "### You should know the basics of calculus, linear algebra and probability",
            "Listeners",
        ),
        ("zoom", "### Lectures start at 1:00 PM ET, on Zoom", "Zoom links are on Canvas."),
        ("lab 2", "### Lab 2: Computer vision and debiasing", "The bar plot from section 2.6"),
        (
            "pitch rules",
            "### A 3-minute pitch by a group of 1 to 5 people",
            "at least 1 registered MIT student",
        ),
        (
            "paper review",
            "### Paper review: 1 page, single-spaced, due <t:1611896399:F>",
            "limitations",
        ),
        (
            "papers",
            "### 8 suggestions. A recent deep learning paper of your choice. The list holds only suggestions.",
            "1906.11829",
        ),
        (
            "rubric",
            "### Final project competition: judged on 3 criteria, each scored 1 to 5",
            "Clarity",
        ),
        ("ideas", "### 22 ideas from past project proposals", "fraudulent"),
        ("awards", "### 11 prizes: 3 for the labs, 8 for projects", "4x Google Home Max"),
        ("links", "### Course links", "https://piazza.com/mit/spring2021/6s191"),
        ("contact", "### Write to introtodeeplearning-staff@mit.edu", "Piazza"),
        ("who teaches", "### Introduction to Deep Learning (MIT 6.S191)", "Ava Soleimany"),
        ("open questions", "### The course page doesn't say", "The names of the TAs"),
        ("gradding", "### 6 units, P/D/F grading", "pass"),
    ],
)
async def test_a_topic_answers_in_its_first_line(
    world: World, topic: str, first_line: str, also: str
) -> None:
    text = await world.use("ana", "course", topic=topic)
    assert text.splitlines()[0] == first_line
    assert also in text
    assert "-# Source: course page, " in text


async def test_an_unknown_topic_names_the_closest(world: World) -> None:
    text = await world.use("ana", "course", topic="zzzzzz")
    assert "There's no topic called “zzzzzz”." in text and "Closest:" in text


async def test_without_a_topic_the_topics_are_listed(world: World, timeline) -> None:
    text = await world.use("ana", "course")
    for topic in all_topics(timeline).values():
        assert f"- **{topic.title}**" in text


async def test_the_topic_picker_offers_all_and_then_what_fits(world: World) -> None:
    ana = world.person("ana")
    offered = await ana.autocomplete(world.general, "course", "topic", "")
    assert offered[0]["name"] == "About the course"
    found = await ana.autocomplete(world.general, "course", "topic", "paper")
    assert [choice["value"] for choice in found][:2] == ["assignment-review", "about-review"]


@pytest.mark.parametrize(
    ("now", "first_line"),
    [
        (
            et(1, 26, 10),
            "### Closed now. Next: today, when the lecture ends (it starts <t:1611684000:F>)",
        ),
        (
            et(1, 26, 14),
            "### Open as soon as today's lecture ends, until <t:1611691200:t> (<t:1611691200:R>)",
        ),
        (et(1, 26, 15), "### Closed now. Next: on Wed Jan 27, when the lecture ends"),
        (et(1, 29, 16), "### Office hours are over for this course"),
    ],
)
async def test_office_hours_are_honest_about_when_they_open(
    library: CourseLibrary, tmp_path: Path, now, first_line: str
) -> None:
    async with world_at(now, library, tmp_path) as world:
        text = await world.use("ana", "office-hours")
        assert text.startswith(first_line)
        assert "An MIT email is required to log in and join." in text
        assert "no walk-through or dictation" in text
        if now == et(1, 26, 14):
            assert "The course page doesn't say when the lecture ends" in text


async def test_the_last_day_is_said_to_be_unsure(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 29, 9), library, tmp_path) as world:
        assert "doesn't say whether office hours run on the last day" in await world.use(
            "ana", "office-hours"
        )


async def test_office_hours_link_to_their_place(world: World) -> None:
    result = await world.slash(world.person("ana"), "office-hours")
    button = buttons_of(result.response)["Open Gather.Town"]
    assert button["url"] == "https://gather.town/app/56toTnlBrsKCxFgj/MITDeepLearning"


async def test_the_calendar_file_is_attached_and_imports(world: World) -> None:
    for what, summary in (
        ("deadlines", "Due: Project slides"),
        ("everything", "Lecture: Deep Computer Vision"),
    ):
        result = await world.slash(world.person("ana"), "calendar", what=what)
        [file] = result.response.attachments
        assert file.filename == "course.ics"
        data = await file.read()
        names = {str(e["summary"]) for e in Calendar.from_ical(data).walk("VEVENT")}
        assert summary in names
        assert f"Your calendar file: {len(names) if what == 'deadlines' else 37} entries" in read(
            result
        )


async def test_help_lists_what_this_person_may_use(world: World) -> None:
    ana = world.person("ana")
    shown = await world.slash(ana, "help")
    here = int(re.findall(r"You have (\d+) commands here", read(shown))[0])
    assert len(re.findall(r"^</[a-z -]+:\d+> ", read(shown), re.M)) == 6
    assert "/setup" not in read(shown) and len(read(shown)) < 600
    headings = {o["value"]: o["description"] for o in menu_of(shown.response)["options"]}
    assert sum(int(count.split()[0]) for count in headings.values()) == here
    assert "Staff" not in headings
    groups = read(await ana.select(shown.response, ["Groups"], custom_id="help:topic"))
    assert groups.startswith(f"### Groups: {headings['Groups']}")
    assert re.search(r"^</group show:\d+> ", groups, re.M)
    in_dm = read(await ana.user.slash("help"))
    assert int(re.findall(r"You have (\d+) commands here", in_dm)[0]) < here
    sam = world.person("sam", "staff")
    staff = await sam.select(
        (await world.slash(sam, "help")).response, ["Staff"], custom_id="help:topic"
    )
    assert re.search(r"^</setup:\d+> ", read(staff), re.M)


async def test_help_shows_first_what_exists(world: World) -> None:
    assert set(help_view.FIRST) <= {c.qualified_name for c in world.bot.slash_commands()}


async def test_every_command_works_for_another_course(semester, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    now = datetime(2025, 3, 26, 7, 0, tzinfo=UTC)
    async with world_at(now, CourseLibrary(semester), tmp_path) as world:
        assert (await world.use("ana", "schedule", when="today")).startswith(
            "### Wed Mar 26 · today"
        )
        assert "page 1 of" in await world.use("ana", "schedule")
        assert (await world.use("ana", "schedule", when="exam")).startswith(
            "### Thu Jun 5: Final exam"
        )
        assert (await world.use("ana", "next")).startswith("### Next: Databases")
        assert (await world.use("ana", "deadlines")).startswith("### Next due: sheet 1")
        hours = await world.use("ana", "office-hours")
        assert hours.startswith("### Closed now. Next: <t:") and "Room 412" in hours
        assert (await world.use("ana", "course", topic="grading")).startswith(
            "### 8 units, graded with letter grades"
        )
        assert (await world.use("ana", "course", topic="textbook")).startswith("### Textbook")
        assert "Your calendar file: 74 entries" in await world.use("ana", "calendar")
        assert "Europe/Berlin" in await world.use("ana", "schedule", when="this week")
