"""How far judging is, who judges, what staff decided, which number an entry has; and requests to publish, as shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.competitions import publication, rounds
from bot.competitions.model import Entry, Judging, Override
from bot.competitions.publication import PublishRequest, Shown
from bot.database import instant_text, rows
from bot.ids import GuildId, UserId


def judging(db: Database, guild_id: GuildId, contest: str) -> Judging:
    """Read how far a contest's judging is."""
    sql = "SELECT * FROM judging_contests WHERE guild_id = ? AND contest = ?"
    for row in rows(db, sql, [guild_id, contest]):
        closes_at = datetime.fromisoformat(row["closes_at"]) if row["closes_at"] else None
        rubric = tuple(json.loads(row["rubric"])) if row["rubric"] else ()
        return Judging(row["state"], int(row["round"]), closes_at, rubric)
    return Judging()


def save(
    db: Database, guild_id: GuildId, contest: str, judging: Judging, at: datetime, *, by: UserId
) -> None:
    """Store how far a contest's judging is. `by`: who changed it; 0 for the clock."""
    db.execute(
        """INSERT INTO judging_contests (guild_id, contest, state, round, closes_at, rubric, changed_by, changed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (guild_id, contest) DO UPDATE SET state = excluded.state,
            round = excluded.round, closes_at = excluded.closes_at, rubric = excluded.rubric,
            changed_by = excluded.changed_by, changed_at = excluded.changed_at""",
        [
            guild_id, contest, judging.state, judging.round,
            instant_text(judging.closes_at) if judging.closes_at else None,
            json.dumps(judging.rubric) if judging.rubric else "", by, instant_text(at),
        ],
    )  # fmt: skip


def lock_rubric(db: Database, guild_id: GuildId, contest: str, rubric: Sequence[str]) -> None:
    """Lock the rubric at the first ballot."""
    sql = (
        "UPDATE judging_contests SET rubric = ? WHERE guild_id = ? AND contest = ? AND rubric = ''"
    )
    db.execute(sql, [json.dumps(rubric), guild_id, contest])


def appoint(
    db: Database, guild_id: GuildId, contest: str, user_id: UserId, at: datetime, *, by: UserId
) -> None:
    """Make somebody a judge, or again, whatever roles they have."""
    _judge(db, guild_id, contest, user_id, at, by, by_role=False)


def join_by_role(
    db: Database, guild_id: GuildId, contest: str, user_id: UserId, at: datetime
) -> None:
    """Make somebody a judge for as long as they have the judges' role."""
    _judge(db, guild_id, contest, user_id, at, user_id, by_role=True)


def _judge(
    db: Database,
    guild_id: GuildId,
    contest: str,
    user_id: UserId,
    at: datetime,
    by: UserId,
    *,
    by_role: bool,
) -> None:
    db.execute(
        """INSERT INTO judges (guild_id, contest, user_id, by, at, by_role) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (guild_id, contest, user_id)
        DO UPDATE SET removed_at = NULL, by = excluded.by, by_role = excluded.by_role""",
        [guild_id, contest, user_id, by, instant_text(at), int(by_role)],
    )


_JUDGES_NOW = """removed_at IS NULL AND (by_role = 0 OR EXISTS (SELECT 1 FROM judges_by_role r
    WHERE r.guild_id = judges.guild_id AND r.user_id = judges.user_id))"""


def dismiss(db: Database, guild_id: GuildId, contest: str, user_id: UserId, at: datetime) -> None:
    """Remember that somebody is no longer a judge. Their ballots stay."""
    sql = "UPDATE judges SET removed_at = ? WHERE guild_id = ? AND contest = ? AND user_id = ?"
    db.execute(sql, [instant_text(at), guild_id, contest, user_id])


def judges(db: Database, guild_id: GuildId, contest: str) -> list[UserId]:
    """List a contest's judges, in the order they were appointed."""
    sql = f"""SELECT user_id FROM judges WHERE guild_id = ? AND contest = ? AND {_JUDGES_NOW}
        ORDER BY at, user_id"""
    return [UserId(row["user_id"]) for row in rows(db, sql, [guild_id, contest])]


def was_dismissed(db: Database, guild_id: GuildId, contest: str, user_id: UserId) -> bool:
    """Return whether somebody was a judge once and was dismissed."""
    sql = "SELECT removed_at FROM judges WHERE guild_id = ? AND contest = ? AND user_id = ?"
    found = rows(db, sql, [guild_id, contest, user_id])
    return bool(found and found[0]["removed_at"])


def contests_judged(db: Database, user_id: UserId) -> list[tuple[GuildId, str]]:
    """List what somebody judges: (server, contest)."""
    sql = f"SELECT guild_id, contest FROM judges WHERE user_id = ? AND {_JUDGES_NOW} ORDER BY guild_id, contest"
    return [(GuildId(row["guild_id"]), str(row["contest"])) for row in rows(db, sql, [user_id])]


def has_judged(db: Database, user_id: UserId) -> bool:
    """Return whether somebody is, or was, a judge of anything."""
    return bool(rows(db, "SELECT 1 FROM judges WHERE user_id = ? LIMIT 1", [user_id]))


def see_role(db: Database, guild_id: GuildId, user_id: UserId, at: datetime) -> None:
    """Remember that somebody has the judges' role."""
    sql = "INSERT INTO judges_by_role VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    db.execute(sql, [guild_id, user_id, instant_text(at)])


def forget_role(db: Database, guild_id: GuildId, user_id: UserId) -> None:
    """Remember that somebody no longer has the judges' role."""
    db.execute("DELETE FROM judges_by_role WHERE guild_id = ? AND user_id = ?", [guild_id, user_id])


