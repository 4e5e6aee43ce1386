"""What a course plans, worked out once for all servers that have it, and where a server has a place for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from bot.course.timeline import Timeline
from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, STAFF
from bot.ids import GuildId
from bot.reminders import rules
from bot.reminders.rules import PlannedKind, Wanted

CHOSEN = (ANNOUNCEMENTS, OFFICE_HOURS, STAFF)
"""Targets that stand for a channel which a server chooses in `/setup`."""
MOST_KEPT = 64
"""Plans kept: courses, and what servers' staff have said about when things happen."""

_Said = frozenset[tuple[str, datetime]]


class Plans:
    """One for a bot. Used from the database's thread."""

    def __init__(self) -> None:
        self._plan = lru_cache(MOST_KEPT)(_plan)

    def of(
        self, kinds: Sequence[PlannedKind], timeline: Timeline, said: Mapping[str, datetime]
    ) -> Mapping[str, Wanted]:
        """Return every reminder of the term by its key, as `rules.plan` lists them."""
        return self._plan(tuple(kinds), timeline, frozenset(said.items()))


def _plan(kinds: tuple[PlannedKind, ...], timeline: Timeline, said: _Said) -> Mapping[str, Wanted]:
    return {one.notice.key: one for one in rules.plan(kinds, timeline, dict(said))}


def placed(plan: Mapping[str, Wanted], targets: Collection[str]) -> dict[str, Wanted]:
    """Return what a server has a place for. `targets`: those that it has chosen a channel for."""
    nowhere = {target for target in CHOSEN if target not in targets}
    return {key: one for key, one in plan.items() if one.notice.target not in nowhere}


def soonest(
    guilds: Iterable[GuildId], due: Mapping[GuildId, datetime], until: datetime
) -> list[GuildId]:
    """Return those of some servers where something is due by an instant, the soonest first."""
    soon = [id for id in guilds if id in due and due[id] <= until]
    return sorted(soon, key=lambda id: due[id])
