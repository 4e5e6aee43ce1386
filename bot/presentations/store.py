"""The pitch session in the database. What a press may change is kept as JSON, from which it is taken back.

The names of a turn's values stand in databases: never rename them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database, Migrations

from bot.database import Tables, instant_text, rows
from bot.ids import GuildId, UserId
from bot.presentations.model import PitchSession, Pressed, Turn

MICROSECOND = timedelta(microseconds=1)


def values_of(turn: Turn) -> dict[str, Any]:
    """Write a turn as plain values."""
    return {
        "number": turn.number,
        "position": turn.position,
        "state": turn.state,
        "attempt": turn.attempt,
        "started_at": _text(turn.started_at),
        "paused_us": turn.paused // MICROSECOND,
        "paused_at": _text(turn.paused_at),
        "ended_at": _text(turn.ended_at),
        "deferred": int(turn.deferred),
    }


def turn_of(values: Mapping[str, Any]) -> Turn:
    """Read what `values_of` wrote."""
    return Turn(
        number=int(values["number"]),
        position=int(values["position"]),
        state=values["state"],
        attempt=int(values["attempt"]),
        started_at=_instant(values["started_at"]),
        paused=int(values["paused_us"]) * MICROSECOND,
        paused_at=_instant(values["paused_at"]),
        ended_at=_instant(values["ended_at"]),
        deferred=bool(values["deferred"]),
    )


def to_json(session: PitchSession) -> str:
    """Write what a press may change: the minutes, the seed and the turns."""
    turns = [values_of(turn) for turn in session.turns]
    return json.dumps({"minutes": session.minutes, "seed": session.seed, "turns": turns})


def from_json(text: str) -> PitchSession:
    """Read what `to_json` wrote."""
    kept: dict[str, Any] = json.loads(text)
    return PitchSession(kept["minutes"], tuple(map(turn_of, kept["turns"])), kept["seed"])


def _text(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


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


@migrations()
def create_presses(db: Database) -> None:
    """Who did what to a session, and how it stood before: each press has a number, and can be taken back once."""
    db.execute(
        """CREATE TABLE pitch_presses (
            guild_id INTEGER NOT NULL REFERENCES pitch_sessions (guild_id),
            revision INTEGER NOT NULL CHECK (revision > 0),
            action TEXT NOT NULL CHECK (action IN (
                'plan', 'start', 'pause', 'resume', 'end', 'absent', 'out', 'back', 'order', 'undo')),
            number INTEGER NOT NULL,
            at TEXT NOT NULL,
            by INTEGER NOT NULL,
            before TEXT,
            undoes INTEGER,
            PRIMARY KEY (guild_id, revision),
            UNIQUE (guild_id, undoes),
            FOREIGN KEY (guild_id, undoes) REFERENCES pitch_presses (guild_id, revision),
            CHECK ((action = 'undo') = (undoes IS NOT NULL))
        ) STRICT, WITHOUT ROWID"""
    )


def load(db: Database, guild_id: GuildId) -> PitchSession | None:
    """Read a server's session."""
    found = rows(db, "SELECT * FROM pitch_sessions WHERE guild_id = ?", [guild_id])
    if not found:
        return None
    turns = rows(
        db, "SELECT * FROM pitch_turns WHERE guild_id = ? ORDER BY position, number", [guild_id]
    )
    here = rows(db, "SELECT DISTINCT number FROM pitch_checkins WHERE guild_id = ?", [guild_id])
    last = _newest(db, guild_id, "TRUE")
    undoable = _newest(db, guild_id, "p.action <> 'undo' AND undo.revision IS NULL")
    return PitchSession(
        int(found[0]["minutes"]),
        tuple(map(turn_of, turns)),
        found[0]["seed"],
        frozenset(int(r["number"]) for r in here),
        revision=last["revision"] if last else 0,
        last=_press(last) if last else None,
        undoable=_press(undoable) if undoable and undoable["before"] else None,
    )


def save(db: Database, guild_id: GuildId, session: PitchSession) -> None:
    """Store a session as it is now."""
    db.execute(
        "INSERT INTO pitch_sessions VALUES (?, ?, ?) ON CONFLICT (guild_id) DO UPDATE SET "
        "minutes = excluded.minutes, seed = excluded.seed",
        [guild_id, session.minutes, session.seed],
    )
    db.execute("DELETE FROM pitch_turns WHERE guild_id = ?", [guild_id])
    for turn in session.turns:
        values = [guild_id, *values_of(turn).values()]
        db.execute("INSERT INTO pitch_turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def record(
    db: Database,
    guild_id: GuildId,
    press: Pressed,
    before: PitchSession | None,
    undoes: Pressed | None,
) -> None:
    """Note a press. `before`: what taking it back returns to. `undoes`: what an undo takes back."""
    kept = to_json(before) if before else None
    db.execute(
        "INSERT INTO pitch_presses VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            guild_id, press.revision, press.action, press.number, instant_text(press.at), press.by, kept,
            undoes.revision if undoes else None,
        ],
    )  # fmt: skip


def before(db: Database, guild_id: GuildId, revision: int) -> PitchSession:
    """Read how a session stood before a press that can be taken back."""
    sql = "SELECT before FROM pitch_presses WHERE guild_id = ? AND revision = ?"
    return from_json(rows(db, sql, [guild_id, revision])[0]["before"])


def check_in(db: Database, guild_id: GuildId, number: int, user_id: UserId, at: datetime) -> None:
    """Remember that somebody of a group is here."""
    db.execute(
        "INSERT INTO pitch_checkins VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [guild_id, number, user_id, instant_text(at)],
    )


def _newest(db: Database, guild_id: GuildId, condition: str) -> dict[str, Any] | None:
    found = rows(
        db,
        f"""SELECT p.*, undone.action AS undone FROM pitch_presses p
        LEFT JOIN pitch_presses undo ON undo.guild_id = p.guild_id AND undo.undoes = p.revision
        LEFT JOIN pitch_presses undone ON undone.guild_id = p.guild_id AND undone.revision = p.undoes
        WHERE p.guild_id = ? AND {condition} ORDER BY p.revision DESC LIMIT 1""",
        [guild_id],
    )
    return found[0] if found else None


def _press(row: dict[str, Any]) -> Pressed:
    return Pressed(
        row["revision"],
        row["action"],
        row["number"],
        datetime.fromisoformat(row["at"]),
        UserId(row["by"]),
        row["undone"],
    )


def pitched(db: Tables, guild_id: GuildId) -> frozenset[int] | None:
    """Return the groups that have pitched, while a session is under way; None where none is.

    Within another change's transaction.
    """
    session = load(db, guild_id)
    begun = session is not None and any(turn.started_at for turn in session.turns)
    if session is None or not begun or not (session.running or session.waiting):
        return None
    return frozenset(turn.number for turn in session.turns if turn.state == "done")
