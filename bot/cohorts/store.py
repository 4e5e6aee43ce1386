"""The table of who is in which cohort. The only place with its SQL."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database, Migrations

from bot.database import instant_text, rows
from bot.ids import GuildId, UserId

migrations = Migrations("cohorts")


@migrations()
def create_tables(db: Database) -> None:
    """One row a person and kind of cohort: by their role as it was seen last, or by their choice."""
    db.execute(
        """CREATE TABLE cohort_members (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind <> ''),
            cohort TEXT NOT NULL CHECK (cohort <> ''),
            by_role INTEGER NOT NULL CHECK (by_role IN (0, 1)),
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id, kind)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX cohort_members_by_cohort ON cohort_members (guild_id, cohort)")


def of(db: Database, guild_id: GuildId, user_id: UserId) -> dict[str, tuple[str, bool]]:
    """Read somebody's cohort of each kind, and whether a role says so."""
    sql = "SELECT kind, cohort, by_role FROM cohort_members WHERE guild_id = ? AND user_id = ?"
    found = rows(db, sql, [guild_id, user_id])
    return {str(r["kind"]): (str(r["cohort"]), bool(r["by_role"])) for r in found}


def people(db: Database, guild_id: GuildId) -> dict[str, int]:
    """Count who is in each cohort."""
    sql = "SELECT cohort, count(*) AS people FROM cohort_members WHERE guild_id = ? GROUP BY cohort"
    return {str(r["cohort"]): int(r["people"]) for r in rows(db, sql, [guild_id])}


def members(db: Database, guild_id: GuildId) -> dict[UserId, frozenset[str]]:
    """Read everybody's cohorts."""
    found: dict[UserId, set[str]] = {}
    for r in rows(db, "SELECT user_id, cohort FROM cohort_members WHERE guild_id = ?", [guild_id]):
        found.setdefault(UserId(int(r["user_id"])), set()).add(str(r["cohort"]))
    return {user_id: frozenset(cohorts) for user_id, cohorts in found.items()}


def put(
    db: Database, guild_id: GuildId, user_id: UserId, place: tuple[str, str], at: datetime,
    *, by_role: bool,
) -> None:  # fmt: skip
    """Store somebody's cohort. `place`: its kind, and its id."""
    db.execute(
        """INSERT INTO cohort_members VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (guild_id, user_id, kind)
        DO UPDATE SET cohort = excluded.cohort, by_role = excluded.by_role, at = excluded.at""",
        [guild_id, user_id, *place, int(by_role), instant_text(at)],
    )


def drop(db: Database, guild_id: GuildId, user_id: UserId, kind: str) -> None:
    """Forget somebody's cohort of a kind."""
    sql = "DELETE FROM cohort_members WHERE guild_id = ? AND user_id = ? AND kind = ?"
    db.execute(sql, [guild_id, user_id, kind])
