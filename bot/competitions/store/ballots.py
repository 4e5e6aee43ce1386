"""What judges gave: ballots in all versions, drafts, typed scores, conflicts, skips, and where their cards are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.competitions.model import Ballot, BallotRequest, Draft, Judge, TypedBallot
from bot.database import instant_text, rows
from bot.ids import ChannelId, GuildId, MessageId, UserId

TYPED_KEPT = timedelta(days=7)
"""How long scores that were typed wait for their judge."""


OWN = "guild_id = ? AND contest = ? AND judge_id = ?"


def add(db: Database, judge: Judge, ballot: Ballot) -> None:
    """Store a version of a ballot; what was skipped or drafted is settled by it."""
    db.execute(
        "INSERT INTO ballots VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *_key(judge), ballot.entry, ballot.version, json.dumps(ballot.scores), ballot.note, ballot.feedback,
            instant_text(ballot.at),
        ],
    )  # fmt: skip
    for table in ("ballot_drafts", "skips"):
        db.execute(f"DELETE FROM {table} WHERE {OWN} AND entry = ?", [*_key(judge), ballot.entry])


def of_contest(
    db: Database,
    guild_id: GuildId,
    contest: str,
    judge_id: UserId | None = None,
    entry: int | None = None,
) -> list[Ballot]:
    """Read ballots in all their versions, by judge, entry and version."""
    sql, values = (
        "SELECT * FROM ballots WHERE guild_id = ? AND contest = ?",
        list[object]([guild_id, contest]),
    )
    if judge_id is not None:
        sql, values = f"{sql} AND judge_id = ?", [*values, judge_id]
    if entry is not None:
        sql, values = f"{sql} AND entry = ?", [*values, entry]
    return [
        Ballot(
            UserId(int(r["judge_id"])), int(r["entry"]), int(r["version"]), tuple(json.loads(r["scores"])),
            datetime.fromisoformat(r["at"]), r["note"], r["feedback"],
        )
        for r in rows(db, f"{sql} ORDER BY judge_id, entry, version", values)
    ]  # fmt: skip


def contests(db: Database) -> list[tuple[GuildId, str]]:
    """List the servers and contests that have ballots."""
    found = rows(db, "SELECT DISTINCT guild_id, contest FROM ballots ORDER BY guild_id, contest")
    return [(GuildId(row["guild_id"]), str(row["contest"])) for row in found]


def keep_draft(
    db: Database, judge: Judge, request: BallotRequest, note: str, feedback: str
) -> None:
    """Keep what a judge typed and couldn't be stored as a ballot."""
    scores = json.dumps([str(score or "") for score in request.scores])
    db.execute(
        "INSERT OR REPLACE INTO ballot_drafts VALUES (?, ?, ?, ?, ?, ?, ?)",
        [*_key(judge), request.entry, scores, note, feedback],
    )


def draft(db: Database, judge: Judge, entry: int) -> Draft | None:
    """Read a draft."""
    sql = f"SELECT * FROM ballot_drafts WHERE {OWN} AND entry = ?"
    for row in rows(db, sql, [*_key(judge), entry]):
        return Draft(tuple(json.loads(row["scores"])), row["note"], row["feedback"])
    return None


def keep_typed(
    db: Database,
    judge: Judge,
    entry: int,
    scores: Sequence[str],
    feedback: str | None,
    at: datetime,
) -> int:
    """Keep scores that were typed until their judge confirms them. Return their id."""
    db.execute("DELETE FROM typed_ballots WHERE at < ?", [instant_text(at - TYPED_KEPT)])
    found = rows(
        db,
        """INSERT INTO typed_ballots (guild_id, contest, judge_id, entry, scores, feedback, at)
        VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id""",
        [*_key(judge), entry, json.dumps(list(scores)), feedback, instant_text(at)],
    )
    return int(found[0]["id"])


def typed(db: Database, judge: Judge, id: int) -> TypedBallot | None:
    """Read scores that were typed."""
    for row in rows(db, f"SELECT * FROM typed_ballots WHERE {OWN} AND id = ?", [*_key(judge), id]):
        scores = tuple(json.loads(row["scores"]))
        return TypedBallot(id, row["contest"], int(row["entry"]), scores, row["feedback"])
    return None


def forget_typed(db: Database, judge: Judge, id: int) -> None:
    """Forget scores that were typed: they are stored."""
    db.execute(f"DELETE FROM typed_ballots WHERE {OWN} AND id = ?", [*_key(judge), id])


def recuse(db: Database, judge: Judge, entry: int, at: datetime) -> None:
    """Remember a conflict of interest."""
    _mark(db, "recusals", judge, entry, at)


def skip(db: Database, judge: Judge, entry: int, at: datetime) -> None:
    """Remember that an entry comes last."""
    _mark(db, "skips", judge, entry, at)


def _mark(db: Database, table: str, judge: Judge, entry: int, at: datetime) -> None:
    sql = f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"
    db.execute(sql, [*_key(judge), entry, instant_text(at)])


def lift(db: Database, judge: Judge, entry: int) -> bool:
    """Forget a conflict of interest. Return whether there was one."""
    sql = f"DELETE FROM recusals WHERE {OWN} AND entry = ? RETURNING entry"
    return bool(rows(db, sql, [*_key(judge), entry]))


def recusals(db: Database, guild_id: GuildId, contest: str) -> dict[int, list[int]]:
    """Read conflicts of interest: entries by judge."""
    return _marked(db, "recusals", guild_id, contest)


def skips(db: Database, guild_id: GuildId, contest: str) -> dict[int, list[int]]:
    """Read what was skipped: entries by judge, oldest first."""
    return _marked(db, "skips", guild_id, contest)


def _marked(db: Database, table: str, guild_id: GuildId, contest: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    sql = (
        f"SELECT judge_id, entry FROM {table} WHERE guild_id = ? AND contest = ? ORDER BY at, entry"
    )
    for row in rows(db, sql, [guild_id, contest]):
        found.setdefault(int(row["judge_id"]), []).append(int(row["entry"]))
    return found


def card(db: Database, judge: Judge) -> tuple[ChannelId, MessageId] | None:
    """Read where a judge's card is."""
    for row in rows(db, f"SELECT * FROM judge_cards WHERE {OWN}", _key(judge)):
        return ChannelId(row["channel_id"]), MessageId(row["message_id"])
    return None


def keep_card(db: Database, judge: Judge, place: tuple[ChannelId, MessageId]) -> None:
    """Remember where a judge's card is."""
    db.execute("INSERT OR REPLACE INTO judge_cards VALUES (?, ?, ?, ?, ?)", [*_key(judge), *place])


def _key(judge: Judge) -> list[object]:
    return [judge.guild_id, judge.contest, judge.judge_id]
