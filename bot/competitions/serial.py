"""A contest, its entries and its standings as JSON, and back: pure. The same data gives the same text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from bot.competitions.model import Contest, Entry, Override, Standing
from bot.competitions.scoring import CriterionFeedback, Feedback
from bot.course.work import Award, Criterion

Json = dict[str, Any]


def to_text(data: Mapping[str, object], indent: int | None = None) -> str:
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
        "awards": [a.model_dump() for a in contest.awards],
        "ties": list(contest.ties),
        "lab": contest.assignment,
        "lab_name": contest.entry_name,
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
