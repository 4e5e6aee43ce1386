"""Judging: who judges, ballots, recusals, and results computed anew from the ballots each time."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.assignments.catalog import id_of_lab, slides_of
from bot.assignments.rules import counting
from bot.assignments.service import SubmissionService
from bot.competitions import rules, store
from bot.competitions.errors import (
    BadScores,
    NeedsAnother,
    NotAJudge,
    NotOpen,
    NotYet,
    RubricLocked,
)
from bot.competitions.export import Bundle
from bot.competitions.model import Ballot, Contest, Entry, Severity, Standing, State
from bot.competitions.store import Override, Publication
from bot.database import Database, Tables
from bot.groups.model import eligibility
from bot.groups.service import GroupService
from bot.groups.text import clean
from bot.ids import GuildId
from bot.library.library import CourseLibrary

REASON = 300


@dataclass(frozen=True, slots=True)
class Desk:
    """A judge's own view of a contest: nobody else's scores are in it.

    Attributes:
        order: the entries this judge reads, in their own order; skipped ones last.
        mine: this judge's newest ballots, by entry.
    """

    contest: Contest
    state: State
    entries: Mapping[int, Entry]
    order: tuple[int, ...]
    mine: Mapping[int, Ballot]
    recused: frozenset[int]

    @property
    def todo(self) -> list[int]:
        """What is still to be scored, in order."""
        return [n for n in self.order if n not in self.mine]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that staff see of a contest."""

    contest: Contest
    state: State
    standings: tuple[Standing, ...]
    severities: tuple[Severity, ...]
    judges: tuple[int, ...]
    ballots: tuple[Ballot, ...]
    recusals: Mapping[int, Collection[int]]
    obstacles: tuple[str, ...]
    overrides: tuple[Override, ...]
    publication: Publication | None


