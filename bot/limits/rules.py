"""When something that is limited may happen (again): pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.limits.table import Limit


@dataclass(frozen=True, slots=True)
class Use:
    """Something that counted towards a limit, and how much (files, bytes). `at`: aware UTC."""

    at: datetime
    amount: int = 1


def free_at(limit: Limit, uses: Sequence[Use], amount: int, now: datetime) -> datetime | None:
    """Return when so much more is within a limit: `now` if it is already; None if it never will be.

    Args:
        uses: those that count, oldest first; some may lie ahead, because they had to wait.
    """
    assert limit.per is not None
    if amount > limit.most:
        return None
    left = sum(use.amount for use in uses if use.at > now - limit.per) + amount
    free = now
    for use in uses:
        if left <= limit.most:
            break
        if use.at > now - limit.per:
            left -= use.amount
            free = use.at + limit.per
    return free
