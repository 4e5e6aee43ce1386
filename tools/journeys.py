"""How many files of ours a request passes: python -m tools.journeys [--files]

Each journey is made in the simulated Discord, from the press to the last message that follows from it. A file counts
where one of its functions is called meanwhile; a second person's part of the journey counts, too. Somebody else has
made the same before: what is worked out once for a version of a course is there.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from bot.library.files import load_library
from bot.library.library import CourseLibrary
from tests.discord import world as world_module
from tests.discord.judging import all_scored, ask, confirm, reveal, score, set_up
from tests.discord.test_groups import sign_up
from tests.discord.test_hand_ins import review
from tests.discord.world import World, world_at
from tests.instants import et

ROOT = Path(__file__).resolve().parent.parent
OURS = (f"{ROOT / 'bot'}/", f"{ROOT / 'cogs'}/")
GROUND = {"client", "delivery", "guilds", "library"}
"""What every request stands on, beside the modules that lie in bot/ itself."""

READING = {"understanding", "answers"}
"""What a question is followed through, from its words to the fact that answers it."""

Journey = Callable[[World], Awaitable[Any]]


class Recorder:
    """The files whose functions are called while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.files: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        file = frame.f_code.co_filename
        if self.on and event == "call" and file.startswith(OURS) and not _waited_for(frame):
            self.files.add(str(Path(file).relative_to(ROOT)))

    @contextmanager
    def watching(self) -> Iterator[set[str]]:
        """Record from here on, into a set of its own."""
        self.files, self.on = set(), True
        try:
            yield self.files
        finally:
            self.on = False


def _waited_for(frame: FrameType) -> bool:
    """Return whether it is the simulated world that calls, to see whether the desk is done."""
    while frame.f_code.co_filename.startswith(OURS) and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code.co_filename == world_module.__file__


async def question(world: World, who: str = "ana") -> None:
    await world.use(who, "ask", question="when is the next lecture")


async def signup(world: World, founder: str = "ana", invited: str = "bo") -> None:
    await sign_up(world, world.person(founder, "registered"), world.person(invited).user)


async def hand_in(world: World, who: str = "ana") -> None:
    await review(world, world.person(who, "registered"))


async def asked(world: World) -> None:
    await question(world, "cy")


async def signed_up(world: World) -> None:
    await signup(world, "cy", "dee")


async def handed_in(world: World) -> None:
    await hand_in(world, "cy")


async def reminder(world: World) -> None:
    await world.advance(3600)


async def judged(world: World) -> None:
    await set_up(world)
    await all_scored(world)


async def one_score(world: World) -> None:
    await score(world, world.person("joy"), 1, 3, 3, 3)


async def published(world: World) -> None:
    await confirm(world, await ask(world))
    await reveal(world)


async def nothing(_world: World) -> None:
    """Need no preparation."""


JOURNEYS: dict[str, tuple[Any, Journey, Journey]] = {
    "A question": (et(1, 26, 10), asked, question),
    "A sign-up with an invitation": (et(1, 26, 10), signed_up, signup),
    "A hand-in": (et(1, 26, 10), handed_in, hand_in),
    "A reminder": (et(1, 26, 12), nothing, reminder),
    "A score": (et(1, 29, 13), judged, one_score),
    "A published result": (et(1, 29, 13), judged, published),
}


async def measure(recorder: Recorder, library: CourseLibrary) -> dict[str, set[str]]:
    """Make every journey, and give the files it passes."""
    passed: dict[str, set[str]] = {}
    for name, (now, prepare, travel) in JOURNEYS.items():
        with tempfile.TemporaryDirectory() as folder:
            async with world_at(now, library, Path(folder)) as world:
                await world.app.questions.warm()
                await world.advance(120)  # what follows from the start alone is done
                await prepare(world)
                with recorder.watching() as files:
                    await travel(world)
                passed[name] = files
    return passed


def _is_ground(file: Path) -> bool:
    return file.parts[0] == "bot" and (len(file.parts) == 2 or file.parts[1] in GROUND)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", action="store_true", help="name the files, too")
    wanted = parser.parse_args()
    recorder = Recorder()
    threading.setprofile(recorder)  # the database's thread and the helpers' begin after this
    sys.setprofile(recorder)
    library = load_library(ROOT / "data" / "course.yaml", Path("nowhere"))
    for name, files in asyncio.run(measure(recorder, library)).items():
        ground = sum(_is_ground(Path(file)) for file in files)
        reading = sum(Path(file).parts[1] in READING for file in files)
        read = f", {reading} that read and answer it" if reading else ""
        print(f"{name}: {len(files)} files, {len(files) - ground} beside the ground of all{read}")
        if wanted.files:
            print("".join(f"  {file}\n" for file in sorted(files)), end="")


if __name__ == "__main__":
    main()
