"""Services over a real database with two groups and two judges, for tests that need no Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app import App, build_app
from bot.clock import BorrowedClock
from bot.competitions.model import Ballot, BallotRequest, Contest, Judging, Override
from bot.competitions.publication import PublishRequest
from bot.competitions.publishing import Confirmed
from bot.competitions.staff_service import Opened
from bot.database import FILE_NAME
from bot.groups.model import SignUp
from bot.library.library import CourseLibrary
from bot.settings import Settings
from tests.databases import open_database
from tests.instants import et

GUILD, SAM, TIM, JOY, KIM = 1, 8, 9, 10, 11
NOW = et(1, 29, 14)
REGISTERED = {1}


@dataclass
class Judged:
    """The services, and what people do with them at an instant that tests move."""

    app: App
    at: datetime = NOW

    @property
    def contest(self) -> Contest:
        return self.app.judging.contest(GUILD, None)

    async def judging(self) -> Judging:
        return await self.app.judging.judging(GUILD, self.contest)

    async def state(self) -> str:
        return await self.app.judging.state(GUILD, self.contest)

    async def open(self, until: datetime | None = None) -> Opened:
        return await self.app.judging.open(GUILD, self.contest, self.at, until, by=SAM)

    async def reopen(self) -> Opened:
        seen = await self.judging()
        return await self.app.judging.reopen(GUILD, self.contest, seen, self.at, by=SAM)

    async def pause(self) -> None:
        await self.app.judging.pause(GUILD, self.contest, self.at, by=SAM)

    async def close(self) -> None:
        await self.app.judging.close(GUILD, self.contest, self.at, by=SAM)

    async def score(self, judge: int = JOY, entry: int = 1, score: int = 5) -> Ballot:
        request = BallotRequest(judge, entry, [score] * 3, self.at)
        return await self.app.ballots.record(GUILD, self.contest, request)

    async def recuse(self, judge: int = JOY, entry: int = 1) -> None:
        await self.app.ballots.recuse(GUILD, self.contest, judge, entry, self.at)

    async def lift(self, judge: int = JOY, entry: int = 1) -> None:
        await self.app.judging.lift(GUILD, self.contest, judge, entry, self.at)

    async def award(self, entry: int = 1, title: str = "Poster") -> None:
        decided = Override(entry, title, "because")
        await self.app.judging.override(GUILD, self.contest, decided, self.at, by=SAM)

    async def ask(self, by: int = SAM, reason: str = "enough") -> PublishRequest:
        return await self.app.publishing.ask(
            GUILD, self.contest, REGISTERED, reason, self.at, by=by
        )

    async def confirm(self, id: int, by: int = TIM) -> Confirmed:
        return await self.app.publishing.confirm(GUILD, id, REGISTERED, self.at, by=by)


@asynccontextmanager
async def judged(library: CourseLibrary, folder: Path) -> AsyncIterator[Judged]:
    """Two groups, the first eligible; Joy and Kim judge; nothing is open yet."""
    db = await open_database(folder / FILE_NAME)
    day: Judged | None = None
    clock = BorrowedClock(lambda: day.at if day else NOW)
    app = build_app(Settings(_env_file=None), library, db, clock)  # type: ignore[call-arg]
    day = Judged(app)
    for user_id, title in ((1, "Tide Tables"), (2, "Sketches")):
        await app.groups.sign_up(GUILD, user_id, SignUp(title, "An idea."), et(1, 20, 12))
    for channel in ("announcements_channel", "staff_channel"):
        await app.guilds.choose(GUILD, channel, 5, by=SAM)
    await app.judging.appoint(GUILD, day.contest, [JOY, KIM], NOW, by=SAM)
    yield day
    await db.close()
