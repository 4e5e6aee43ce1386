"""A judge's mean, an entry's score, the order, ties, awards, and who may score what: pure and exact.

Source: course page, "Project Proposal Grading Rubric": each judge scores each criterion from 1 to 5; a judge's
scores are averaged over the criteria, then averaged with those of the other judges; the highest final scores
win. "Project Proposal Presentation": a prize needs a registered student in the group. Sums are whole numbers
and quotients fractions, so no tie is made or hidden by rounding.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm, sqrt
from operator import mul

from bot.competitions.errors import BadScores, NoContest, NoSuchEntry, NotOpen, OwnGroup, Recused
from bot.competitions.model import Ballot, Contest, Entry, Severity, Standing, State
from bot.course.model import Course
from bot.course.work import Competition

DEFAULT_SCALE = (1, 5)
"""Where a competition names no scale, such as the labs'. The operator's default, no fact of the course."""
LONGEST_NOTE = 1000
_Key = tuple[int, ...]
"""What entries are ordered by: whole numbers, so that the order is exact and quick."""
_Given = tuple[list[int], list[int], list[float]]
"""What an entry was given, judge by judge: the sum over the criteria, the first criterion, the z-score."""
TYPED = re.compile(
    r"\s*score\s+(?:group\s+|entry\s+)?#?([0-9]{1,7})\s*[:\-]?\s*(.*)", re.IGNORECASE | re.DOTALL
)


def contests_of(course: Course) -> dict[str, Contest]:
    """List what is judged, by id: each competition of groups, and one for each lab of a competition of labs."""
    found: dict[str, Contest] = {}
    for competition in course.competitions:
        if competition.entries == "groups":
            found[competition.id] = _contest(competition, competition.id, competition.title)
            continue
        for lab in course.labs:
            awards = (lab.award,) if lab.award else ()
            id = f"{competition.id}-{lab.id}"
            title = f"{lab.name} competition"
            found[id] = replace(_contest(competition, id, title), awards=awards, lab=lab.id)
    return found


def _contest(competition: Competition, id: str, title: str) -> Contest:
    scale = competition.scale
    low, high = (scale.min, scale.max) if scale else DEFAULT_SCALE
    return Contest(id, title, competition.criteria, low, high, competition.awards, competition.ties)


def find_contest(course: Course, typed: str | None) -> Contest:
    """Find a contest by id or title; the first for nothing typed. Raises NoContest."""
    contests = contests_of(course)
    if typed is None and contests:
        return next(iter(contests.values()))
    words = (typed or "").strip().lower()
    for contest in contests.values():
        if words in (contest.id, contest.title.lower()):
            return contest
    raise NoContest(typed or "", [c.title for c in contests.values()])


def check_may_score(
    judge_id: int, number: int, entries: Mapping[int, Entry], recused: Collection[int], state: State
) -> Entry:
    """Refuse a ballot that can't be. Raises NotOpen, NoSuchEntry, OwnGroup, Recused."""
    if state != "open":
        raise NotOpen(state)
    entry = entries.get(number)
    if entry is None:
        raise NoSuchEntry(number)
    if judge_id in entry.owner_ids:
        raise OwnGroup(number)
    if number in recused:
        raise Recused(number)
    return entry


def check_scores(contest: Contest, typed: Sequence[str | int | None]) -> tuple[int, ...]:
    """Read a score for each criterion. Raises BadScores: missing, no whole number, or off the scale."""
    if len(typed) != len(contest.criteria):
        why = f"there are {len(typed)} scores for {len(contest.criteria)} criteria"
        raise BadScores(why, contest.low, contest.high)
    scores: list[int] = []
    for criterion, value in zip(contest.criteria, typed, strict=True):
        text = str(value).strip() if value is not None else ""
        if not text:
            raise BadScores(f"{criterion.title} has no score", contest.low, contest.high)
        if not re.fullmatch(r"[0-9]{1,3}", text) or not contest.low <= int(text) <= contest.high:
            raise BadScores(f"{criterion.title} is “{text[:20]}”", contest.low, contest.high)
        scores.append(int(text))
    return tuple(scores)


def read_message(text: str) -> tuple[int, list[str], str] | None:
    """Read scores typed as a message, such as "score 4: 5 4 3 great demo": entry, scores, feedback.

    None for a message that is none.
    """
    match = re.fullmatch(
        r"\s*score\s+(?:group\s+|entry\s+)?#?([0-9]{1,7})\s*[:\-]?\s*(.*)",
        text,
        re.IGNORECASE | re.DOTALL,
    )
    if match is None:
        return None
    words = match[2].split()
    count = next(
        (n for n, word in enumerate(words) if not re.fullmatch(r"-?[\d.,/]+", word)), len(words)
    )
    return int(match[1]), [word.rstrip(",;") for word in words[:count]], " ".join(words[count:])


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


