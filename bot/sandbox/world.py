"""The sandbox's world: one server with its channels and people, around the real bot."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import discord

from bot.app import MIGRATIONS, App, build_app
from bot.client.bot import CourseBot
from bot.client.gate import UNHURRIED
from bot.client.look import clip
from bot.clock import BorrowedClock
from bot.course.timeline import Timeline
from bot.database import FILE_NAME, Database
from bot.ids import GuildId
from bot.library.library import CourseLibrary
from bot.questions.faq import AnswererCache
from bot.sandbox.downloads import SimulatedDownloads
from bot.sandbox.private import Stage
from bot.sandbox.tour import seed_pitch_day
from bot.schedule.lines import subject
from bot.settings import Settings

WORK_S = 10.0
BOT_NAME = "Course assistant"
MORNING = time(9, 0)
CHANNELS = ("announcements", "office-hours", "general", "staff")
DM, PITCH_DAY = "dm", "pitch-day"
SERVER_NAME = 100
"""Characters of a server's name (Discord, "Guild Object")."""
ROLES = {
    "staff": "Staff",
    "judge": "Judge",
    "registered": "Registered student",
    "affiliate": "Affiliate",
    "listener": "Listener",
}


@dataclass(frozen=True, slots=True)
class Resident:
    """A person of the sandbox."""

    id: str
    name: str
    role: str
    who: str

    @property
    def places(self) -> tuple[str, ...]:
        """The channels this person can see, and their direct messages with the bot."""
        return (*(c for c in CHANNELS if c != "staff" or self.role == "staff"), DM)


