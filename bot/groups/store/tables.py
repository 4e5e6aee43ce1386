"""The tables, as every version has made them."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

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
