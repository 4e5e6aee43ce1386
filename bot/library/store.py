"""The tables of courses' versions and drafts. The only place with their SQL."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database, Migrations

from bot.course.changed import Line
from bot.database import instant_text, rows
from bot.ids import GuildId, UserId
from bot.library.library import DEFAULT
from bot.library.model import Draft, Version

migrations = Migrations("library")


@migrations()
def create_tables(db: Database) -> None:
    """Each course is a chain of versions; guild 0 has that of the default file. Equal texts are kept once."""
    db.execute(
        """CREATE TABLE course_texts (
            digest TEXT PRIMARY KEY,
            text TEXT NOT NULL
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE course_versions (
            guild_id INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            at TEXT NOT NULL,
            by INTEGER,
            via TEXT NOT NULL CHECK (via IN ('file', 'discord')),
            why TEXT NOT NULL,
            changes TEXT NOT NULL,
            digest TEXT NOT NULL REFERENCES course_texts (digest),
            file_digest TEXT NOT NULL REFERENCES course_texts (digest),
            PRIMARY KEY (guild_id, number),
            CHECK (via = 'file' OR by IS NOT NULL)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE course_drafts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL,
            base INTEGER NOT NULL,
            by INTEGER NOT NULL,
            at TEXT NOT NULL,
            edit TEXT NOT NULL,
            why TEXT NOT NULL,
            changes TEXT NOT NULL,
            follows TEXT NOT NULL,
            digest TEXT NOT NULL REFERENCES course_texts (digest)
        ) STRICT"""
    )


def digest_of(text: str) -> str:
    """Return what a text is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep_text(db: Database, text: str) -> str:
    """Keep a text. Return its digest."""
    digest = digest_of(text)
    db.execute("INSERT INTO course_texts VALUES (?, ?) ON CONFLICT DO NOTHING", [digest, text])
    return digest


def text_of(db: Database, digest: str) -> str:
    """Read a text."""
    return str(rows(db, "SELECT text FROM course_texts WHERE digest = ?", [digest])[0]["text"])


def add(db: Database, version: Version) -> None:
    """Store a version."""
    db.execute(
        "INSERT INTO course_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            version.guild_id, version.number, instant_text(version.at), version.by, version.via, version.why,
            _written(version.changes), version.digest, version.file_digest,
        ],
    )  # fmt: skip


def versions(db: Database, guild_id: GuildId, most: int = -1) -> list[Version]:
    """Read a chain, newest first. `most`: of these, as many."""
    sql = "SELECT * FROM course_versions WHERE guild_id = ? ORDER BY number DESC LIMIT ?"
    return [_version(row) for row in rows(db, sql, [guild_id, most])]


def newest(db: Database, guild_id: GuildId) -> Version | None:
    """Read the newest version of a chain; None where there is none."""
    found = versions(db, guild_id, 1)
    return found[0] if found else None


def version(db: Database, guild_id: GuildId, number: int) -> Version | None:
    """Read one version."""
    sql = "SELECT * FROM course_versions WHERE guild_id = ? AND number = ?"
    found = rows(db, sql, [guild_id, number])
    return _version(found[0]) if found else None


def numbers(db: Database) -> dict[GuildId, int]:
    """Read the number of each chain's newest version."""
    sql = "SELECT guild_id, max(number) AS number FROM course_versions GROUP BY guild_id"
    return {GuildId(int(row["guild_id"])): int(row["number"]) for row in rows(db, sql)}


def fork(db: Database, guild_id: GuildId) -> None:
    """Give a server a chain of its own, as that of the default file is so far."""
    db.execute(
        """INSERT INTO course_versions SELECT ?, number, at, by, via, why, changes, digest, file_digest
        FROM course_versions WHERE guild_id = ?""",
        [guild_id, DEFAULT],
    )


def add_draft(db: Database, draft: Draft, at: datetime) -> Draft:
    """Store a draft. Return it with its id; earlier ones of the same person are forgotten."""
    sql = "DELETE FROM course_drafts WHERE guild_id = ? AND by = ?"
    db.execute(sql, [draft.guild_id, draft.by])
    cursor = db.execute(
        """INSERT INTO course_drafts (guild_id, base, by, at, edit, why, changes, follows, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *""",
        [
            draft.guild_id, draft.base, draft.by, instant_text(at), draft.edit, draft.why, _written(draft.changes),
            json.dumps(draft.follows, ensure_ascii=False), draft.digest,
        ],
    )  # fmt: skip
    columns = [column[0] for column in cursor.description]
    return _draft(dict(zip(columns, cursor.fetchone(), strict=True)))


def draft(db: Database, guild_id: GuildId, id: int) -> Draft | None:
    """Read a draft; None where it was decided."""
    sql = "SELECT * FROM course_drafts WHERE guild_id = ? AND id = ?"
    found = rows(db, sql, [guild_id, id])
    return _draft(found[0]) if found else None


def drop_draft(db: Database, id: int) -> None:
    """Forget a draft that was decided."""
    db.execute("DELETE FROM course_drafts WHERE id = ?", [id])


def forget_texts(db: Database) -> None:
    """Forget the texts of drafts that came to nothing."""
    db.execute(
        """DELETE FROM course_texts WHERE digest NOT IN (SELECT digest FROM course_versions
        UNION SELECT file_digest FROM course_versions UNION SELECT digest FROM course_drafts)"""
    )


def _written(lines: Sequence[Line]) -> str:
    return json.dumps([list(line) for line in lines], ensure_ascii=False)


def _lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(*line) for line in json.loads(text))


def _version(row: dict[str, Any]) -> Version:
    return Version(
        guild_id=GuildId(int(row["guild_id"])),
        number=int(row["number"]),
        at=datetime.fromisoformat(row["at"]),
        by=UserId(int(row["by"])) if row["by"] is not None else None,
        via=row["via"],
        why=row["why"],
        changes=_lines(row["changes"]),
        digest=row["digest"],
        file_digest=row["file_digest"],
    )


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(
        id=int(row["id"]),
        guild_id=GuildId(int(row["guild_id"])),
        base=int(row["base"]),
        by=UserId(int(row["by"])),
        edit=row["edit"],
        why=row["why"],
        changes=_lines(row["changes"]),
        follows=tuple(json.loads(row["follows"])),
        digest=row["digest"],
    )
