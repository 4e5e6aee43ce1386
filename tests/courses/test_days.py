"""A day in each of three courses of other shapes: sections, slots and tracks, handing in, competing, reminders."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.course.loader import load_course
from bot.library.library import DEFAULT, CourseLibrary
from tests.assignments import samples
from tests.courses.rendered import HERE, approve, readable
from tests.discord.surfaces import commands_of
from tests.discord.test_cohorts import choose, plain
from tests.discord.test_groups import dms, sign_up
from tests.discord.world import World, buttons_of, newest, read, text_of, world_at


@asynccontextmanager
async def world_of(name: str, at: str, folder: Path) -> AsyncIterator[World]:
    path = HERE / name / "course.yaml"
    library = CourseLibrary(load_course(path), sources={DEFAULT: path.read_text(encoding="utf-8")})
    async with world_at(datetime.fromisoformat(at), library, folder) as world:
        yield world


Shown = tuple[str, dict[str, str]]
"""A command and its options."""


async def seen(world: World, person: Any, *commands: Shown) -> str:
    """Return what a person reads after some commands, to be approved; a form by its fields."""
    timeline, told = world.app.courses.timeline(world.guild.id), list[str]()
    for command, options in commands:
        result = await world.slash(person, command, **options)
        text = _form(result.modal) if result.modal else read(result)
        labels = [] if result.modal else list(buttons_of(result.response))
        asked = " ".join([f"/{command}", *(f"{key}: {value}" for key, value in options.items())])
        told.append("\n".join([f"===== {asked}", readable(text, timeline), *labels, ""]))
    return "\n".join(told)


def _form(modal: dict[str, Any]) -> str:
    fields = [
        f"- {one['label']} {one.get('description') or ''}".strip() for one in modal["components"]
    ]
    return "\n".join([modal["title"], *fields])


def posted(world: World) -> list[str]:
    return [plain(text_of(m)) for m in world.channels["announcements"].history()]


async def test_a_semester_s_student_is_told_of_their_sections_and_hands_in_late(
    tmp_path: Path,
) -> None:
    async with world_of("semester", "2023-10-30T07:40:00-07:00", tmp_path) as world:
        ana = world.person("ana")
        await choose(world, ana, "Choose your lecture section", "lec-c")
        await choose(world, ana, "Choose your discussion section", "disc-b")
        told = plain(read(await world.slash(ana, "next")))
        assert "Mandeville B-210" in told and "Peterson" not in told
        await world.advance(6 * 60)
        assert [one for one in posted(world) if "Midterm" in one and "Lecture section D" in one]
        assert "pitch order" not in {c.qualified_name for c in commands_of(world)}
        shown = (
            ("help", {}),
            ("submit", {}),
            ("submit", {"assignment": "hw-4"}),
            ("progress", {}),
            ("me", {}),
        )
        approve("semester", "commands", await seen(world, ana, *shown))
        given = {"assignment": "lab-3", "file": ("lab3.ipynb", samples.notebook())}
        receipt = read(await world.slash(ana, "submit", **given))
        assert "closed" in receipt


async def test_partners_hand_in_once_and_each_uses_days_of_their_own(tmp_path: Path) -> None:
    async with world_of("semester", "2023-11-07T08:00:00-08:00", tmp_path) as world:
        ana, bo = world.person("ana"), world.person("bo")
        await sign_up(world, ana, bo, title="Eras")
        await bo.user.click(newest(bo.user.dm_channel), label="Accept")
        given = {"assignment": "midterm-project", "file": ("p.ipynb", samples.notebook())}
        receipt = read(await world.slash(ana, "submit", **given))
        assert "1 free slip day used (5 left). So does everybody in your group." in receipt
        for person in (ana, bo):
            left = read(
                await world.slash(person, "ask", question="how many slip days do I have left")
            )
            assert left.startswith("**You have 5 free slip days left.**"), left


async def test_a_summer_school_s_student_has_a_slot_and_a_group_and_hands_nothing_in(
    tmp_path: Path,
) -> None:
    async with world_of("school", "2022-07-13T09:00:00+00:00", tmp_path) as world:
        bo = world.person("bo")
        await choose(world, bo, "Choose your time slot", "slot-3")
        offered = {c.qualified_name for c in commands_of(world)}
        assert not {"submit", "progress", "pitch order", "judging open"} & offered
        await world.advance(16 * 60)
        assert [one for one in posted(world) if "Industry Panel" in one]
        shown = (("help", {}), ("next", {}), ("schedule", {"when": "jul 29"}), ("me", {}))
        told = await seen(world, bo, *shown, ("course", {"topic": "project groups"}))
        assert "Group 1" in read(await sign_up(world, bo, title="Echo"))
        of_group: tuple[Shown, ...] = (("group show", {}), ("group list", {}), ("find-group", {}))
        approve("school", "commands", told + await seen(world, bo, *of_group, ("me", {})))


async def test_a_hackathon_s_team_enters_its_track_and_hands_in_until_the_last_second(
    tmp_path: Path,
) -> None:
    async with world_of("hackathon", "2026-02-26T20:00:00+01:00", tmp_path) as world:
        ana, bo = world.person("ana", "registered"), world.person("bo", "registered")
        dee = world.person("dee")
        await sign_up(world, ana, bo, dee, title="Echo")
        for person in (bo, dee):
            invite = newest(person.user.dm_channel)
            await person.user.click(invite, label="Accept")
        entered = read(await world.slash(ana, "group enter", contest="automation"))
        assert entered.startswith("### ✅ Team 1 competes in Business Automation track")
        assert "3 of 6" in read(await world.slash(bo, "group show"))
        shown: tuple[Shown, ...] = (
            ("help", {}),
            ("submit", {}),
            ("submit", {"assignment": "project"}),
        )
        told = await seen(world, ana, *shown, ("group show", {}), ("me", {}), ("progress", {}))
        approve("hackathon", "commands", told)

        due = datetime.fromisoformat("2026-03-01T17:00:00+01:00")
        await world.advance((due - world.env.now()).total_seconds() - 1800)
        assert [one for one in posted(world) if "Project submission" in one], posted(world)
        await world.env.advance_time(1790)
        opened = await world.slash(ana, "submit", assignment="project")
        typed = {
            "link": "https://github.com/echo/echo",
            "text-description": "Echo",
            "text-track": "Automation",
        }
        receipt = read(await ana.submit_modal(opened, {**typed, "text-members": "Ana, Bo, Dee"}))
        assert receipt.startswith("### ✅ Received: project, version 1, on time"), receipt
        assert any("Received: project" in one for one in dms(ana))
        late = await world.slash(bo, "submit", assignment="project")
        await world.env.advance_time(15)
        refused = read(await bo.submit_modal(late, typed) if late.modal else late)
        assert "Nothing was" in refused or "nothing was handed in" in refused, refused