def with_role(db: Database, guild_id: GuildId) -> list[UserId]:
    """List who is known to have the judges' role, in the order they became known."""
    sql = "SELECT user_id FROM judges_by_role WHERE guild_id = ? ORDER BY seen_at, user_id"
    return [UserId(row["user_id"]) for row in rows(db, sql, [guild_id])]


def override(
    db: Database, guild_id: GuildId, contest: str, one: Override, at: datetime, *, by: UserId
) -> None:
    """Store what staff decided that an entry wins."""
    db.execute(
        "INSERT OR REPLACE INTO award_overrides VALUES (?, ?, ?, ?, ?, ?, ?)",
        [guild_id, contest, one.entry, one.award, one.reason, by, instant_text(at)],
    )


def overrides(db: Database, guild_id: GuildId, contest: str) -> list[Override]:
    """Read what staff decided."""
    sql = "SELECT entry, award, reason FROM award_overrides WHERE guild_id = ? AND contest = ? ORDER BY entry"
    return [
        Override(int(r["entry"]), r["award"], r["reason"])
        for r in rows(db, sql, [guild_id, contest])
    ]


def entry_numbers(db: Database, guild_id: GuildId, assignment: str) -> dict[int, int]:
    """Read the numbers of what was handed in for an assignment, by the person whose entry it is."""
    sql = "SELECT user_id, number FROM lab_entries WHERE guild_id = ? AND lab = ?"
    return {
        int(row["user_id"]): int(row["number"]) for row in rows(db, sql, [guild_id, assignment])
    }


def number_entry(db: Database, guild_id: GuildId, assignment: str, user_id: UserId) -> None:
    """Give an entry the next number. It keeps it for ever."""
    db.execute(
        """INSERT INTO lab_entries SELECT ?, ?, ?, COALESCE(MAX(number), 0) + 1 FROM lab_entries
        WHERE guild_id = ? AND lab = ?""",
        [guild_id, assignment, user_id, guild_id, assignment],
    )


def add_request(
    db: Database, guild_id: GuildId, contest: str, shown: Shown, at: datetime, *, by: UserId
) -> int:
    """Keep a request as it is shown, in place of one that still waits. Return its id."""
    _end_waiting(db, guild_id, contest)
    entries = [
        [s.entry.number, s.entry.title, s.entry.eligible, s.entry.why_not] for s in shown.standings
    ]
    found = rows(
        db,
        """INSERT INTO publish_requests (guild_id, contest, state, asked_by, asked_at, reason, shown, entries)
        VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?) RETURNING id""",
        [
            guild_id, contest, by, instant_text(at), shown.reason, publication.to_text(shown),
            json.dumps(entries, ensure_ascii=False),
        ],
    )  # fmt: skip
    return int(found[0]["id"])


def _end_waiting(db: Database, guild_id: GuildId, contest: str) -> None:
    """Take back a request that still waits."""
    db.execute(
        "UPDATE publish_requests SET state = 'ended' WHERE guild_id = ? AND contest = ? AND state = 'waiting'",
        [guild_id, contest],
    )


def end_requests(db: Database, guild_id: GuildId, contest: str) -> None:
    """Take back whatever was asked or published."""
    db.execute(
        "UPDATE publish_requests SET state = 'ended' WHERE guild_id = ? AND contest = ?",
        [guild_id, contest],
    )


def confirm_request(db: Database, request_id: int, at: datetime, *, by: UserId) -> None:
    """Remember who confirmed a request."""
    db.execute(
        "UPDATE publish_requests SET state = 'confirmed', confirmed_by = ?, confirmed_at = ? WHERE id = ?",
        [by, instant_text(at), request_id],
    )


def request(db: Database, guild_id: GuildId, request_id: int) -> PublishRequest | None:
    """Read one request of a server."""
    sql = "SELECT * FROM publish_requests WHERE guild_id = ? AND id = ?"
    return next(map(_request, rows(db, sql, [guild_id, request_id])), None)


def newest_request(db: Database, guild_id: GuildId, contest: str) -> PublishRequest | None:
    """Read a contest's newest request."""
    sql = (
        "SELECT * FROM publish_requests WHERE guild_id = ? AND contest = ? ORDER BY id DESC LIMIT 1"
    )
    return next(map(_request, rows(db, sql, [guild_id, contest])), None)


def advanced(db: Database, guild_id: GuildId, contest: str) -> frozenset[int] | None:
    """Read who goes on after a round, as it was confirmed; None while nobody has confirmed it."""
    sql = """SELECT shown FROM publish_requests WHERE guild_id = ? AND contest = ? AND state = 'confirmed'
        AND shown <> '' ORDER BY id DESC LIMIT 1"""
    for row in rows(db, sql, [guild_id, contest]):
        shown = publication.of_text(row["shown"])
        return rounds.advanced(shown.contest, shown.standings)
    return None


def published_entries(db: Database, guild_id: GuildId, contest: str) -> list[Entry]:
    """Read the entries as they are published; none while nothing is."""
    sql = """SELECT entries FROM publish_requests WHERE guild_id = ? AND contest = ? AND state = 'confirmed'
        ORDER BY id DESC LIMIT 1"""
    found = rows(db, sql, [guild_id, contest])
    known: list[list[Any]] = json.loads(found[0]["entries"]) if found else []
    return [Entry(n, title, "", (), eligible, why) for n, title, eligible, why in known]


def _request(row: dict[str, Any]) -> PublishRequest:
    confirmed = row["confirmed_at"]
    return PublishRequest(
        int(row["id"]),
        row["contest"],
        row["state"],
        int(row["asked_by"]),
        datetime.fromisoformat(row["asked_at"]),
        publication.of_text(row["shown"]) if row["shown"] else None,
        row["reason"],
        row["confirmed_by"],
        datetime.fromisoformat(confirmed) if confirmed else None,
    )
