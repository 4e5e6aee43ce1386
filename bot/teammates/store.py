"""The table of the posts."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database, Migrations

from bot.database import rows
from bot.ids import GuildId, UserId
from bot.teammates.rules import Post

migrations = Migrations("teammates")


@migrations()
def create_tables(db: Database) -> None:
    """One post a person and server."""
    db.execute(
        """CREATE TABLE looking (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            looking_for TEXT NOT NULL CHECK (looking_for IN ('group', 'members')),
            interests TEXT NOT NULL,
            skills TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id)
        ) STRICT, WITHOUT ROWID"""
    )


def posts(db: Database, guild_id: GuildId) -> list[Post]:
    """Read all posts of a server, the oldest first."""
    sql = "SELECT * FROM looking WHERE guild_id = ? ORDER BY at, user_id"
    return [
        Post(
            r["user_id"],
            r["looking_for"],
            r["interests"],
            r["skills"],
            datetime.fromisoformat(r["at"]),
        )
        for r in rows(db, sql, [guild_id])
    ]


def save(db: Database, guild_id: GuildId, post: Post) -> None:
    """Write a person's post over their last."""
    db.execute(
        "INSERT OR REPLACE INTO looking VALUES (?, ?, ?, ?, ?, ?)",
        [
            guild_id,
            post.user_id,
            post.looking_for,
            post.interests,
            post.skills,
            post.at.isoformat(),
        ],
    )


def withdraw(db: Database, guild_id: GuildId, user_id: UserId) -> bool:
    """Remove a person's post. Say whether there was one."""
    sql = "DELETE FROM looking WHERE guild_id = ? AND user_id = ?"
    return db.execute(sql, [guild_id, user_id]).rowcount > 0
