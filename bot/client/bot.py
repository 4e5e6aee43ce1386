"""The bot: a discord.py client that owns no rule of the course."""

from __future__ import annotations

import asyncio
import logging
import pkgutil
import sys
from collections.abc import Coroutine, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

import cogs
from bot.client.access import Homes
from bot.client.again import FormAgain
from bot.client.downloads import Downloads
from bot.client.gate import DISCORDS, Gate, Limits
from bot.client.kept import Kept
from bot.client.outage import Outage
from bot.client.pages import Pages, SharePage, TurnPage
from bot.client.people import People
from bot.client.posting import Alarm, Boards, StaffNote
from bot.client.registered import Registered
from bot.client.report import TAKEN, answer_lost_form, guard_job, record
from bot.client.surfaces import Tree, cohorts_of, home_of
from bot.clock import Clock
from bot.course.timeline import Timeline
from bot.course.words import speak
from bot.database import patience, stored, unhurried
from bot.delivery.scheduler import DeliveryLoop
from bot.delivery.transport import DiscordTransport
from bot.ids import GuildId, UserId
from bot.trouble import CannotStore

if TYPE_CHECKING:
    from bot.app import App

log = logging.getLogger("bot")

INTENTS = discord.Intents(guilds=True, dm_messages=True, guild_messages=True)
"""Interactions need none. guilds lets the bot know its channels and roles, dm_messages what people write to it,
guild_messages that somebody mentions it: without the message content intent, Discord gives the words of no other
message. None of these is privileged."""


LONGEST_WAIT_S = 30.0
"""Where Discord asks to wait longer than this before the next request, the request fails rather than waits."""
SERVERS_COME_WITHIN_S = 0.5
"""How long after one server Discord sends the next when it begins. Nothing is sent before they are all known, so a bot
that crashes again and again would send nothing at all in discord.py's two seconds."""


