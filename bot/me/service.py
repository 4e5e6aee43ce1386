"""The one query of what is known of a person: their group, their work, their reminders, their pitch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.assignments.due import deadlines_for, due_for, person_of
from bot.assignments.model import StudentRecord
from bot.assignments.progress import progress_of
from bot.assignments.records import RecordService
from bot.assignments.service import SubmissionService
from bot.assignments.standing import standings_of
from bot.cohorts.service import cohorts_of
from bot.database import Database, Tables
from bot.groups.errors import NoSignup
from bot.groups.model import Policy, is_open, seats_left
from bot.groups.service import GroupService
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.me.model import Me, Slot
from bot.presentations import rules as pitch_rules
from bot.presentations.service import PitchService
from bot.reminders.preferences_service import PreferencesService


class MeService:
    """What every server knows of a person. `now` is the clock's, aware UTC."""

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        groups: GroupService,
        submissions: SubmissionService,
        records: RecordService,
        preferences: PreferencesService,
        pitches: PitchService,
    ) -> None:
        self._db, self._courses, self._groups = db, courses, groups
        self._submissions, self._records = submissions, records
        self._preferences, self._pitches = preferences, pitches

    async def record(self, guild_id: GuildId, user_id: UserId) -> StudentRecord:
        """Return what somebody has done."""
        return await self._db.read(lambda db: self._record(db, guild_id, user_id))

    async def of(self, guild_id: GuildId, user_id: UserId, now: datetime) -> Me:
        """Return what is known of somebody, read at one moment."""
        return await self._db.read(lambda db: self._of(db, guild_id, user_id, now))

    def _record(self, db: Tables, guild_id: GuildId, user_id: UserId) -> StudentRecord:
        number = self._groups.number_in(db, guild_id, user_id)
        presented = number in self._pitches.presented_in(db, guild_id)
        record = self._records.of_in(db, guild_id, user_id, number)
        return replace(record, presented=presented)

    def _of(self, db: Tables, guild_id: GuildId, user_id: UserId, now: datetime) -> Me:
        timeline = self._courses.timeline(guild_id)
        record, policy = self._record(db, guild_id, user_id), self._policy(db, guild_id)
        group = self._groups.own_in(db, guild_id, user_id) if record.group else None
        members = group.member_ids if group else (user_id,)
        extensions = self._records.extensions_in(db, guild_id)
        people = (user_id, *(one for one in members if one != user_id))
        cohorts = tuple(cohorts_of(db, guild_id, one) for one in people)
        course = timeline.of(cohorts[0]).course
        person = person_of(user_id, record.group, extensions, record.versions, cohorts)
        assignments = self._submissions.assignments(guild_id)
        due = {id: due_for(one, person) for id, one in assignments.items()}
        said = self._records.said_there_in(db, guild_id, members)
        looks = policy is not None and group is None and is_open(policy, now)
        groups = self._groups.groups_in(db, guild_id) if looks else []
        return Me(
            user_id,
            policy,
            group,
            tuple(self._groups.asked_in(db, guild_id, user_id)) if policy else (),
            tuple(g for g in groups if policy and seats_left(g, policy)),
            record,
            standings_of(course, record, due, said),
            deadlines_for(course, due),
            progress_of(course, record),
            self._preferences.preferences_in(db, guild_id, user_id),
            tuple(self._preferences.own_in(db, guild_id, user_id)),
            self._slot(db, guild_id, record.group, now) if record.group else None,
            cohorts[0],
        )

    def _policy(self, db: Tables, guild_id: GuildId) -> Policy | None:
        try:
            return self._groups.policy_in(db, guild_id)
        except NoSignup:
            return None

    def _slot(self, db: Tables, guild_id: GuildId, number: int, now: datetime) -> Slot | None:
        session = self._pitches.planned_in(db, guild_id)
        turn = session.turn(number) if session else None
        if session is None or turn is None:
            return None
        times = pitch_rules.estimates(session, now, self._pitches.opens_at(guild_id))
        before = session.waiting.index(turn) if turn in session.waiting else 0
        return Slot(turn.state, times.get(number), before)
