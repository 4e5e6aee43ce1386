"""What a request to publish shows, what has changed since, and in which order it is revealed: pure.

Whoever confirms has seen one request, so just that is published: it is kept as it was shown.

It is kept, and a contest is exported, as JSON. The names in it stand in databases and exported folders.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from bot.competitions import scoring
from bot.competitions.model import Ballot, Contest, Entry, Override, Results, Standing
from bot.competitions.scoring import CriterionFeedback, Feedback
from bot.course.competing import Award, Criterion
from bot.course.words import say

Json = dict[str, Any]


def dumped(data: Mapping[str, object], indent: int | None = None) -> str:
    """Write JSON with its keys in order."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=indent)


def contest_json(contest: Contest) -> Json:
    """Write what the standings need to know of a contest."""
    return {
        "id": contest.id,
        "title": contest.title,
        "low": contest.low,
        "high": contest.high,
        "criteria": [c.model_dump() for c in contest.criteria],
        "awards": [a.model_dump(exclude=None if a.worth else {"worth"}) for a in contest.awards],
        "ties": list(contest.ties),
        "lab": contest.assignment,
        "lab_name": contest.entry_name,
        "by_group": contest.by_group,
        "advances": contest.advances,
        "previous": contest.previous,
        "following": contest.following,
        "opted": contest.opted,
        "cohort": contest.cohort,
    }


def contest_of(data: Json) -> Contest:
    """Read a contest back."""
    return Contest(
        data["id"],
        data["title"],
        tuple(Criterion(**criterion) for criterion in data["criteria"]),
        data["low"],
        data["high"],
        tuple(Award(**award) for award in data["awards"]),
        tuple(data["ties"]),
        data.get("lab", ""),
        data.get("lab_name", ""),
        data.get("by_group", False),
        data.get("advances", False),
        data.get("previous", ""),
        data.get("following", ""),
        data.get("opted", ""),
        data.get("cohort", ""),
    )


def entry_json(entry: Entry) -> Json:
    """Write what the standings need to know of an entry."""
    return {
        "number": entry.number,
        "title": entry.title,
        "eligible": entry.eligible,
        "why_not": entry.why_not,
    }


def entry_of(data: Json) -> Entry:
    """Read an entry back."""
    return Entry(data["number"], data["title"], "", (), data["eligible"], data["why_not"])


def override_json(override: Override) -> Json:
    """Write what staff decided of an entry."""
    return {"entry": override.entry, "award": override.award, "reason": override.reason}


def standing_json(standing: Standing) -> Json:
    """Write a row of the standings; fractions as they are."""
    return {
        "entry": entry_json(standing.entry),
        "place": standing.place,
        "score": None if standing.score is None else str(standing.score),
        "ballots": standing.ballots,
        "spread": str(standing.spread),
        "normalised": standing.normalised,
        "decided_by": standing.decided_by,
        "disagreed": standing.disagreed,
        "award": standing.award,
    }


def standing_of(data: Json) -> Standing:
    """Read a row of the standings back."""
    return Standing(
        entry_of(data["entry"]),
        data["place"],
        None if data["score"] is None else Fraction(data["score"]),
        data["ballots"],
        Fraction(data["spread"]),
        data["normalised"],
        data["decided_by"],
        data["disagreed"],
        data["award"],
    )


def feedback_json(feedback: Feedback) -> Json:
    """Write what a group hears."""
    criteria = [[c.title, str(c.mean), c.low, c.high] for c in feedback.criteria]
    return {"criteria": criteria, "comments": list(feedback.comments)}


def feedback_of(data: Json) -> Feedback:
    """Read what a group hears back."""
    criteria = (
        CriterionFeedback(t, Fraction(m), low, high) for t, m, low, high in data["criteria"]
    )
    return Feedback(tuple(criteria), tuple(data["comments"]))


RequestState = Literal["waiting", "confirmed", "ended"]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a request shows, and what is published if it is confirmed.

    Attributes:
        standings: with their awards.
        obstacles: what stood in the way; `reason` says why it is published all the same, and is printed.
        feedback: what each entry's people hear, by entry.
        ballots: a digest of the ballots that count.
    """

    contest: Contest
    standings: tuple[Standing, ...]
    overrides: tuple[Override, ...]
    obstacles: tuple[str, ...]
    reason: str
    feedback: Mapping[int, Feedback]
    ballots: str


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """Who asked to publish what, and who confirmed.

    Attributes:
        shown: None for one that was made before requests kept it.
        state: `ended` for one that was replaced or taken back.
    """

    id: int
    contest_id: str
    state: RequestState
    asked_by: int
    asked_at: datetime
    shown: Shown | None
    reason: str = ""
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One award as it is revealed, and who wins it."""

    award: str
    winners: tuple[Standing, ...]


