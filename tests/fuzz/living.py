"""A course in full swing that one case after another happens to, and what has to hold after each."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import re
import tempfile
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simcord import interactions

from bot.client.layout import MAX_COMPONENTS, MAX_CUSTOM_ID, MAX_LABEL, MAX_TEXT
from bot.course.loader import read_course
from bot.groups.model import SignUp
from bot.library.library import DEFAULT, CourseLibrary
from tests.conftest import COURSE_FILE
from tests.discord.judging import set_up
from tests.discord.kinds import member
from tests.discord.world import World, world_at
from tests.instants import et

RENEWED_AFTER = 150
"""Cases that happen in one world. Its state grows with them, and so does the time that each takes."""
INSTANTS = (et(1, 26, 10), et(1, 29, 13))
"""Sign-up is open; judging is open."""
DIGITS = re.compile("[0-9]+")
Case = Callable[["Scene"], Awaitable[None]]


class Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(("bot", "discord")):
            self.said.append(logging.Formatter().format(record))


@dataclass
class Scene:
    """A running world with its people, and what was sent in it so far.

    Attributes:
        bystander: somebody whom nothing is about. Nobody may make the bot name or write to them.
    """

    world: World
    errors: Errors
    people: list[Any] = field(default_factory=list)
    targets: list[Any] = field(default_factory=list)
    bystander: Any = None
    seen: int = 0
    deeds: list[str] = field(default_factory=list)

    def note(self, *deed: Any) -> None:
        """Keep what is done, for whoever reads of a fault."""
        self.deeds.append(" ".join(shortened(str(part)) for part in deed))

    @property
    def env(self) -> Any:
        return self.world.env

    async def settle(self) -> None:
        """Wait until the bot has said everything."""
        await self.world.bot.finish_work(5)
        await self.env.settle()

    def check(self) -> None:
        """Hold what was sent and logged since the last look against what must be."""
        sent, self.seen = self.env.http_requests[self.seen :], len(self.env.http_requests)
        errors, self.errors.said = self.errors.said, []
        assert not errors, "\n".join(errors)[-6000:]
        for request in sent:
            if isinstance(request.json, dict):
                self._check_body(request.method, request.json)

    def _check_body(self, method: str, body: dict[str, Any]) -> None:
        data = body["data"] if isinstance(body.get("data"), dict) else body
        choices = data.get("choices")
        if choices is not None:
            assert len(choices) <= 25, choices
            for choice in choices:
                assert 1 <= len(choice["name"]) <= 100, choice
                assert 1 <= len(str(choice["value"])) <= 100, choice
        if "title" in data and "custom_id" in data:
            assert 1 <= len(data["title"]) <= 45 and len(data["components"]) <= 5, data
        assert len(data.get("content") or "") <= 2000, data
        if "components" in data:
            check_components(data["components"], is_form="title" in data)
            words = " ".join(texts_in(data["components"]))
            assert "incident" not in words.lower(), words
            if "title" not in data and (method == "POST" or "allowed_mentions" in data):
                self._check_mentions(data["allowed_mentions"])

    def _check_mentions(self, mentions: dict[str, Any]) -> None:
        assert not mentions.get("parse"), mentions
        named = {*mentions.get("users", ()), *mentions.get("roles", ())}
        assert str(self.bystander.id) not in {str(id) for id in named}, mentions


def check_components(components: list[dict[str, Any]], *, is_form: bool) -> None:
    parts = list(walk(components))
    assert len(parts) <= MAX_COMPONENTS
    assert sum(len(part["content"]) for part in parts if part["type"] == 10) <= MAX_TEXT
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert len(set(ids)) == len(ids) and all(1 <= len(id) <= MAX_CUSTOM_ID for id in ids), ids
    for part in parts:
        if part["type"] == 2:
            assert 1 <= len(part.get("label") or "") <= MAX_LABEL, part
            assert len(part.get("url") or "") <= 512, part
        if part["type"] == 10:
            assert part["content"].strip(), part
        if part["type"] == 18:
            assert 1 <= len(part["label"]) <= 45 and len(part.get("description") or "") <= 100, part
        if part["type"] == 4:
            assert len(part.get("placeholder") or "") <= 100, part
            assert len(part.get("value") or "") <= (part.get("max_length") or 4000), part
        for option in part.get("options", ()):
            assert len(part["options"]) <= 25, part
            assert 1 <= len(option["label"]) <= 100 and 1 <= len(option["value"]) <= 100, part
            assert len(option.get("description") or "") <= 100, part


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        inner = list(component.get("components") or ())
        inner += [component[key] for key in ("accessory", "component") if component.get(key)]
        yield from walk(inner)


def texts_in(components: list[dict[str, Any]]) -> list[str]:
    return [part["content"] for part in walk(components) if part["type"] == 10]


def shortened(text: str) -> str:
    return ascii(text if len(text) <= 90 else f"{text[:60]} ... {len(text)} characters")[1:-1]


def talkative() -> CourseLibrary:
    """The product's course, but everybody may ask as often as a course file can say: who asks too much in a minute is
    told so once and then not answered."""
    text = COURSE_FILE.read_text(encoding="utf-8").replace("per_minute: 6}", "per_minute: 60}")
    return CourseLibrary(read_course(COURSE_FILE, text), sources={DEFAULT: text})


class Living:
    """Keeps one world at a time, on a loop of its own. Faults are kept until all cases have happened: what is found
    depends on all that has happened before, so nothing is gained by trying one case again."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._context = contextvars.copy_context()
        self._library = talkative()
        self._held: AbstractAsyncContextManager[World] | None = None
        self._scene: Scene | None = None
        self._cases = 0
        self._worlds = 0
        self.faults: dict[str, str] = {}

    def happens(self, case: Case) -> None:
        """Let a case happen, and check what came of it. After a fault the next one gets a new world."""
        try:
            self._run(self._happens(case))
        except Exception as fault:
            self._cases = RENEWED_AFTER
            deeds = "\n".join(self._scene.deeds[-8:]) if self._scene else "a new world"
            place = traceback.extract_tb(fault.__traceback__)[-1]
            kind = f"{type(fault).__name__} {place.lineno} {DIGITS.sub('', str(fault)[-90:])}"
            self.faults.setdefault(kind, f"{deeds}\n{''.join(traceback.format_exception(fault))}")

    def assert_all_well(self) -> None:
        """Fail with every kind of fault that was found, each once."""
        found, self.faults = list(self.faults.values()), {}
        assert not found, f"{len(found)} faults\n" + "\n\n".join(found)

    async def _happens(self, case: Case) -> None:
        if self._scene is None or self._cases >= RENEWED_AFTER:
            await self._renew()
        assert self._scene is not None
        self._cases += 1
        self._scene.deeds.append(f"case {self._cases}:")
        await case(self._scene)
        await self._scene.settle()
        self._scene.check()

    async def _renew(self) -> None:
        await self._leave()
        folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        self._held = world_at(INSTANTS[self._worlds % 2], self._library, folder)
        world = await self._held.__aenter__()
        self._scene = await populated(world)
        self._cases, self._worlds = 0, self._worlds + 1

    async def _leave(self) -> None:
        if self._held is not None and self._scene is not None:
            logging.getLogger().removeHandler(self._scene.errors)
            await self._scene.world.bot.drain(5)
            held, self._held, self._scene = self._held, None, None
            await held.__aexit__(None, None, None)

    def end(self) -> None:
        """Leave the world."""
        self._run(self._leave())
        self._runner.close()

    def _run(self, work: Any) -> None:
        self._runner.run(work, context=self._context)


