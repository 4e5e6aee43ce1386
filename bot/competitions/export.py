"""A contest as files from which its standings can be computed again, byte for byte, by anybody."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bot.competitions import publication, scoring
from bot.competitions.model import Ballot, Contest, Entry, Override, Standing
from bot.ids import UserId
from bot.sheets import safe_cell

SETTINGS, BALLOTS, STANDINGS, MANIFEST = (
    "settings.json",
    "ballots.csv",
    "standings.csv",
    "manifest.json",
)
WITHDRAWN = "no: conflict of interest"
HEADER = (
    "place", "entry", "title", "score", "score_exact", "ballots", "spread_exact", "normalised", "decided_by",
    "judges_disagree", "eligible", "why_not", "award",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bundle:
    """What standings follow from: nothing else.

    Attributes:
        recusals: entries by judge; such ballots don't count.
        is_published: whether it is as it was published; otherwise nobody has looked at who is eligible.
    """

    contest: Contest
    entries: tuple[Entry, ...]
    ballots: tuple[Ballot, ...]
    overrides: tuple[Override, ...]
    reason: str = ""
    recusals: Mapping[int, Collection[int]] = field(default_factory=dict[int, Collection[int]])
    is_published: bool = True


def standings_of(bundle: Bundle) -> list[Standing]:
    """Compute the standings with their awards."""
    counted = scoring.counted(bundle.ballots, bundle.recusals)
    placed = scoring.standings(bundle.contest, bundle.entries, counted)
    return scoring.award(bundle.contest, placed, {o.entry: o.award for o in bundle.overrides})


def write(bundle: Bundle, folder: Path, more: Mapping[str, bytes] | None = None) -> list[str]:
    """Write a bundle to a folder: settings, raw ballots, standings, and a manifest with their hashes.

    Args:
        more: further files, by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        **(more or {}),
        SETTINGS: _settings(bundle),
        BALLOTS: _ballots(bundle),
        STANDINGS: standings_bytes(bundle),
    }
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    files[MANIFEST] = _json({"sha256": hashes, "contest": bundle.contest.id})
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return sorted(files)


def altered(folder: Path) -> list[str]:
    """Read an exported competition back from the disk. Name each file that isn't what its manifest says."""
    listed: dict[str, str] = json.loads((folder / MANIFEST).read_bytes())["sha256"]
    return [
        f"altered: {folder / name} isn't what was to be written"
        for name, digest in listed.items()
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]


def read(folder: Path) -> Bundle:
    """Read a bundle's settings and ballots. Raises OSError, ValueError, KeyError: it isn't one."""
    settings: dict[str, Any] = json.loads((folder / SETTINGS).read_bytes())
    contest = publication.contest_of(settings["contest"])
    entries = tuple(publication.entry_of(one) for one in settings["entries"])
    overrides = tuple(Override(**one) for one in settings["overrides"])
    with (folder / BALLOTS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ballots = tuple(_ballot(contest, row) for row in rows)
    recusals: dict[int, set[int]] = {}
    for row, ballot in zip(rows, ballots, strict=True):
        if row.get("counts") == WITHDRAWN:
            recusals.setdefault(ballot.judge_id, set()).add(ballot.entry)
    return Bundle(contest, entries, ballots, overrides, settings["reason"], recusals)


def standings_bytes(bundle: Bundle) -> bytes:
    """Write the standings as CSV. The same bundle gives the same bytes."""
    return _table(HEADER, [_standing_row(s) for s in standings_of(bundle)])


def _standing_row(s: Standing) -> Sequence[object]:
    normalised = "" if s.normalised is None else _six(s.normalised)
    score: object = "" if s.score is None else s.score
    return [
        s.place or "", s.entry.number, s.entry.title, "" if s.score is None else _six(float(s.score)), score, s.ballots,
        s.spread, normalised, s.decided_by, "yes" if s.disagreed else "no", "yes" if s.entry.eligible else "no",
        s.entry.why_not, s.award,
    ]  # fmt: skip


def _six(number: float) -> Decimal:
    """Write a number with six decimals; nothing is ever minus nought."""
    return Decimal(f"{round(number, 6) + 0.0:.6f}")


def _settings(bundle: Bundle) -> bytes:
    return _json(
        {
            "contest": publication.contest_json(bundle.contest),
            "entries": [publication.entry_json(e) for e in scoring.entries_by(bundle.entries)],
            "overrides": [publication.override_json(o) for o in bundle.overrides],
            "reason": bundle.reason,
        }
    )


def _ballots(bundle: Bundle) -> bytes:
    criteria = [f"score:{c.id}" for c in bundle.contest.criteria]
    header = ("judge", "entry", "version", "at", *criteria, "feedback", "counts")
    rows = [
        [
            b.judge_id, b.entry, b.version, b.at.astimezone(UTC).isoformat(), *b.scores, b.feedback,
            WITHDRAWN if b.entry in bundle.recusals.get(b.judge_id, ()) else "yes",
        ]
        for b in sorted(bundle.ballots, key=lambda b: (b.judge_id, b.entry, b.version))
    ]  # fmt: skip
    return _table(header, rows)


def _ballot(contest: Contest, row: Mapping[str, str]) -> Ballot:
    scores = tuple(int(row[f"score:{c.id}"]) for c in contest.criteria)
    at = datetime.fromisoformat(row["at"])
    return Ballot(UserId(int(row["judge"])), int(row["entry"]), int(row["version"]), scores, at)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue().encode()


def _cell(value: object) -> str:
    """Write a number as one, and a text so that no spreadsheet takes it for a formula."""
    return str(value) if isinstance(value, (int, Decimal, Fraction)) else safe_cell(value)


def _json(data: Mapping[str, object]) -> bytes:
    return (publication.dumped(data, indent=2) + "\n").encode()
