"""The whole bot in a simulated Discord, and the people who use it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import simcord
from simcord import components, gateway, results
from simcord.backend import serializers
from simcord.http import router

from bot.app import App, build_app
from bot.client.bot import CourseBot
from bot.client.gate import UNHURRIED
from bot.clock import BorrowedClock
from bot.database import FILE_NAME
from bot.library.library import CourseLibrary
from bot.questions.faq import AnswererCache
from bot.reminders.kinds.base import ReminderKind
from bot.sandbox.downloads import SimulatedDownloads
from bot.settings import Settings
from tests.databases import open_database

BUTTON = 2
"""A component's type (Discord, "Component Types")."""
ROLES = ("staff", "judge", "registered", "affiliate", "listener")


@dataclass
class World:
    """A guild with its channels and people; `ana` and friends act in it."""

    env: Any
    app: App
    bot: CourseBot
    clock: BorrowedClock
    guild: Any
    channels: dict[str, Any]
    roles: dict[str, Any]
    people: dict[str, Any] = field(default_factory=dict)
    held: dict[str, Any] = field(default_factory=dict)

    def person(self, name: str, *roles: str) -> Any:
        """Bring somebody into the guild."""
        if name not in self.people:
            user = self.env.create_user(name)
            given = [self.roles[role] for role in roles]
            self.people[name] = self.guild.add_member(user, roles=given)
        return self.people[name]

    @property
    def general(self) -> Any:
        return self.channels["general"]

    async def slash(self, person: Any, command: str, /, **options: Any) -> Any:
        """Use a command in #general."""
        return await person.slash(self.general, command, **options)

    async def use(self, name: str, command: str, /, **options: Any) -> str:
        """Use a command as a person and read the answer."""
        return read(await self.slash(self.person(name), command, **options))

    async def advance(self, seconds: float) -> None:
        """Let time pass, and let the bot finish what it does at its instants.

        Jobs are set in real time, which doesn't pass here: the desk is woken as they would.
        """
        await self.env.advance_time(seconds)
        self.clock.tick()
        self.bot.delivery.wake()
        for _ in range(3):  # whoever was woken starts what they waited to do
            await asyncio.sleep(0)
        await self.bot.finish_work(5)
        await self.env.settle()

    async def restart(self) -> None:
        """Start the bot anew over the same database, as after a crash: the one before sends nothing any more.

        Its desk waits outside of what the simulation ends, and two desks would send one notice under one nonce, which
        Discord takes once and the simulation twice.
        """
        await self.bot.delivery.stop()
        self.bot = CourseBot(self.app, downloads=SimulatedDownloads(), limits=UNHURRIED)
        self.held["bot"] = self.bot
        await self.env.restart_bot(self.bot)


ANSWERERS = AnswererCache()
"""Built once for all worlds: a course's text decides what answers it."""


@asynccontextmanager
async def world_at(
    now: datetime,
    library: CourseLibrary,
    folder: Path,
    *,
    configured: bool = True,
    rehearsal: bool = False,
    answerers: AnswererCache | None = None,
    kinds: Sequence[ReminderKind] = (),
    feeds: Path | None = None,
) -> AsyncIterator[World]:
    """A running bot at an instant.

    Args:
        configured: the channels and roles have been chosen in /setup.
        answerers: what answers questions, where it isn't to be what earlier worlds have built.
        feeds: the folder of calendar feeds.
        kinds: reminders beside those that every course has.
    """
    db = await open_database(folder / FILE_NAME)
    held: dict[str, Any] = {}
    settings = Settings(state=folder, feeds=feeds, _env_file=None)  # type: ignore[call-arg]
    clock = BorrowedClock(lambda: held["env"].now())
    app = build_app(settings, library, db, clock, answerers=answerers or ANSWERERS)
    app.reminders.kinds.register(*kinds)
    bot = CourseBot(app, always_sync=True, downloads=SimulatedDownloads(), limits=UNHURRIED)
    env: Any = simcord.Env(bot, check_errors=False, settle_timeout=30)
    held["env"] = env
    env.backend.clock._epoch = now
    settle_quickly(env, app_bot=lambda: held["bot"])
    held["bot"] = bot
    open_commands(env)
    try:
        await env.start()
        guild = env.create_guild("Course")
        if rehearsal:
            object.__setattr__(app, "rehearsal", guild.id)
        await env.settle()  # its commands are registered
        names = ("announcements", "office-hours", "general", "staff")
        channels = {name: guild.create_text_channel(name) for name in names}
        roles = {name: guild.create_role(name) for name in ROLES}
        world = World(env, app, bot, clock, guild, channels, roles, held=held)
        if configured:
            await configure(world)
        yield world
        for request in env.http_requests:
            check_accessible(request.json)
        await env.shutdown()
        await bot.finish_work(1)  # what is being sent is settled before its database closes
    finally:
        await db.close()


PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def check_accessible(sent: Any) -> None:
    """Check that what was sent can be used without seeing it: pictures have words, no button is shown disabled, and
    none is an emoji alone."""
    if isinstance(sent, list):
        for part in sent:
            check_accessible(part)
    elif isinstance(sent, dict):
        if "media" in sent or str(sent.get("filename", "")).lower().endswith(PICTURES):
            assert sent.get("description"), f"a picture without words: {sent}"
        if sent.get("type") == BUTTON and "style" in sent:
            assert not sent.get("disabled"), f"a button that does nothing: {sent}"
            assert any(map(str.isalnum, sent.get("label") or "")), f"a button without words: {sent}"
        for part in sent.values():
            check_accessible(part)


def open_commands(env: Any) -> None:
    """Have every server open every command to everybody, so that tests meet the bot's own guard."""
    create, backend = env.create_guild, env.backend
    register = backend.register_commands

    def open_in(guild_id: int, commands: Iterable[dict[str, Any]]) -> None:
        everybody = [{"id": str(guild_id), "type": 1, "permission": True}]
        for command in commands:
            backend.set_command_permissions(guild_id, int(command["id"]), everybody)

    def opened(*args: Any, **kwargs: Any) -> Any:
        guild = create(*args, **kwargs)
        open_in(guild.id, backend.commands.get(None, {}).values())
        return guild

    def registered(guild_id: int | None, payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
        done = register(guild_id, payloads)
        for server in backend.guilds if guild_id is None else (guild_id,):
            open_in(server, done)
        return done

    env.create_guild, backend.register_commands = opened, registered


def settle_quickly(env: Any, app_bot: Callable[[], CourseBot] | None = None) -> None:
    """Look for the end of the bot's work every 2 ms; simcord's own 50 ms would fill most of a test.

    The delivery desk works on its own, outside of any command: `app_bot` is the bot whose desk is waited for, too.
    """
    settle = env._settle_internal

    async def quick(**kwargs: Any) -> None:
        await settle(**{"idle": 0.002, **kwargs})
        if app_bot is not None:
            await app_bot().delivery.rest()
            await settle(**{"idle": 0.002, **kwargs})

    env._settle_internal = quick


def copied(value: Any) -> Any:
    """Copy JSON, several times as fast as `deepcopy` does; that was a fifth of a test's time."""
    kind = type(value)
    if kind is dict:
        return {key: copied(inner) for key, inner in value.items()}
    if kind is list:
        return [copied(inner) for inner in value]
    return value if kind in (str, int, bool, float, type(None)) else deepcopy(value)


for module in (components, results, serializers):
    vars(module)["deepcopy"] = copied
for module in (gateway, router):
    vars(module)["copy"] = SimpleNamespace(deepcopy=copied)


async def configure(world: World) -> None:
    """Choose every channel and role, as staff does in /setup, in one commit."""
    choices = {f"{name.replace('-', '_')}_channel": c.id for name, c in world.channels.items()}
    choices.pop("general_channel")
    choices |= {f"{name}_role": role.id for name, role in world.roles.items()}
    choose, guild = world.app.guilds.choose, world.guild.id
    await asyncio.gather(*(choose(guild, what, value, by=1) for what, value in choices.items()))


def newest(channel: Any) -> Any:
    """The newest message of a channel that all of it see; `history()` would make every one."""
    messages = channel._env.backend.messages[channel.id].values()
    last = max((m for m in messages if m.visible_to(None)), key=lambda m: m.id)
    return results.to_discord_message(channel._env, last)


def read(result: Any) -> str:
    """All text of the newest answer, top to bottom."""
    message = result.followups[-1] if result.followups else result.response
    assert message is not None, result
    return text_of(message)


def text_of(message: Any) -> str:
    """All text of a message, top to bottom."""
    found = [message.content] if message.content else []
    for component in raw_components(message):
        found += [part["content"] for part in _walk(component) if part["type"] == 10]
    return "\n".join(found)


def buttons_of(message: Any) -> dict[str, dict[str, Any]]:
    """The buttons of a message by label."""
    parts = [part for component in raw_components(message) for part in _walk(component)]
    return {part["label"]: part for part in parts if part["type"] == 2}


def menu_of(message: Any) -> dict[str, Any]:
    """The one select of a message."""
    parts = [part for component in raw_components(message) for part in _walk(component)]
    [menu] = [part for part in parts if part["type"] == 3]
    return menu


def raw_components(message: Any) -> list[dict[str, Any]]:
    """The components of a message as Discord stores them."""
    components = message.components
    return [c.to_dict() if isinstance(c, discord.Component) else c for c in components]


def _walk(component: dict[str, Any]) -> list[dict[str, Any]]:
    children = list(component.get("components", []))
    if "accessory" in component:
        children.append(component["accessory"])
    return [component, *(part for child in children for part in _walk(child))]
