"""A judge's mean, an entry's score, the order, ties, awards, and what a group hears: pure and exact.

Source: course page, "Project Proposal Grading Rubric": each judge scores each criterion from 1 to 5; a judge's
scores are averaged over the criteria, then averaged with those of the other judges; the highest final scores
win. "Project Proposal Presentation": a prize needs a registered student in the group. Sums are whole numbers
and quotients fractions, so no tie is made or hidden by rounding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm, sqrt
from operator import mul

from bot.competitions.model import Ballot, Contest, Entry, Severity, Standing
from bot.ids import UserId

_Key = tuple[int, ...]
"""What entries are ordered by: whole numbers, so that the order is exact and quick."""
_Given = tuple[list[int], list[int], list[float]]
"""What an entry was given, judge by judge: the weighted sum over the criteria, the first criterion, the z-score."""
Recusals = Mapping[int, Collection[int]]
"""The entries that each judge has a conflict of interest with."""


@dataclass(frozen=True, slots=True)
class CriterionFeedback:
    """What a group hears of one criterion: the mean over its judges, the lowest and the highest score."""

    title: str
    mean: Fraction
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a group hears: each criterion, and what was said, without names and in no judge's order."""

    criteria: tuple[CriterionFeedback, ...]
    comments: tuple[str, ...]


