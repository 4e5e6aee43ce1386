"""What only staff do with judging: open and close it, appoint, decide, and see everything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.competitions import notices, rounds, rules, scoring
from bot.competitions.errors import (
    AsksFirst,
    ChangedMeanwhile,
    NoConflict,
    NoSuchEntry,
    NotJudging,
)
from bot.competitions.model import Contest, Judge, Judging, Override, Results
from bot.competitions.service import JudgingService
from bot.competitions.store import ballots, contests
from bot.course.words import say
from bot.database import Tables
from bot.ids import GuildId, UserId
from bot.text import clean

THE_CLOCK = UserId(0)
"""Who changed what nobody pressed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening judging has come to: how it is now, who judges, how many entries there are."""

    judging: Judging
    judges: tuple[UserId, ...]
    entries: int


class StaffJudgingService(JudgingService):
    """Every server's judging, for staff. `by`: who does it."""

    async def open(
        self,
        guild_id: GuildId,
        contest: Contest,
        at: datetime,
        until: datetime | None = None,
        *,
        by: UserId,
    ) -> Opened:
        """Open judging, or give it another time to close; judges get their cards.

        Raises:
            AsksFirst: that would take back a request or a publication. RoundNotReady, RoundBegun.
        """

        def work(db: Tables) -> Opened:
            was = self._now(db, guild_id, contest, at)
            self.check_round(db, guild_id, contest, was)
            if was.state in rules.ASKS_FIRST:
                raise AsksFirst(was.state, was.round)
            wanted = rules.opened("open", was, until)
            return self._opened(db, guild_id, contest, wanted, at, by=by)

        return await self._db.write(work)

    async def reopen(
        self, guild_id: GuildId, contest: Contest, seen: Judging, at: datetime, *, by: UserId
    ) -> Opened:
        """Open judging although its results are asked for or published: whoever says so has been asked.

        Args:
            seen: the state and round that they were shown, and the time to close that they chose.
        Raises:
            ChangedMeanwhile: things have moved since they were asked.
            RoundBegun.
        """

        def work(db: Tables) -> Opened:
            was = self._now(db, guild_id, contest, at)
            if (was.state, was.round) != (seen.state, seen.round):
                raise ChangedMeanwhile(was.state)
            self.check_round(db, guild_id, contest, was)
            wanted = rules.opened("reopen", was, seen.closes_at)
            asked = contests.newest_request(db, guild_id, contest.id)
            if asked is not None and asked.state == "waiting":
                self._outbox.put(db, guild_id, [notices.request_ended(asked, at, by=by)])
            contests.end_requests(db, guild_id, contest.id)
            return self._opened(db, guild_id, contest, wanted, at, by=by)

        return await self._db.write(work)

    async def more_time(
        self, guild_id: GuildId, contest: Contest, closed_at: int, at: datetime, *, by: UserId
    ) -> Opened:
        """Give judges a little longer after judging has closed by itself; those who miss ballots are told.

        Args:
            closed_at: the time that had come, in Unix seconds.
        Raises:
            ChangedMeanwhile: it was opened, given another time, or published meanwhile.
        """

        def work(db: Tables) -> Opened:
            was = self._now(db, guild_id, contest, at)
            if was.closes_at is None or int(was.closes_at.timestamp()) != closed_at:
                raise ChangedMeanwhile(was.state)
            until = (at + rules.MORE_TIME).replace(microsecond=0)
            wanted = replace(was, state=rules.after("more", was.state), closes_at=until)
            done = self._opened(db, guild_id, contest, wanted, at, by=by)
            told = notices.more_time(contest.id, done.judges, until, at)
            self._outbox.put(db, guild_id, told)
            return done

        return await self._db.write(work)

    async def pause(self, guild_id: GuildId, contest: Contest, at: datetime, *, by: UserId) -> None:
        """Stop taking ballots for a while. Raises WrongState."""

        def work(db: Tables) -> None:
            was = self._now(db, guild_id, contest, at)
            paused = replace(was, state=rules.after("pause", was.state))
            contests.save(db, guild_id, contest.id, paused, at, by=by)

        await self._db.write(work)

    async def close(self, guild_id: GuildId, contest: Contest, at: datetime, *, by: UserId) -> None:
        """Stop taking ballots. Raises WrongState."""

        def work(db: Tables) -> None:
            was = self._now(db, guild_id, contest, at)
            closed = replace(was, state=rules.after("close", was.state), closes_at=None)
            self._forget_time(db, guild_id, contest, f"{say.staff} closed judging")
            contests.save(db, guild_id, contest.id, closed, at, by=by)
            self.close_cards(db, guild_id, contest, closed, at)

        await self._db.write(work)

    async def close_in_time(self, guild_id: GuildId, contest: Contest, closes_at: datetime) -> bool:
        """Note that judging has closed by itself. Return False where another time was set or staff were first."""

        def work(db: Tables) -> bool:
            judging = contests.judging(db, guild_id, contest.id)
            if judging.closes_at != closes_at:
                return False
            if judging.state in ("open", "paused"):
                closed = replace(judging, state="closed")
                contests.save(db, guild_id, contest.id, closed, closes_at, by=THE_CLOCK)
                self.close_cards(db, guild_id, contest, closed, closes_at)
            return judging.state in ("open", "paused", "closed")

        return await self._db.write(work)

    async def appoint(
        self,
        guild_id: GuildId,
        contest: Contest,
        people: Sequence[UserId],
        at: datetime,
        *,
        by: UserId,
    ) -> list[UserId]:
        """Appoint judges, who get their card if judging is open. Return who is new.

        Whoever judged by their role is appointed, too: they judge on without it.
        """

        def work(db: Tables) -> list[UserId]:
            known = contests.judges(db, guild_id, contest.id)
            new = [p for p in dict.fromkeys(people) if p not in known]
            for user_id in dict.fromkeys(people):
                contests.appoint(db, guild_id, contest.id, user_id, at, by=by)
            self.welcome(db, guild_id, contest, new, at)
            return new

        return await self._db.write(work)

    async def dismiss(
        self, guild_id: GuildId, contest: Contest, user_id: UserId, at: datetime
    ) -> None:
        """Let somebody judge no more. What they scored stays and counts. Raises NotJudging."""

        def work(db: Tables) -> None:
            if user_id not in contests.judges(db, guild_id, contest.id):
                raise NotJudging(user_id, contest.title)
            contests.dismiss(db, guild_id, contest.id, user_id, at)

        await self._db.write(work)

    async def lift(
        self, guild_id: GuildId, contest: Contest, user_id: UserId, entry: int, at: datetime
    ) -> None:
        """Lift a conflict of interest: a ballot that it took out counts again. Raises NoConflict, WrongState."""

        def work(db: Tables) -> None:
            rules.after("lift", self._now(db, guild_id, contest, at).state)
            if not ballots.lift(db, Judge(guild_id, contest.id, user_id), entry):
                raise NoConflict(user_id, contest.name_of(entry))

        await self._db.write(work)

    async def override(
        self, guild_id: GuildId, contest: Contest, decided: Override, at: datetime, *, by: UserId
    ) -> None:
        """Decide what an entry wins, in spite of the order. Raises BadText, NoSuchEntry, NoSuchAward, WrongState."""
        reason = clean(decided.reason, "reason", rules.LONGEST_REASON)
        one = Override(decided.entry, decided.award.strip(), reason)
        rounds.check_award(contest, one.award)

        def work(db: Tables) -> None:
            rules.after("award", self._now(db, guild_id, contest, at).state)
            self._entries.give_numbers(db, guild_id, contest)
            if one.entry not in self._entries.of(db, guild_id, contest):
                raise NoSuchEntry(one.entry)
            contests.override(db, guild_id, contest.id, one, at, by=by)

        await self._db.write(work)

    async def results(
        self, guild_id: GuildId, contest: Contest, registered: Collection[int]
    ) -> Results:
        """Compute everything from the raw ballots. `registered`: who has the registered-student role now."""
        await self._give_numbers(guild_id, contest)
        now = self._clock.now().replace(microsecond=0)
        return await self._reads.once(
            lambda db: self.results_in(db, guild_id, contest, registered, now),
            *(guild_id, contest, self._courses.timeline(guild_id), frozenset(registered), now),
        )

    def results_in(
        self,
        db: Tables,
        guild_id: GuildId,
        contest: Contest,
        registered: Collection[int],
        at: datetime,
    ) -> Results:
        """Compute everything from the raw ballots, within a change's transaction."""
        entries = self._entries.of(db, guild_id, contest, registered)
        given = ballots.of_contest(db, guild_id, contest.id)
        judges = contests.judges(db, guild_id, contest.id)
        recused = ballots.recusals(db, guild_id, contest.id)
        overrides = contests.overrides(db, guild_id, contest.id)
        counted = scoring.counted(given, recused)
        placed = scoring.standings(contest, entries.values(), counted)
        awarded = scoring.award(contest, placed, {o.entry: o.award for o in overrides})
        excused: dict[int, Collection[int]] = {
            id: {n for n, e in entries.items() if not rules.may_read(id, e, recused.get(id, ()))}
            for id in judges
        }
        judging = contests.judging(db, guild_id, contest.id)
        return Results(
            contest,
            judging,
            rules.state_at(judging, at),
            tuple(awarded),
            tuple(scoring.severities(contest, counted)),
            tuple(judges),
            tuple(given),
            recused,
            (
                *rules.obstacles(entries.values(), counted, judges, excused, contest.name_of),
                *rules.unfair_ties(contest, awarded, [o.entry for o in overrides]),
            ),
            tuple(overrides),
        )

    def _opened(
        self,
        db: Tables,
        guild_id: GuildId,
        contest: Contest,
        wanted: Judging,
        at: datetime,
        *,
        by: UserId,
    ) -> Opened:
        """Store open judging and leave what follows: cards, reminders, the close; what an earlier time planned goes."""
        if contests.judging(db, guild_id, contest.id).closes_at != wanted.closes_at:
            self._forget_time(db, guild_id, contest, "judging closes at another time")
        contests.save(db, guild_id, contest.id, wanted, at, by=by)
        self.join(db, guild_id, contest, contests.with_role(db, guild_id), at)
        self._entries.give_numbers(db, guild_id, contest)
        judges = contests.judges(db, guild_id, contest.id)
        self.welcome(db, guild_id, contest, judges, at)
        if wanted.closes_at is not None:
            self._outbox.put(db, guild_id, [notices.closing(contest.id, wanted.closes_at)])
        return Opened(wanted, tuple(judges), len(self._entries.of(db, guild_id, contest)))

    def _forget_time(self, db: Tables, guild_id: GuildId, contest: Contest, why: str) -> None:
        """Withdraw what the time to close has planned."""
        closes_at = contests.judging(db, guild_id, contest.id).closes_at
        if closes_at is not None:
            judges = contests.judges(db, guild_id, contest.id)
            keys = notices.time_keys(contest.id, judges, closes_at)
            self._outbox.withdraw(db, guild_id, keys, why)

    def _now(self, db: Tables, guild_id: GuildId, contest: Contest, at: datetime) -> Judging:
        """Return how judging is at an instant: closed once its time has come."""
        judging = contests.judging(db, guild_id, contest.id)
        return replace(judging, state=rules.state_at(judging, at))
