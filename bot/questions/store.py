"""The tables of questions. The only place with their SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlite_utils import Database, Migrations

from bot.database import instant_text, rows
from bot.ids import GuildId, UserId
from bot.questions.model import (
    Asking,
    Entry,
    Learned,
    Question,
    Unanswered,
    UnansweredState,
    Week,
)

migrations = Migrations("answers")
MOST_TOPICS = 5


@migrations()
def create_tables(db: Database) -> None:
    """Questions asked; questions for staff and who waits for them; what staff taught; summaries sent.

    AUTOINCREMENT: a button of a forgotten question must never lead to somebody else's newer one.
    """
    db.execute(
        """CREATE TABLE asked (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
            topic TEXT NOT NULL,
            abstained INTEGER NOT NULL CHECK (abstained IN (0, 1)),
            helpful INTEGER CHECK (helpful IN (0, 1)),
            at TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX asked_by_time ON asked (guild_id, at)")
    db.execute(
        """CREATE TABLE unanswered (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            text TEXT NOT NULL,
            key TEXT NOT NULL,
            at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dismissed')),
            answer TEXT NOT NULL,
            CHECK (state <> 'answered' OR answer <> '')
        ) STRICT"""
    )
    db.execute(
        "CREATE UNIQUE INDEX one_open_a_key ON unanswered (guild_id, key) WHERE state = 'open'"
    )
    db.execute(
        """CREATE TABLE waiting (
            question_id INTEGER NOT NULL REFERENCES unanswered (id) ON DELETE CASCADE,
            user_id INTEGER NOT NULL,
            PRIMARY KEY (question_id, user_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE learned (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            text TEXT NOT NULL,
            answer TEXT NOT NULL,
            by_id INTEGER NOT NULL,
            at TEXT NOT NULL
        ) STRICT"""
    )
    db.execute(
        """CREATE TABLE week_summaries (
            guild_id INTEGER NOT NULL,
            until TEXT NOT NULL,
            PRIMARY KEY (guild_id, until)
        ) STRICT, WITHOUT ROWID"""
    )


def note(db: Database, asking: Asking) -> Question:
    """Remember a question."""
    cursor = db.execute(
        "INSERT INTO asked (guild_id, user_id, text, topic, abstained, at) VALUES (?, ?, ?, ?, ?, ?)",
        [
            asking.guild_id,
            asking.user_id,
            asking.text,
            asking.topic,
            int(asking.abstained),
            instant_text(asking.at),
        ],
    )
    id = int(cursor.lastrowid or 0)
    return Question(id, asking.guild_id, asking.user_id, asking.text, asking.at)


def question(db: Database, guild_id: GuildId, id: int) -> Question | None:
    """Read a question; None once it is forgotten."""
    found = rows(db, "SELECT * FROM asked WHERE guild_id = ? AND id = ?", [guild_id, id])
    if not found:
        return None
    r = found[0]
    return Question(r["id"], r["guild_id"], r["user_id"], r["text"], _instant(r["at"]))


def asked_since(db: Database, user_id: UserId, since: datetime) -> list[datetime]:
    """List when somebody asked, oldest first."""
    sql = "SELECT at FROM asked WHERE user_id = ? AND at > ? ORDER BY at"
    return [_instant(r["at"]) for r in rows(db, sql, [user_id, instant_text(since)])]


def rate(db: Database, guild_id: GuildId, id: int, helpful: bool) -> None:
    """Remember whether an answer helped."""
    db.execute(
        "UPDATE asked SET helpful = ? WHERE guild_id = ? AND id = ?", [int(helpful), guild_id, id]
    )


def asked_in(db: Database) -> set[GuildId]:
    """List the servers in which anything was asked."""
    sql = "SELECT guild_id FROM asked UNION SELECT guild_id FROM unanswered"
    return {GuildId(int(r["guild_id"])) for r in rows(db, sql)}


def forget(db: Database, guild_id: GuildId, before: datetime) -> int:
    """Delete what was asked before an instant, and what staff were asked; return how much of that there was."""
    old = [guild_id, instant_text(before)]
    db.execute("DELETE FROM asked WHERE guild_id = ? AND at < ?", old)
    return db.execute("DELETE FROM unanswered WHERE guild_id = ? AND at < ?", old).rowcount


_UNANSWERED = """SELECT u.*, (SELECT count(*) FROM waiting w WHERE w.question_id = u.id) AS people
    FROM unanswered u"""


def unanswered(
    db: Database, guild_id: GuildId, state: UnansweredState = "open"
) -> list[Unanswered]:
    """List a server's questions for staff, those that most people ask first."""
    sql = f"{_UNANSWERED} WHERE u.guild_id = ? AND u.state = ? ORDER BY people DESC, u.at, u.id"
    return [_unanswered(r) for r in rows(db, sql, [guild_id, state])]


def unanswered_one(db: Database, guild_id: GuildId, id: int) -> Unanswered | None:
    """Read one question for staff."""
    found = rows(db, f"{_UNANSWERED} WHERE u.guild_id = ? AND u.id = ?", [guild_id, id])
    return _unanswered(found[0]) if found else None


def open_question(db: Database, guild_id: GuildId, text: str, key: str, at: datetime) -> int:
    """Add a question for staff; return its id."""
    cursor = db.execute(
        "INSERT INTO unanswered (guild_id, text, key, at, state, answer) VALUES (?, ?, ?, ?, 'open', '')",
        [guild_id, text, key, instant_text(at)],
    )
    return int(cursor.lastrowid or 0)


def wait_for(db: Database, id: int, user_id: UserId) -> None:
    """Let somebody hear of the answer. Twice is once."""
    db.execute("INSERT OR IGNORE INTO waiting VALUES (?, ?)", [id, user_id])


def waiting(db: Database, id: int) -> list[UserId]:
    """List who waits for an answer."""
    sql = "SELECT user_id FROM waiting WHERE question_id = ? ORDER BY user_id"
    return [UserId(r["user_id"]) for r in rows(db, sql, [id])]


def settle(
    db: Database, guild_id: GuildId, id: int, state: UnansweredState, answer: str = ""
) -> Unanswered | None:
    """Answer or dismiss an open question; None if it isn't open."""
    sql = "UPDATE unanswered SET state = ?, answer = ? WHERE guild_id = ? AND id = ? AND state = 'open'"
    if not db.execute(sql, [state, answer, guild_id, id]).rowcount:
        return None
    return unanswered_one(db, guild_id, id)


def learn(db: Database, entry: Entry, at: datetime, *, by: UserId) -> Learned:
    """Add an entry to a server's FAQ."""
    cursor = db.execute(
        "INSERT INTO learned (guild_id, text, answer, by_id, at) VALUES (?, ?, ?, ?, ?)",
        [entry.guild_id, entry.text, entry.answer, by, instant_text(at)],
    )
    id = int(cursor.lastrowid or 0)
    return Learned(id, entry.guild_id, entry.text, entry.answer, by, at)


def unlearn(db: Database, guild_id: GuildId, id: int) -> bool:
    """Take an entry out of the FAQ. Return whether it was there."""
    sql = "DELETE FROM learned WHERE guild_id = ? AND id = ?"
    return db.execute(sql, [guild_id, id]).rowcount > 0


def learned(db: Database, guild_id: GuildId | None = None) -> list[Learned]:
    """List the entries of a server's FAQ, or of every server's, the oldest first."""
    where, values = ("WHERE guild_id = ?", [guild_id]) if guild_id is not None else ("", [])
    return [
        Learned(r["id"], r["guild_id"], r["text"], r["answer"], r["by_id"], _instant(r["at"]))
        for r in rows(db, f"SELECT * FROM learned {where} ORDER BY id", values)
    ]


def claim_summary(db: Database, guild_id: GuildId, until: datetime) -> bool:
    """Take it on to send a week's summary. Return whether nobody had yet."""
    sql = "INSERT OR IGNORE INTO week_summaries VALUES (?, ?)"
    return db.execute(sql, [guild_id, instant_text(until)]).rowcount > 0


def week(db: Database, guild_id: GuildId, since: datetime, until: datetime) -> Week:
    """Count what was asked from one instant to another."""
    span = [guild_id, instant_text(since), instant_text(until)]
    where = "guild_id = ? AND at >= ? AND at < ?"
    counts = rows(
        db,
        f"""SELECT count(*) AS asked, count(DISTINCT user_id) AS people, sum(helpful = 1) AS helpful,
            sum(helpful = 0) AS not_helpful, sum(abstained) AS unanswered FROM asked WHERE {where}""",
        span,
    )[0]
    topics = rows(
        db,
        f"""SELECT topic, count(*) AS times FROM asked WHERE {where} AND topic <> ''
            GROUP BY topic ORDER BY times DESC, topic LIMIT {MOST_TOPICS}""",
        span,
    )
    return Week(
        counts["asked"],
        counts["people"],
        counts["helpful"] or 0,
        counts["not_helpful"] or 0,
        counts["unanswered"] or 0,
        tuple((r["topic"], r["times"]) for r in topics),
    )


def missed(db: Database) -> list[tuple[str, str, bool]]:
    """List what wasn't answered or didn't help: its text, what it was taken for, and whether it was answered.

    Each text once for all servers, those asked most often first. Who asked, and where, is left out.
    """
    sql = """SELECT text, max(topic) AS topic, min(abstained) AS unanswered FROM asked
        WHERE abstained = 1 OR helpful = 0 GROUP BY lower(text) ORDER BY count(*) DESC, lower(text)"""
    return [(r["text"], r["topic"], not r["unanswered"]) for r in rows(db, sql, [])]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _unanswered(r: dict[str, Any]) -> Unanswered:
    return Unanswered(
        r["id"], r["guild_id"], r["text"], r["key"], _instant(r["at"]), r["state"], r["people"], r["answer"],
    )  # fmt: skip
