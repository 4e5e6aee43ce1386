"""The sandbox's launcher over HTTP, without a browser; and the private names of simcord that it uses."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import simcord

from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.errors import OperatorError
from bot.library.library import CourseLibrary
from bot.sandbox.moments import meetings, moments
from bot.sandbox.people import RESIDENTS
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.conftest import ROOT, SECTIONS_FILE
from tests.discord.world import read
from tests.instants import et


@pytest_asyncio.fixture
async def box(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[tuple[Sandbox, str]]:
    settings = Settings(sandbox_port=0, state=tmp_path, _env_file=None)  # type: ignore[call-arg]
    sandbox = Sandbox(settings, library, None)
    address = await sandbox.start()
    yield sandbox, address
    await sandbox.stop()


async def get(address: str, path: str = "state") -> Any:
    async with aiohttp.ClientSession() as session, session.get(address + path) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def post(address: str, path: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.post(address + path) as answer:
        return answer.status, await (answer.json() if answer.status == 200 else answer.text())


def test_the_moments_are_those_that_matter(timeline: Timeline) -> None:
    found = {moment.id: moment.at for moment in moments(timeline)}
    assert found["first-morning"] == et(1, 18, 9)
    assert found["before-lab-entries"] == et(1, 26, 22, 59)
    assert found["last-minute"] == et(1, 27, 23, 59)
    assert found["pitch-day"] == et(1, 29, 9)


def test_a_course_without_pitches_has_its_own_moments(semester_timeline: Timeline) -> None:
    assert [m.id for m in moments(semester_timeline)] == [
        "first-morning",
        "before-sheet-1",
        "before-sheet-2",
    ]


async def test_students_of_the_sandbox_are_in_cohorts_that_roles_lead_to(tmp_path: Path) -> None:
    library = CourseLibrary(load_course(SECTIONS_FILE))
    settings = Settings(sandbox_port=0, state=tmp_path, _env_file=None)  # type: ignore[call-arg]
    sandbox = Sandbox(settings, library, None)
    await sandbox.start()
    try:
        assert sandbox.world is not None
        people, channels = sandbox.world._people, sandbox.world._channels
        told = [read(await people[one].slash(channels["general"], "me")) for one in ("ana", "leo")]
        assert "🧭 **Section A**" in told[0] and "🧭 **Section B**" in told[1]
        assert "🧭 **Section" not in read(await people["sam"].slash(channels["general"], "me"))
    finally:
        await sandbox.stop()


def test_every_deadline_and_meeting_can_be_jumped_to(timeline: Timeline) -> None:
    befores = [moment.id for moment in moments(timeline) if moment.id.startswith("before-")]
    assert len(befores) == len(timeline.course.every_deadline)
    found = meetings(timeline)
    assert len(found) == len(timeline.timed)
    assert found[0].at == et(1, 18, 12, 59) and found[0].title


async def test_it_starts_on_the_first_morning_with_its_people(box: tuple[Sandbox, str]) -> None:
    state = await get(box[1])
    assert state["day"] == "Monday, January 18, 2021"
    assert re.fullmatch(r"9:00:0\d AM", state["time"])
    assert [person["who"] for person in state["people"]] == [
        "registered student",
        "listener",
        "judge",
        "judge",
        "staff",
        "staff",
    ]
    places = {p["name"]: [place["name"] for place in p["places"]] for p in state["people"]}
    assert "#staff" in places["Sam"] and "#staff" not in places["Ana"]
    assert all("Direct messages" in names for names in places.values())


async def test_time_moves_by_steps_and_jumps_and_back_by_starting_over(
    box: tuple[Sandbox, str],
) -> None:
    _, address = box
    for step, expected in (("15min", "9:15"), ("1h", "10:15"), ("1day", "10:15")):
        assert await post(address, f"step/{step}") == (200, {"restarted": False})
        assert (await get(address))["time"].startswith(expected)
    assert await post(address, "jump/pitch-day") == (200, {"restarted": False})
    assert (await get(address))["day"] == "Friday, January 29, 2021"
    assert await post(address, "jump/before-lab-entries") == (200, {"restarted": True})
    state = await get(address)
    assert state["day"] == "Tuesday, January 26, 2021" and state["time"].startswith("10:59")
    assert [m["past"] for m in state["moments"]][:2] == [True, True]
    last = state["meetings"][-1]
    assert await post(address, f"jump/{last['id']}") == (200, {"restarted": False})
    assert (await get(address))["meetings"][-1]["past"]
    for path in ("jump/nowhen", "step/1year"):
        status, text = await post(address, path)
        assert status == 404 and text.startswith("There's no such")


async def test_time_passes_by_itself(box: tuple[Sandbox, str]) -> None:
    sandbox, _ = box
    assert sandbox.world
    before = sandbox.world.stage.now()
    changed = asyncio.Event()
    advance = sandbox.world.stage.advance

    async def noticing(seconds: float) -> None:
        await advance(seconds)
        changed.set()

    sandbox.world.stage.advance = noticing  # type: ignore[method-assign]
    await asyncio.wait_for(changed.wait(), 10)
    assert sandbox.world.stage.now() > before


async def test_every_place_of_every_person_opens(box: tuple[Sandbox, str]) -> None:
    _, address = box
    async with aiohttp.ClientSession() as session:
        for person in RESIDENTS:
            for place in person.places:
                async with session.get(
                    f"{address}open/{person.id}/{place}", allow_redirects=False
                ) as answer:
                    assert answer.status == 302
                    target = answer.headers["Location"]
                async with session.get(target) as page:
                    assert page.status == 200 and "/sandbox.js" in await page.text()
                async with session.get(target.replace("#", "looked#")) as looked:
                    seen = await looked.json()
                assert (seen["name"], seen["here"], seen["home"]) == (
                    person.full_name,
                    place,
                    address,
                )
                assert [p["id"] for p in seen["places"]] == list(person.places)
        for file in ("sandbox.js", "sandbox.css"):
            async with session.get(target.partition("#")[0] + file) as answer:
                assert answer.status == 200
        for path in ("open/ana/staff", "open/nobody/general"):
            async with session.get(address + path) as answer:
                assert answer.status == 404
        async with session.get(address) as page:
            assert "Course assistant sandbox" in await page.text()


async def test_the_real_bot_answers_there(box: tuple[Sandbox, str]) -> None:
    world = box[0].world
    assert world
    async with world.stage._lock:
        world.stage.env._preview = None
        result = await world._people["ana"].slash(world._channels["general"], "next")
    assert read(result).startswith("### Next: Introduction to Deep Learning and NNs")


async def test_a_port_in_use_is_one_sentence(library: CourseLibrary, tmp_path: Path) -> None:
    import socket

    from bot.cli.serve import run_sandbox

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(  # type: ignore[call-arg]
            sandbox_port=taken.getsockname()[1],
            state=tmp_path,
            course=ROOT / "data/course.yaml",
            _env_file=None,
        )
        with pytest.raises(OperatorError, match="is in use"):
            await run_sandbox(settings)


def test_a_real_sandbox_starts_in_time_at_its_instant_keeps_what_it_is_asked_to_and_ends_cleanly(
    tmp_path: Path,
) -> None:
    env = {
        **os.environ,
        "COURSEBOT_SANDBOX_PORT": "0",
        "COURSEBOT_STATE": str(tmp_path),
        "DISCORD_TOKEN": "",
    }
    options = ("--at", "2021-01-26T22:00", "--keep", str(tmp_path / "kept"))
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "sandbox", *options],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    line = process.stdout.readline()
    assert "The sandbox is ready. Open http://127.0.0.1:" in line
    assert time.monotonic() - begun < 15
    with urllib.request.urlopen(f"{line.split()[5]}state") as answered:
        state = json.load(answered)
    assert state["day"] == "Tuesday, January 26, 2021" and state["time"].startswith("10:00:")
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert output.strip() == "The sandbox has ended."
    assert (tmp_path / "kept" / "coursebot.sqlite3").exists()


def test_simcord_still_has_the_private_names_that_the_sandbox_uses() -> None:
    from simcord.preview import Preview

    assert simcord.__version__ == "3.2.1"
    assert {"_schedule_timer", "_settle_internal"} <= set(dir(simcord.Env))
    assert {"_action", "_get_page", "_publish", "_advance_presentation_time"} <= set(dir(Preview))
    assert "self.capability" in inspect.getsource(Preview.__init__)
