"""What a person wants to be reminded of, and what staff saw before they said when something happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.ids import UserId

TODAY_BOARD = "today"
DEFAULT_LEAD = "3h"
LEADS = ("10m", "30m", "3h", "24h", "2d")
"""How long before, as people may choose; several at once."""
ALL_KINDS = "*"
"""Where a lead was chosen before each kind had leads of its own."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody saw of something before they pressed: when it happens, or None where nobody could say."""

    at: datetime | None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person wants.

    Attributes:
        kinds: what they want to hear of: deadlines, lectures, ...
        leads: how long before, such as 3h, by what they want to hear of. What isn't in it comes `DEFAULT_LEAD` before.
        closed: their direct messages were found closed; `told`: they know that.
    """

    user_id: UserId
    is_on: bool = False
    kinds: frozenset[str] = frozenset({"deadlines"})
    leads: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    closed: bool = False
    told: bool = True

    def leads_of(self, kind: str) -> tuple[str, ...]:
        """Return how long before they hear of a kind, shortest first; at least one."""
        return self.leads.get(kind) or self.leads.get(ALL_KINDS) or (DEFAULT_LEAD,)

    def with_lead(self, kind: str, lead: str) -> Mapping[str, tuple[str, ...]]:
        """Return the leads with one of a kind switched on or off. The last one stays."""
        now = self.leads_of(kind)
        after = tuple(one for one in LEADS if (one in now) != (one == lead))
        return {**self.leads, kind: after or now}
