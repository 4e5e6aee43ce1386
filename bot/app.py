"""The composition root: everything is wired here, by hand, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.answers.catalogue import misnamed_in_words
from bot.assignments import extension_store
from bot.assignments import store as submissions_store
from bot.assignments.more_time import MoreTimeService
from bot.assignments.records import RecordService
from bot.assignments.service import SubmissionService
from bot.assignments.stranding import keep_assignments
from bot.assignments.vault import VAULT, Vault
from bot.clock import Clock, WallClock
from bot.cohorts import store as cohorts_store
from bot.cohorts.service import CohortService
from bot.competitions.ballot_service import BallotService
from bot.competitions.entering import EnteringService
from bot.competitions.entries import Entries
from bot.competitions.publishing import PublishingService
from bot.competitions.staff_service import StaffJudgingService
from bot.competitions.store import schema as judging_store
from bot.competitions.stranding import keep_ballots
from bot.database import FILE_NAME, Database
from bot.delivery import schema as delivery_schema
from bot.delivery.model import Kinds
from bot.delivery.service import DeliveryService, Outbox
from bot.errors import StateUnusable
from bot.extensions import store as extensions_store
from bot.extensions.service import ExtensionService
from bot.groups.staff_service import StaffGroupService
from bot.groups.store import tables as groups_tables
from bot.groups.stranding import keep_groups
from bot.guilds import store as guilds_store
from bot.guilds.store import GuildSettingsService
from bot.ids import GuildId
from bot.library import store as library_store
from bot.library.files import keep_good, load_library
from bot.library.history import CourseHistory
from bot.library.library import CourseLibrary
from bot.library.service import CourseService
from bot.limits import store as limits_store
from bot.limits.store import LimitService
from bot.limits.table import disk_of
from bot.me.service import MeService
from bot.presentations import store as pitches_store
from bot.presentations.service import PitchService
from bot.presentations.store import pitched
from bot.questions import store as questions_store
from bot.questions.faq import AnswererCache, FaqService
from bot.questions.service import QuestionService
from bot.registration import store as registration_store
from bot.reminders import store as reminders_store
from bot.reminders.kinds import standard_kinds
from bot.reminders.preferences_service import PreferencesService
from bot.reminders.service import ReminderService
from bot.reminders.staff_service import StaffReminderService
from bot.settings import Settings
from bot.teammates import store as teammates_store
from bot.teammates.store import TeammateService

log = logging.getLogger("bot.courses")

MIGRATIONS = (
    guilds_store.migrations,
    groups_tables.migrations,
    teammates_store.migrations,
    submissions_store.migrations,
    delivery_schema.migrations,
    reminders_store.migrations,
    judging_store.migrations,
    pitches_store.migrations,
    questions_store.migrations,
    limits_store.migrations,
    library_store.migrations,
    extensions_store.migrations,
    cohorts_store.migrations,
    registration_store.migrations,
    extension_store.migrations,
)
"""Every capability's tables, in the order they are made."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything a cog may use."""

    settings: Settings
    courses: CourseLibrary
    course: CourseService
    extensions: ExtensionService
    db: Database
    clock: Clock
    delivery: DeliveryService
    outbox: Outbox
    guilds: GuildSettingsService
    cohorts: CohortService
    registrations: registration_store.Registrations
    groups: StaffGroupService
    teammates: TeammateService
    submissions: SubmissionService
    more_time: MoreTimeService
    records: RecordService
    reminders: ReminderService
    staff_reminders: StaffReminderService
    preferences: PreferencesService
    judging: StaffJudgingService
    ballots: BallotService
    publishing: PublishingService
    entering: EnteringService
    pitches: PitchService
    me: MeService
    questions: QuestionService
    faq: FaqService
    limits: LimitService
    rehearsal: GuildId | None = None
    """The one server in which this process rehearses."""


def load_courses(settings: Settings) -> CourseLibrary:
    """Read the course of every server.

    Raises:
        CourseFileInvalid: the default course's file can't be used.
        StateUnusable: the state folder can't be looked into.
    """
    try:
        return load_library(settings.course, settings.courses)
    except OSError as error:
        raise StateUnusable(settings.state, error.strerror or str(error)) from error