def shown_of(results: Results, reason: str) -> Shown:
    """Take from a contest's results what a request shows."""
    counted = scoring.counted(results.ballots, results.recusals)
    known = {s.entry.number for s in results.standings}
    ballots = [b for b in counted if b.entry in known]
    return Shown(
        results.contest,
        tuple(replace(s, entry=_bare(s)) for s in results.standings),
        results.overrides,
        results.obstacles,
        reason,
        scoring.feedback(results.contest, ballots),
        digest(ballots),
    )


def _bare(standing: Standing) -> Entry:
    """Return an entry without what no result shows, so that it can be compared."""
    return replace(standing.entry, about="", owner_ids=(), link="", files=())


def digest(ballots: Iterable[Ballot]) -> str:
    """Return a digest of ballots: equal for equal ones, in whatever order."""
    rows = sorted((b.judge_id, b.entry, b.version, list(b.scores), b.feedback) for b in ballots)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def steps(shown: Shown) -> list[Step]:
    """Return the awards in the order they are revealed: from the last of the course file's up to the first."""
    by_award: dict[str, list[Standing]] = {}
    for standing in shown.standings:
        if standing.award:
            by_award.setdefault(standing.award, []).append(standing)
    order = [a.title for a in shown.contest.awards if a.title in by_award]
    order += [title for title in by_award if title not in order]
    return [Step(title, tuple(by_award[title])) for title in reversed(dict.fromkeys(order))]


def changes(before: Shown, now: Shown) -> list[str]:
    """Return in words what has changed since a request was shown; nothing for nothing."""
    name_of = now.contest.name_of
    was = {s.entry.number: s for s in before.standings}
    found: list[str] = []
    for number in sorted(was.keys() - {s.entry.number for s in now.standings}):
        found.append(f"{name_of(number)} is no longer there")
    for standing in now.standings:
        number = standing.entry.number
        earlier = was.get(number)
        words = _moved(earlier, standing) if earlier else ["it's new"]
        if words:
            found.append(f"{name_of(number)}: {'; '.join(words)}")
    if before.overrides != now.overrides:
        found.append(f"{say.staff} have changed an award")
    found += [f"new: {text}" for text in now.obstacles if text not in before.obstacles]
    found += [f"no longer: {text}" for text in before.obstacles if text not in now.obstacles]
    if before.ballots != now.ballots and not found:
        found.append("ballots or feedback have changed, though no score has")
    if before.contest != now.contest:
        found.append("the course file now describes the competition differently")
    if before != now and not found:
        found.append("the standings have changed")
    return found


def _moved(before: Standing, now: Standing) -> list[str]:
    words: list[str] = []
    if before.entry.title != now.entry.title:
        words.append("another title")
    if before.score != now.score or before.place != now.place:
        words.append(f"{_score(before)} before, {_score(now)} now")
    if before.award != now.award:
        words.append(f"won {before.award or 'nothing'} before, {now.award or 'nothing'} now")
    if before.entry.eligible != now.entry.eligible:
        why = f" ({now.entry.why_not})" if now.entry.why_not else ""
        words.append("eligible now" if now.entry.eligible else f"no longer eligible{why}")
    return words


def _score(standing: Standing) -> str:
    if standing.score is None:
        return "no ballot"
    return f"{float(standing.score):.3f} in place {standing.place}"


def to_text(shown: Shown) -> str:
    """Write what a request shows, to be kept."""
    return dumped(
        {
            "contest": contest_json(shown.contest),
            "standings": [standing_json(s) for s in shown.standings],
            "overrides": [override_json(o) for o in shown.overrides],
            "obstacles": list(shown.obstacles),
            "reason": shown.reason,
            "feedback": {str(n): feedback_json(f) for n, f in shown.feedback.items()},
            "ballots": shown.ballots,
        }
    )


def of_text(text: str) -> Shown:
    """Read what a request showed."""
    data: dict[str, Any] = json.loads(text)
    return Shown(
        contest_of(data["contest"]),
        tuple(standing_of(one) for one in data["standings"]),
        tuple(Override(**one) for one in data["overrides"]),
        tuple(data["obstacles"]),
        data["reason"],
        {int(number): feedback_of(one) for number, one in data["feedback"].items()},
        data["ballots"],
    )