def standings(
    contest: Contest, entries: Iterable[Entry], ballots: Iterable[Ballot]
) -> list[Standing]:
    """Order the entries by their exact scores; those without a ballot come last. Only newest ballots count.

    Equal scores are told apart by the contest's tie-breaks, in order; what is still equal shares its place.
    """
    known = {entry.number: entry for entry in entries_by(entries)}
    counted = [b for b in newest(ballots) if b.entry in known]
    totals = [sum(b.scores) for b in counted]
    given: dict[int, _Given] = {number: ([], [], []) for number in known}
    for ballot, total, z in zip(counted, totals, _z_scores(counted, totals), strict=True):
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
    count, judges = len(contest.criteria), len(sums)
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
    by_judge: dict[int, list[int]] = {}
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
    counted = newest(ballots)
    if not counted:
        return []
    count = len(contest.criteria)
    overall = sum(sum(b.scores) for b in counted) / (count * len(counted))
    by_judge: dict[int, list[int]] = {}
    for ballot in counted:
        by_judge.setdefault(ballot.judge_id, []).append(sum(ballot.scores))
    found = [
        Severity(id, len(totals), sum(totals) / (count * len(totals)) - overall)
        for id, totals in by_judge.items()
    ]
    return sorted(found, key=lambda s: (s.difference, s.judge_id))


def award(
    contest: Contest, placed: Sequence[Standing], overrides: Mapping[int, str] | None = None
) -> list[Standing]:
    """Hand the awards down the order to eligible entries; others keep their place and win nothing.

    Args:
        overrides: what staff have decided instead, by entry number; empty for no award.
    """
    chosen = dict(overrides or {})
    left = [a.title for a in contest.awards for _ in range(a.count)]
    for title in chosen.values():
        if title in left:
            left.remove(title)
    given: list[Standing] = []
    for standing in placed:
        number = standing.entry.number
        if number in chosen:
            given.append(replace(standing, award=chosen[number]))
        elif standing.place is not None and standing.entry.eligible and left:
            given.append(replace(standing, award=left.pop(0)))
        else:
            given.append(standing)
    return given


def obstacles(
    entries: Iterable[Entry],
    ballots: Iterable[Ballot],
    judges: Collection[int],
    recusals: Mapping[int, Collection[int]],
    placed: Sequence[Standing] = (),
) -> list[str]:
    """Return what stands in the way of publishing: unequal ballots, missing ones, ties over an award.

    Args:
        recusals: the entries that each judge has recused from or owns.
    """
    counts: dict[int, int] = {e.number: 0 for e in entries_by(entries)}
    given = [b for b in newest(ballots) if b.entry in counts]
    for ballot in given:
        counts[ballot.entry] += 1
    found: list[str] = []
    if not any(counts.values()):
        return ["no ballot is in"]
    most = max(counts.values())
    fewer = [f"entry {n} ({count})" for n, count in counts.items() if count < most]
    if fewer:
        found.append(
            f"entries have unequal numbers of ballots: {most} at most, {', '.join(fewer[:12])}"
        )
    done = {(b.judge_id, b.entry) for b in given}
    for judge_id in sorted(judges):
        left = [
            n for n in counts if (judge_id, n) not in done and n not in recusals.get(judge_id, ())
        ]
        if left and len(left) < len(counts):
            found.append(f"<@{judge_id}> has not scored {', '.join(map(str, left[:8]))}")
    awarded = [s for s in placed if s.award]
    for one in awarded:
        other = next((s for s in placed if s.place == one.place and s.award != one.award), None)
        if other and one.place is not None and other.entry.eligible:
            found.append(f"place {one.place} is shared, and not everybody there wins the same")
            break
    return found


def reading_order(numbers: Sequence[int], judge: int, judges: int) -> list[int]:
    """Order entries for one judge so that over all judges each is read early and late about as often.

    Each pair of judges begins at another entry, the second of a pair going backwards.

    Args:
        judge: the judge's place among the judges, from 0.
    """
    if not numbers:
        return []
    pairs = max(1, (judges + 1) // 2)
    start = (judge // 2) * len(numbers) // pairs % len(numbers)
    turned = [*numbers[start:], *numbers[:start]]
    return turned[::-1] if judge % 2 else turned
