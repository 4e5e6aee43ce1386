"""What has to be known before a change is confirmed: what it meets, cuts short or leaves behind; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.course.change_words import called, named, when
from bot.course.items import Item
from bot.course.timeline import Timeline
from bot.text import clock_time, day_name, listing, span

WARNS = "⚠️"
NOTES = "ℹ️"
USUAL = timedelta(hours=1)
"""How long a meeting is taken to last here that states no end, where the operator assumes nothing."""
MOST = 3
"""Things that one line names."""


def concerns(before: Timeline, after: Timeline, now: datetime) -> list[str]:
    """Say in a line each what is to be known of a change: warnings first."""
    held = [i for i in after.items if i.is_session and _anew(before, i)]
    warned = [*_past(after, held, now), *_clashes(after, held), *_hours(before, after)]
    return [*warned, *_earlier(before, after, now), *_stays(before, after)]


def _anew(before: Timeline, item: Item) -> bool:
    """Return whether something is at a time at which it wasn't before."""
    was = before.find(item.key)
    return was is None or not was.is_held or (was.day, was.begins_at) != (item.day, item.begins_at)


def _past(timeline: Timeline, held: list[Item], now: datetime) -> Iterator[str]:
    for item in held:
        if item.day < timeline.today(now) or (item.begins_at and item.begins_at < now):
            yield f"{WARNS} {named(item)}: {when(timeline, item)} is past already."


def _clashes(timeline: Timeline, held: list[Item]) -> Iterator[str]:
    """Say what is at the same time for the same people."""
    for item in held:
        others = [i for i in timeline.on(item.day) if i.key != item.key and i not in held]
        meets = [i for i in others if i.is_session and _meet(timeline, item, i)]
        if meets:
            there = listing(f"{named(i)} ({_clock(timeline, i.starts_at)})" for i in meets[:MOST])
            yield f"{WARNS} At the same time as {there}, {day_name(item.day)}."


def _meet(timeline: Timeline, one: Item, other: Item) -> bool:
    if one.starts_at is None or other.starts_at is None:
        return False
    shared = not one.cohorts or not other.cohorts or set(one.cohorts) & set(other.cohorts)
    overlap = one.starts_at < _end(timeline, other) and other.starts_at < _end(timeline, one)
    return bool(shared) and overlap


def _end(timeline: Timeline, item: Item) -> datetime:
    begins, assumed = item.ends_at or item.begins_at, timeline.course.assumptions.lecture_minutes
    assert begins is not None
    length = timedelta(minutes=assumed.value) if assumed else USUAL
    return begins if item.ends_at else begins + length


def _hours(before: Timeline, after: Timeline) -> Iterator[str]:
    """Say which office hours close before the meeting is taken to be over that they are after."""
    for hours in after.office_hours:
        was = before.find(hours.key)
        if hours.hours is None or hours.hours.after is None or (was and _cut(before, was)):
            continue
        if (ends := _cut(after, hours)) is None:
            continue
        kind, name = hours.hours.after, called(after, hours)
        yield (
            f"{WARNS} {name}, {day_name(hours.day)}, close at {_clock(after, hours.ends_at)}, but the {kind} runs "
            f"until about {_clock(after, ends)}. Unless you press in the staff channel that it has ended, nobody is "
            "told that they're open: tell people what holds instead with `/staff announce`."
        )


def _cut(timeline: Timeline, hours: Item) -> datetime | None:
    """Return when the meetings end that office hours are after, if that leaves nothing of them."""
    if hours.ends_at is None or not hours.after_lecture or hours.hours is None:
        return None
    kind = hours.hours.after
    ends = [_end(timeline, i) for i in timeline.on(hours.day) if i.kind == kind and _timed(i)]
    last = max(ends, default=None)
    return last if last and last >= hours.ends_at else None


def _timed(item: Item) -> bool:
    return item.is_session and item.begins_at is not None


def _earlier(before: Timeline, after: Timeline, now: datetime) -> Iterator[str]:
    """Say what is due earlier than before, and before what it depends on."""
    known = {item.stem: item for item in before.deadlines}
    pitches = after.course.pitches
    for item in after.deadlines:
        was, due = known.get(item.stem), item.starts_at
        if was is None or was.starts_at is None or due is None or due == was.starts_at:
            continue
        if due > was.starts_at:
            if due < now:
                yield (
                    f"{WARNS} {when(after, item)} is past already: what has come until then is on time, and "
                    "whatever comes from now on is late."
                )
            continue
        yield f"{WARNS} {named(item)}: {span(was.starts_at - due)} **earlier** than before."
        if due < now:
            yield f"{WARNS} {when(after, item)} is past already: whatever comes from now on is late."
        signup = after.course.signup
        asked = after.course.assignment(pitches.assignment) if pitches else None
        if asked and signup and item.id in (asked.id, asked.deadline) and due < signup.due_at:
            closes = after.told(signup.due_at)
            yield f"{WARNS} That's before sign-up closes ({closes})."


def _stays(before: Timeline, after: Timeline) -> Iterator[str]:
    """Say what else is still held on a day on which something isn't any more."""
    gone = [i for i in before.items if i.is_session and not _still(after, i)]
    for day in dict.fromkeys(item.day for item in gone):
        if any(i.day_off for i in after.on(day)):
            continue
        left = [named(item) for item in after.on(day) if item.is_session]
        more = [f"{len(left) - MOST} more"] if len(left) > MOST else []
        if left:
            yield f"{NOTES} Still on that day, {day_name(day)}: {listing([*left[:MOST], *more])}."


def _still(timeline: Timeline, item: Item) -> bool:
    now = timeline.find(item.key)
    return now is not None and now.is_held and now.day == item.day


def _clock(timeline: Timeline, instant: datetime | None) -> str:
    return clock_time(instant.astimezone(timeline.zone).time()) if instant else "no stated time"
