"""What judges do with their ballots: score, change, leave out. Each is one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.competitions import rules
from bot.competitions.entries import Entries
from bot.competitions.errors import BadScores, NotOpen, TypedIsGone
from bot.competitions.model import Ballot, BallotRequest, Contest, Draft, Judge, TypedBallot
from bot.competitions.service import JudgingService
from bot.competitions.store import ballots, contests
from bot.database import Database, Tables
from bot.delivery.service import Outbox
from bot.ids import GuildId, UserId


class BallotService:
    """Every server's ballots. `at` is Discord's own instant of the press, aware UTC."""

    def __init__(
        self, db: Database, outbox: Outbox, entries: Entries, judging: JudgingService
    ) -> None:
        self._db, self._outbox, self._entries, self._judging = db, outbox, entries, judging

    async def draft(
        self, guild_id: GuildId, contest: Contest, judge_id: UserId, entry: int
    ) -> Draft | None:
        """Return what a judge typed into a form that couldn't be stored."""
        judge = Judge(guild_id, contest.id, judge_id)
        return await self._db.read(lambda db: ballots.draft(db, judge, entry))

    async def keep_typed(self, guild_id: GuildId, contest: Contest, request: BallotRequest) -> int:
        """Keep what a judge typed as a message until they confirm it. Return its id."""
        judge = Judge(guild_id, contest.id, request.judge_id)
        scores = [str(score) for score in request.scores]
        said = tidy(request.feedback) if request.feedback is not None else None
        return await self._db.write(
            lambda db: ballots.keep_typed(db, judge, request.entry, scores, said, request.at)
        )

    async def typed(
        self, guild_id: GuildId, contest: Contest, judge_id: UserId, id: int
    ) -> TypedBallot:
        """Return what a judge typed as a message. Raises TypedIsGone: it is stored already."""
        judge = Judge(guild_id, contest.id, judge_id)
        found = await self._db.read(lambda db: ballots.typed(db, judge, id))
        if found is None:
            raise TypedIsGone
        return found

    async def record(
        self, guild_id: GuildId, contest: Contest, request: BallotRequest, typed_id: int = 0
    ) -> Ballot:
        """Store a ballot as a new version. What can't be stored is kept as a draft, and the refusal says so.

        Args:
            typed_id: what was typed as a message and is stored with this.
        Raises:
            NotAJudge, NotOpen, NoSuchEntry, OwnGroup, Recused, BadScores, RubricLocked.
        """
        judge = Judge(guild_id, contest.id, request.judge_id)

        def work(db: Tables) -> Ballot:
            self._entries.give_numbers(db, guild_id, contest)
            desk = self._judging.desk_in(db, judge, contest, request.at)
            rules.check_open(desk.state)
            rules.check_may_read(
                contest, request.judge_id, request.entry, desk.entries, desk.recused
            )
            scores = rules.check_scores(contest, request.scores)
            rules.check_rubric(contest, contests.judging(db, guild_id, contest.id))
            contests.lock_rubric(db, guild_id, contest.id, contest.rubric)
            ballot = _ballot(request, scores, desk.mine.get(request.entry))
            ballots.add(db, judge, ballot)
            ballots.forget_typed(db, judge, typed_id)
            return ballot

        try:
            return await self._db.write(work)
        except NotOpen as error:
            await self._keep_draft(judge, request)
            raise NotOpen(error.state, kept=True) from error
        except BadScores as error:
            await self._keep_draft(judge, request)
            raise BadScores(error.why, error.low, error.high, kept=True) from error

    async def _keep_draft(self, judge: Judge, request: BallotRequest) -> None:
        def work(db: Tables) -> None:
            given = ballots.of_contest(
                db, judge.guild_id, judge.contest, judge.judge_id, request.entry
            )
            kept = _ballot(request, (), given[-1] if given else None)
            ballots.keep_draft(db, judge, request, kept.note, kept.feedback)

        await self._db.write(work, aside=True)

    async def recuse(
        self, guild_id: GuildId, contest: Contest, judge_id: UserId, entry: int, at: datetime
    ) -> None:
        """Declare a conflict of interest: a ballot on that entry no longer counts, and staff are told.

        Raises:
            NotAJudge, NoSuchEntry, OwnGroup, TooLateForConflict.
        """
        judge = Judge(guild_id, contest.id, judge_id)

        def work(db: Tables) -> None:
            desk = self._judging.desk_in(db, judge, contest, at)
            rules.check_may_read(contest, judge_id, entry, desk.entries, ())
            rules.check_may_recuse(contest, entry, desk.state)
            if entry in desk.recused:
                return
            ballots.recuse(db, judge, entry, at)
            words = _recused(contest, judge_id, entry, scored=entry in desk.mine)
            self._outbox.note_staff(db, guild_id, words)

        await self._db.write(work)

    async def skip(
        self, guild_id: GuildId, contest: Contest, judge_id: UserId, entry: int, at: datetime
    ) -> None:
        """Come back to an entry at the end. Raises NotAJudge, NoSuchEntry, OwnGroup."""
        judge = Judge(guild_id, contest.id, judge_id)

        def work(db: Tables) -> None:
            desk = self._judging.desk_in(db, judge, contest, at)
            rules.check_may_read(contest, judge_id, entry, desk.entries, ())
            ballots.skip(db, judge, entry, at)

        await self._db.write(work)


def _ballot(request: BallotRequest, scores: tuple[int, ...], before: Ballot | None) -> Ballot:
    """Make the next version of a ballot: what wasn't typed stays as it was."""
    blank = Ballot(request.judge_id, request.entry, 0, (), request.at)
    last = before or blank
    note = last.note if request.note is None else tidy(request.note)
    feedback = last.feedback if request.feedback is None else tidy(request.feedback)
    return replace(blank, version=last.version + 1, scores=scores, note=note, feedback=feedback)


def _recused(contest: Contest, judge_id: UserId, entry: int, *, scored: bool) -> str:
    what = (
        "Their ballot on it no longer counts."
        if scored
        else "It will have one ballot fewer, unless you appoint somebody else."
    )
    return (
        f"**<@{judge_id}> declared a conflict of interest for {contest.name_of(entry)} of {contest.title}.** {what} "
        "`/judging lift` takes it back."
    )


def tidy(text: str) -> str:
    """Drop what can hide or forge text, and what is over the limit."""
    return "".join(c for c in text if c.isprintable() or c == "\n").strip()[: rules.LONGEST_NOTE]
