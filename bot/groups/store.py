"""The tables of the groups, and the only place with their SQL. Everything runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database, Migrations

from bot.database import rows
from bot.groups.model import Invitation, Member, ProjectGroup
from bot.groups.snapshot import from_json, to_json

migrations = Migrations("groups")


@migrations()
def create_tables(db: Database) -> None:
    """Groups, members (one group a person), open invitations, the audit log, and each server's last number."""
    for statement in (
        """CREATE TABLE groups (
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            title TEXT NOT NULL CHECK (title <> ''),
            idea TEXT NOT NULL,
            founder_id INTEGER NOT NULL,
            largest INTEGER NOT NULL CHECK (largest > 0),
            created_at TEXT NOT NULL,
            closes_at TEXT,
            disbanded_at TEXT,
            PRIMARY KEY (guild_id, number)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX groups_by_title ON groups (guild_id, lower(title)) WHERE disbanded_at IS NULL",
        """CREATE TABLE group_members (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            joined_at TEXT NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (guild_id, user_id),
            FOREIGN KEY (guild_id, number) REFERENCES groups (guild_id, number)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX group_members_by_group ON group_members (guild_id, number, place)",
        """CREATE TABLE group_invitations (
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('invite', 'request')),
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            place INTEGER NOT NULL,
            PRIMARY KEY (guild_id, number, user_id),
            FOREIGN KEY (guild_id, number) REFERENCES groups (guild_id, number)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX group_invitations_by_person ON group_invitations (guild_id, user_id)",
        """CREATE TRIGGER group_members_fit BEFORE INSERT ON group_members
        WHEN (SELECT count(*) FROM group_members m WHERE m.guild_id = NEW.guild_id AND m.number = NEW.number)
            >= (SELECT largest FROM groups g WHERE g.guild_id = NEW.guild_id AND g.number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'group is full'); END""",
        """CREATE TABLE group_numbers (
            guild_id INTEGER PRIMARY KEY,
            last INTEGER NOT NULL
        ) STRICT""",
        """CREATE TABLE group_changes (
            id INTEGER PRIMARY KEY,
            guild_id INTEGER NOT NULL,
            at TEXT NOT NULL,
            actor_id INTEGER NOT NULL,
            action TEXT NOT NULL,
            reason TEXT,
            undoes INTEGER UNIQUE REFERENCES group_changes (id)
        ) STRICT""",
        """CREATE TABLE group_change_parts (
            change_id INTEGER NOT NULL REFERENCES group_changes (id),
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            before TEXT,
            after TEXT,
            PRIMARY KEY (change_id, number)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX group_change_parts_by_group ON group_change_parts (guild_id, number, change_id)",
        "CREATE INDEX group_changes_by_guild ON group_changes (guild_id, id)",
        """CREATE TABLE signup_extensions (
            guild_id INTEGER PRIMARY KEY,
            closes_at TEXT NOT NULL
        ) STRICT""",
    ):
        db.execute(statement)


@dataclass(frozen=True, slots=True)
class Part:
    """What a change did to one group."""

    number: int
    before: ProjectGroup | None
    after: ProjectGroup | None


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the audit log: who did what to which groups, when and why.

    Attributes:
        undoes: the id of the change that this one took back.
        undone: this one was taken back later.
    """

    id: int
    at: datetime
    actor_id: int
    action: str
    reason: str | None
    undoes: int | None
    undone: bool
    parts: tuple[Part, ...]


def next_number(db: Database, guild_id: int) -> int:
    """Take the next number of a server. Numbers are consecutive and never used twice."""
    found = rows(
        db,
        """INSERT INTO group_numbers (guild_id, last) VALUES (?, 1)
        ON CONFLICT (guild_id) DO UPDATE SET last = last + 1 RETURNING last""",
        [guild_id],
    )
    return int(found[0]["last"])


def group(db: Database, guild_id: int, number: int) -> ProjectGroup | None:
    """Read a group, disbanded or not."""
    found = rows(db, "SELECT * FROM groups WHERE guild_id = ? AND number = ?", [guild_id, number])
    return _group(db, guild_id, found[0]) if found else None


def live_groups(db: Database, guild_id: int) -> list[ProjectGroup]:
    """Read all groups that aren't disbanded, by number."""
    sql = "SELECT * FROM groups WHERE guild_id = ? AND disbanded_at IS NULL ORDER BY number"
    return [_group(db, guild_id, row) for row in rows(db, sql, [guild_id])]


def number_of(db: Database, guild_id: int, user_id: int) -> int | None:
    """Return the number of the group that a person is in."""
    sql = "SELECT number FROM group_members WHERE guild_id = ? AND user_id = ?"
    found = rows(db, sql, [guild_id, user_id])
    return int(found[0]["number"]) if found else None


def invited_to(db: Database, guild_id: int, user_id: int) -> list[int]:
    """List the groups with an open invitation or request of a person."""
    sql = "SELECT number FROM group_invitations WHERE guild_id = ? AND user_id = ? ORDER BY at"
    return [int(row["number"]) for row in rows(db, sql, [guild_id, user_id])]


def with_title(db: Database, guild_id: int, title: str, but: int) -> list[int]:
    """List the other live groups with the same title, letter case aside."""
    sql = """SELECT number FROM groups INDEXED BY groups_by_title
        WHERE guild_id = ? AND disbanded_at IS NULL AND number <> ? AND lower(title) = lower(?)"""
    return [int(row["number"]) for row in rows(db, sql, [guild_id, but, title])]


def save(
    db: Database,
    guild_id: int,
    group: ProjectGroup,
    largest: int,
    before: ProjectGroup | None = None,
) -> None:
    """Write a group as it stands. `before`: as it is stored, so that only what differs is written."""
    header = _header(group)
    if before is None or _header(before) != header:
        db.execute(
            """INSERT INTO groups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (guild_id, number) DO UPDATE SET title = excluded.title, idea = excluded.idea,
                founder_id = excluded.founder_id, largest = excluded.largest,
                closes_at = excluded.closes_at, disbanded_at = excluded.disbanded_at""",
            [guild_id, group.number, *header[:3], largest, *header[3:]],
        )
    _rewrite(db, "group_members", guild_id, _member_rows(before), _member_rows(group))
    _rewrite(db, "group_invitations", guild_id, _invitation_rows(before), _invitation_rows(group))


def _header(group: ProjectGroup) -> list[Any]:
    times = (group.created_at, group.closes_at, group.disbanded_at)
    return [group.title, group.idea, group.founder_id, *map(_text, times)]


def _member_rows(group: ProjectGroup | None) -> dict[int, tuple[Any, ...]]:
    members = enumerate(group.members) if group else ()
    number = group.number if group else 0
    return {m.user_id: (m.user_id, number, m.joined_at.isoformat(), place) for place, m in members}


def _invitation_rows(group: ProjectGroup | None) -> dict[int, tuple[Any, ...]]:
    asked = enumerate(group.invitations) if group else ()
    number = group.number if group else 0
    return {
        i.user_id: (number, i.user_id, i.kind, i.by, i.at.isoformat(), place) for place, i in asked
    }


def _rewrite(
    db: Database,
    table: str,
    guild_id: int,
    old: dict[int, tuple[Any, ...]],
    new: dict[int, tuple[Any, ...]],
) -> None:
    """Delete the rows that differ, then insert them as they are now."""
    number_at = 1 if table == "group_members" else 0
    for user_id, row in old.items():
        if new.get(user_id) != row:
            sql = f"DELETE FROM {table} WHERE guild_id = ? AND user_id = ? AND number = ?"
            db.execute(sql, [guild_id, user_id, row[number_at]])
    for user_id, row in new.items():
        if old.get(user_id) != row:
            marks = ", ".join("?" * (len(row) + 1))
            db.execute(f"INSERT INTO {table} VALUES ({marks})", [guild_id, *row])


def record(
    db: Database,
    guild_id: int,
    at: datetime,
    actor_id: int,
    action: str,
    parts: Sequence[Part],
    reason: str | None = None,
    undoes: int | None = None,
) -> int:
    """Write an entry of the audit log and give its id."""
    found = rows(
        db,
        """INSERT INTO group_changes (guild_id, at, actor_id, action, reason, undoes)
        VALUES (?, ?, ?, ?, ?, ?) RETURNING id""",
        [guild_id, at.isoformat(), actor_id, action, reason, undoes],
    )
    change_id = int(found[0]["id"])
    for part in parts:
        values = [change_id, guild_id, part.number, to_json(part.before), to_json(part.after)]
        db.execute("INSERT INTO group_change_parts VALUES (?, ?, ?, ?, ?)", values)
    return change_id


def change(db: Database, guild_id: int, change_id: int) -> Change | None:
    """Read one entry of the audit log."""
    sql = f"{_CHANGES} WHERE c.guild_id = ? AND c.id = ?"
    found = rows(db, sql, [guild_id, change_id])
    return _change(db, found[0]) if found else None


def changes(db: Database, guild_id: int, number: int | None, limit: int) -> list[Change]:
    """Read the newest entries of the audit log, of one group or of all."""
    if number is None:
        sql = f"{_CHANGES} WHERE c.guild_id = ? ORDER BY c.id DESC LIMIT ?"
        return [_change(db, row) for row in rows(db, sql, [guild_id, limit])]
    sql = f"""{_CHANGES} WHERE c.id IN (
        SELECT change_id FROM group_change_parts WHERE guild_id = ? AND number = ?
    ) ORDER BY c.id DESC LIMIT ?"""
    return [_change(db, row) for row in rows(db, sql, [guild_id, number, limit])]


def extension(db: Database, guild_id: int) -> datetime | None:
    """Read the later deadline that staff gave to everybody."""
    found = rows(db, "SELECT closes_at FROM signup_extensions WHERE guild_id = ?", [guild_id])
    return datetime.fromisoformat(found[0]["closes_at"]) if found else None


def extend(db: Database, guild_id: int, closes_at: datetime) -> None:
    """Store the later deadline for everybody."""
    db.execute(
        """INSERT INTO signup_extensions VALUES (?, ?)
        ON CONFLICT (guild_id) DO UPDATE SET closes_at = excluded.closes_at""",
        [guild_id, closes_at.isoformat()],
    )


_CHANGES = """SELECT c.*, EXISTS (SELECT 1 FROM group_changes u WHERE u.undoes = c.id) AS undone
    FROM group_changes c"""


def _change(db: Database, row: dict[str, Any]) -> Change:
    sql = "SELECT * FROM group_change_parts WHERE change_id = ? ORDER BY number"
    parts = tuple(
        Part(part["number"], from_json(part["before"]), from_json(part["after"]))
        for part in rows(db, sql, [row["id"]])
    )
    return Change(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        actor_id=row["actor_id"],
        action=row["action"],
        reason=row["reason"],
        undoes=row["undoes"],
        undone=bool(row["undone"]),
        parts=parts,
    )


def _group(db: Database, guild_id: int, row: dict[str, Any]) -> ProjectGroup:
    key = [guild_id, row["number"]]
    members = rows(
        db,
        "SELECT * FROM group_members WHERE guild_id = ? AND number = ? ORDER BY place",
        key,
    )
    asked = rows(
        db,
        "SELECT * FROM group_invitations WHERE guild_id = ? AND number = ? ORDER BY place",
        key,
    )
    return ProjectGroup(
        number=row["number"],
        title=row["title"],
        idea=row["idea"],
        founder_id=row["founder_id"],
        members=tuple(
            Member(m["user_id"], datetime.fromisoformat(m["joined_at"])) for m in members
        ),
        created_at=datetime.fromisoformat(row["created_at"]),
        invitations=tuple(
            Invitation(i["user_id"], i["kind"], i["by"], datetime.fromisoformat(i["at"]))
            for i in asked
        ),
        closes_at=_instant(row["closes_at"]),
        disbanded_at=_instant(row["disbanded_at"]),
    )


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