class JudgingService:
    """Every server's judging. `registered`: who has the registered-student role now."""

    def __init__(
        self,
        db: Database,
        courses: CourseLibrary,
        groups: GroupService,
        submissions: SubmissionService,
    ) -> None:
        self._db, self._courses = db, courses
        self._groups, self._submissions = groups, submissions

    def contest(self, guild_id: int, typed: str | None) -> Contest:
        """Find a contest by what was typed; the first for nothing. Raises NoContest."""
        return rules.find_contest(self._courses.timeline(guild_id).course, typed)

    def contests(self, guild_id: int) -> dict[str, Contest]:
        """List a course's contests by id."""
        return rules.contests_of(self._courses.timeline(guild_id).course)

    async def entries(
        self, guild_id: int, contest: Contest, registered: Collection[int] = ()
    ) -> dict[int, Entry]:
        """List what is judged now, by number: the live groups, or a lab's entries."""
        if contest.lab:
            return await self._lab_entries(guild_id, contest)
        policy = await self._groups.policy(guild_id)
        asked = slides_of(self._courses.timeline(guild_id).course)
        handed_in = (
            await self._submissions.versions(GuildId(guild_id), assignment=asked.id)
            if asked
            else []
        )
        slides = {v.owner.id: v.details.link for v in handed_in}
        found: dict[int, Entry] = {}
        for group in await self._groups.groups(guild_id):
            shown = eligibility(group, registered, policy)
            why = "" if shown.eligible else "no registered student"
            found[group.number] = Entry(
                group.number, group.title, group.idea, group.member_ids, shown.eligible, why,
                slides.get(group.number, ""),
            )  # fmt: skip
        return found

    async def _lab_entries(self, guild_id: int, contest: Contest) -> dict[int, Entry]:
        entry = id_of_lab(contest.lab or "")
        versions = await self._submissions.versions(GuildId(guild_id), assignment=entry)
        firsts = sorted((v.at, v.owner.id) for v in versions if v.number == 1)
        found: dict[int, Entry] = {}
        for number, (_, user_id) in enumerate(firsts, 1):
            counted = counting([v for v in versions if v.owner.id == user_id])
            about = " ".join(counted.details.texts.values()) if counted else ""
            found[number] = Entry(number, f"Entry {number}", about[:1000], (user_id,))
        return found

    async def set_state(
        self, guild_id: int, contest: Contest, state: State, by: int, at: datetime
    ) -> None:
        """Open, pause or close judging."""
        await self._db.write(lambda db: store.set_state(db, guild_id, contest.id, state, by, at))

    async def state(self, guild_id: int, contest: Contest) -> State:
        """Return whether judging is open."""
        return (await self._db.read(lambda db: store.state_of(db, guild_id, contest.id)))[0]

    async def appoint(
        self, guild_id: int, contest: Contest, people: Sequence[int], by: int, at: datetime
    ) -> list[int]:
        """Appoint judges; give who is new."""

        def work(db: Tables) -> list[int]:
            known = store.judges(db, guild_id, contest.id)
            new = [p for p in dict.fromkeys(people) if p not in known]
            for user_id in new:
                store.appoint(db, guild_id, contest.id, user_id, by, at)
            return new

        return await self._db.write(work)

    async def remove(self, guild_id: int, contest: Contest, user_id: int, at: datetime) -> None:
        """Let somebody judge no more. What they scored stays and counts."""
        await self._db.write(lambda db: store.remove(db, guild_id, contest.id, user_id, at))

    async def judges(self, guild_id: int, contest: Contest) -> list[int]:
        """List a contest's judges."""
        return await self._db.read(lambda db: store.judges(db, guild_id, contest.id))

    async def judged_by(self, user_id: int) -> list[tuple[int, str]]:
        """List what somebody judges: (server, contest id)."""
        return await self._db.read(lambda db: store.contests_judged(db, user_id))

    async def join_by_role(
        self, guild_id: int, contest: Contest, user_id: int, at: datetime
    ) -> None:
        """Let somebody with the judges' role be a judge, unless staff removed them. Raises NotAJudge."""

        def work(db: Tables) -> None:
            if store.was_removed(db, guild_id, contest.id, user_id):
                raise NotAJudge
            if user_id not in store.judges(db, guild_id, contest.id):
                store.appoint(db, guild_id, contest.id, user_id, user_id, at)

        await self._db.write(work)

    async def desk(self, guild_id: int, contest: Contest, judge_id: int) -> Desk:
        """Return a judge's own view. Raises NotAJudge."""
        entries = await self.entries(guild_id, contest)
        return await self._db.read(lambda db: _desk(db, guild_id, contest, judge_id, entries))

    async def draft(
        self, guild_id: int, contest: Contest, judge_id: int, entry: int
    ) -> tuple[list[str], str, str] | None:
        """Return what a judge typed and couldn't be stored."""
        return await self._db.read(
            lambda db: store.draft(db, guild_id, contest.id, judge_id, entry)
        )

    async def keep_feedback(
        self,
        guild_id: int,
        contest: Contest,
        judge_id: int,
        entry: int,
        scores: Sequence[str],
        feedback: str,
    ) -> None:
        """Keep what a judge typed as a message until they confirm it."""
        await self._db.write(
            lambda db: store.keep_draft(
                db, guild_id, contest.id, judge_id, entry, scores, "", _tidy(feedback)
            )
        )

    async def record(
        self,
        guild_id: int,
        contest: Contest,
        judge_id: int,
        number: int,
        typed: Sequence[str],
        note: str,
        feedback: str,
        at: datetime,
    ) -> Ballot:
        """Store a ballot as a new version. What can't be stored is kept as a draft.

        Raises:
            NotAJudge, NotOpen, NoSuchEntry, OwnGroup, Recused, BadScores, RubricLocked.
        """
        entries = await self.entries(guild_id, contest)

        def work(db: Tables) -> Ballot:
            desk = _desk(db, guild_id, contest, judge_id, entries)
            rules.check_may_score(judge_id, number, entries, desk.recused, desk.state)
            scores = rules.check_scores(contest, typed)
            locked = store.state_of(db, guild_id, contest.id)[1]
            if locked and json.loads(locked) != list(contest.rubric):
                raise RubricLocked
            store.lock_rubric(db, guild_id, contest.id, contest.rubric)
            before = desk.mine.get(number)
            ballot = Ballot(
                judge_id, number, before.version + 1 if before else 1, scores, at,
                _tidy(note), _tidy(feedback),
            )  # fmt: skip
            store.add_ballot(db, guild_id, contest.id, ballot)
            return ballot

        try:
            return await self._db.write(work)
        except (BadScores, NotOpen):
            await self._db.write(
                lambda db: store.keep_draft(
                    db, guild_id, contest.id, judge_id, number, typed, _tidy(note), _tidy(feedback)
                )
            )
            raise

    async def recuse(
        self, guild_id: int, contest: Contest, judge_id: int, entry: int, at: datetime
    ) -> None:
        """Declare a conflict of interest. Raises NotAJudge, NoSuchEntry."""
        await self._mark("recusals", guild_id, contest, judge_id, entry, at)

    async def skip(
        self, guild_id: int, contest: Contest, judge_id: int, entry: int, at: datetime
    ) -> None:
        """Come back to an entry at the end. Raises NotAJudge, NoSuchEntry."""
        await self._mark("skips", guild_id, contest, judge_id, entry, at)

    async def lift(self, guild_id: int, contest: Contest, judge_id: int, entry: int) -> None:
        """Lift a recusal."""
        await self._db.write(
            lambda db: store.lift_recusal(db, guild_id, contest.id, judge_id, entry)
        )

    async def _mark(
        self, table: str, guild_id: int, contest: Contest, judge_id: int, entry: int, at: datetime
    ) -> None:
        entries = await self.entries(guild_id, contest)

        def work(db: Tables) -> None:
            _desk(db, guild_id, contest, judge_id, entries)
            rules.check_may_score(judge_id, entry, entries, (), "open")
            store.mark(db, table, guild_id, contest.id, judge_id, entry, at)

        await self._db.write(work)

    async def scored(self, guild_id: int, contest: Contest, entry: int) -> tuple[int, int]:
        """Return how many judges have scored an entry, and how many could: those without a conflict."""

        def work(db: Tables) -> tuple[int, int]:
            given = {b.judge_id for b in store.ballots(db, guild_id, contest.id, entry=entry)}
            recused = store.marked(db, "recusals", guild_id, contest.id)
            able = [
                j for j in store.judges(db, guild_id, contest.id) if entry not in recused.get(j, ())
            ]
            return len(given), len(given | set(able))

        return await self._db.read(work)

    async def results(
        self, guild_id: int, contest: Contest, registered: Collection[int]
    ) -> Results:
        """Compute everything from the raw ballots."""
        entries = await self.entries(guild_id, contest, registered)

        def work(db: Tables) -> Results:
            return _results(db, guild_id, contest, entries)

        return await self._db.read(work)

    async def bundle(self, guild_id: int, contest: Contest) -> Bundle:
        """Return what the standings follow from: as published, or as it is now with eligibility unchecked."""
        entries = await self.entries(guild_id, contest)

        def work(db: Tables) -> Bundle:
            published = store.published_entries(db, guild_id, contest.id)
            now = [replace(e, eligible=True, why_not="") for e in entries.values()]
            asked = store.publication(db, guild_id, contest.id)
            return Bundle(
                contest,
                tuple(published or now),
                tuple(store.ballots(db, guild_id, contest.id)),
                tuple(store.overrides(db, guild_id, contest.id)),
                asked.reason if asked else "",
            )

        return await self._db.read(work)

    async def override(
        self,
        guild_id: int,
        contest: Contest,
        entry: int,
        award: str,
        reason: str,
        by: int,
        at: datetime,
    ) -> None:
        """Decide what an entry wins, in spite of the order. Raises BadText: without a reason."""
        one = Override(entry, award.strip(), clean(reason, "reason", REASON))
        await self._db.write(lambda db: store.override(db, guild_id, contest.id, one, by, at))

    async def ask_to_publish(
        self,
        guild_id: int,
        contest: Contest,
        registered: Collection[int],
        reason: str,
        by: int,
        at: datetime,
    ) -> Results:
        """Begin publishing: the first of two people. Raises NotYet: something stands in the way."""
        entries = await self.entries(guild_id, contest, registered)

        def work(db: Tables) -> Results:
            found = _results(db, guild_id, contest, entries)
            if found.state not in ("closed", "published"):
                raise NotYet(["judging isn't closed: `/judging close` ends it"])
            if found.obstacles and not reason.strip():
                raise NotYet(found.obstacles)
            said = clean(reason, "reason", REASON) if reason.strip() else ""
            store.ask_to_publish(db, guild_id, contest.id, by, said, at)
            return _results(db, guild_id, contest, entries)

        return await self._db.write(work)

    async def confirm(
        self, guild_id: int, contest: Contest, registered: Collection[int], by: int, at: datetime
    ) -> Results:
        """Publish: the second person. Raises NeedsAnother, NotYet: nobody asked, or it was confirmed."""
        entries = await self.entries(guild_id, contest, registered)

        def work(db: Tables) -> Results:
            asked = store.publication(db, guild_id, contest.id)
            if asked is None or asked.confirmed_by is not None:
                raise NotYet(["nobody has asked to publish, or it is done already"])
            if asked.asked_by == by:
                raise NeedsAnother
            store.confirm(db, guild_id, contest.id, by, at, rules.entries_by(entries.values()))
            store.set_state(db, guild_id, contest.id, "published", by, at)
            return _results(db, guild_id, contest, entries)

        return await self._db.write(work)