def build_app(
    settings: Settings,
    courses: CourseLibrary,
    db: Database,
    clock: Clock,
    *,
    rehearsal: GuildId | None = None,
    answerers: AnswererCache | None = None,
) -> App:
    """Wire the services to one another. Nothing is opened and nothing runs yet.

    Args:
        answerers: what was built for other apps of this process, if there are any.
    """
    faq = FaqService(db)
    outbox = Outbox(db, clock)
    groups = StaffGroupService(db, courses, outbox)
    guilds = GuildSettingsService(db, clock)
    vault = Vault(db.path.parent / VAULT, disk_of(settings.disk_gib))
    submissions = SubmissionService(db, courses, groups, vault, outbox)
    reminders = ReminderService(
        db, courses, outbox, standard_kinds(), guilds.targets_in, submissions.first_due_in
    )
    guilds.follow(lambda tables, guild_id: reminders.replan_in(tables, guild_id, clock.now()))
    more_time = MoreTimeService(db, submissions, outbox)
    more_time.extended = reminders.replan_people_in
    cohorts = CohortService(db, courses)
    cohorts.followers.append(reminders.replan_people_in)
    records = RecordService(db, submissions, groups)
    preferences = PreferencesService(db, reminders, outbox)
    entries = Entries(courses, groups, submissions)
    judging = StaffJudgingService(db, courses, clock, outbox, entries, pitched)
    pitches = PitchService(
        db, courses, groups, outbox, live=groups.numbers_in, ended=judging.ask_for
    )
    return App(
        settings=settings,
        courses=courses,
        extensions=ExtensionService(db, courses, more_time, groups, outbox),
        course=_course_service(db, courses, reminders, records, more_time),
        db=db,
        clock=clock,
        delivery=DeliveryService(db, Kinds()),
        outbox=outbox,
        guilds=guilds,
        cohorts=cohorts,
        registrations=registration_store.Registrations(db),
        groups=groups,
        teammates=TeammateService(db, groups, outbox, clock),
        submissions=submissions,
        more_time=more_time,
        records=records,
        reminders=reminders,
        staff_reminders=StaffReminderService(db, outbox, reminders),
        preferences=preferences,
        judging=judging,
        ballots=BallotService(db, outbox, entries, judging),
        publishing=PublishingService(db, outbox, guilds, entries, judging),
        entering=EnteringService(db, courses, groups),
        pitches=pitches,
        me=MeService(db, courses, groups, submissions, records, preferences, pitches),
        questions=QuestionService(db, courses, faq, answerers or AnswererCache(), outbox),
        faq=faq,
        limits=LimitService(db),
        rehearsal=rehearsal,
    )


def _course_service(
    db: Database,
    courses: CourseLibrary,
    reminders: ReminderService,
    records: RecordService,
    more_time: MoreTimeService,
) -> CourseService:
    """Wire what changes a course to whatever follows it."""
    service = CourseService(db, courses, CourseHistory(db, courses))
    service.checks.append(misnamed_in_words)
    service.history.followers += [reminders.follow, more_time.follow]
    service.guards += [keep_assignments, keep_groups, keep_ballots]
    service.announcers.append(reminders.announce)
    service.forecasts += [records.forecast, reminders.forecast]
    return service


@asynccontextmanager
async def running_app(
    settings: Settings, clock: Clock | None = None, *, rehearsal: GuildId | None = None
) -> AsyncGenerator[App]:
    """Read the courses, open the database, and close it at the end.

    Raises:
        OperatorError: a course file or the state folder can't be used.
    """
    courses = load_courses(settings)
    for trouble in courses.troubles:
        instead = f"\nServer {trouble.guild_id} has {trouble.instead}." if trouble.instead else ""
        log.error("%s%s", trouble.why, instead)
    keep_good(settings.courses, courses)
    db, answerers = Database(settings.state / FILE_NAME), AnswererCache()
    try:
        await db.open(MIGRATIONS)
        yield build_app(
            settings, courses, db, clock or WallClock(), rehearsal=rehearsal, answerers=answerers
        )
    finally:
        answerers.close()
        await db.close()
