"""Asking for more time: given by the course file's own rule, or asked of staff and decided by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.assignments.more_time import MoreTimeService
from bot.assignments.requests import Grant, Granted
from bot.assignments.rules import owner_to_extend
from bot.database import Database, Tables
from bot.delivery.service import Outbox
from bot.extensions import notices, store
from bot.extensions.errors import AskedAlready, Decided, DeniedLately, NeedsGroup
from bot.extensions.model import Request
from bot.groups.staff_service import StaffGroupService
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.limits import store as limits
from bot.limits.table import DAY as A_DAY
from bot.limits.table import NO_TO_MORE_TIME

BY_THE_COURSE = UserId(0)
"""Stands for the course file's own rule as the one who gives more time."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody asks for."""

    guild_id: GuildId
    user_id: UserId
    assignment: str
    hours: float
    reason: str
    at: datetime


class ExtensionService:
    """Every server's requests. Instants are Discord's own, aware UTC."""

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        more_time: MoreTimeService,
        groups: StaffGroupService,
        outbox: Outbox,
    ) -> None:
        self._db, self._courses, self._more_time = db, courses, more_time
        self._groups, self._outbox = groups, outbox

    async def ask(self, ask: Ask) -> tuple[Request, Granted | None]:
        """Ask for more time.

        Returns:
            The request, and what was given at once where the course file allows it.
        Raises:
            NoLongerAsked, NeedsGroup, AskedAlready, DeniedLately.
        """
        guild_id, course = ask.guild_id, self._courses.timeline(ask.guild_id).course
        assignment = self._more_time.assignment(guild_id, ask.assignment)
        most = course.hand_ins.automatic_hours or 0

        def work(db: Tables) -> tuple[Request, Granted | None]:
            group = (
                self._groups.number_in(db, guild_id, ask.user_id) if assignment.by_group else None
            )
            if assignment.by_group and group is None:
                raise NeedsGroup(assignment.title)
            person = None if assignment.by_group else ask.user_id
            owner = owner_to_extend(assignment, person, group)
            before = store.of(db, guild_id, ask.user_id, assignment.id)
            if any(one.state == "open" for one in before):
                raise AskedAlready(assignment.title)
            if said_no := _denied_lately(db, before, ask.at):
                raise DeniedLately(assignment.title, said_no + A_DAY)
            request = Request(
                0, guild_id, ask.user_id, owner, assignment.id, ask.hours, ask.reason, ask.at
            )
            given = [one for one in before if one.state == "approved" and one.by is None]
            if ask.hours <= most and not given:
                request = replace(request, state="approved")
                request = replace(request, id=store.add(db, request))
                return request, self._grant(db, request, ask.at, by=BY_THE_COURSE)[0]
            request = replace(request, id=store.add(db, request))
            self._outbox.put(db, guild_id, [notices.asked(request, ask.at)])
            return request, None

        return await self._db.write(work)

    async def approve(
        self, guild_id: GuildId, id: int, at: datetime, *, by: UserId
    ) -> tuple[Request, Granted, int]:
        """Give the time that was asked for. Raises Decided, NoLongerAsked, NoSuchGroup.

        Returns:
            The request as it's decided, what was given, and the number under which that can be taken back.
        """

        def work(db: Tables) -> tuple[Request, Granted, int]:
            request = _open(db, guild_id, id)
            store.decide(db, id, "approved", "", by=by)
            granted, change = self._grant(db, request, at, by=by)
            return replace(request, state="approved", by=by), granted, change

        return await self._db.write(work)

    async def deny(
        self, guild_id: GuildId, id: int, answer: str, at: datetime, *, by: UserId
    ) -> Request:
        """Say no, with a sentence. Raises Decided."""

        def work(db: Tables) -> Request:
            request = _open(db, guild_id, id)
            store.decide(db, id, "denied", answer, by=by)
            limits.note(db, NO_TO_MORE_TIME, _whom(request), limits.Use(at))
            self._outbox.put(db, guild_id, [notices.denied(request, at)])
            return replace(request, state="denied", by=by, answer=answer)

        return await self._db.write(work)

    async def request(self, guild_id: GuildId, id: int) -> Request:
        """Return a request. Raises Decided: there is none."""
        found = await self._db.read(lambda db: store.get(db, guild_id, id))
        if found is None:
            raise Decided
        return found

    def _grant(
        self, db: Tables, request: Request, at: datetime, *, by: UserId
    ) -> tuple[Granted, int]:
        more = timedelta(hours=request.hours)
        grant = Grant(request.assignment, request.owner, more, "asked for it", at)
        [granted], change = self._more_time.extend_in(db, request.guild_id, [grant], by=by)
        return granted, change


def _whom(request: Request) -> limits.Whom:
    return request.user_id, request.guild_id, request.id


def _denied_lately(db: Tables, before: Sequence[Request], at: datetime) -> datetime | None:
    """Return when staff last said no among some requests, if that still holds."""
    said = [
        use.at
        for one in before
        if one.state == "denied"
        for use in limits.uses(db, NO_TO_MORE_TIME, _whom(one), at - A_DAY)
    ]
    return max(said, default=None)


def _open(db: Tables, guild_id: GuildId, id: int) -> Request:
    request = store.get(db, guild_id, id)
    if request is None or request.state != "open":
        raise Decided
    return request