def _desk(
    db: Tables, guild_id: int, contest: Contest, judge_id: int, entries: Mapping[int, Entry]
) -> Desk:
    judges = store.judges(db, guild_id, contest.id)
    if judge_id not in judges:
        raise NotAJudge
    recused = frozenset(store.marked(db, "recusals", guild_id, contest.id).get(judge_id, ()))
    skipped = store.marked(db, "skips", guild_id, contest.id).get(judge_id, [])
    numbers = rules.reading_order(sorted(entries), judges.index(judge_id), len(judges))
    mine = {b.entry: b for b in store.ballots(db, guild_id, contest.id, judge_id)}
    readable = [n for n in numbers if n not in recused and judge_id not in entries[n].owner_ids]
    order = [n for n in readable if n not in skipped] + [n for n in skipped if n in readable]
    state = store.state_of(db, guild_id, contest.id)[0]
    return Desk(contest, state, entries, tuple(order), mine, recused)


def _results(db: Tables, guild_id: int, contest: Contest, entries: Mapping[int, Entry]) -> Results:
    ballots = store.ballots(db, guild_id, contest.id)
    judges = store.judges(db, guild_id, contest.id)
    recused: dict[int, Collection[int]] = {
        id: set(numbers)
        for id, numbers in store.marked(db, "recusals", guild_id, contest.id).items()
    }
    own = {id: {n for n, e in entries.items() if id in e.owner_ids} for id in judges}
    overrides = store.overrides(db, guild_id, contest.id)
    placed = rules.standings(contest, entries.values(), ballots)
    awarded = rules.award(contest, placed, {o.entry: o.award for o in overrides})
    excused = {id: {*recused.get(id, ()), *own.get(id, ())} for id in {*recused, *own}}
    found = rules.obstacles(entries.values(), ballots, judges, excused, awarded)
    return Results(
        contest,
        store.state_of(db, guild_id, contest.id)[0],
        tuple(awarded),
        tuple(rules.severities(contest, ballots)),
        tuple(judges),
        tuple(ballots),
        recused,
        tuple(found),
        tuple(overrides),
        store.publication(db, guild_id, contest.id),
    )


def _tidy(text: str) -> str:
    """Drop what can hide or forge text, and what is over the limit."""
    return "".join(c for c in text if c.isprintable() or c == "\n").strip()[: rules.LONGEST_NOTE]
