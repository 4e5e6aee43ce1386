"""Pitch day, ready to be judged, and what judges and staff do there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn
from bot.groups.model import SignUp
from bot.library.library import CourseLibrary
from tests.discord.test_reminders import posts
from tests.discord.world import World, buttons_of, text_of, world_at
from tests.instants import et

SIGNED_UP = et(1, 26, 12)
TITLES = ("Sketches from Sound", "Tide Tables", "Recipes")


@asynccontextmanager
async def pitch_day(library: CourseLibrary, folder: Path) -> AsyncIterator[World]:
    """Three groups (the third without a registered student), judges Joy and Kim, judging open."""
    async with world_at(et(1, 29, 13), library, folder) as world:
        await set_up(world)
        yield world


async def set_up(world: World) -> None:
    groups, guild = world.app.groups, world.guild.id
    ana, bo, leo = (
        world.person("ana", "registered"),
        world.person("bo", "registered"),
        world.person("leo", "listener"),
    )
    for person, title in zip((ana, bo, leo), TITLES, strict=True):
        await groups.sign_up(guild, person.id, SignUp(title, f"The idea of {title}."), SIGNED_UP)
    link = Details(link="https://docs.google.com/presentation/d/1", ticked=True)
    slides = HandIn("slides", Sender(ana.id, "ana"), SIGNED_UP, details=link)
    await world.app.submissions.hand_in(guild, slides)
    sam = world.person("sam", "staff")
    for name in ("joy", "kim"):
        await world.slash(sam, "judging appoint", person=world.person(name).user)
    await world.slash(sam, "judging open")


async def score(
    world: World, judge: Any, number: int, *scores: int, feedback: str = "", note: str = ""
) -> Any:
    """Score an entry through the form that the card opens."""
    shown = await world.slash(judge, "scores", entry=number)
    label = "Score" if "Score" in buttons_of(shown.response) else "Change scores"
    opened = await judge.click(shown.response, label=label)
    return await judge.submit_modal(opened, ballot(*scores, feedback=feedback, note=note))


def ballot(*scores: int, feedback: str = "", note: str = "") -> dict[str, Any]:
    values: dict[str, Any] = dict(
        zip(("novelty", "soundness", "clarity"), map(str, scores), strict=True)
    )
    return values | {"feedback": feedback, "note": note}


async def all_scored(world: World) -> None:
    for name, given in (
        ("joy", ((5, 5, 5), (4, 4, 4), (5, 5, 4))),
        ("kim", ((4, 4, 5), (3, 3, 3), (5, 5, 5))),
    ):
        for number, scores in enumerate(given, 1):
            feedback = f"{name} liked {number}"
            await score(world, world.person(name), number, *scores, feedback=feedback)


async def stored_ballots(world: World) -> Any:
    contest = world.app.judging.contest(world.guild.id, None)
    return (await world.app.judging.results(world.guild.id, contest, ())).ballots


async def state_of(world: World) -> str:
    contest = world.app.judging.contest(world.guild.id, None)
    return await world.app.judging.state(world.guild.id, contest)


async def close(world: World, **options: Any) -> Any:
    """Close judging, also where ballots are missing."""
    sam = world.person("sam", "staff")
    asked = await world.slash(sam, "judging close", **options)
    message = asked.followups[-1] if asked.followups else asked.response
    if "Close anyway" in buttons_of(message):
        return await sam.click(message, label="Close anyway")
    return asked


async def ask(world: World, **options: Any) -> Any:
    """Close judging if it's open, and ask to publish. Return the request in staff's channel."""
    sam = world.person("sam", "staff")
    if await state_of(world) == "open":
        await close(world)
    await world.slash(sam, "judging publish", **options)
    return requests(world)[-1]


def requests(world: World) -> list[Any]:
    history = world.channels["staff"].history()
    return [m for m in history if text_of(m).startswith("### Publish the results")]


async def confirm(world: World, message: Any, name: str = "tim") -> Any:
    person = world.person(name, "staff")
    return await person.click(message, label="Confirm and publish")


def revealed(world: World) -> list[str]:
    return [t for t in posts(world) if t.startswith("### 🏅") or "all results" in t]


async def reveal(world: World) -> None:
    """Let the whole reveal pass, instant by instant."""
    for _ in range(8):
        await world.advance(20)
