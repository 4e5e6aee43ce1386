"""A group as JSON, for the audit log: what stood before a change and after it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.groups.model import Invitation, Member, ProjectGroup


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
