"""When reminders are due, and what becomes of them when the course or its staff change their mind: pure.

Leads come from the course file. Our own rules, since no source states any: quiet hours move a reminder to their
beginning or their end; what would come before the term begins is left out. What each kind is stands in `kinds/`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.course.items import at as instant_of
from bot.course.reminding import QuietHours
from bot.course.timeline import DAY, Item, Timeline
from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, STAFF, Notice, Row, chosen_target
from bot.ids import GuildId

DRAFT = "nobody has confirmed it yet"
WAITS = "it waits for staff to post it"
BY_A_PERSON = "a person skipped it"
"""Why a row is skipped for now: these can be planned all the same, and the ledger has no other state for them."""
GONE = "it is no longer in the course"
LATE = "it was due before it was planned"
UNWANTED = "this person no longer wants it, or it is no longer in the course"
NOWHERE = "no channel is chosen for it in /setup"
TOO_LATE_WANTED = "it was due before it was wanted"
NEVER = (DRAFT, GONE, UNWANTED)
"""Whys of what nobody can send: it isn't confirmed, or there is nothing left to say."""


class PlannedKind(Protocol):
    """What planning has to know of a kind of reminder (see `kinds/base.py`)."""

    @property
    def quiet(self) -> str: ...
    @property
    def returns(self) -> bool: ...
    def plan(self, timeline: Timeline, said: Mapping[str, datetime]) -> Iterator[Notice]: ...
    def waiting(self, timeline: Timeline, said: Mapping[str, datetime]) -> Iterator[Notice]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reminder as it should stand in the ledger.

    Attributes:
        waits: nobody has stated its moment: staff post it.
        returns: see `ReminderKind`.
    """

    notice: Notice
    waits: bool = False
    returns: bool = False


def plan(
    kinds: Sequence[PlannedKind], timeline: Timeline, said: Mapping[str, datetime] | None = None
) -> tuple[Wanted, ...]:
    """List every reminder of the term, soonest first, and those that wait for staff at its end.

    Args:
        said: when something really happens, by the key of its item, where staff have said so.
    """
    begins, said = timeline.midnight(timeline.course.term.first_day), said or {}
    found = [
        Wanted(notice, returns=kind.returns)
        for kind in kinds
        for notice in _calm(kind, timeline, said)
        if notice.due_at >= begins
    ]
    found += [Wanted(n, True, kind.returns) for kind in kinds for n in kind.waiting(timeline, said)]
    in_order = sorted(
        found, key=lambda w: (w.waits, w.notice.due_at, w.notice.target, w.notice.key)
    )
    return tuple(in_order)


def _calm(kind: PlannedKind, timeline: Timeline, said: Mapping[str, datetime]) -> Iterator[Notice]:
    """Yield a kind's reminders out of the quiet hours, except for what staff have just said."""
    quiet = timeline.course.reminders.quiet
    for notice in kind.plan(timeline, said):
        by_staff = said.get(notice.item) == notice.due_at
        calm = calmed(notice, "keep" if by_staff else kind.quiet, quiet, timeline.zone)
        if calm is not None:
            yield calm


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
    over_midnight, before_midnight = quiet.start > quiet.end, local.time() >= quiet.start
    day, clock = local.date(), quiet.end if rule == "later" else quiet.start
    if rule == "later" and over_midnight and before_midnight:
        day += DAY
    elif rule != "later" and over_midnight and not before_midnight:
        day -= DAY
    moved = instant_of(day, clock, zone)
    assert moved is not None
    return replace(notice, due_at=moved)