def newest(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Keep the newest version of each judge's ballot on each entry."""
    every = list(ballots)
    if all(ballot.version == 1 for ballot in every):
        return every
    found: dict[tuple[int, int], Ballot] = {}
    for ballot in every:
        known = found.get((ballot.judge_id, ballot.entry))
        if known is None or ballot.version > known.version:
            found[ballot.judge_id, ballot.entry] = ballot
    return list(found.values())


def counted(ballots: Iterable[Ballot], recusals: Recusals) -> list[Ballot]:
    """Return the newest ballots that count: not those on an entry with which their judge has a conflict."""
    return [b for b in newest(ballots) if b.entry not in recusals.get(b.judge_id, ())]


def standings(
    contest: Contest, entries: Iterable[Entry], ballots: Iterable[Ballot]
) -> list[Standing]:
    """Order the entries by their exact scores; those without a ballot come last. Only newest ballots count.

    Equal scores are told apart by the contest's tie-breaks, in order; what is still equal shares its place.
    """
    known = {entry.number: entry for entry in entries_by(entries)}
    ballots_known = [b for b in newest(ballots) if b.entry in known]
    totals = [contest.total(b.scores) for b in ballots_known]
    given: dict[int, _Given] = {number: ([], [], []) for number in known}
    for ballot, total, z in zip(
        ballots_known, totals, _z_scores(ballots_known, totals), strict=True
    ):
        sums, firsts, z_scores = given[ballot.entry]
        sums.append(total)
        firsts.append(ballot.scores[0])
        z_scores.append(z)
    common = lcm(*(len(sums) for sums, _, _ in given.values() if sums))
    found: list[tuple[_Key, Standing]] = []
    for number, (sums, firsts, z_scores) in given.items():
        if sums:
            key = (sum(sums) * (common // len(sums)), *_tie_keys(contest, sums, firsts, common))
            found.append((key, _standing(contest, known[number], sums, z_scores)))
        else:
            found.append(((), Standing(known[number], None, None, 0, Fraction(0), None)))
    return _placed(contest, found)


def _standing(
    contest: Contest, entry: Entry, sums: Sequence[int], z_scores: Sequence[float]
) -> Standing:
    """Return an entry's standing, still without its place. `sums`: each judge's over the criteria."""
    count, judges = sum(contest.weights), len(sums)
    spread = Fraction(max(sums) - min(sums), count)
    far = spread * 2 >= contest.high - contest.low and judges > 1
    score = Fraction(sum(sums), count * judges)
    return Standing(entry, 0, score, judges, spread, sum(z_scores) / judges, "", far)


def entries_by(entries: Iterable[Entry]) -> list[Entry]:
    """List entries by number."""
    return sorted(entries, key=lambda e: e.number)


def _tie_keys(
    contest: Contest, sums: Sequence[int], firsts: Sequence[int], common: int
) -> tuple[int, ...]:
    """Return what decides ties, as whole numbers: `common` is a multiple of every number of judges."""
    keys: list[int] = []
    for tie in contest.ties:
        if tie == "median":
            ordered, middle = sorted(sums), len(sums) // 2
            keys.append(ordered[middle] + ordered[-middle - 1])
        else:
            keys.append(sum(firsts) * (common // len(firsts)))
    return tuple(keys)


def _placed(contest: Contest, found: Sequence[tuple[_Key, Standing]]) -> list[Standing]:
    scored = [pair for pair in found if pair[0]]
    scored.sort(key=lambda pair: pair[0], reverse=True)
    placed: list[Standing] = []
    for at, (key, standing) in enumerate(scored):
        shared = at > 0 and scored[at - 1][0] == key
        place = placed[-1].place if shared else at + 1
        placed.append(replace(standing, place=place, decided_by=_decided(contest, scored, at)))
    return [*placed, *(standing for key, standing in found if not key)]


def _decided(contest: Contest, scored: Sequence[tuple[_Key, Standing]], at: int) -> str:
    """Return what told an entry apart from a neighbour with the same score."""
    own = scored[at][0]
    levels: list[int] = []
    for other in (at - 1, at + 1):
        if 0 <= other < len(scored) and scored[other][0][0] == own[0]:
            key = scored[other][0]
            levels.append(next((n for n in range(1, len(own)) if key[n] != own[n]), len(own)))
    if not levels:
        return ""
    return "shared place" if max(levels) == len(own) else contest.ties[max(levels) - 1]


def _z_scores(ballots: Sequence[Ballot], totals: Sequence[int]) -> list[float]:
    """Return each ballot's total in standard deviations from its judge's mean; 0 where a judge never varies."""
    by_judge: dict[UserId, list[int]] = {}
    for ballot, total in zip(ballots, totals, strict=True):
        by_judge.setdefault(ballot.judge_id, []).append(total)
    scale: dict[int, tuple[float, float]] = {}
    for judge_id, given in by_judge.items():
        n, once, squared = len(given), sum(given), sum(map(mul, given, given))
        deviation = sqrt(n * squared - once * once) / n
        scale[judge_id] = (once / n, 1 / deviation if deviation else 0.0)
    found: list[float] = []
    for ballot, total in zip(ballots, totals, strict=True):
        mean, inverse = scale[ballot.judge_id]
        found.append((total - mean) * inverse)
    return found


def severities(contest: Contest, ballots: Iterable[Ballot]) -> list[Severity]:
    """Return how each judge's mean differs from that of all judges, the strictest first."""
    newest_ones = newest(ballots)
    if not newest_ones:
        return []
    count = sum(contest.weights)
    overall = sum(contest.total(b.scores) for b in newest_ones) / (count * len(newest_ones))
    by_judge: dict[UserId, list[int]] = {}
    for ballot in newest_ones:
        by_judge.setdefault(ballot.judge_id, []).append(contest.total(ballot.scores))
    found = [
        Severity(id, len(totals), sum(totals) / (count * len(totals)) - overall)
        for id, totals in by_judge.items()
    ]
    return sorted(found, key=lambda s: (s.difference, s.judge_id))


def award(
    contest: Contest, placed: Sequence[Standing], overrides: Mapping[int, str] | None = None
) -> list[Standing]:
    """Hand the awards down the order to eligible entries; others keep their place and win nothing.

    An award of a place is for whoever comes to it in this order. Anybody may advance to another round.

    Args:
        overrides: what staff have decided instead, by entry number; empty for no award.
    """
    chosen = dict(overrides or {})
    left = by_place(contest)
    for title in chosen.values():
        if title in left:
            left.remove(title)
    given: list[Standing] = []
    for standing in placed:
        number = standing.entry.number
        if number in chosen:
            given.append(replace(standing, award=chosen[number]))
        elif standing.place is not None and (standing.entry.eligible or contest.advances) and left:
            given.append(replace(standing, award=left.pop(0)))
        else:
            given.append(standing)
    return given


def by_place(contest: Contest) -> list[str]:
    """Return what each place wins, from the first down; empty for a place that wins nothing."""
    found: list[str] = []
    for one in contest.awards:
        found += [""] * (one.place - 1 - len(found) if one.place else 0)
        found += [one.title] * one.count
    return found


def feedback(contest: Contest, ballots: Iterable[Ballot]) -> dict[int, Feedback]:
    """Return what each entry's people hear, by entry. `ballots`: those that count."""
    by_entry: dict[int, list[Ballot]] = {}
    for ballot in ballots:
        by_entry.setdefault(ballot.entry, []).append(ballot)
    return {number: _feedback(contest, given) for number, given in by_entry.items()}


def _feedback(contest: Contest, ballots: Sequence[Ballot]) -> Feedback:
    criteria: list[CriterionFeedback] = []
    for at, criterion in enumerate(contest.criteria):
        scores = [ballot.scores[at] for ballot in ballots]
        mean = Fraction(sum(scores), len(scores))
        criteria.append(CriterionFeedback(criterion.title, mean, min(scores), max(scores)))
    said = sorted(ballot.feedback for ballot in ballots if ballot.feedback)
    return Feedback(tuple(criteria), tuple(said))
