"""The pitch session: each press is one function of the rules in one transaction, with its phase messages planned.

The messages ("30 seconds", "Time!") are rows of the ledger of reminders, planned in the transaction that starts
or resumes the clock: after a crash each is sent once, at its instant, like any other reminder.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.database import Database, Tables
from bot.delivery.model import ANNOUNCEMENTS, Notice
from bot.delivery.outbox import Outbox
from bot.groups.errors import NoSignup
from bot.groups.service import GroupService
from bot.library.library import CourseLibrary
from bot.presentations import rules, store
from bot.presentations.errors import NoSession, NotNow
from bot.presentations.model import PitchSession, Turn

PHASE = "pitch phase"
USE = timedelta(minutes=2)
"""How long after its instant a phase message still makes sense."""
WORDS = {
    "warning": "### ⏳ Group {number}: 30 seconds left",
    "last seconds": "### ⏳ Group {number}: 10 seconds left",
    "time": "### 🔔 Time! Group {number} has had its {minutes} minutes",
}


class PitchService:
    """Every server's pitch session. `at` is the instant of the press, aware UTC."""

    def __init__(
        self, db: Database, courses: CourseLibrary, groups: GroupService, outbox: Outbox
    ) -> None:
        self._db, self._courses, self._groups, self._outbox = db, courses, groups, outbox

    async def session(self, guild_id: int) -> PitchSession:
        """Return the session. Raises NoSession."""
        return await self._db.read(lambda db: _load(db, guild_id))

    async def plan(self, guild_id: int, order: str, seed: int) -> PitchSession:
        """Make a running order of the live groups. Raises NobodyToPitch, NotInOrder, NotNow, NoSignup."""
        pitches = self._courses.timeline(guild_id).course.pitches
        if pitches is None:
            raise NoSignup
        numbers = [group.number for group in await self._groups.groups(guild_id)]
        session = rules.plan(numbers, pitches.minutes, order, seed)

        def work(db: Tables) -> PitchSession:
            known = store.load(db, guild_id)
            if known and any(t.started_at for t in known.turns):
                raise NotNow("the session has begun")
            store.save(db, guild_id, session)
            return _load(db, guild_id)

        return await self._db.write(work)

    async def press(
        self, guild_id: int, action: str, at: datetime
    ) -> tuple[PitchSession, Turn | None]:
        """Do what a button of the panel says. Give the session, and the pitch that this ended, if it did.

        Raises:
            NoSession, NotNow.
        """
        steps: dict[str, Callable[[PitchSession], PitchSession]] = {
            "start": lambda s: rules.start(s, at),
            "pause": lambda s: rules.pause(s, at),
            "resume": lambda s: rules.resume(s, at),
            "end": lambda s: rules.end(s, at),
            "back": rules.back,
            "absent": lambda s: rules.absent(s, confirmed=False),
            "out": lambda s: rules.absent(s, confirmed=True),
        }

        def work(db: Tables) -> tuple[PitchSession, Turn | None]:
            before = _load(db, guild_id)
            after = steps[action](before)
            store.save(db, guild_id, after)
            self._plan_messages(db, guild_id, before, after)
            ended = before.running if action == "end" else None
            return _load(db, guild_id), ended

        return await self._db.write(work)

    async def check_in(self, guild_id: int, user_id: int, at: datetime) -> int:
        """Remember that a member of a group is here; give the group's number. Raises NotInGroup, NoSession."""
        group = await self._groups.own(guild_id, user_id)

        def work(db: Tables) -> int:
            _load(db, guild_id)
            store.check_in(db, guild_id, group.number, user_id, at)
            return group.number

        return await self._db.write(work)

    async def presented(self, guild_id: int) -> frozenset[int]:
        """Return the groups that have pitched."""
        session = await self._db.read(lambda db: store.load(db, guild_id))
        turns = session.turns if session else ()
        return frozenset(turn.number for turn in turns if turn.state == "done")

    def _plan_messages(
        self, db: Tables, guild_id: int, before: PitchSession, after: PitchSession
    ) -> None:
        """Bring the phase messages in line with the clock: planned while it runs, withdrawn while it stands still."""
        for turn in (before.running, after.running):
            if turn is not None:
                keys = [_key(turn, phase) for phase in WORDS]
                self._outbox.withdraw(db, guild_id, keys, "the clock was stopped")
        if after.running is not None:
            self._outbox.put(db, guild_id, _messages(after, after.running))


def _load(db: Tables, guild_id: int) -> PitchSession:
    session = store.load(db, guild_id)
    if session is None:
        raise NoSession
    return session


def _messages(session: PitchSession, turn: Turn) -> list[Notice]:
    minutes = session.minutes
    return [
        Notice(
            _key(turn, phase), PHASE, ANNOUNCEMENTS, "", due, due, due + USE,
            WORDS[phase].format(number=turn.number, minutes=minutes),
        )
        for phase, due in rules.changes(turn, minutes).items()
    ]  # fmt: skip


def _key(turn: Turn, phase: str) -> str:
    return f"pitch:{turn.number}:{turn.attempt}:{phase.replace(' ', '-')}"
