"""When a reminder is due, and whether it is still of use: pure.

Leads come from the course file. Our own rules, since no source states any: quiet hours move a reminder to their
beginning; what would come before the term begins is left out; of several leads of one thing that are due
together (after an outage) only the last is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.course.reminding import QuietHours, Reminders
from bot.course.timeline import Item, Timeline
from bot.course.timeline import at as instant_of
from bot.course.values import lead_of
from bot.delivery.model import ANNOUNCEMENTS, OFFICE_HOURS, STAFF, Planned, Row

SAYS_LATE_AFTER = timedelta(minutes=2)
"""A reminder that comes later than this says so."""
LECTURE_USE = timedelta(minutes=10)
"""How long after a lecture has begun its reminder still helps somebody to join."""
DIGEST_USE = timedelta(hours=8)
NONCE_WINDOW = timedelta(seconds=60)
"""How long Discord surely returns the first message for a nonce ("a few minutes"; we take one)."""
RETRIES = (5, 10, 20, 40, 60, 120, 300, 900)
"""Seconds between attempts; the last one repeats."""


def plan(timeline: Timeline, opened: Mapping[str, datetime] | None = None) -> tuple[Planned, ...]:
    """List every reminder of the term, soonest first.

    Args:
        opened: when office hours really open, by item key, where staff have said so.
    """
    wanted = timeline.course.reminders
    found = [
        *_deadlines(timeline, wanted),
        *_lectures(timeline, wanted),
        *_office_hours(timeline, wanted, opened or {}),
        *_digests(timeline, wanted),
    ]
    begins = timeline.midnight(timeline.course.term.start)
    calm = [_calm(reminder, wanted.quiet, timeline.zone) for reminder in found]
    kept = [reminder for reminder in calm if reminder and reminder.due_at >= begins]
    return tuple(sorted(kept, key=lambda r: (r.due_at, r.target, r.key)))


def _deadlines(timeline: Timeline, wanted: Reminders) -> Iterator[Planned]:
    for item in timeline.deadlines:
        assert item.starts_at is not None
        for lead in wanted.deadlines:
            due = item.starts_at - lead_of(lead)
            yield Planned(
                f"deadline:{item.id}:{lead}", "deadline", ANNOUNCEMENTS, item.key, due,
                item.starts_at, item.starts_at,
            )  # fmt: skip


def _lectures(timeline: Timeline, wanted: Reminders) -> Iterator[Planned]:
    for item in timeline.timed:
        pitches = item.event == "pitches"
        if item.kind != "lecture" and not pitches:
            continue
        assert item.starts_at is not None
        for lead in wanted.pitches if pitches else wanted.lectures:
            yield Planned(
                f"{'pitches' if pitches else 'lecture'}:{item.key}:{lead}",
                "pitches" if pitches else "lecture",
                ANNOUNCEMENTS,
                item.key,
                item.starts_at - lead_of(lead),
                item.starts_at,
                item.starts_at + LECTURE_USE,
            )


def _office_hours(
    timeline: Timeline, wanted: Reminders, opened: Mapping[str, datetime]
) -> Iterator[Planned]:
    for item in timeline.office_hours:
        if item.note or item.ends_at is None:
            continue  # the course page leaves open whether they take place: nothing is announced
        opens = opened.get(item.key) or opening(timeline, item)
        if wanted.office_hours_open and item.after_lecture and item.not_before:
            yield Planned(
                f"office-hours:{item.key}:control", "office hours control", STAFF, item.key,
                item.not_before, item.not_before, item.ends_at,
            )  # fmt: skip
        if wanted.office_hours_open and opens and opens < item.ends_at:
            yield Planned(
                f"office-hours:{item.key}:open", "office hours open", OFFICE_HOURS, item.key,
                opens, item.ends_at, item.ends_at,
            )  # fmt: skip
        for lead in wanted.office_hours_close:
            due = item.ends_at - lead_of(lead)
            if opens is None or due > opens:
                yield Planned(
                    f"office-hours:{item.key}:close-{lead}", "office hours close", OFFICE_HOURS,
                    item.key, due, item.ends_at, item.ends_at,
                )  # fmt: skip


def personal_plan(
    timeline: Timeline, user_id: int, kinds: Iterable[str], lead: str
) -> list[Planned]:
    """List what one person wants to hear of by direct message.

    Args:
        kinds: of deadlines, lectures, office hours.
        lead: how long before, such as 3h.
    """
    before, wanted = lead_of(lead), set(kinds)
    found: list[Planned] = []
    chosen: list[tuple[Item, datetime | None, datetime | None]] = []
    if "deadlines" in wanted:
        chosen += [(i, i.starts_at, i.starts_at) for i in timeline.deadlines]
    if "lectures" in wanted:
        chosen += [
            (i, i.starts_at, i.starts_at + LECTURE_USE)
            for i in timeline.timed
            if i.starts_at and (i.kind == "lecture" or i.event == "pitches")
        ]
    if "office hours" in wanted:
        chosen += [
            (i, opening(timeline, i), i.ends_at) for i in timeline.office_hours if not i.note
        ]
    for item, anchor, until in chosen:
        if anchor and until:
            key = f"mine:{user_id}:{item.id if item.deadline else item.key}"
            target = f"user:{user_id}"
            found.append(Planned(key, "personal", target, item.key, anchor - before, anchor, until))
    return found


def opening(timeline: Timeline, item: Item) -> datetime | None:
    """Return when office hours are taken to open: as stated, else after the assumed length of the lecture."""
    if item.starts_at:
        return item.starts_at
    assumed = timeline.course.assumptions.lecture_minutes
    if item.not_before is None or assumed is None:
        return None
    return item.not_before + timedelta(minutes=assumed.value)


def _digests(timeline: Timeline, wanted: Reminders) -> Iterator[Planned]:
    if wanted.digest is None:
        return
    for day in timeline.days:
        due = instant_of(day, wanted.digest, timeline.zone)
        assert due is not None
        yield Planned(
            f"digest:{day}", "digest", ANNOUNCEMENTS, str(day), due, due, due + DIGEST_USE
        )


def _calm(reminder: Planned, quiet: QuietHours | None, zone: ZoneInfo) -> Planned | None:
    """Move a reminder out of the quiet hours: to their beginning. What says "now" is left out instead."""
    if quiet is None or not is_quiet(reminder.due_at, quiet, zone):
        return reminder
    if reminder.kind in ("office hours open", "digest"):
        return None
    local = reminder.due_at.astimezone(zone)
    day = local.date()
    if local.time() < quiet.start and quiet.start > quiet.end:
        day -= timedelta(days=1)
    moved = instant_of(day, quiet.start, zone)
    assert moved is not None
    return Planned(
        reminder.key, reminder.kind, reminder.target, reminder.item, moved, reminder.anchor_at,
        reminder.until,
    )  # fmt: skip


def is_quiet(instant: datetime, quiet: QuietHours, zone: ZoneInfo) -> bool:
    """Return whether nothing may be posted at an instant. The start is quiet already bar its first minute."""
    local = instant.astimezone(zone).time().replace(tzinfo=None)
    start, end = quiet.start, quiet.end
    after = local > start
    return (after and local < end) if start < end else (after or local < end)


def to_skip(rows: Iterable[Row], now: datetime) -> dict[str, str]:
    """Return which due reminders are no use any more, and why, by key.

    Of several leads of one thing that are due together, only the last is of use.
    """
    due = sorted(rows, key=lambda r: r.planned.due_at)
    newest = {(r.planned.kind, r.planned.item, r.planned.target): r.planned.key for r in due}
    found: dict[str, str] = {}
    for row in due:
        planned = row.planned
        if now > planned.until:
            found[planned.key] = "it came too late to be of use"
        elif planned.kind in ("deadline", "personal", "pitches", "lecture"):
            last = newest[planned.kind, planned.item, planned.target]
            if last != planned.key:
                found[planned.key] = "a later reminder of the same was due, too"
    return found


def retry_after(tries: int) -> timedelta:
    """Return how long to wait after so many failed attempts."""
    return timedelta(seconds=RETRIES[min(tries, len(RETRIES)) - 1] if tries else RETRIES[0])


def is_late(due_at: datetime, now: datetime) -> bool:
    """Return whether a reminder has to say that it is late."""
    return now - due_at > SAYS_LATE_AFTER


def moved(rows: Sequence[Row], wanted: Mapping[str, Planned], now: datetime) -> dict[str, Row]:
    """Return what was announced and is no longer true, by item: its newest sent row.

    Only what still lies ahead, before or after the change, is worth a correction.
    """
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda r: r.planned.due_at):
        planned, new = row.planned, wanted.get(row.planned.key)
        if row.state != "sent" or row.message_id is None:
            continue
        if planned.kind not in ("deadline", "lecture", "pitches"):
            continue
        same = new is not None and new.anchor_at == planned.anchor_at
        ahead = planned.anchor_at > now or (new is not None and new.anchor_at > now)
        if not same and ahead:
            found[planned.item] = row
    return found
