"""A change that would leave behind what people have done is refused, with what to do instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.assignments import catalog
from bot.course.model import Course
from bot.groups.model import ByStaff, Person
from bot.library.errors import Stranded
from bot.library.library import CourseLibrary
from tests.discord.judging import SIGNED_UP, pitch_day, score
from tests.discord.world import World


async def tried(world: World, old: Course, **changed: Any) -> str:
    """Ask whether a change may be made; return why not, empty if it may."""
    guild_id, new = world.guild.id, old.model_copy(update=changed)
    for guard in world.app.course.guards:
        try:
            await world.app.db.read(lambda db, g=guard: g(db, guild_id, old, new))
        except Stranded as refused:
            return str(refused)
    return ""


async def test_hand_ins_groups_and_ballots_are_not_left_behind(
    library: CourseLibrary, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert course.groups is not None
    smaller = course.groups.model_copy(update={"max": 1, "min": 1})
    groups = next(c for c in course.competitions if c.entries == "groups")
    others = tuple(c for c in course.competitions if c is not groups)
    fewer = groups.model_copy(update={"criteria": groups.criteria[:1]})
    renamed = groups.model_copy(update={"title": "The pitches"})
    async with pitch_day(library, tmp_path) as world:
        assert await tried(world, course, groups=smaller) == ""
        cara = Person(world.person("cara").id, "cara")
        await _join(world, cara)
        refused = await tried(world, course, groups=smaller)
        assert (
            "at most, and there are more in group 1" in refused and "/staff group move" in refused
        )
        refused = await tried(world, course, groups=None)
        assert "Project groups would be removed from the course, and there are group 1" in refused
        assert await tried(world, course, competitions=(*others, fewer)) == ""
        await score(world, world.person("joy"), 1, 5, 4, 3)
        refused = await tried(world, course, competitions=(*others, fewer))
        assert "would be judged by another rubric, and 1 ballot is stored" in refused
        assert "would go, and 1 ballot" in await tried(world, course, competitions=others)
        assert await tried(world, course, competitions=(*others, renamed)) == ""
        known = catalog.assignments_of
        monkeypatch.setattr(
            catalog,
            "assignments_of",
            lambda c: {i: a for i, a in known(c).items() if c is course or i != "slides"},
        )
        refused = await tried(world, course, title="Another")
        assert "1 hand-in of it would be left behind" in refused
        assert "Keep it in the course" in refused


async def _join(world: World, person: Person) -> None:
    staff = ByStaff(by=world.person("sam").id, at=SIGNED_UP, reason="joins")
    await world.app.groups.add(world.guild.id, 1, person, staff)