def is_quiet(instant: datetime, quiet: QuietHours, zone: ZoneInfo) -> bool:
    """Return whether nothing may be posted at an instant. The start is quiet already bar its first minute."""
    local = instant.astimezone(zone).time().replace(tzinfo=None)
    start, end = quiet.start, quiet.end
    after = local > start
    return (after and local < end) if start < end else (after or local < end)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a reminder: it is planned as `notice`, or skipped, and why.

    Attributes:
        told: people have read it already, so it isn't sent again.
    """

    notice: Notice
    skipped: str = ""
    told: bool = False


def step(row: Row | None, wanted: Wanted, now: datetime) -> Step | None:
    """Return what becomes of a wanted reminder, given its row in the ledger; None where it stays as it is.

    What was due before it was ever planned is skipped: the bot has just come, or the course file has just got it.
    """
    notice, ahead = wanted.notice, wanted.notice.due_at >= now
    if row is None:
        return Step(notice, WAITS if wanted.waits else "" if ahead else LATE)
    if row.why == WAITS:
        return None if wanted.waits else Step(notice, "" if ahead else LATE)
    if row.state in ("planned", "failed"):
        return Step(row.notice, WAITS) if wanted.waits else _step_of_open(row, notice, now)
    if row.state == "sent":
        has_moved = wanted.returns and row.notice.anchor_at != notice.anchor_at
        return Step(notice) if has_moved and notice.due_at > now and not wanted.waits else None
    if row.state != "skipped" or row.why == BY_A_PERSON:
        return None
    if wanted.waits:
        return Step(notice, WAITS)
    return Step(notice) if notice.due_at > now else None


def _step_of_open(row: Row, notice: Notice, now: datetime) -> Step | None:
    same_moment = row.notice.anchor_at == notice.anchor_at
    on_its_way = row.notice.due_at <= now and same_moment
    if row.notice == notice or on_its_way:
        return None
    if row.message_id is not None and notice.due_at <= now:
        return Step(notice, told=True)
    if notice.user_id is not None and notice.due_at <= now:
        return Step(notice, TOO_LATE_WANTED)
    comes_before = notice.due_at < notice.anchor_at
    if comes_before and notice.due_at <= now < row.notice.due_at:
        return Step(notice, LATE)
    if notice.due_at <= now < row.notice.due_at:  # a change has brought it here: it isn't late
        return Step(replace(notice, due_at=now))
    return Step(notice)


def unwanted(row: Row, planned: Collection[str]) -> str:
    """Return why a reminder that isn't wanted any more is skipped; empty where it stays as it is.

    Args:
        planned: what the course asks for all the same: the server has no channel for it.
    """
    if row.state in ("planned", "failed") or row.why == WAITS:
        if row.notice.key in planned:
            return NOWHERE
        return UNWANTED if row.notice.user_id is not None else GONE
    return ""


def is_waiting(row: Row) -> bool:
    """Return whether a reminder waits for staff to post it."""
    return row.state == "skipped" and row.why == WAITS


def can_be_skipped(row: Row) -> bool:
    """Return whether staff can keep something from being said."""
    return row.state in ("planned", "failed", "unsure") or is_waiting(row)


def can_come_back(row: Row) -> bool:
    """Return whether a skip can be taken back: a person's own, of something that is still of use."""
    return row.state == "skipped" and row.why == BY_A_PERSON


def can_be_sent(row: Row, now: datetime) -> bool:
    """Return whether staff can have something said now: what waits, failed or was skipped, while it's of use."""
    if row.state in ("planned", "failed", "unsure") or is_waiting(row):
        return True
    return row.state == "skipped" and row.why not in NEVER and now <= row.notice.until


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
    return {one.notice.key: one for one in plan(kinds, timeline, dict(said))}


def placed(plan: Mapping[str, Wanted], targets: Collection[str]) -> dict[str, Wanted]:
    """Return what a server has a place for. `targets`: those that it has chosen a channel for."""
    nowhere = {target for target in CHOSEN if target not in targets}
    return {
        key: one for key, one in plan.items() if chosen_target(one.notice.target) not in nowhere
    }


def soonest(
    guilds: Iterable[GuildId], due: Mapping[GuildId, datetime], until: datetime
) -> list[GuildId]:
    """Return those of some servers where something is due by an instant, the soonest first."""
    soon = [id for id in guilds if id in due and due[id] <= until]
    return sorted(soon, key=lambda id: due[id])
