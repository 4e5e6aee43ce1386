"""A server's groups: their members and open invitations, numbers, the later deadline, and a log of every change.

The log has what stood before and after each change as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.database import rows
from bot.groups.model import Change, Deed, Invitation, Member, Part, ProjectGroup
from bot.ids import GuildId, UserId

Row = dict[str, Any]


def next_number(db: Database, guild_id: GuildId) -> int:
    """Take the next number of a server. Numbers are consecutive and never used twice."""
    found = rows(
        db,
        """INSERT INTO group_numbers (guild_id, last) VALUES (?, 1)
        ON CONFLICT (guild_id) DO UPDATE SET last = last + 1 RETURNING last""",
        [guild_id],
    )
    return int(found[0]["last"])


def group(db: Database, guild_id: GuildId, number: int) -> ProjectGroup | None:
    """Read a group, disbanded or not."""
    key = [guild_id, number]
    found = rows(db, "SELECT * FROM groups WHERE guild_id = ? AND number = ?", key)
    if not found:
        return None
    members = rows(
        db, "SELECT * FROM group_members WHERE guild_id = ? AND number = ? ORDER BY place", key
    )
    asked = rows(
        db, "SELECT * FROM group_invitations WHERE guild_id = ? AND number = ? ORDER BY place", key
    )
    return _group(found[0], members, asked)


def live_groups(db: Database, guild_id: GuildId) -> list[ProjectGroup]:
    """Read all groups that aren't disbanded, by number. A disbanded group has nobody in it."""
    sql = "SELECT * FROM groups WHERE guild_id = ? AND disbanded_at IS NULL ORDER BY number"
    found = rows(db, sql, [guild_id])
    sql = "SELECT * FROM group_members WHERE guild_id = ? ORDER BY number, place"
    members = _by_number(rows(db, sql, [guild_id]))
    sql = "SELECT * FROM group_invitations WHERE guild_id = ? ORDER BY number, place"
    asked = _by_number(rows(db, sql, [guild_id]))
    return [_group(r, members.get(r["number"], ()), asked.get(r["number"], ())) for r in found]


def live_numbers(db: Database, guild_id: GuildId) -> list[int]:
    """List the numbers of all groups that aren't disbanded."""
    sql = "SELECT number FROM groups WHERE guild_id = ? AND disbanded_at IS NULL ORDER BY number"
    return [int(row["number"]) for row in rows(db, sql, [guild_id])]


def number_of(db: Database, guild_id: GuildId, user_id: UserId) -> int | None:
    """Return the number of the group that a person is in."""
    sql = "SELECT number FROM group_members WHERE guild_id = ? AND user_id = ?"
    found = rows(db, sql, [guild_id, user_id])
    return int(found[0]["number"]) if found else None


def invited_to(db: Database, guild_id: GuildId, user_id: UserId) -> list[int]:
    """List the groups with an open invitation or request of a person."""
    sql = "SELECT number FROM group_invitations WHERE guild_id = ? AND user_id = ? ORDER BY at"
    return [int(row["number"]) for row in rows(db, sql, [guild_id, user_id])]


def with_title(db: Database, guild_id: GuildId, title: str, but: int) -> list[int]:
    """List the other live groups with the same title, letter case aside."""
    sql = """SELECT number FROM groups INDEXED BY groups_by_title
        WHERE guild_id = ? AND disbanded_at IS NULL AND number <> ? AND lower(title) = lower(?)"""
    return [int(row["number"]) for row in rows(db, sql, [guild_id, but, title])]


def save_all(db: Database, guild_id: GuildId, parts: Sequence[Part], largest: int) -> None:
    """Write groups as a change leaves them: everybody out first, then everybody in, since a person may go from
    one of them to another."""
    emptied = [(part, _those_who_stay(part)) for part in parts]
    for part, empty in emptied:
        if part.before != empty:
            save(db, guild_id, empty, largest, part.before)
    for part, empty in emptied:
        save(db, guild_id, part.after, largest, empty)


def save(
    db: Database,
    guild_id: GuildId,
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


def extension(db: Database, guild_id: GuildId) -> datetime | None:
    """Read the later deadline that staff gave to everybody."""
    found = rows(db, "SELECT closes_at FROM signup_extensions WHERE guild_id = ?", [guild_id])
    return datetime.fromisoformat(found[0]["closes_at"]) if found else None


def extend(db: Database, guild_id: GuildId, closes_at: datetime) -> None:
    """Store the later deadline for everybody."""
    db.execute(
        """INSERT INTO signup_extensions VALUES (?, ?)
        ON CONFLICT (guild_id) DO UPDATE SET closes_at = excluded.closes_at""",
        [guild_id, closes_at.isoformat()],
    )


def _those_who_stay(part: Part) -> ProjectGroup:
    before = part.before.members if part.before else ()
    return replace(part.after, members=tuple(m for m in part.after.members if m in before))


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
    guild_id: GuildId,
    old: Mapping[int, tuple[Any, ...]],
    new: Mapping[int, tuple[Any, ...]],
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


def _by_number(found: Iterable[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in found:
        groups.setdefault(row["number"], []).append(row)
    return groups


def _group(row: Row, members: Iterable[Row], asked: Iterable[Row]) -> ProjectGroup:
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
