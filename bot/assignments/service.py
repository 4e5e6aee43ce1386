"""Submissions: receive the bytes, look at them, ask the rules, keep the files, then store the row.

The order is what makes a receipt true: a file has its place on the disk, durably, before the row that names it
commits, and the receipt is given after that. Whatever fails before leaves at most a file that nothing counts. What
people must hear of a row is stored with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from weakref import WeakKeyDictionary

from bot.assignments import catalog, checks, notices, rules, store
from bot.assignments.due import (
    deadlines_for,
    due_for,
    first_due,
    owners_of,
    people_of,
    person_in,
    versions_in,
)
from bot.assignments.errors import NoSuchReceipt, StorageFailed
from bot.assignments.intake import Allowance, Inspector, Intake
from bot.assignments.model import (
    Arrival,
    Assignment,
    KeptFile,
    Owner,
    Receipt,
    Verified,
    Version,
)
from bot.assignments.requests import Check, HandIn
from bot.assignments.rules import Due
from bot.assignments.vault import Vault
from bot.cohorts.service import cohorts_of
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.database import Database, SharedReads, Tables
from bot.delivery.service import Outbox
from bot.groups.service import GroupService
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.limits import store as limits

log = logging.getLogger("bot.assignments")


class SubmissionService:
    """Every server's submissions."""

    links_in = staticmethod(store.links)

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        groups: GroupService,
        vault: Vault,
        outbox: Outbox,
        inspector: Inspector | None = None,
    ) -> None:
        self._db, self._courses, self._groups, self._outbox = db, courses, groups, outbox
        self.vault = vault
        self._reads = SharedReads(db)
        self._allowance = Allowance(db, outbox, vault.room)
        self._intake = Intake(vault, inspector or Inspector())
        self._known_key: bytes | None = None
        self._asked: WeakKeyDictionary[Timeline, Mapping[str, Assignment]] = WeakKeyDictionary()

    def assignments(self, guild_id: GuildId) -> Mapping[str, Assignment]:
        """List what a server's course asks for, by id: worked out once for each version of a course."""
        timeline = self._courses.timeline(guild_id)
        known = self._asked.get(timeline)
        if known is None:
            known = self._asked[timeline] = catalog.assignments_of(timeline.course)
        return known

    def assignment(self, guild_id: GuildId, id: str) -> Assignment:
        """Return an assignment by its id, as buttons and forms carry it. Raises NoLongerAsked."""
        known = self.assignments(guild_id)
        return known.get(id) or catalog.get(known, id)

    def find(self, guild_id: GuildId, chosen: str) -> Assignment:
        """Return an assignment by what a person chose or typed. Raises NothingToHandIn."""
        known = self.assignments(guild_id)
        return known.get(chosen) or catalog.find(known, chosen)

    async def hand_in(self, guild_id: GuildId, request: HandIn) -> Receipt:
        """Store what somebody hands in. Of several files the sound ones are kept, the others named.

        Raises:
            NoLongerAsked, NotInGroup, NothingGiven, TooLarge, FileRefused, BadLink, DownloadFailed,
            StorageFailed, LimitReached, NoRoom: nothing was stored that counts.
        """
        try:
            return await self._hand_in(guild_id, request)
        except StorageFailed as error:
            raise StorageFailed(error.name, told=await self._told_of_disk(guild_id)) from error

    async def _hand_in(self, guild_id: GuildId, request: HandIn) -> Receipt:
        assignment, details = self.assignment(guild_id, request.assignment), request.details
        owner = await self._owner(guild_id, assignment, request.sender.user_id)
        by, uploads = request.sender.user_id, request.uploads
        if uploads:
            checks.check_takes_files(assignment)
            await self._allowance.count(guild_id, uploads, request.at, by=by)
        elsewhere = checks.check_links(assignment, details)
        limit = self._course(guild_id).hand_ins.largest_mib
        taken = checks.kinds_taken(assignment)
        async with self._intake.arrived(uploads, taken, limit, by=by) as arrived:
            said = any(details.texts.values()) or details.link
            if arrived.refused and not arrived.files and not said:
                raise arrived.refused[0]
            for incoming in arrived.files:
                await self.vault.keep(incoming)
            files, size = arrived.kept_for(assignment), sum(file.size for file in arrived.files)
            found = (*elsewhere, *checks.warnings(assignment, files, arrived.facts))
            arrival = Arrival(
                guild_id, assignment, owner, request.sender, request.at, files, details, found
            )
            return await self._store(arrival, tuple(map(str, arrived.refused)), size)

    async def _store(self, arrival: Arrival, refused: tuple[str, ...], size: int) -> Receipt:
        guild_id, assignment = arrival.guild_id, arrival.assignment
        user_id = arrival.sender.user_id
        key = await self._key()

        def work(db: Tables) -> Receipt:
            known = self.assignments(guild_id)
            group = self._groups.number_in(db, guild_id, user_id)
            before = versions_in(db, guild_id, known, [arrival.owner], assignment.id)
            due = due_for(assignment, person_in(db, guild_id, user_id, group, known))
            rules.check_open(assignment, due.closes_at, arrival.at)
            version = rules.next_version(arrival, before, due.at, notices.new_receipt())
            version = replace(version, code=notices.code_of(key, version))
            store.add(db, version)
            self._allowance.keep(db, guild_id, size, arrival.at)
            late = rules.cost_words(assignment, due, version.at)
            receipt = rules.receipt_for(version, arrival, before, refused, late)
            self._leave_notices(db, receipt)
            return receipt

        return await self._db.write(work)

    def _leave_notices(self, db: Tables, receipt: Receipt) -> None:
        guild_id, version = receipt.version.guild_id, receipt.version
        told = notices.of_submission(receipt, people_of(db, guild_id, version.owner))
        self._outbox.put(db, guild_id, limits.paced(db, told, version.at, by=UserId(version.by)))
        if words := notices.words_to_staff(receipt):
            self._outbox.note_staff(db, guild_id, words)

    async def _told_of_disk(self, guild_id: GuildId) -> bool:
        """Leave staff a word that the disk is full. Return whether that could be stored."""
        try:
            await self._outbox.tell_staff(guild_id, notices.DISK_FULL)
        except Exception:
            log.exception("staff of guild %d couldn't be told that the disk is full", guild_id)
            return False
        return True

    async def versions(
        self, guild_id: GuildId, user_id: UserId | None = None, assignment: str | None = None
    ) -> list[Version]:
        """Return what a person and their group, or everybody, handed in (for one assignment), by owner and number."""
        known = self.assignments(guild_id)
        if user_id is None:
            return list(
                await self._reads.once(
                    lambda db: versions_in(db, guild_id, known, (), assignment),
                    guild_id,
                    assignment,
                )
            )
        owners = await self._owners(guild_id, user_id)
        return await self._db.read(lambda db: versions_in(db, guild_id, known, owners, assignment))

    def versions_in(self, db: Tables, guild_id: GuildId, assignment: str) -> list[Version]:
        """Return everybody's versions of an assignment, within another change's transaction."""
        return versions_in(db, guild_id, self.assignments(guild_id), (), assignment)

    async def of_receipt(self, guild_id: GuildId, receipt: str) -> Version:
        """Return the version of a receipt of this server. Raises NoSuchReceipt."""
        version = await self._db.read(lambda db: store.by_receipt(db, receipt))
        if version is None or version.guild_id != guild_id:
            raise NoSuchReceipt(receipt)
        return version

    async def verify(self, asked: Check) -> Verified:
        """Return whether a receipt is genuine, and whether a file is the one that was handed in.

        Raises:
            BadCode, NoSuchReceipt, TooLarge, DownloadFailed, StorageFailed, LimitReached.
        """
        receipt, code = notices.read_code(asked.typed)
        version = await self._db.read(lambda db: store.by_either(db, receipt, code))
        if version is None:
            raise NoSuchReceipt(receipt or code)
        genuine = notices.is_genuine(await self._key(), version, code or version.code)
        guild_id, known = version.guild_id, self.assignments(version.guild_id)
        others = await self._db.read(
            lambda db: versions_in(db, guild_id, known, [version.owner], version.assignment)
        )
        matches = await self._compare(version, asked) if genuine and asked.upload else None
        title = (
            known[version.assignment].title if version.assignment in known else version.assignment
        )
        counts = any(one.receipt == version.receipt for one in [rules.counting(others)] if one)
        return Verified(version, title, genuine, counts, matches)

    async def _compare(self, version: Version, asked: Check) -> KeptFile | bool:
        assert asked.upload is not None
        guild_id, upload = version.guild_id, asked.upload
        await self._allowance.count(guild_id, [upload], asked.at, by=asked.by)
        limit = self._course(guild_id).hand_ins.largest_mib
        sha256 = await self._intake.hash_of(upload, limit, by=asked.by)
        return next((f for f in version.files if f.sha256 == sha256), False)

    async def due(self, guild_id: GuildId, user_id: UserId) -> dict[str, Due]:
        """Return the deadline that holds for a person, by assignment."""
        course = self._course(guild_id)
        return await self._db.read(lambda db: self._due_in(db, guild_id, user_id, course))

    def first_due_in(
        self, db: Tables, guild_id: GuildId, user_id: UserId, course: Course
    ) -> dict[str, datetime]:
        """Return when the first that belongs to each deadline is due for a person, within a change's transaction.

        Args:
            course: the server's, or what it's about to be.
        """
        return first_due(course, self._due_in(db, guild_id, user_id, course))

    def _due_in(
        self, db: Tables, guild_id: GuildId, user_id: UserId, course: Course
    ) -> dict[str, Due]:
        group = self._groups.number_in(db, guild_id, user_id)
        known = catalog.assignments_of(course)
        person = person_in(db, guild_id, user_id, group, known)
        return {id: due_for(one, person) for id, one in known.items()}

    async def deadlines(self, guild_id: GuildId, user_id: UserId) -> dict[str, Due]:
        """Return until when each deadline of the course is open for a person, by its id."""
        mine = await self._db.read(lambda db: cohorts_of(db, guild_id, user_id))
        course = self._courses.timeline(guild_id).of(mine).course
        return deadlines_for(course, await self.due(guild_id, user_id))

    async def clear_leftovers(self) -> int:
        """Remove what a crash left half-received. Return how many files that was."""
        return await self.vault.clear()

    async def _owner(self, guild_id: GuildId, assignment: Assignment, user_id: UserId) -> Owner:
        if not assignment.by_group:
            return Owner("user", user_id)
        return Owner("group", (await self._groups.own(guild_id, user_id)).number)

    async def _owners(self, guild_id: GuildId, user_id: UserId) -> tuple[Owner, ...]:
        return owners_of(user_id, await self._groups.number_of(guild_id, user_id))

    async def _key(self) -> bytes:
        if self._known_key is None:
            self._known_key = await asyncio.to_thread(notices.load_key, self._db.path.parent)
        return self._known_key

    def _course(self, guild_id: GuildId) -> Course:
        return self._courses.timeline(guild_id).course