RESIDENTS = (
    Resident("ana", "Ana", "registered", "registered student"),
    Resident("leo", "Leo", "listener", "listener"),
    Resident("joy", "Joy", "judge", "judge"),
    Resident("kim", "Kim", "judge", "judge"),
    Resident("sam", "Sam", "staff", "staff"),
    Resident("tim", "Tim", "staff", "staff"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant worth jumping to."""

    id: str
    title: str
    at: datetime


def moments(timeline: Timeline) -> list[Moment]:
    """List the instants worth jumping to, in order: mornings and the last hours of deadlines."""
    course, zone = timeline.course, timeline.zone

    def morning(day: Any) -> datetime:
        return datetime.combine(day, MORNING, zone).astimezone(UTC)

    found = [Moment("first-morning", "First morning", morning(course.term.start))]
    for deadline in course.every_deadline:
        title = f"An hour before: {deadline.short}"
        found.append(Moment(f"before-{deadline.id}", title, deadline.due_at - timedelta(hours=1)))
    pitches = course.pitches
    signup = course.deadline(pitches.signup_deadline) if pitches else None
    if pitches and signup:
        found.append(
            Moment(
                "last-minute", "The last minute of signups", signup.due_at - timedelta(seconds=59)
            )
        )
        day = next((i.day for i in timeline.items if i.id == pitches.session), None)
        if day:
            found.append(Moment(PITCH_DAY, "Pitch day", morning(day)))
    return sorted((Moment(m.id, m.title, m.at.astimezone(UTC)) for m in found), key=lambda m: m.at)


def meetings(timeline: Timeline) -> list[Moment]:
    """List the minute before each meeting of the course, in order."""
    minute = timedelta(minutes=1)
    return [
        Moment(f"meeting-{n}", subject(item), (item.starts_at - minute).astimezone(UTC))
        for n, item in enumerate(timeline.timed)
        if item.starts_at
    ]


class World:
    """One run of the sandbox from one instant on. State is kept in `folder`, or nowhere."""

    def __init__(
        self,
        settings: Settings,
        courses: CourseLibrary,
        start: datetime,
        folder: Path | None,
        answerers: AnswererCache,
    ) -> None:
        self.timeline, self._answerers = courses.default, answerers
        self._settings, self._courses, self._folder = settings, courses, folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.stage = Stage(start, courses.default.course.timezone, BOT_NAME)
        self.app: App | None = None
        self._bot: CourseBot | None = None
        self._people: dict[str, Any] = {}
        self._channels: dict[str, Any] = {}
        self._addresses: dict[tuple[str, str], str] = {}

    async def open(self) -> None:
        """Start the bot and build the server around it."""
        if self._folder is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="coursebot-sandbox-")
        folder = self._folder or Path(self._temporary.name if self._temporary else ".")
        db = Database(folder / FILE_NAME)
        await db.open(MIGRATIONS)
        clock = BorrowedClock(self.stage.now)
        self.app = build_app(self._settings, self._courses, db, clock, answerers=self._answerers)
        bot = CourseBot(
            self.app, always_sync=True, downloads=SimulatedDownloads(), limits=UNHURRIED
        )
        self._bot = bot
        self.stage.attach(bot)
        await self.stage.enter()

        async def tick() -> None:
            clock.tick()
            await asyncio.sleep(0)  # whoever was woken starts what they waited to do
            await bot.finish_work(WORK_S)

        self.stage.on_tick = tick
        await self._build(self.app, bot)

    async def advance(self, to: datetime) -> None:
        """Let time pass up to an instant, stopping at each at which something is due: nothing comes late."""
        while self.stage.now() < to:
            due = await self._due(to)
            if due and due[0] <= self.stage.now():
                await self._catch_up()
                due = await self._due(to)
            ahead = [at for at in due if at > self.stage.now()]
            instant = min(ahead, default=to)
            await self.stage.advance((instant - self.stage.now()).total_seconds())
            if ahead:
                await self._catch_up()

    async def _due(self, to: datetime) -> list[datetime]:
        """Return when something is due in this server up to an instant. What an earlier run left in its own isn't."""
        assert self.app is not None
        server, _ = self.ids()
        rows = await self.app.delivery.open_rows(to)
        due = [row.next_try_at or row.notice.due_at for row in rows if row.guild_id == server]
        return sorted(at for at in due if at <= to)

    async def _catch_up(self) -> None:
        """Have what is due at this instant sent, as the bot's own jobs would in real time."""
        assert self._bot is not None
        await self._bot.delivery.catch_up()
        await self._bot.finish_work(WORK_S)

    async def tour(self) -> None:
        """Make pitch day worth walking through, and show staff the panel."""
        assert self.app is not None and self._bot is not None
        guild_id, ids = self.ids()
        if await seed_pitch_day(self.app, GuildId(guild_id), ids, self.stage.now()):
            await self._catch_up()

    async def close(self) -> None:
        """Stop the bot and forget the world."""
        if self._bot:
            await self._bot.drain(WORK_S)
        await self.stage.leave()
        if self.app:
            await self.app.db.close()
        if self._temporary:
            self._temporary.cleanup()

    async def _build(self, app: App, bot: CourseBot) -> None:
        env = self.stage.env
        guild = env.create_guild(
            clip(f"{self.timeline.course.short_name} {self.timeline.course.term.name}", SERVER_NAME)
        )
        roles = {key: guild.create_role(name, **_role_fields(key)) for key, name in ROLES.items()}
        for name in CHANNELS:
            hidden = {guild.default_role: discord.PermissionOverwrite(view_channel=False)}
            hidden[roles["staff"]] = discord.PermissionOverwrite(view_channel=True)
            hidden[guild.me] = discord.PermissionOverwrite(view_channel=True)
            overwrites = hidden if name == "staff" else None
            self._channels[name] = guild.create_text_channel(name, overwrites=overwrites)
        for person in RESIDENTS:
            user = env.create_user(person.id, global_name=f"{person.name} ({person.who})")
            self._people[person.id] = guild.add_member(user, roles=[roles[person.role]])
        chosen = {
            f"{name.replace('-', '_')}_channel": self._channels[name].id
            for name in CHANNELS
            if name != "general"
        }
        chosen |= {f"{key}_role": role.id for key, role in roles.items()}
        scores = bot.registered.id_of("scores")  # what a server does that lets its judges use it
        guild.set_command_permissions(scores, {roles["judge"]: True})
        for setting, value in chosen.items():
            await app.guilds.choose(guild.id, setting, value, by=self._people["sam"].id)
        await bot.boards.refresh_all(guild.id)
        await bot.finish_work(WORK_S)

    def ids(self) -> tuple[int, dict[str, int]]:
        """Return the server's id, and each person's by name."""
        return self.stage.env.guild.id, {name: actor.id for name, actor in self._people.items()}

    async def address(self, person: str, place: str, port: int) -> str:
        """Return the address of a channel's page as a person sees it, serving it if it isn't yet."""
        key = (person, place)
        if key not in self._addresses:
            actor = self._people[person]
            channel = actor.user.dm_channel if place == DM else self._channels[place]
            viewer = actor.user if place == DM else actor
            secret = hashlib.sha256(f"{person}/{place}".encode()).hexdigest()[:43]
            self._addresses[key] = await self.stage.open_page(channel, viewer, port, secret)
        return self._addresses[key]


def _role_fields(key: str) -> dict[str, Any]:
    return {"permissions": discord.Permissions(manage_guild=True)} if key == "staff" else {}
