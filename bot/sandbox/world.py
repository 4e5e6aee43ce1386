"""The sandbox's world: one server with its channels and people, around the real bot."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from datetime import datetime
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
from bot.sandbox.people import CHANNELS, DM, PLACE_WORDS, RESIDENTS, ROLES, Resident, cohort_roles
from bot.sandbox.private import Stage
from bot.sandbox.tour import seed_pitch_day
from bot.settings import Settings

WORK_S = 10.0
BOT_NAME = "Course assistant"
SERVER_NAME = 100
"""Characters of a server's name (Discord, "Guild Object")."""


class World:
    """One run of the sandbox from one instant on. State is kept in `folder`, or nowhere.

    Attributes:
        home: the launcher's address.
    """

    def __init__(
        self,
        settings: Settings,
        courses: CourseLibrary,
        start: datetime,
        folder: Path | None,
        answerers: AnswererCache,
    ) -> None:
        self._answerers = answerers
        self._settings, self._courses, self._folder = settings, courses.anew(), folder
        self.home = ""
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.stage = Stage(start, courses.default.course.timezone, BOT_NAME)
        self.app: App | None = None
        self._bot: CourseBot | None = None
        self._people: dict[str, Any] = {}
        self._channels: dict[str, Any] = {}
        self._addresses: dict[tuple[str, str], str] = {}
        self._seen: dict[tuple[str, str], int] = {}
        """Up to which message each person has seen each place."""

    @property
    def timeline(self) -> Timeline:
        """The server's course as it is now."""
        return self._courses.timeline(GuildId(self.stage.env.guild.id))

    async def open(self) -> None:
        """Start the bot and build the server around it."""
        if self._folder is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="coursebot-sandbox-")
        folder = self._folder or Path(self._temporary.name if self._temporary else ".")
        db = Database(folder / FILE_NAME)
        await db.open(MIGRATIONS)
        clock = BorrowedClock(self.stage.now)
        self.app = build_app(self._settings, self._courses, db, clock, answerers=self._answerers)
        await self.app.delivery.turn_back(self.stage.start)
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
        await self.stage.show()

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
        roles = self._found()
        guild = self.stage.env.guild
        self.stage.open_command("scores", guild.id, roles["judge"].id)
        chosen = {
            f"{name.replace('-', '_')}_channel": self._channels[name].id
            for name in CHANNELS
            if name != "general"
        }
        chosen |= {f"{key}_role": role.id for key, role in roles.items()}
        for setting, value in chosen.items():
            await app.guilds.choose(guild.id, setting, value, by=self._people["sam"].id)
        await bot.boards.refresh_all(guild.id)
        await bot.finish_work(WORK_S)
        for person in RESIDENTS:
            for place in person.places:
                self._look(person.id, place)

    def _found(self) -> dict[str, Any]:
        """Make the server and its people, with the same ids each time; return its roles."""
        env, course = self.stage.env, self._courses.default.course
        with self.stage.founding():
            title = f"{course.short_name} {course.term.name}"
            guild = env.create_guild(clip(title, SERVER_NAME))
            roles = {k: guild.create_role(name, **_role_fields(k)) for k, name in ROLES.items()}
            for name in CHANNELS:
                hidden = {guild.default_role: discord.PermissionOverwrite(view_channel=False)}
                hidden[roles["staff"]] = discord.PermissionOverwrite(view_channel=True)
                hidden[guild.me] = discord.PermissionOverwrite(view_channel=True)
                overwrites = hidden if name == "staff" else None
                self._channels[name] = guild.create_text_channel(name, overwrites=overwrites)
            names = {one.role for one in course.cohorts if one.role}
            of_cohorts = {name: guild.create_role(name) for name in sorted(names)}
            for person in RESIDENTS:
                user = env.create_user(person.id, global_name=person.full_name)
                given = [roles[person.role]]
                given += [of_cohorts[name] for name in cohort_roles(course.cohorts, person)]
                self._people[person.id] = guild.add_member(user, roles=given)
                self._channels[person.id] = user.dm_channel
        return roles

    def ids(self) -> tuple[int, dict[str, int]]:
        """Return the server's id, and each person's by name."""
        return self.stage.env.guild.id, {name: actor.id for name, actor in self._people.items()}

    def _place(self, person: str, place: str) -> Any:
        return self._channels[person if place == DM else place]

    def _look(self, person: str, place: str) -> None:
        self._seen[person, place] = self.stage.newest(self._place(person, place))

    def unread(self, person: str, place: str) -> int:
        """Return how many messages have come there since this person looked last."""
        channel, since = self._place(person, place), self._seen[person, place]
        return self.stage.unread(channel, self._people[person], since)

    def places(self, person: Resident) -> list[dict[str, Any]]:
        """Describe a person's places: what they are called, and what is unread there."""
        return [
            {
                "id": place,
                "name": PLACE_WORDS.get(place, f"#{place}"),
                "unread": self.unread(person.id, place),
            }
            for place in person.places
        ]

    @property
    def opened(self) -> list[tuple[str, str]]:
        """The people and places whose pages are served."""
        return list(self._addresses)

    async def address(self, person: str, place: str, port: int) -> str:
        """Return the address of a channel's page as a person sees it, serving it if it isn't yet."""
        key = (person, place)
        if key not in self._addresses:
            actor, resident = self._people[person], next(r for r in RESIDENTS if r.id == person)
            viewer = actor.user if place == DM else actor
            secret = hashlib.sha256(f"{person}/{place}".encode()).hexdigest()[:43]

            def looked() -> dict[str, Any]:
                self._look(person, place)
                bar = {"person": person, "name": resident.full_name, "here": place}
                return {**bar, "home": self.home, "places": self.places(resident)}

            self._addresses[key] = await self.stage.open_page(
                self._place(person, place), viewer, port, secret, looked
            )
        return self._addresses[key]


def _role_fields(key: str) -> dict[str, Any]:
    return {"permissions": discord.Permissions(manage_guild=True)} if key == "staff" else {}
