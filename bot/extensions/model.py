"""A request for more time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.assignments.model import Owner
from bot.ids import GuildId, UserId

State = Literal["open", "approved", "denied"]


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks for more time, for themselves or for their group.

    Attributes:
        hours: from the deadline that holds now, or from when it is approved once that has passed.
        reason: for staff's eyes alone.
        by: who decided; None while nobody has, and for what the course file gives by itself.
    """

    id: int
    guild_id: GuildId
    user_id: UserId
    owner: Owner
    assignment: str
    hours: float
    reason: str
    at: datetime
    state: State = "open"
    by: UserId | None = None
    answer: str = ""
