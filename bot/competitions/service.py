"""Judging: what is judged, how far it is, who judges, and their cards. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from weakref import WeakKeyDictionary

from bot.clock import Clock
from bot.competitions import notices, rounds, rules, scoring
from bot.competitions.entries import Entries
from bot.competitions.errors import NotAJudge
from bot.competitions.model import Contest, Desk, Entry, Judge, Judging, State
from bot.competitions.notices import Place
from bot.competitions.store import ballots, contests
from bot.course.timeline import Timeline
from bot.database import Database, SharedReads, Tables
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary

Pitched = Callable[[Tables, GuildId], frozenset[int] | None]
"""Which groups of a server have pitched, while a pitch session is under way; None where none is. Runs within a
transaction."""


class JudgingService:
    """Every server's judging. `at` is Discord's own instant of the press, aware UTC."""

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        clock: Clock,
        outbox: Outbox,
        entries: Entries,
        pitched: Pitched,
    ) -> None:
        self._db, self._courses, self._clock, self._outbox = db, courses, clock, outbox
        self._entries, self._pitched = entries, pitched
        self._reads = SharedReads(db)
        self._known: WeakKeyDictionary[Timeline, Mapping[str, Contest]] = WeakKeyDictionary()

    def contest(self, guild_id: GuildId, typed: str | None) -> Contest:
        """Find a contest by what was typed; the first for nothing. Raises NoContest."""
        known = self.contests(guild_id)
        if typed is None and known:
            return next(iter(known.values()))
        return known.get(typed or "") or rounds.find_contest(known, typed)

    def contests(self, guild_id: GuildId) -> Mapping[str, Contest]:
        """List a course's contests by id: worked out once for each version of a course."""
        timeline = self._courses.timeline(guild_id)
        known = self._known.get(timeline)
        if known is None:
            known = self._known[timeline] = rounds.contests_of(timeline.course)
        return known

    async def entries(
        self, guild_id: GuildId, contest: Contest, registered: frozenset[int] | None = None
    ) -> dict[int, Entry]:
        """List what is judged now, by number: the live groups, or a lab's entries."""
        await self._give_numbers(guild_id, contest)
        found = await self._reads.once(
            lambda db: self._entries.of(db, guild_id, contest, registered),
            *(guild_id, contest, self._courses.timeline(guild_id), registered),
        )
        return dict(found)

    async def _give_numbers(self, guild_id: GuildId, contest: Contest) -> None:
        """Give entries that are new their numbers, so that reading can go on without writing."""
        if not contest.of_groups and await self._db.read(
            lambda db: self._entries.numberless(db, guild_id, contest)
        ):
            await self._db.write(
                lambda db: self._entries.give_numbers(db, guild_id, contest), aside=True
            )

    async def judging(self, guild_id: GuildId, contest: Contest) -> Judging:
        """Return how far judging is, as it is stored."""
        return await self._db.read(lambda db: contests.judging(db, guild_id, contest.id))

    async def state(self, guild_id: GuildId, contest: Contest) -> State:
        """Return whether judging is open now."""
        return rules.state_at(await self.judging(guild_id, contest), self._clock.now())

    async def judges(self, guild_id: GuildId, contest: Contest) -> list[UserId]:
        """List a contest's judges."""
        return await self._db.read(lambda db: contests.judges(db, guild_id, contest.id))

    async def judged_by(self, user_id: UserId) -> list[tuple[GuildId, str]]:
        """List what somebody judges: (server, contest id)."""
        return await self._db.read(lambda db: contests.contests_judged(db, user_id))

    async def has_judged(self, user_id: UserId) -> bool:
        """Return whether somebody is, or was, a judge of anything."""
        return await self._db.read(lambda db: contests.has_judged(db, user_id))

    async def see_role(
        self, guild_id: GuildId, user_id: UserId, at: datetime, *, has_role: bool
    ) -> None:
        """Note whether somebody has the judges' role: Discord tells only when they use something.

        Whoever has it judges what is open now, and whatever is opened later, unless staff dismissed them; whoever has
        it no longer judges only what staff appointed them for.
        """
        known = await self._db.read(lambda db: contests.with_role(db, guild_id))
        if has_role == (user_id in known):
            return

        def work(db: Tables) -> None:
            if not has_role:
                contests.forget_role(db, guild_id, user_id)
                return
            contests.see_role(db, guild_id, user_id, at)
            for contest in self.contests(guild_id).values():
                if rules.state_at(contests.judging(db, guild_id, contest.id), at) == "open":
                    self.join(db, guild_id, contest, [user_id], at)

        await self._db.write(work, aside=True)

    async def join_by_role(
        self, guild_id: GuildId, contest: Contest, user_id: UserId, at: datetime
    ) -> None:
        """Let somebody with the judges' role be a judge, unless staff dismissed them. Raises NotAJudge."""

        def work(db: Tables) -> None:
            contests.see_role(db, guild_id, user_id, at)
            if not self.join(db, guild_id, contest, [user_id], at):
                self.check_judge(db, guild_id, contest, user_id)

        await self._db.write(work, aside=True)

    def join(
        self,
        db: Tables,
        guild_id: GuildId,
        contest: Contest,
        people: Sequence[UserId],
        at: datetime,
    ) -> list[UserId]:
        """Let people who have the judges' role judge, within a change's transaction. Return who is new."""
        known = contests.judges(db, guild_id, contest.id)
        new = [
            id for id in people
            if id not in known and not contests.was_dismissed(db, guild_id, contest.id, id)
        ]  # fmt: skip
        for user_id in new:
            contests.join_by_role(db, guild_id, contest.id, user_id, at)
        self.welcome(db, guild_id, contest, new, at)
        return new

    def welcome(
        self, db: Tables, guild_id: GuildId, contest: Contest, new: Sequence[UserId], at: datetime
    ) -> None:
        """Leave new judges their card and their reminders, if judging is open."""
        judging = contests.judging(db, guild_id, contest.id)
        if rules.state_at(judging, at) != "open":
            return
        self._outbox.put(db, guild_id, notices.cards(contest.id, new, judging.round, at))
        if judging.closes_at is not None:
            planned = notices.nags(contest.id, new, judging.closes_at, at)
            self._outbox.put(db, guild_id, planned)

    async def desk(self, guild_id: GuildId, contest: Contest, judge_id: UserId) -> Desk:
        """Return a judge's own view. Raises NotAJudge."""
        entries, now = await self.entries(guild_id, contest), self._clock.now()
        judge = Judge(guild_id, contest.id, judge_id)
        return await self._db.read(lambda db: self.desk_in(db, judge, contest, now, entries))

    async def scored(self, guild_id: GuildId, contest: Contest, entry: int) -> tuple[int, int]:
        """Return how many judges have scored an entry, and how many could: those without a conflict."""

        def work(db: Tables) -> tuple[int, int]:
            recused = ballots.recusals(db, guild_id, contest.id)
            given = ballots.of_contest(db, guild_id, contest.id, entry=entry)
            done = {b.judge_id for b in scoring.counted(given, recused)}
            judges = contests.judges(db, guild_id, contest.id)
            able = {id for id in judges if entry not in recused.get(id, ())}
            return len(done), len(done | able)

        return await self._db.read(work)

    def ask_for(self, db: Tables, guild_id: GuildId, number: int, at: datetime) -> None:
        """Leave each judge who may score a group the card of it, if judging is open: the group has just pitched.

        Within the transaction that ends the pitch.
        """
        for contest in self.contests(guild_id).values():
            judging = contests.judging(db, guild_id, contest.id)
            if contest.assignment or rules.state_at(judging, at) != "open":
                continue
            entries = self._entries.of(db, guild_id, contest)
            recused = ballots.recusals(db, guild_id, contest.id)
            able = [
                id
                for id in contests.judges(db, guild_id, contest.id)
                if rules.may_read(id, entries.get(number), recused.get(id, ()))
            ]
            cards = notices.pitched(contest.id, able, judging.round, number, at)
            self._outbox.put(db, guild_id, cards)

    async def card_is_at(
        self, guild_id: GuildId, contest_id: str, judge_id: UserId, place: Place, at: datetime
    ) -> None:
        """Remember which message is a judge's card now; the one before loses its buttons."""
        judge = Judge(guild_id, contest_id, judge_id)
        await self._db.write(lambda db: self.move_card(db, judge, place, at), aside=True)

    def move_card(self, db: Tables, judge: Judge, place: Place, at: datetime) -> None:
        """Remember which message is a judge's card now, within the transaction that marks it sent."""
        before = ballots.card(db, judge)
        if before == place:
            return
        ballots.keep_card(db, judge, place)
        if before is not None:
            old = notices.moved(judge.contest, judge.judge_id, before, at)
            self._outbox.put(db, judge.guild_id, [old])

    def close_cards(
        self, db: Tables, guild_id: GuildId, contest: Contest, closed: Judging, at: datetime
    ) -> None:
        """Have every judge's card say that judging is closed."""
        for id in contests.judges(db, guild_id, contest.id):
            place = ballots.card(db, Judge(guild_id, contest.id, id))
            if place is not None:
                told = notices.card_closed(contest.id, id, place, closed.round, at)
                self._outbox.put(db, guild_id, [told])

    async def remind(self, guild_id: GuildId, contest: Contest, at: datetime) -> None:
        """Remind the judges who still have something to score, because staff want to close."""

        def work(db: Tables) -> None:
            judges = contests.judges(db, guild_id, contest.id)
            self._outbox.put(db, guild_id, notices.asked(contest.id, judges, at))

        await self._db.write(work)

    async def card(self, guild_id: GuildId, contest_id: str, judge_id: UserId) -> Place | None:
        """Return which message is a judge's card now."""
        judge = Judge(guild_id, contest_id, judge_id)
        return await self._db.read(lambda db: ballots.card(db, judge))

    def check_round(self, db: Tables, guild_id: GuildId, contest: Contest, was: Judging) -> None:
        """Refuse to open a round before it is certain who enters it, or again once the next one has begun.

        Raises:
            RoundNotReady, RoundBegun.
        """
        every = self.contests(guild_id)
        before, following = every.get(contest.previous), every.get(contest.following)
        confirmed = before is None or contests.advanced(db, guild_id, before.id) is not None
        rounds.check_may_open(contest, before, is_confirmed=confirmed)
        if following is not None and was.state == "published":
            state = contests.judging(db, guild_id, following.id).state
            rounds.check_may_reopen(contest, following, state)

    def check_judge(
        self, db: Tables, guild_id: GuildId, contest: Contest, user_id: UserId
    ) -> list[UserId]:
        """Return a contest's judges, of whom this person must be one. Raises NotAJudge."""
        judges = contests.judges(db, guild_id, contest.id)
        if user_id not in judges:
            raise NotAJudge
        return judges

    def desk_in(
        self,
        db: Tables,
        judge: Judge,
        contest: Contest,
        at: datetime,
        known: dict[int, Entry] | None = None,
    ) -> Desk:
        """Return a judge's own view, within a change's transaction. Raises NotAJudge.

        Args:
            known: the entries, where they were read just before.
        """
        guild_id, judge_id = judge.guild_id, judge.judge_id
        judges = self.check_judge(db, guild_id, contest, judge_id)
        entries = self._entries.of(db, guild_id, contest) if known is None else known
        recused = frozenset(ballots.recusals(db, guild_id, contest.id).get(judge_id, ()))
        skipped = ballots.skips(db, guild_id, contest.id).get(judge_id, [])
        numbers = rules.reading_order(sorted(entries), judges.index(judge_id), len(judges))
        mine = {b.entry: b for b in ballots.of_contest(db, guild_id, contest.id, judge_id)}
        readable = [n for n in numbers if rules.may_read(judge_id, entries[n], recused)]
        order = [n for n in readable if n not in skipped] + [n for n in skipped if n in readable]
        state = rules.state_at(contests.judging(db, guild_id, contest.id), at)
        pitched = None if contest.assignment else self._pitched(db, guild_id)
        return Desk(contest, state, entries, tuple(order), mine, recused, pitched)
