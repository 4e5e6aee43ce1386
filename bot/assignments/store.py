"""The tables of the submissions, and the only place with their SQL. Everything runs in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from sqlite_utils import Database, Migrations

from bot.assignments.model import Details, Extension, KeptFile, Owner, Version
from bot.database import instant_text, rows
from bot.ids import GuildId, UserId

migrations = Migrations("submissions")


@migrations()
def create_tables(db: Database) -> None:
    """Versions with their files, extensions, and what people attest by honor code."""
    for statement in (
        """CREATE TABLE submissions (
            guild_id INTEGER NOT NULL,
            owner TEXT NOT NULL CHECK (owner GLOB 'user:[0-9]*' OR owner GLOB 'group:[0-9]*'),
            task TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            receipt TEXT NOT NULL UNIQUE,
            code TEXT NOT NULL,
            by INTEGER NOT NULL,
            by_name TEXT NOT NULL,
            at TEXT NOT NULL,
            due_at TEXT NOT NULL,
            details TEXT NOT NULL CHECK (json_valid(details)),
            warnings TEXT NOT NULL CHECK (json_valid(warnings)),
            flags TEXT NOT NULL CHECK (json_valid(flags)),
            PRIMARY KEY (guild_id, owner, task, number)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE submission_files (
            receipt TEXT NOT NULL REFERENCES submissions (receipt),
            place INTEGER NOT NULL,
            item TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            size INTEGER NOT NULL CHECK (size > 0),
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            kind TEXT NOT NULL,
            pages INTEGER,
            PRIMARY KEY (receipt, place)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE hand_in_extensions (
            guild_id INTEGER NOT NULL,
            owner TEXT NOT NULL,
            task TEXT NOT NULL,
            due_at TEXT NOT NULL,
            by INTEGER NOT NULL,
            reason TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, owner, task)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE attestations (
            guild_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            item TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (guild_id, user_id, item)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


@migrations()
def create_room_taken(db: Database) -> None:
    """Bytes of the files that each server keeps; equal files are one."""
    db.execute(
        """CREATE TABLE hand_in_room (
            guild_id INTEGER PRIMARY KEY,
            bytes INTEGER NOT NULL CHECK (bytes >= 0)
        ) STRICT"""
    )
    db.execute(
        """INSERT INTO hand_in_room SELECT guild_id, sum(size) FROM (
            SELECT DISTINCT s.guild_id, f.sha256, f.size FROM submission_files f
            JOIN submissions s ON s.receipt = f.receipt
        ) GROUP BY guild_id"""
    )


def room_taken(db: Database, guild_id: GuildId) -> int:
    """Read how many bytes of files a server keeps."""
    found = rows(db, "SELECT bytes FROM hand_in_room WHERE guild_id = ?", [guild_id])
    return int(found[0]["bytes"]) if found else 0


def take_room(db: Database, guild_id: GuildId, bytes: int) -> int:
    """Count bytes that a server keeps, too, and give the sum."""
    found = rows(
        db,
        """INSERT INTO hand_in_room VALUES (?, ?) ON CONFLICT (guild_id)
        DO UPDATE SET bytes = bytes + excluded.bytes RETURNING bytes""",
        [guild_id, bytes],
    )
    return int(found[0]["bytes"])


def add(db: Database, version: Version) -> None:
    """Store a version of a submission."""
    db.execute(
        """INSERT INTO submissions (guild_id, owner, task, number, receipt, code, by, by_name, at, due_at,
            details, warnings, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            version.guild_id,
            str(version.owner),
            version.assignment,
            version.number,
            version.receipt,
            version.code,
            version.by,
            version.by_name,
            instant_text(version.at),
            instant_text(version.due_at),
            json.dumps(asdict(version.details)),
            json.dumps(version.warnings),
            json.dumps(version.flags),
        ],
    )
    for place, file in enumerate(version.files):
        db.execute(
            "INSERT INTO submission_files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                version.receipt,
                place,
                file.item,
                file.name,
                file.size,
                file.sha256,
                file.kind,
                file.pages,
            ],
        )


def versions(
    db: Database, guild_id: GuildId, owners: Sequence[Owner] = (), assignment: str | None = None
) -> list[Version]:
    """Read the versions of some owners, or of everybody, by owner, assignment and number."""
    sql, values = "SELECT * FROM submissions WHERE guild_id = ?", [guild_id, *map(str, owners)]
    if owners:
        sql += f" AND owner IN ({', '.join('?' * len(owners))})"
    if assignment is not None:
        sql, values = sql + " AND task = ?", [*values, assignment]
    return _versions(db, rows(db, f"{sql} ORDER BY owner, task, number", values))


def links(db: Database, guild_id: GuildId, assignment: str) -> dict[int, str]:
    """Read the address that each gave with an assignment last, by the owner's id."""
    sql = "SELECT owner, details FROM submissions WHERE guild_id = ? AND task = ? ORDER BY owner, number"
    found = rows(db, sql, [guild_id, assignment])
    return {owner_of(row["owner"]).id: Details(**json.loads(row["details"])).link for row in found}


def readable_versions(db: Database, guild_id: GuildId) -> tuple[list[Version], list[str]]:
    """Read everybody's versions one by one. Return those that can be read, and the receipts of the others."""
    sound: list[Version] = []
    damaged: list[str] = []
    sql = "SELECT * FROM submissions WHERE guild_id = ? ORDER BY owner, task, number"
    for row in rows(db, sql, [guild_id]):
        try:
            sound += _versions(db, [row])
        except (ValueError, TypeError, KeyError, AttributeError):
            damaged.append(str(row["receipt"]))
    return sound, damaged


def by_receipt(db: Database, receipt: str) -> Version | None:
    """Read the version of a receipt, whatever the server."""
    found = _versions(db, rows(db, "SELECT * FROM submissions WHERE receipt = ?", [receipt]))
    return found[0] if found else None


def by_either(db: Database, receipt: str, code: str) -> Version | None:
    """Read the version of a receipt, or where that is empty, the one whose receipt has a code."""
    if receipt:
        return by_receipt(db, receipt)
    found = _versions(db, rows(db, "SELECT * FROM submissions WHERE code = ?", [code]))
    return found[0] if found else None


def guilds(db: Database) -> list[int]:
    """List the servers that have submissions."""
    found = rows(db, "SELECT DISTINCT guild_id FROM submissions ORDER BY guild_id")
    return [int(row["guild_id"]) for row in found]


def hashes(db: Database) -> dict[str, list[str]]:
    """List the files that submissions need: receipts by SHA-256."""
    needed: dict[str, list[str]] = {}
    for row in rows(db, "SELECT sha256, receipt FROM submission_files ORDER BY receipt, place"):
        needed.setdefault(str(row["sha256"]), []).append(str(row["receipt"]))
    return needed


def extensions(db: Database, guild_id: GuildId, owners: Sequence[Owner] = ()) -> list[Extension]:
    """Read the extensions of some, or every one of a server."""
    names = [str(owner) for owner in owners]
    only = f"AND owner IN ({', '.join('?' * len(names))})" if names else ""
    sql = f"SELECT * FROM hand_in_extensions WHERE guild_id = ? {only}"
    return [
        Extension(
            row["task"],
            owner_of(row["owner"]),
            datetime.fromisoformat(row["due_at"]),
            UserId(int(row["by"])),
            row["reason"],
            datetime.fromisoformat(row["at"]),
        )
        for row in rows(db, sql, [guild_id, *names])
    ]


def extension(db: Database, guild_id: GuildId, owner: Owner, assignment: str) -> Extension | None:
    """Read the extension that holds for an owner."""
    granted = extensions(db, guild_id, [owner])
    return next((e for e in granted if e.assignment == assignment), None)


def attest(db: Database, guild_id: GuildId, user_id: UserId, item: str, at: datetime) -> None:
    """Remember that a person says they have done something. Saying it twice changes nothing."""
    db.execute(
        "INSERT INTO attestations VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [guild_id, user_id, item, instant_text(at)],
    )


def revoke(db: Database, guild_id: GuildId, user_id: UserId, item: str) -> None:
    """Forget it again."""
    sql = "DELETE FROM attestations WHERE guild_id = ? AND user_id = ? AND item = ?"
    db.execute(sql, [guild_id, user_id, item])


def attested(db: Database, guild_id: GuildId) -> dict[UserId, frozenset[str]]:
    """Read what everybody in a server has attested, by person."""
    found: dict[UserId, set[str]] = {}
    for row in rows(db, "SELECT user_id, item FROM attestations WHERE guild_id = ?", [guild_id]):
        found.setdefault(UserId(int(row["user_id"])), set()).add(str(row["item"]))
    return {user_id: frozenset(items) for user_id, items in found.items()}


def _versions(db: Database, found: list[dict[str, Any]]) -> list[Version]:
    files: dict[str, list[KeptFile]] = {row["receipt"]: [] for row in found}
    receipts = list(files)
    for start in range(0, len(receipts), 500):
        some = receipts[start : start + 500]
        sql = f"""SELECT * FROM submission_files WHERE receipt IN ({", ".join("?" * len(some))})
            ORDER BY receipt, place"""
        for row in rows(db, sql, some):
            files[row["receipt"]].append(
                KeptFile(
                    row["item"], row["name"], row["size"], row["sha256"], row["kind"], row["pages"]
                )
            )
    return [
        Version(
            guild_id=GuildId(int(row["guild_id"])),
            receipt=row["receipt"],
            assignment=row["task"],
            owner=owner_of(row["owner"]),
            by=UserId(int(row["by"])),
            by_name=row["by_name"],
            number=int(row["number"]),
            at=datetime.fromisoformat(row["at"]),
            due_at=datetime.fromisoformat(row["due_at"]),
            files=tuple(files[row["receipt"]]),
            details=Details(**json.loads(row["details"])),
            warnings=tuple(json.loads(row["warnings"])),
            flags=tuple(json.loads(row["flags"])),
            code=row["code"],
        )
        for row in found
    ]


def owner_of(text: str) -> Owner:
    """Read an owner as it is stored: user:7, group:3."""
    kind, _, id = text.partition(":")
    return Owner(cast("Any", kind), int(id))
