"""A contest as files from which its standings can be computed again, byte for byte, by anybody."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.assignments.export import safe_cell
from bot.competitions import rules
from bot.competitions.model import Ballot, Contest, Entry, Standing
from bot.competitions.store import Override
from bot.course.work import Award, Criterion

SETTINGS, BALLOTS, STANDINGS, MANIFEST = (
    "settings.json",
    "ballots.csv",
    "standings.csv",
    "manifest.json",
)
HEADER = (
    "place", "entry", "title", "score", "score_exact", "ballots", "spread_exact", "normalised", "decided_by",
    "judges_disagree", "eligible", "why_not", "award",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bundle:
    """What standings follow from: nothing else."""

    contest: Contest
    entries: tuple[Entry, ...]
    ballots: tuple[Ballot, ...]
    overrides: tuple[Override, ...]
    reason: str = ""


def standings_of(bundle: Bundle) -> list[Standing]:
    """Compute the standings with their awards."""
    placed = rules.standings(bundle.contest, bundle.entries, bundle.ballots)
    return rules.award(bundle.contest, placed, {o.entry: o.award for o in bundle.overrides})


def write(bundle: Bundle, folder: Path) -> list[str]:
    """Write a bundle to a folder: settings, raw ballots, standings, and a manifest with their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        SETTINGS: _settings(bundle),
        BALLOTS: _ballots(bundle),
        STANDINGS: standings_bytes(bundle),
    }
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    files[MANIFEST] = _json({"sha256": hashes, "contest": bundle.contest.id})
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return sorted(files)


def read(folder: Path) -> Bundle:
    """Read a bundle's settings and ballots. Raises OSError, ValueError, KeyError: it isn't one."""
    settings: dict[str, Any] = json.loads((folder / SETTINGS).read_bytes())
    described = settings["contest"]
    contest = Contest(
        described["id"],
        described["title"],
        tuple(Criterion(**criterion) for criterion in described["criteria"]),
        described["low"],
        described["high"],
        tuple(Award(**award) for award in described["awards"]),
        tuple(described["ties"]),
    )
    entries = tuple(
        Entry(e["number"], e["title"], "", (), e["eligible"], e["why_not"])
        for e in settings["entries"]
    )
    overrides = tuple(Override(**one) for one in settings["overrides"])
    with (folder / BALLOTS).open(encoding="utf-8", newline="") as file:
        ballots = tuple(_ballot(contest, row) for row in csv.DictReader(file))
    return Bundle(contest, entries, ballots, overrides, settings["reason"])


def standings_bytes(bundle: Bundle) -> bytes:
    """Write the standings as CSV. The same bundle gives the same bytes."""
    return _table(HEADER, [_standing_row(s) for s in standings_of(bundle)])


def _standing_row(s: Standing) -> Sequence[object]:
    score = f"{float(s.score):.6f}" if s.score is not None else ""
    exact = str(s.score) if s.score is not None else ""
    normalised = f"{s.normalised:.6f}" if s.normalised is not None else ""
    return [
        s.place or "", s.entry.number, s.entry.title, score, exact, s.ballots, s.spread, normalised, s.decided_by,
        "yes" if s.disagreed else "no", "yes" if s.entry.eligible else "no", s.entry.why_not, s.award,
    ]  # fmt: skip


def _settings(bundle: Bundle) -> bytes:
    contest = bundle.contest
    return _json(
        {
            "contest": {
                "id": contest.id,
                "title": contest.title,
                "low": contest.low,
                "high": contest.high,
                "criteria": [c.model_dump() for c in contest.criteria],
                "awards": [a.model_dump() for a in contest.awards],
                "ties": list(contest.ties),
            },
            "entries": [entry_json(e) for e in rules.entries_by(bundle.entries)],
            "overrides": [
                {"entry": o.entry, "award": o.award, "reason": o.reason} for o in bundle.overrides
            ],
            "reason": bundle.reason,
        }
    )


def entry_json(entry: Entry) -> Mapping[str, object]:
    """Write what the standings need to know of an entry."""
    return {
        "number": entry.number,
        "title": entry.title,
        "eligible": entry.eligible,
        "why_not": entry.why_not,
    }


def _ballots(bundle: Bundle) -> bytes:
    criteria = [f"score:{c.id}" for c in bundle.contest.criteria]
    header = ("judge", "entry", "version", "at", *criteria, "feedback")
    rows = [
        [b.judge_id, b.entry, b.version, b.at.astimezone(UTC).isoformat(), *b.scores, b.feedback]
        for b in sorted(bundle.ballots, key=lambda b: (b.judge_id, b.entry, b.version))
    ]
    return _table(header, rows)


def _ballot(contest: Contest, row: Mapping[str, str]) -> Ballot:
    scores = tuple(int(row[f"score:{c.id}"]) for c in contest.criteria)
    at = datetime.fromisoformat(row["at"])
    return Ballot(int(row["judge"]), int(row["entry"]), int(row["version"]), scores, at)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[safe_cell(value) for value in row] for row in rows])
    return out.getvalue().encode()


def _json(data: Mapping[str, object]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
