"""What a person wants to be reminded of."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ids import UserId

DEFAULT_LEAD = "3h"
LEADS = ("30m", "3h", "24h", "2d")
"""How long before, as people may choose."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person wants.

    Attributes:
        kinds: what they want to hear of: deadlines, lectures, ...
        lead: how long before, such as 3h.
        closed: their direct messages were found closed; `told`: they know that.
    """

    user_id: UserId
    is_on: bool = False
    kinds: frozenset[str] = frozenset({"deadlines"})
    lead: str = DEFAULT_LEAD
    closed: bool = False
    told: bool = True