class CourseBot(commands.Bot):
    """One bot for every course and every server it is in.

    Args:
        always_sync: register the commands even if they haven't changed, because this Discord is a new one
            (the sandbox's).
        downloads: how uploads are read, where they don't lie on Discord's own servers.
        limits: how fast this Discord wants answers.
    """

    def __init__(
        self,
        app: App,
        *,
        always_sync: bool = False,
        downloads: Downloads | None = None,
        limits: Limits = DISCORDS,
    ) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=Tree,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT_S,
            guild_ready_timeout=SERVERS_COME_WITHIN_S,
        )
        self.app = app
        self.pages = Pages()
        self.boards = Boards(self)
        self.delivery = self._desk()
        self.people = People(self)
        self.downloads = downloads or Downloads()
        self.outage = Outage()
        self.gate = Gate(self, limits)
        self.alarm = Alarm(self)
        self.homes = Homes(self)
        self.kept = Kept()
        self._jobs: set[asyncio.Task[None]] = set()
        self._faces: set[str] = set()
        self._troubles = app.courses.troubles
        self.stopping = False
        self.registered = Registered(self, always=always_sync, pause_s=limits.pause)

    def _desk(self) -> DeliveryLoop:
        """Set up what sends everything that the bot says first."""
        app = self.app
        app.delivery.kinds.register(self.boards, StaffNote(self))
        transport = DiscordTransport(
            self, app.delivery.kinds, app.outbox, app.clock, app.guilds.channel, self.speak_for
        )

        def report(error: BaseException) -> None:
            if isinstance(error, CannotStore):
                self.alarm.sound(error, None)
            else:
                record("the delivery desk", error)

        desk = DeliveryLoop(app.delivery, app.outbox, transport, app.clock, report)
        desk.at_start.append(self.boards.begin)
        return desk

    @property
    def guilds(self) -> Sequence[discord.Guild]:
        """The servers that are served: in a rehearsal, only its own."""
        return [guild for guild in super().guilds if self._serves(GuildId(guild.id))]

    def _serves(self, guild_id: GuildId) -> bool:
        return self.app.rehearsal in (None, guild_id)

    def _serves_whoever(self, interaction: discord.Interaction[CourseBot]) -> bool:
        return self.app.rehearsal in (None, interaction.guild_id)

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell who listens of an event. A rehearsal hears nothing of other servers, or of who isn't in its own."""
        if event_name == "message" and args[0].author.bot:
            return  # nobody here listens to bots: our own messages come back, too
        if event_name == "interaction":
            if self._serves_whoever(args[0]):
                self.homes.note(args[0])
                self.people.note(args[0])
            if args[0].type is not discord.InteractionType.modal_submit:
                return  # its surface has taken it: a task for each would only cost time
        if event_name == "app_command_completion" and not self._has_words_for(args[0]):
            return
        about = args[0] if args and self.app.rehearsal is not None else None
        if isinstance(about, discord.Message) and about.guild is None:
            self.background(self._heard(about), "a message", GuildId(0))
            return
        server = about.guild if isinstance(about, discord.Message) else about
        if isinstance(server, discord.Guild) and not self._serves(GuildId(server.id)):
            return
        super().dispatch(event_name, *args, **kwargs)

    def _has_words_for(self, interaction: discord.Interaction[CourseBot]) -> bool:
        """Return whether somebody has to hear something after a command: that their direct messages are closed."""
        return (interaction.guild_id, interaction.user.id) in self.app.preferences.untold

    async def _heard(self, message: discord.Message) -> None:
        """Listen to a direct message of somebody who is in the rehearsal's server."""
        assert self.app.rehearsal is not None
        if await self.people.member(self.app.rehearsal, UserId(message.author.id)):
            super().dispatch("message", message)

    async def on_interaction(self, interaction: discord.Interaction[CourseBot]) -> None:
        """Answer a form that is sent though it isn't open any more: after a restart, its opener still sees it."""
        if self._serves_whoever(interaction) and not interaction.extras.get(TAKEN):
            await answer_lost_form(interaction)

    @property
    def clock(self) -> Clock:
        """The one clock of this process."""
        return self.app.clock

    def timeline_for(self, interaction: discord.Interaction[Any]) -> Timeline:
        """Return the course that something is about, as its person has it. Raises WhichCourse, NoCourse."""
        timeline, mine = self.app.courses.timeline(home_of(interaction)), cohorts_of(interaction)
        return timeline.of(mine) if mine else timeline

    def speak_for(self, guild_id: GuildId | None) -> None:
        """Use the words of a server's course in whatever this task says from now on."""
        speak(self.app.courses.timeline(guild_id).course.words)

    async def setup_hook(self) -> None:
        await self.app.guilds.load()
        await self.app.course.history.begin(self.clock.now())
        await self.app.preferences.load()
        await self.app.delivery.recall()
        self.add_dynamic_items(TurnPage, SharePage, FormAgain)
        for module in sorted(m.name for m in pkgutil.iter_modules(cogs.__path__)):
            if module not in self._faces:  # an earlier attempt may have failed after this
                await import_module(f"{cogs.__name__}.{module}").setup(self)
                self._faces.add(module)
        await self.registered.begin()

    async def forget_connections(self) -> None:
        """Close what a failed login has left open, so that the next one starts afresh."""
        await self.http.close()
        self.http.connector = discord.utils.MISSING

    async def on_connect(self) -> None:
        self.outage.over()

    async def on_resumed(self) -> None:
        self.outage.over()

    async def on_ready(self) -> None:
        """Begin to send: the servers and their channels are known now. Discord says so after each new session."""
        if self.app.rehearsal is not None and self.get_guild(self.app.rehearsal) is None:
            log.error(
                "I'm not in the server %d, so there is nothing to rehearse", self.app.rehearsal
            )
        self.delivery.start()
        self.registered.look_at_all()
        await self._tell_of_course_files()

    async def _tell_of_course_files(self) -> None:
        """Tell the staff of a server whose own course file isn't used; once a start."""
        told, self._troubles = self._troubles, ()
        for trouble in told:
            if trouble.guild_id is not None and self.get_guild(trouble.guild_id):
                words = (
                    f"**This server's course file can't be used, so I go by {trouble.instead}.** "
                    "Whoever runs me finds every problem in it with `python -m bot doctor`."
                )
                await self.app.outbox.tell_staff(trouble.guild_id, words)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what nobody expected while an event was handled; nobody waits for an answer to one."""
        error = sys.exc_info()[1]
        if isinstance(error, CannotStore):
            self.alarm.sound(error, None)
            log.warning("%s wasn't dealt with: %s", event_method, error.what)
        elif error is not None:
            record(event_method, error)

    def slash_commands(self) -> list[app_commands.Command[Any, ..., Any]]:
        """List every slash command, those in groups included."""
        return [c for c in self.tree.walk_commands() if isinstance(c, app_commands.Command)]

    def background(self, work: Coroutine[Any, Any, None], name: str, guild_id: GuildId) -> None:
        """Do something after the answer has been given; a failure is logged and told to staff."""

        async def tell(words: str) -> None:
            await self.app.outbox.tell_staff(guild_id, words)

        @guard_job(name, tell)
        async def guarded() -> None:
            patience.set(unhurried)
            stored.set(None)
            self.gate.mark()
            self.speak_for(guild_id)
            try:
                await work
            except CannotStore as trouble:
                self.alarm.sound(trouble, guild_id)
                log.warning("%s wasn't done: %s", name, trouble.what)

        job = asyncio.create_task(guarded(), name=f"{BACKGROUND}{name}")
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def drain(self, timeout_s: float) -> bool:
        """Take no new work, and wait for what is under way. Say whether all of it ended in time."""
        self.stopping = True
        await self.delivery.stop()
        return await self.finish_work(timeout_s)

    async def finish_work(self, timeout_s: float) -> bool:
        """Wait for what is under way, and for what that starts. Say whether all of it ended in time."""
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout_s
        while running := _tasks(WORK):
            left = until - loop.time()
            if left <= 0:
                return False
            await asyncio.wait(running, timeout=left)
        return True

    async def end_work(self, timeout_s: float) -> None:
        """End what is still under way, so that nothing reads or writes any more. What is being sent is settled at the
        next start."""
        if running := _tasks((*WORK, EVENTS)):
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=timeout_s)

    async def close(self) -> None:
        """Disconnect from Discord and end every download."""
        await self.delivery.stop()
        await self.downloads.close()
        await super().close()

    async def on_message(self, message: discord.Message, /) -> None:
        """Messages are no commands here."""


def _tasks(names: tuple[str, ...]) -> list[asyncio.Task[Any]]:
    """List the tasks whose names begin so and that haven't ended, except for this one."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    return [task for task in others if task.get_name().startswith(names) and not task.done()]


BACKGROUND = "background-"
EVENTS = "discord.py: "
"""How discord.py names the tasks in which it tells of events."""
WORK = ("CommandTree-invoker", "discord-ui-", BACKGROUND)
"""How discord.py names the tasks in which it runs commands, buttons, selects and modals; and our own jobs."""
