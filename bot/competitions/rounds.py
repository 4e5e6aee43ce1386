"""What is judged, one contest after another: a competition's rounds, an assignment's entries. Who goes on: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.competitions.errors import NoContest
from bot.competitions.model import Contest, Standing, State
from bot.competitions.round_errors import NoSuchAward, RoundBegun, RoundNotReady
from bot.course.assigned import StatedAssignment
from bot.course.competing import Award, Competition, Round
from bot.course.model import Course
from bot.text import raised

DEFAULT_SCALE = (1, 5)
"""Where a competition names no scale, such as the labs'. The operator's default, no fact of the course."""


def contests_of(course: Course) -> dict[str, Contest]:
    """List what is judged, by id: each competition of groups, and one for each assignment that enters another.

    A competition with rounds has one for each of them, in order.
    """
    found: dict[str, Contest] = {}
    for competition in course.competitions:
        if competition.judged:
            for whole in _wholes(course, competition):
                found |= {one.id: one for one in _rounds(competition, whole)}
    return found


def _wholes(course: Course, competition: Competition) -> Iterator[Contest]:
    """Yield what a competition judges, each as it were without rounds."""
    if competition.entries != "assignments":
        yield _contest(competition, competition.id, competition.title)
        return
    for one in course.assignments:
        if one.counts_for.competition == competition.id:
            yield _of_entries(course, competition, one)


def _of_entries(course: Course, competition: Competition, assignment: StatedAssignment) -> Contest:
    """Return the contest of what is handed in for an assignment; a lab's has the lab's award."""
    lab = next((one for one in course.labs if one.id == assignment.lab), None)
    name = lab.name if lab else raised(assignment.name)
    awards = (lab.award,) if lab and lab.award else competition.awards
    base = _contest(competition, f"{competition.id}-{assignment.id}", f"{name} competition")
    return replace(
        base,
        awards=awards,
        assignment=assignment.id,
        entry_name=name,
        by_group=assignment.by == "group",
    )


def _contest(competition: Competition, id: str, title: str) -> Contest:
    low, high = _scale(competition, None)
    opted = competition.id if competition.entries == "opt-in" else ""
    return Contest(
        id,
        title,
        competition.criteria,
        low,
        high,
        competition.awards,
        competition.ties,
        opted=opted,
        cohort="" if opted else competition.cohort or "",
    )


def _scale(competition: Competition, part: Round | None) -> tuple[int, int]:
    scale = (part.scale if part else None) or competition.scale
    return (scale.min, scale.max) if scale else DEFAULT_SCALE


def _rounds(competition: Competition, whole: Contest) -> list[Contest]:
    """Return the contests of a competition's rounds; the whole one where it has none."""
    if not competition.rounds:
        return [whole]
    ids = [f"{whole.id}-{part.id}" for part in competition.rounds]
    found: list[Contest] = []
    for n, part in enumerate(competition.rounds):
        low, high = _scale(competition, part)
        following = competition.rounds[n + 1] if n + 1 < len(ids) else None
        goes_on = (
            Award(count=part.advance or 1, title=f"Advances to {following.title}")
            if following
            else None
        )
        found.append(
            replace(
                whole,
                id=ids[n],
                title=f"{whole.title}: {part.title}",
                criteria=competition.criteria_of(part),
                low=low,
                high=high,
                awards=(goes_on,) if goes_on else whole.awards,
                advances=goes_on is not None,
                previous=ids[n - 1] if n else "",
                following=ids[n + 1] if following else "",
            )
        )
    return found


def find_contest(contests: Mapping[str, Contest], typed: str | None) -> Contest:
    """Find one of some contests by id or title; the first for nothing typed. Raises NoContest."""
    if typed is None and contests:
        return next(iter(contests.values()))
    words = (typed or "").strip().lower()
    for contest in contests.values():
        if words in (contest.id, contest.title.lower()):
            return contest
    raise NoContest(typed or "", [c.title for c in contests.values()])


def find_by_choice(every: Mapping[str, Competition], typed: str | None) -> Competition:
    """Find a competition that is entered by choice, by id or title; the first for nothing typed. Raises NoContest."""
    words = (typed or "").strip().lower()
    for one in every.values():
        if typed is None or words in (one.id, one.title.lower()):
            return one
    raise NoContest(typed or "", [one.title for one in every.values()])


def advanced(contest: Contest, standings: Sequence[Standing]) -> frozenset[int]:
    """Return the entries that go on after a round, by number."""
    titles = {award.title for award in contest.awards} if contest.advances else set[str]()
    return frozenset(s.entry.number for s in standings if s.award in titles)


def check_award(contest: Contest, award: str) -> None:
    """Refuse to give somebody in a round anything but to advance. Raises NoSuchAward."""
    titles = [one.title for one in contest.awards]
    if contest.advances and award and award not in titles:
        raise NoSuchAward(award, titles)


def check_may_open(contest: Contest, before: Contest | None, *, is_confirmed: bool) -> None:
    """Refuse a round before it is certain who enters it. Raises RoundNotReady.

    Args:
        before: the round before it. is_confirmed: who advances from that has been confirmed.
    """
    if before is not None and not is_confirmed:
        raise RoundNotReady(contest.title, before.title)


def check_may_reopen(contest: Contest, following: Contest | None, state: State) -> None:
    """Refuse to judge a round again once the next one has begun. Raises RoundBegun.

    Args:
        following: the round after it, in `state`.
    """
    if following is not None and state != "setup":
        raise RoundBegun(contest.title, following.title)
