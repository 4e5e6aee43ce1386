"""The tables of the pitch session: stored instants, nothing counted. The only place with their SQL."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlite_utils import Database, Migrations

from bot.database import instant_text, rows
from bot.presentations.model import PitchSession, Turn

migrations = Migrations("pitches")


@migrations()
def create_tables(db: Database) -> None:
    """One session a server, its turns, and who has checked in."""
    for statement in (
        """CREATE TABLE pitch_sessions (
            guild_id INTEGER PRIMARY KEY,
            minutes INTEGER NOT NULL CHECK (minutes > 0),
            seed INTEGER
        ) STRICT""",
        """CREATE TABLE pitch_turns (
            guild_id INTEGER NOT NULL REFERENCES pitch_sessions (guild_id),
            number INTEGER NOT NULL,
            position INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'speaking', 'paused', 'done', 'out')),
            attempt INTEGER NOT NULL,
            started_at TEXT,
            paused_us INTEGER NOT NULL,
            paused_at TEXT,
            ended_at TEXT,
            deferred INTEGER NOT NULL CHECK (deferred IN (0, 1)),
            PRIMARY KEY (guild_id, number),
            CHECK (state NOT IN ('speaking', 'paused') OR started_at IS NOT NULL)
        ) STRICT, WITHOUT ROWID""",
        """CREATE UNIQUE INDEX one_speaks ON pitch_turns (guild_id) WHERE state IN ('speaking', 'paused')""",
        """CREATE TABLE pitch_checkins (
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, number, user_id)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


def load(db: Database, guild_id: int) -> PitchSession | None:
    """Read a server's session."""
    found = rows(db, "SELECT * FROM pitch_sessions WHERE guild_id = ?", [guild_id])
    if not found:
        return None
    turns = rows(
        db, "SELECT * FROM pitch_turns WHERE guild_id = ? ORDER BY position, number", [guild_id]
    )
    here = rows(db, "SELECT DISTINCT number FROM pitch_checkins WHERE guild_id = ?", [guild_id])
    return PitchSession(
        int(found[0]["minutes"]),
        tuple(
            Turn(
                int(r["number"]), int(r["position"]), r["state"], int(r["attempt"]), _instant(r["started_at"]),
                timedelta(microseconds=int(r["paused_us"])), _instant(r["paused_at"]), _instant(r["ended_at"]),
                bool(r["deferred"]),
            )
            for r in turns
        ),
        found[0]["seed"],
        frozenset(int(r["number"]) for r in here),
    )  # fmt: skip


def save(db: Database, guild_id: int, session: PitchSession) -> None:
    """Store a session as it is now."""
    db.execute(
        "INSERT INTO pitch_sessions VALUES (?, ?, ?) ON CONFLICT (guild_id) DO UPDATE SET "
        "minutes = excluded.minutes, seed = excluded.seed",
        [guild_id, session.minutes, session.seed],
    )
    db.execute("DELETE FROM pitch_turns WHERE guild_id = ?", [guild_id])
    for turn in session.turns:
        db.execute(
            "INSERT INTO pitch_turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                guild_id, turn.number, turn.position, turn.state, turn.attempt, _text(turn.started_at),
                turn.paused // timedelta(microseconds=1), _text(turn.paused_at), _text(turn.ended_at),
                int(turn.deferred),
            ],
        )  # fmt: skip


def check_in(db: Database, guild_id: int, number: int, user_id: int, at: datetime) -> None:
    """Remember that somebody of a group is here."""
    db.execute(
        "INSERT INTO pitch_checkins VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [guild_id, number, user_id, _text(at)],
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None
