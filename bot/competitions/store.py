"""The tables of judging: raw ballots, never an average. The only place with their SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database, Migrations

from bot.competitions.model import Ballot, Entry, State
from bot.database import instant_text, rows

migrations = Migrations("judging")


@migrations()
def create_tables(db: Database) -> None:
    """Contests, judges, ballots in all versions, drafts, recusals, skips, overrides, publications."""
    for statement in (
        """CREATE TABLE judging_contests (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('setup', 'open', 'paused', 'closed', 'published')),
            rubric TEXT NOT NULL DEFAULT '',
            changed_by INTEGER NOT NULL,
            changed_at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE judges (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            user_id INTEGER NOT NULL,
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            removed_at TEXT,
            PRIMARY KEY (guild_id, contest, user_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE ballots (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            scores TEXT NOT NULL CHECK (json_valid(scores)),
            note TEXT NOT NULL,
            feedback TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry, version),
            FOREIGN KEY (guild_id, contest, judge_id) REFERENCES judges (guild_id, contest, user_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE ballot_drafts (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            scores TEXT NOT NULL CHECK (json_valid(scores)),
            note TEXT NOT NULL,
            feedback TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE recusals (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE skips (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            judge_id INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, judge_id, entry)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE award_overrides (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            entry INTEGER NOT NULL,
            award TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason <> ''),
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, contest, entry)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE publications (guild_id INTEGER NOT NULL, contest TEXT NOT NULL,
            asked_by INTEGER NOT NULL,
            asked_at TEXT NOT NULL,
            reason TEXT NOT NULL,
            confirmed_by INTEGER CHECK (confirmed_by <> asked_by),
            confirmed_at TEXT,
            entries TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(entries)),
            PRIMARY KEY (guild_id, contest)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


@dataclass(frozen=True, slots=True)
class Publication:
    """Who asked to publish, why in spite of obstacles, and who confirmed."""

    asked_by: int
    asked_at: datetime
    reason: str
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What staff decided an entry wins, and why. Empty for nothing."""

    entry: int
    award: str
    reason: str


def state_of(db: Database, guild_id: int, contest: str) -> tuple[State, str]:
    """Read a contest's state and the rubric that its first ballot locked."""
    sql = "SELECT state, rubric FROM judging_contests WHERE guild_id = ? AND contest = ?"
    found = rows(db, sql, [guild_id, contest])
    return (found[0]["state"], found[0]["rubric"]) if found else ("setup", "")


def set_state(
    db: Database, guild_id: int, contest: str, state: State, by: int, at: datetime
) -> None:
    """Store a contest's state."""
    db.execute(
        """INSERT INTO judging_contests (guild_id, contest, state, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (guild_id, contest) DO UPDATE SET state = excluded.state, changed_by = excluded.changed_by,
            changed_at = excluded.changed_at""",
        [guild_id, contest, state, by, instant_text(at)],
    )


def lock_rubric(db: Database, guild_id: int, contest: str, rubric: Sequence[str]) -> None:
    """Lock the rubric at the first ballot."""
    sql = (
        "UPDATE judging_contests SET rubric = ? WHERE guild_id = ? AND contest = ? AND rubric = ''"
    )
    db.execute(sql, [json.dumps(rubric), guild_id, contest])


def appoint(db: Database, guild_id: int, contest: str, user_id: int, by: int, at: datetime) -> None:
    """Make somebody a judge, or again."""
    db.execute(
        """INSERT INTO judges (guild_id, contest, user_id, by, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (guild_id, contest, user_id) DO UPDATE SET removed_at = NULL, by = excluded.by""",
        [guild_id, contest, user_id, by, instant_text(at)],
    )


def remove(db: Database, guild_id: int, contest: str, user_id: int, at: datetime) -> None:
    """Let somebody be no judge any more. Their ballots stay."""
    sql = "UPDATE judges SET removed_at = ? WHERE guild_id = ? AND contest = ? AND user_id = ?"
    db.execute(sql, [instant_text(at), guild_id, contest, user_id])


def judges(db: Database, guild_id: int, contest: str) -> list[int]:
    """List a contest's judges, in the order they were appointed."""
    sql = """SELECT user_id FROM judges WHERE guild_id = ? AND contest = ? AND removed_at IS NULL
        ORDER BY at, user_id"""
    return [int(row["user_id"]) for row in rows(db, sql, [guild_id, contest])]


def was_removed(db: Database, guild_id: int, contest: str, user_id: int) -> bool:
    """Return whether somebody was a judge once and was removed."""
    sql = "SELECT removed_at FROM judges WHERE guild_id = ? AND contest = ? AND user_id = ?"
    found = rows(db, sql, [guild_id, contest, user_id])
    return bool(found and found[0]["removed_at"])


def contests_judged(db: Database, user_id: int) -> list[tuple[int, str]]:
    """List what somebody judges: (server, contest)."""
    sql = "SELECT guild_id, contest FROM judges WHERE user_id = ? AND removed_at IS NULL ORDER BY guild_id, contest"
    return [(int(row["guild_id"]), str(row["contest"])) for row in rows(db, sql, [user_id])]


def add_ballot(db: Database, guild_id: int, contest: str, ballot: Ballot) -> None:
    """Store a version of a ballot; what was skipped or drafted is settled by it."""
    db.execute(
        "INSERT INTO ballots VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            guild_id, contest, ballot.judge_id, ballot.entry, ballot.version, json.dumps(ballot.scores),
            ballot.note, ballot.feedback, instant_text(ballot.at),
        ],
    )  # fmt: skip
    for table in ("ballot_drafts", "skips"):
        sql = (
            f"DELETE FROM {table} WHERE guild_id = ? AND contest = ? AND judge_id = ? AND entry = ?"
        )
        db.execute(sql, [guild_id, contest, ballot.judge_id, ballot.entry])


def ballots(
    db: Database, guild_id: int, contest: str, judge_id: int | None = None, entry: int | None = None
) -> list[Ballot]:
    """Read ballots in all their versions, by judge, entry and version."""
    sql, values = "SELECT * FROM ballots WHERE guild_id = ? AND contest = ?", [guild_id, contest]
    if judge_id is not None:
        sql, values = f"{sql} AND judge_id = ?", [*values, judge_id]
    if entry is not None:
        sql, values = f"{sql} AND entry = ?", [*values, entry]
    return [
        Ballot(
            int(r["judge_id"]), int(r["entry"]), int(r["version"]), tuple(json.loads(r["scores"])),
            datetime.fromisoformat(r["at"]), r["note"], r["feedback"],
        )
        for r in rows(db, f"{sql} ORDER BY judge_id, entry, version", values)
    ]  # fmt: skip


def keep_draft(
    db: Database, guild_id: int, contest: str, judge_id: int, entry: int, scores: Sequence[str],
    note: str, feedback: str,
) -> None:  # fmt: skip
    """Keep what a judge typed and couldn't be stored as a ballot."""
    db.execute(
        "INSERT OR REPLACE INTO ballot_drafts VALUES (?, ?, ?, ?, ?, ?, ?)",
        [guild_id, contest, judge_id, entry, json.dumps(list(scores)), note, feedback],
    )


def draft(
    db: Database, guild_id: int, contest: str, judge_id: int, entry: int
) -> tuple[list[str], str, str] | None:
    """Read a draft: scores, note, feedback."""
    sql = "SELECT * FROM ballot_drafts WHERE guild_id = ? AND contest = ? AND judge_id = ? AND entry = ?"
    found = rows(db, sql, [guild_id, contest, judge_id, entry])
    return (
        (json.loads(found[0]["scores"]), found[0]["note"], found[0]["feedback"]) if found else None
    )


def mark(
    db: Database, table: str, guild_id: int, contest: str, judge_id: int, entry: int, at: datetime
) -> None:
    """Remember a recusal or a skip (`table` is `recusals` or `skips`)."""
    sql = f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"
    db.execute(sql, [guild_id, contest, judge_id, entry, instant_text(at)])


def lift_recusal(db: Database, guild_id: int, contest: str, judge_id: int, entry: int) -> None:
    """Forget a recusal."""
    sql = "DELETE FROM recusals WHERE guild_id = ? AND contest = ? AND judge_id = ? AND entry = ?"
    db.execute(sql, [guild_id, contest, judge_id, entry])


def marked(db: Database, table: str, guild_id: int, contest: str) -> dict[int, list[int]]:
    """Read recusals or skips: entries by judge, oldest first."""
    found: dict[int, list[int]] = {}
    sql = (
        f"SELECT judge_id, entry FROM {table} WHERE guild_id = ? AND contest = ? ORDER BY at, entry"
    )
    for row in rows(db, sql, [guild_id, contest]):
        found.setdefault(int(row["judge_id"]), []).append(int(row["entry"]))
    return found


def override(
    db: Database, guild_id: int, contest: str, one: Override, by: int, at: datetime
) -> None:
    """Store what staff decided that an entry wins."""
    db.execute(
        "INSERT OR REPLACE INTO award_overrides VALUES (?, ?, ?, ?, ?, ?, ?)",
        [guild_id, contest, one.entry, one.award, one.reason, by, instant_text(at)],
    )


def overrides(db: Database, guild_id: int, contest: str) -> list[Override]:
    """Read what staff decided."""
    sql = "SELECT entry, award, reason FROM award_overrides WHERE guild_id = ? AND contest = ? ORDER BY entry"
    return [
        Override(int(r["entry"]), r["award"], r["reason"])
        for r in rows(db, sql, [guild_id, contest])
    ]


def ask_to_publish(
    db: Database, guild_id: int, contest: str, by: int, reason: str, at: datetime
) -> None:
    """Remember who asked to publish."""
    db.execute(
        """INSERT OR REPLACE INTO publications (guild_id, contest, asked_by, asked_at, reason)
        VALUES (?, ?, ?, ?, ?)""",
        [guild_id, contest, by, instant_text(at), reason],
    )


def confirm(
    db: Database, guild_id: int, contest: str, by: int, at: datetime, entries: Sequence[Entry]
) -> None:
    """Remember who confirmed, and the entries with their eligibility as it was then."""
    known = [[e.number, e.title, e.eligible, e.why_not] for e in entries]
    db.execute(
        """UPDATE publications SET confirmed_by = ?, confirmed_at = ?, entries = ?
        WHERE guild_id = ? AND contest = ?""",
        [by, instant_text(at), json.dumps(known), guild_id, contest],
    )


def published_entries(db: Database, guild_id: int, contest: str) -> list[Entry]:
    """Read the entries as they were published."""
    sql = "SELECT entries FROM publications WHERE guild_id = ? AND contest = ?"
    found = rows(db, sql, [guild_id, contest])
    known: list[list[Any]] = json.loads(found[0]["entries"]) if found else []
    return [Entry(n, title, "", (), eligible, why) for n, title, eligible, why in known]


def contests_with_ballots(db: Database) -> list[tuple[int, str]]:
    """List the servers and contests that have ballots."""
    found = rows(db, "SELECT DISTINCT guild_id, contest FROM ballots ORDER BY guild_id, contest")
    return [(int(row["guild_id"]), str(row["contest"])) for row in found]


def publication(db: Database, guild_id: int, contest: str) -> Publication | None:
    """Read who asked to publish, and who confirmed."""
    sql = "SELECT * FROM publications WHERE guild_id = ? AND contest = ?"
    found = rows(db, sql, [guild_id, contest])
    if not found:
        return None
    r: dict[str, Any] = found[0]
    confirmed = datetime.fromisoformat(r["confirmed_at"]) if r["confirmed_at"] else None
    return Publication(
        int(r["asked_by"]),
        datetime.fromisoformat(r["asked_at"]),
        r["reason"],
        r["confirmed_by"],
        confirmed,
    )
