"""When reminders are due, and what of them a changed course has overtaken: pure.

Leads come from the course file. Our own rules, since no source states any: quiet hours move a reminder to their
beginning; what would come before the term begins is left out. What each kind is stands in `kinds/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.course.items import at as instant_of
from bot.course.reminding import QuietHours
from bot.course.timeline import Item, Timeline
from bot.delivery.model import Notice, Row


class PlannedKind(Protocol):
    """What planning has to know of a kind of reminder (see `kinds/base.py`)."""

    @property
    def name(self) -> str: ...
    @property
    def quiet(self) -> str: ...
    @property
    def corrected(self) -> bool: ...
    def plan(self, timeline: Timeline, opened: Mapping[str, datetime]) -> Iterator[Notice]: ...


def plan(
    kinds: Sequence[PlannedKind],
    timeline: Timeline,
    opened: Mapping[str, datetime] | None = None,
) -> tuple[Notice, ...]:
    """List every reminder of the term, soonest first.

    Args:
        opened: when office hours really open, by item key, where staff have said so.
    """
    begins = timeline.midnight(timeline.course.term.start)
    quiet = timeline.course.reminders.quiet
    calm = [
        calmed(notice, kind.quiet, quiet, timeline.zone)
        for kind in kinds
        for notice in kind.plan(timeline, opened or {})
    ]
    kept = [notice for notice in calm if notice and notice.due_at >= begins]
    return tuple(sorted(kept, key=lambda n: (n.due_at, n.target, n.key)))


def sure_hours(timeline: Timeline) -> Iterator[Item]:
    """Yield the office hours that take place; what the course page leaves open is never announced."""
    return (item for item in timeline.office_hours if not item.note and item.ends_at is not None)


def opening(timeline: Timeline, item: Item) -> datetime | None:
    """Return when office hours are taken to open: as stated, else after the assumed length of the lecture."""
    if item.starts_at:
        return item.starts_at
    assumed = timeline.course.assumptions.lecture_minutes
    if item.not_before is None or assumed is None:
        return None
    return item.not_before + timedelta(minutes=assumed.value)


def calmed(notice: Notice, rule: str, quiet: QuietHours | None, zone: ZoneInfo) -> Notice | None:
    """Take a reminder out of the quiet hours. `rule`: what its kind does in them; None where it is left out."""
    if quiet is None or rule == "keep" or not is_quiet(notice.due_at, quiet, zone):
        return notice
    if rule == "leave out":
        return None
    local = notice.due_at.astimezone(zone)
    day = local.date()
    if local.time() < quiet.start and quiet.start > quiet.end:
        day -= timedelta(days=1)
    moved = instant_of(day, quiet.start, zone)
    assert moved is not None
    return replace(notice, due_at=moved)


def is_quiet(instant: datetime, quiet: QuietHours, zone: ZoneInfo) -> bool:
    """Return whether nothing may be posted at an instant. The start is quiet already bar its first minute."""
    local = instant.astimezone(zone).time().replace(tzinfo=None)
    start, end = quiet.start, quiet.end
    after = local > start
    return (after and local < end) if start < end else (after or local < end)


def moved(
    rows: Sequence[Row], wanted: Mapping[str, Notice], corrected: Iterable[str], now: datetime
) -> dict[str, Row]:
    """Return what was posted and is no longer true, by item: its newest sent row.

    Only what still lies ahead, before or after the change, is worth a correction.

    Args:
        corrected: the kinds that are corrected once they were posted.
    """
    found: dict[str, Row] = {}
    names = set(corrected)
    for row in sorted(rows, key=lambda r: r.notice.due_at):
        notice, new = row.notice, wanted.get(row.notice.key)
        if row.state != "sent" or row.message_id is None or notice.kind not in names:
            continue
        same = new is not None and new.anchor_at == notice.anchor_at
        ahead = notice.anchor_at > now or (new is not None and new.anchor_at > now)
        if not same and ahead:
            found[notice.item] = row
    return found