async def populated(world: World) -> Scene:
    """Bring groups, an invitation, judges, a running order, an announcement and people of all kinds."""
    errors = Errors()
    logging.getLogger().addHandler(errors)
    scene = Scene(world, errors)
    await set_up(world)
    sam, tim = world.person("sam", "staff"), world.person("tim", "staff")
    cat, dan = world.person("cat", "registered"), world.person("dan")
    names = ("ana", "bo", "leo", "joy", "kim")
    scene.people = [world.person(name) for name in names]
    scene.people += [cat, dan, sam, sam, tim, member(world, "manager")]
    scene.bystander = world.person("bystander", "registered")
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    stranger = world.env.create_user("outsider")
    scene.targets = [p.user for p in scene.people] + [robot.user, stranger, *scene.people, robot]
    await world.app.groups.sign_up(
        world.guild.id, tim.id, SignUp("Odd <@1> `one`", "It's ||here||."), et(1, 26, 9)
    )
    await world.slash(sam, "staff pitch plan")
    await world.slash(sam, "staff pitch panel")
    await scene.settle()
    scene.check()
    return scene


@contextmanager
def an_earlier_form_of_the_commands() -> Iterator[None]:
    """Let options through that Discord checks by what was registered: a client may still have an earlier form."""
    real = interactions.validate_option_value
    interactions.validate_option_value = lambda _command, _option, value: value
    try:
        yield
    finally:
        interactions.validate_option_value = real
