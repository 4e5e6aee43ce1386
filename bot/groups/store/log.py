"""The audit log: every change, with what stood before and after it as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.database import rows
from bot.groups.model import Change, Deed, Invitation, Member, Part, ProjectGroup
from bot.ids import GuildId, UserId


def to_json(group: ProjectGroup) -> str:
    """Write a group."""
    return json.dumps(asdict(group), default=datetime.isoformat, ensure_ascii=False)


def from_json(text: str) -> ProjectGroup:
    """Read what `to_json` wrote."""
    data: dict[str, Any] = json.loads(text)
    for key in ("created_at", "closes_at", "disbanded_at"):
        data[key] = datetime.fromisoformat(data[key]) if data[key] else None
    data["members"] = tuple(
        Member(m["user_id"], datetime.fromisoformat(m["joined_at"])) for m in data["members"]
    )
    data["invitations"] = tuple(
        Invitation(i["user_id"], i["kind"], i["by"], datetime.fromisoformat(i["at"]))
        for i in data["invitations"]
    )
    return ProjectGroup(**data)


def record(db: Database, guild_id: GuildId, deed: Deed, parts: Sequence[Part]) -> int:
    """Write an entry of the audit log and give its id."""
    found = rows(
        db,
        """INSERT INTO group_changes (guild_id, at, actor_id, action, reason, undoes)
        VALUES (?, ?, ?, ?, ?, ?) RETURNING id""",
        [guild_id, deed.at.isoformat(), deed.by, deed.action, deed.reason, deed.undoes],
    )
    change_id = int(found[0]["id"])
    for part in parts:
        before = to_json(part.before) if part.before else None
        values = [change_id, guild_id, part.number, before, to_json(part.after)]
        db.execute("INSERT INTO group_change_parts VALUES (?, ?, ?, ?, ?)", values)
    return change_id


def change(db: Database, guild_id: GuildId, change_id: int) -> Change | None:
    """Read one entry of the audit log."""
    sql = f"{_CHANGES} WHERE c.guild_id = ? AND c.id = ?"
    found = rows(db, sql, [guild_id, change_id])
    return _change(db, found[0]) if found else None


def changes(db: Database, guild_id: GuildId, number: int | None, limit: int) -> list[Change]:
    """Read the newest entries of the audit log, of one group or of all."""
    if number is None:
        sql = f"{_CHANGES} WHERE c.guild_id = ? ORDER BY c.id DESC LIMIT ?"
        return [_change(db, row) for row in rows(db, sql, [guild_id, limit])]
    sql = f"""{_CHANGES} WHERE c.id IN (
        SELECT change_id FROM group_change_parts WHERE guild_id = ? AND number = ?
    ) ORDER BY c.id DESC LIMIT ?"""
    return [_change(db, row) for row in rows(db, sql, [guild_id, number, limit])]


def ever_members(db: Database, guild_id: GuildId, number: int) -> set[UserId]:
    """Read who has ever been in a group."""
    sql = "SELECT after FROM group_change_parts WHERE guild_id = ? AND number = ?"
    return {
        user_id
        for row in rows(db, sql, [guild_id, number])
        for user_id in from_json(row["after"]).member_ids
    }


_CHANGES = """SELECT c.*, EXISTS (SELECT 1 FROM group_changes u WHERE u.undoes = c.id) AS undone
    FROM group_changes c"""


def _change(db: Database, row: dict[str, Any]) -> Change:
    sql = "SELECT * FROM group_change_parts WHERE change_id = ? ORDER BY number"
    parts = tuple(
        Part(
            part["number"],
            from_json(part["before"]) if part["before"] else None,
            from_json(part["after"]),
        )
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
