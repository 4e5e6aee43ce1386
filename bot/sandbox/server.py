"""The sandbox's launcher: one page that links every person's channels, shows the time, and moves it."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.library.library import CourseLibrary
from bot.questions.faq import AnswererCache
from bot.sandbox.moments import PITCH_DAY, Moment, meetings, moments
from bot.sandbox.people import RESIDENTS
from bot.sandbox.world import World
from bot.settings import Settings

log = logging.getLogger("bot.sandbox")

TICK_S = 0.25
STEPS = {"15min": timedelta(minutes=15), "1h": timedelta(hours=1), "1day": timedelta(days=1)}
PAGES = {"/": "launcher.html", "/two": "two.html", "/launcher.css": "launcher.css"}


class Sandbox:
    """The world that is running now, its pages, and the launcher."""

    def __init__(
        self, settings: Settings, courses: CourseLibrary, folder: Path | None, speed: float = 1.0
    ) -> None:
        self._settings, self._courses, self._folder, self._speed = settings, courses, folder, speed
        self._answerers = AnswererCache()
        self.world: World | None = None
        self._home = ""
        self._changing = asyncio.Lock()
        self._pump: asyncio.Task[None] | None = None
        self._told = 0.0
        """Up to when time on the wall has been made up for; what a step or a jump takes isn't."""
        self._runner: web.AppRunner | None = None

    async def start(self, at: datetime | None = None) -> str:
        """Build the world and serve the launcher; give its address."""
        self.world = await self._new_world(at or moments(self._courses.default)[0].at)
        app = web.Application()
        app.add_routes(
            [
                *(web.get(path, self._page) for path in PAGES),
                web.get("/state", self._state),
                web.post("/jump/{moment}", self._jump),
                web.post("/step/{step}", self._step),
                web.get("/open/{person}/{place}", self._open),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._settings.sandbox_port)
        await site.start()
        self._pump = asyncio.create_task(self._let_time_pass(), name="sandbox-time")
        port = self._runner.addresses[0][1]
        self._home = self.world.home = f"http://127.0.0.1:{port}/"
        return self._home

    async def stop(self) -> None:
        """End time, the pages and the world."""
        if self._pump:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()
        if self.world:
            await self.world.close()
        self._answerers.close()

    async def jump(self, at: datetime) -> bool:
        """Move the time to an instant. A jump back starts the world over; say whether it did."""
        async with self._changing:
            world = self._living()
            back = at < world.stage.now()
            if back:
                opened = world.opened
                await world.close()
                self.world = await self._new_world(at)
                for person, place in opened:
                    await self.world.address(person, place, self._port(person, place))
            else:
                await world.advance(at)
            self._told = asyncio.get_running_loop().time()
            return back

    def _living(self) -> World:
        assert self.world is not None, "the sandbox has not been started"
        return self.world

    async def _new_world(self, at: datetime) -> World:
        world = World(self._settings, self._courses, at, self._folder, self._answerers)
        world.home = self._home
        await world.open()
        return world

    async def _let_time_pass(self) -> None:
        loop = asyncio.get_running_loop()
        self._told = loop.time()
        while True:
            await asyncio.sleep(TICK_S)
            async with self._changing:
                elapsed, self._told = loop.time() - self._told, loop.time()
                try:
                    await self.tick(elapsed)
                except TimeoutError:
                    log.warning("the bot was busy for a whole tick of the sandbox's time")

    async def tick(self, elapsed_s: float) -> None:
        """Let as much time pass as has passed on the wall, at the sandbox's speed."""
        world = self._living()
        await world.advance(world.stage.now() + timedelta(seconds=elapsed_s * self._speed))

    async def _page(self, request: web.Request) -> web.Response:
        file = Path(__file__).with_name(PAGES[request.path])
        kind = "text/css" if file.suffix == ".css" else "text/html"
        return web.Response(text=file.read_text(encoding="utf-8"), content_type=kind)

    async def _state(self, _request: web.Request) -> web.Response:
        world = self._living()
        timeline, now = world.timeline, world.stage.now()
        local = now.astimezone(timeline.zone)
        state: dict[str, Any] = {
            "world": world.stage.run,
            "course": timeline.course.name,
            "term": timeline.course.term.name,
            "day": f"{local:%A, %B} {local.day}, {local.year}",
            "time": f"{local:%I:%M:%S %p}".lstrip("0"),
            "zone": timeline.course.zone_label,
            "moments": [_described(m, timeline.zone, now) for m in moments(timeline)],
            "meetings": [_described(m, timeline.zone, now) for m in meetings(timeline)],
            "people": [
                {"id": p.id, "name": p.name, "who": p.who, "places": world.places(p)}
                for p in RESIDENTS
            ],
        }
        return web.json_response(state)

    async def _jump(self, request: web.Request) -> web.Response:
        timeline, id = self._living().timeline, request.match_info["moment"]
        found = (*moments(timeline), *meetings(timeline))
        moment = next((m for m in found if m.id == id), None)
        if moment is None:
            raise web.HTTPNotFound(text="There's no such moment.")
        restarted = await self.jump(moment.at)
        if moment.id == PITCH_DAY:
            async with self._changing:
                await self._living().tour()
        return web.json_response({"restarted": restarted})

    async def _step(self, request: web.Request) -> web.Response:
        step = STEPS.get(request.match_info["step"])
        if step is None:
            raise web.HTTPNotFound(text="There's no such step.")
        return web.json_response({"restarted": await self.jump(self._living().stage.now() + step)})

    async def _open(self, request: web.Request) -> web.Response:
        person = next((p for p in RESIDENTS if p.id == request.match_info["person"]), None)
        place = request.match_info["place"]
        if person is None or place not in person.places:
            raise web.HTTPNotFound(text="This person has no such place.")
        async with self._changing:
            raise web.HTTPFound(
                await self._living().address(person.id, place, self._port(person.id, place))
            )

    def _port(self, person: str, place: str) -> int:
        """Return each page a port of its own that stays when the world starts over; any free one for port 0."""
        if self._settings.sandbox_port == 0:
            return 0
        pages = [(p.id, name) for p in RESIDENTS for name in p.places]
        return self._settings.sandbox_port + 1 + pages.index((person, place))


def _described(moment: Moment, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """Describe a moment for the launcher."""
    local = moment.at.astimezone(zone)
    when = f"{local:%a %b} {local.day}, {local.strftime('%I:%M %p').lstrip('0')}"
    return {"id": moment.id, "title": moment.title, "when": when, "past": moment.at <= now}
