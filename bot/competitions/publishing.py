"""Publishing: one person asks, another confirms just what was asked, and the reveal is planned with that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.competitions import notices, publication, rules
from bot.competitions.entries import Entries
from bot.competitions.errors import (
    NeedsAnother,
    NotYet,
    NowhereToAsk,
    NowhereToReveal,
    RequestIsGone,
)
from bot.competitions.export import Bundle
from bot.competitions.model import Contest, Results
from bot.competitions.publication import PublishRequest, Shown
from bot.competitions.staff_service import StaffJudgingService
from bot.competitions.store import ballots, contests
from bot.database import Database, Tables
from bot.delivery.service import Outbox
from bot.guilds.store import GuildSettingsService
from bot.ids import GuildId, UserId
from bot.text import clean


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation has come to.

    Attributes:
        request: what is published; where something has changed since it was shown, the new request instead.
        changes: what has changed, in words; empty for a publication.
    """

    request: PublishRequest
    changes: tuple[str, ...] = ()


class PublishingService:
    """Every server's publishing. `registered`: who has the registered-student role now. `by`: who does it."""

    def __init__(
        self,
        db: Database,
        outbox: Outbox,
        guilds: GuildSettingsService,
        entries: Entries,
        judging: StaffJudgingService,
    ) -> None:
        self._db, self._outbox, self._guilds = db, outbox, guilds
        self._entries, self._judging = entries, judging

    async def ask(
        self,
        guild_id: GuildId,
        contest: Contest,
        registered: Collection[int],
        reason: str,
        at: datetime,
        *,
        by: UserId,
    ) -> PublishRequest:
        """Ask to publish, as the first of two people; staff are shown the request.

        Raises:
            WrongState, NotYet, NowhereToAsk, NowhereToReveal, BadText.
        """
        self._check_channels(guild_id)
        said = clean(reason, "reason", rules.LONGEST_REASON) if reason.strip() else ""

        def work(db: Tables) -> PublishRequest:
            self._entries.give_numbers(db, guild_id, contest)
            results = self._judging.results_in(db, guild_id, contest, registered, at)
            earlier = contests.newest_request(db, guild_id, contest.id)
            asked = self._ask(db, guild_id, results, said, at, by=by)
            if earlier is not None and earlier.state == "waiting":
                ended = notices.request_ended(earlier, at, by=by, replaced=True)
                self._outbox.put(db, guild_id, [ended])
            return asked

        return await self._db.write(work)

    async def confirm(
        self,
        guild_id: GuildId,
        request_id: int,
        registered: Collection[int],
        at: datetime,
        *,
        by: UserId,
    ) -> Confirmed:
        """Publish just what a request showed, as the second person, and plan its reveal; or ask anew.

        Raises:
            RequestIsGone, NeedsAnother, NotYet, NowhereToAsk, NowhereToReveal.
        """
        self._check_channels(guild_id)

        def work(db: Tables) -> Confirmed:
            request, shown, contest = self._waiting(db, guild_id, request_id)
            if request.asked_by == by:
                raise NeedsAnother
            results = self._judging.results_in(db, guild_id, contest, registered, at)
            state = rules.after("publish", results.state)
            if results.obstacles and not request.reason:
                raise NotYet(results.obstacles)
            now = publication.shown_of(results, request.reason)
            if now != shown:
                asked = self._ask(db, guild_id, results, request.reason, at, by=by)
                return Confirmed(asked, tuple(publication.changes(shown, now)))
            contests.confirm_request(db, request_id, at, by=by)
            published = replace(results.judging, state=state)
            contests.save(db, guild_id, contest.id, published, at, by=by)
            owners = {s.entry.number: s.entry.owner_ids for s in results.standings}
            self._outbox.put(db, guild_id, notices.reveal(request, owners, at))
            done = replace(request, state="confirmed", confirmed_by=by, confirmed_at=at)
            return Confirmed(done)

        return await self._db.write(work)

    async def request(self, guild_id: GuildId, request_id: int) -> PublishRequest | None:
        """Return a request of a server."""
        return await self._db.read(lambda db: contests.request(db, guild_id, request_id))

    async def newest(self, guild_id: GuildId, contest: Contest) -> PublishRequest | None:
        """Return a contest's newest request."""
        return await self._db.read(lambda db: contests.newest_request(db, guild_id, contest.id))

    async def bundle(self, guild_id: GuildId, contest: Contest) -> Bundle:
        """Return what the standings follow from: as published, or as it is now with eligibility unchecked."""
        entries = await self._judging.entries(guild_id, contest)

        def work(db: Tables) -> Bundle:
            published = contests.published_entries(db, guild_id, contest.id)
            now = [replace(e, eligible=True, why_not="") for e in entries.values()]
            asked = contests.newest_request(db, guild_id, contest.id)
            shown = asked.shown if asked and published else None
            return Bundle(
                shown.contest if shown else contest,
                tuple(published or now),
                tuple(ballots.of_contest(db, guild_id, contest.id)),
                tuple(contests.overrides(db, guild_id, contest.id)),
                asked.reason if asked else "",
                ballots.recusals(db, guild_id, contest.id),
                is_published=bool(published),
            )

        return await self._db.read(work)

    def _ask(
        self,
        db: Tables,
        guild_id: GuildId,
        results: Results,
        reason: str,
        at: datetime,
        *,
        by: UserId,
    ) -> PublishRequest:
        contest = results.contest
        state = rules.after("ask", results.state)
        if results.obstacles and not reason:
            raise NotYet(results.obstacles)
        earlier = contests.newest_request(db, guild_id, contest.id)
        if earlier is not None:
            keys = [notices.request_key(earlier.id)]
            self._outbox.withdraw(db, guild_id, keys, "a newer request has replaced it")
        shown = publication.shown_of(results, reason)
        request_id = contests.add_request(db, guild_id, contest.id, shown, at, by=by)
        asked = replace(results.judging, state=state, closes_at=None)
        contests.save(db, guild_id, contest.id, asked, at, by=by)
        self._outbox.put(db, guild_id, [notices.request(contest.id, request_id, at)])
        return PublishRequest(request_id, contest.id, "waiting", by, at, shown, reason)

    def _waiting(
        self, db: Tables, guild_id: GuildId, request_id: int
    ) -> tuple[PublishRequest, Shown, Contest]:
        """Read a request that still waits. Raises RequestIsGone."""
        request = contests.request(db, guild_id, request_id)
        if request is None:
            raise RequestIsGone("ended")
        contest = self._judging.contest(guild_id, request.contest_id)
        if request.state != "waiting" or request.shown is None:
            raise RequestIsGone(contests.judging(db, guild_id, contest.id).state)
        return request, request.shown, contest

    def _check_channels(self, guild_id: GuildId) -> None:
        settings = self._guilds.of(guild_id)
        if settings.announcements_channel is None:
            raise NowhereToReveal
        if settings.staff_channel is None:
            raise NowhereToAsk
