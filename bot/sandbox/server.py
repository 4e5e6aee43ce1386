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
from bot.sandbox.world import PITCH_DAY, RESIDENTS, Moment, World, meetings, moments
from bot.settings import Settings

log = logging.getLogger("bot.sandbox")

TICK_S = 0.25
STEPS = {"15min": timedelta(minutes=15), "1h": timedelta(hours=1), "1day": timedelta(days=1)}
PAGE = Path(__file__).with_name("launcher.html")
PLACE_WORDS = {"dm": "Direct messages"}


class Sandbox:
    """The world that is running now, its pages, and the launcher."""

    def __init__(
        self, settings: Settings, courses: CourseLibrary, folder: Path | None, speed: float = 1.0
    ) -> None:
        self._settings, self._courses, self._folder, self._speed = settings, courses, folder, speed
        self._answerers = AnswererCache()
        self.moments = moments(courses.default)
        self.meetings = meetings(courses.default)
        self.world: World | None = None
        self._changing = asyncio.Lock()
        self._pump: asyncio.Task[None] | None = None
        self._told = 0.0
        """Up to when time on the wall has been made up for; what a step or a jump takes isn't."""
        self._runner: web.AppRunner | None = None

    async def start(self, at: datetime | None = None) -> str:
        """Build the world and serve the launcher; give its address."""
        self.world = await self._new_world(at or self.moments[0].at)
        app = web.Application()
        app.add_routes(
            [
                web.get("/", self._page),
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
        return f"http://127.0.0.1:{port}/"

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
                await world.close()
                self.world = await self._new_world(at)
            else:
                await world.advance(at)
            self._told = asyncio.get_running_loop().time()
            return back

    def _living(self) -> World:
        assert self.world is not None, "the sandbox has not been started"
        return self.world

    async def _new_world(self, at: datetime) -> World:
        world = World(self._settings, self._courses, at, self._folder, self._answerers)
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

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(text=PAGE.read_text(encoding="utf-8"), content_type="text/html")

    async def _state(self, _request: web.Request) -> web.Response:
        timeline, now = self._courses.default, self._living().stage.now()
        local = now.astimezone(timeline.zone)
        state: dict[str, Any] = {
            "course": timeline.course.name,
            "term": timeline.course.term.name,
            "day": f"{local:%A, %B} {local.day}, {local.year}",
            "time": f"{local:%I:%M:%S %p}".lstrip("0"),
            "zone": timeline.course.zone_label,
            "moments": [_described(m, timeline.zone, now) for m in self.moments],
            "meetings": [_described(m, timeline.zone, now) for m in self.meetings],
            "people": [
                {
                    "id": p.id,
                    "name": p.name,
                    "who": p.who,
                    "places": [
                        {"id": place, "name": PLACE_WORDS.get(place, f"#{place}")}
                        for place in p.places
                    ],
                }
                for p in RESIDENTS
            ],
        }
        return web.json_response(state)

    async def _jump(self, request: web.Request) -> web.Response:
        moment = next(
            (m for m in (*self.moments, *self.meetings) if m.id == request.match_info["moment"]),
            None,
        )
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
    when = f"{moment.at.astimezone(zone):%a %b %d, %I:%M %p}"
    return {"id": moment.id, "title": moment.title, "when": when, "past": moment.at <= now}
