"""A kind of reminder is one object: all that follows from it follows from it alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.client.look import KINDS as LOOKS
from bot.client.look import stamp
from bot.course.model import Course
from bot.course.reminding import QuietHours
from bot.course.timeline import Timeline
from bot.delivery.model import Notice, Row
from bot.library.library import CourseLibrary
from bot.reminders.kinds.base import Occasion, Part, ReminderKind, Said, Scene, Timing
from tests.conftest import ROOT
from tests.discord.test_groups import dms
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et

KEY = "toy:train"


class Toy(ReminderKind):
    """A toy train comes by. `at`: when; None for never."""

    name = "toy"
    corrected = True
    returns = True
    preference = "toys"
    beforehand = False

    def __init__(self, at: datetime | None) -> None:
        self.at = at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Toy) and other.at == self.at

    def __hash__(self) -> int:
        """One that comes at another time is another kind: what a course plans is kept by its kinds."""
        return hash(self.at)

    def plan(self, timeline: Timeline, said: Said) -> Iterator[Notice]:
        if self.at:
            timing = Timing(self.at, self.at, self.at + timedelta(hours=8))
            yield self.notice(KEY, "train", timing)

    def occasions(self, timeline: Timeline, said: Said) -> Iterator[Occasion]:
        for notice in self.plan(timeline, said):
            yield Occasion("train", "train", notice.anchor_at, notice.until)

    def title(self, timeline: Timeline, notice: Notice) -> str:
        return "the toy train"

    def part(self, scene: Scene, notice: Notice) -> Part:
        return Part(f"### 🚂 The train is here {stamp(notice.anchor_at, 't')}", LOOKS["event"])

    def correction(self, scene: Scene, notice: Notice) -> Part:
        return Part(f"### 🚂 It comes {stamp(notice.anchor_at, 't')} instead", LOOKS["event"])


@pytest.fixture
def toy() -> Toy:
    return Toy(et(1, 26, 10, 30))


@pytest_asyncio.fixture
async def station(toy: Toy, course: Course, tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday Jan 26, 10:00 AM. Nothing else is posted; from 9 PM to 7 AM nothing at all is."""
    quiet = type(course.reminders)(quiet=QuietHours(start=time(21), end=time(7)))
    library = CourseLibrary(course.model_copy(update={"reminders": quiet}))
    async with world_at(et(1, 26, 10), library, tmp_path, kinds=[toy]) as world:
        await replan(world)
        yield world


async def replan(world: World) -> None:
    await world.app.reminders.replan(world.guild.id, world.clock.now())
    await world.env.settle()


async def until(world: World, instant: datetime) -> None:
    await world.advance((instant - world.clock.now()).total_seconds())
    await world.advance(1)


async def row(world: World) -> Row:
    [found] = await world.app.delivery.rows(world.guild.id, [KEY])
    return found


def posts(world: World) -> list[Any]:
    messages = world.channels["announcements"].history()
    return [m for m in messages if "🚂" in text_of(m)]


async def test_it_is_planned_titled_previewed_and_sent_in_time(station: World) -> None:
    sam = station.person("sam", "staff")
    assert "the toy train" in read(await station.slash(sam, "staff reminders"))
    shown = read(await station.slash(sam, "staff reminders", reminder=KEY))
    assert shown.startswith("-# Preview: due") and "### 🚂 The train is here" in shown
    await until(station, et(1, 26, 10, 30))
    [post] = posts(station)
    assert text_of(post) == f"### 🚂 The train is here {stamp(et(1, 26, 10, 30), 't')}"
    sent = read(await station.slash(sam, "staff reminders", show="sent"))
    assert "the toy train · " in sent and "[message](https://" in sent


async def test_it_moves_and_is_cancelled_with_what_it_is_planned_from(
    station: World, toy: Toy
) -> None:
    toy.at = et(1, 26, 11)
    await replan(station)
    await until(station, et(1, 26, 10, 45))
    assert posts(station) == [] and (await row(station)).notice.due_at == et(1, 26, 11)
    toy.at = None
    await replan(station)
    await until(station, et(1, 26, 12))
    assert posts(station) == []
    assert (await row(station)).why == "it is no longer in the course"


async def test_it_keeps_out_of_quiet_hours(station: World, toy: Toy) -> None:
    toy.at = et(1, 27, 2)
    await replan(station)
    assert (await row(station)).notice.due_at == et(1, 26, 21)


async def test_it_keeps_out_of_a_silenced_channel(station: World) -> None:
    sam = station.person("sam", "staff")
    await station.slash(sam, "staff silence", channel="announcements", silent=True)
    await until(station, et(1, 26, 10, 30))
    assert posts(station) == []
    assert (await row(station)).why == "staff have silenced this channel"


async def test_it_is_corrected_each_time_it_moves_and_comes_again(station: World, toy: Toy) -> None:
    await until(station, et(1, 26, 10, 30))
    [post] = posts(station)
    for hour in (12, 13):
        toy.at = et(1, 26, hour)
        await replan(station)
        await station.advance(1)
        assert text_of(posts(station)[-1]) == f"### 🚂 It comes {stamp(toy.at, 't')} instead"
        assert posts(station)[-1].reference.message_id == post.id
    await until(station, et(1, 26, 13))
    assert len(posts(station)) == 4
    assert text_of(posts(station)[-1]) == f"### 🚂 The train is here {stamp(et(1, 26, 13), 't')}"


async def test_it_has_its_switch_and_comes_by_direct_message(station: World) -> None:
    ana = station.person("ana")
    on = await ana.click((await station.slash(ana, "remind-me")).response, label="Toys")
    assert "deadlines, 3h before; toys right away" in text_of(on.response)
    await until(station, et(1, 26, 10, 30))
    assert [text for text in dms(ana) if "🚂" in text] == [
        f"### 🚂 The train is here {stamp(et(1, 26, 10, 30), 't')}"
    ]


async def test_its_switch_is_there_only_where_a_course_has_it(station: World, toy: Toy) -> None:
    toy.at = None
    shown = await station.slash(station.person("ana"), "remind-me")
    assert "Toys" not in buttons_of(shown.response)


async def test_staff_skip_it_take_that_back_and_send_it_now(station: World) -> None:
    sam = station.person("sam", "staff")
    shown = await station.slash(sam, "staff reminders", reminder=KEY)
    skipped = await sam.click(shown.response, label="Skip")
    assert text_of(skipped.response).startswith("### ✅ Skipped: the toy train")
    back = await sam.click(skipped.response, label="Take the skip back")
    assert text_of(back.response).startswith("### ✅ Back in the plan: the toy train")
    sent = await sam.click(back.response, label="Send now")
    assert text_of(sent.response).startswith("### ✅ Posted: the toy train")
    await until(station, et(1, 26, 10, 30))
    assert len(posts(station)) == 1


def test_nothing_else_compares_a_kinds_name() -> None:
    compared = re.compile(r"notice\.kind\s*(==|!=)|\.kind\s*(==|!=|in)\s*\w+\.name|KIND\.name")
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")]
    found = [str(f.relative_to(ROOT)) for f in files if compared.search(f.read_text("utf-8"))]
    assert found == []
