"""The difference of two courses in words: what is cancelled, moved, placed, added, due at another time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, cast

from bot.course.changed import Line
from bot.course.changes import ABSENT, Step, between
from bot.course.items import Item, at
from bot.course.timeline import Timeline
from bot.course.yamlfile import dotted
from bot.text import clock_time, day_name, raised

ARROW = "→"
ON_ITS_DAY = {
    "sessions", "weekly", "days_off", "office_hours", "deadlines", "releases", "assignments",
}  # fmt: skip
"""Parts of the file that are laid out on days: what changes of their times and places is told by day."""
OF_ITS_DAY = {
    "day", "starts", "ends", "where", "status", "why", "moved_from", "changes", "cancelled", "first", "last",
    "weekdays", "cohorts", "due_at", "due", "due_by_cohort", "at", "title", "opens", "closes", "speakers", "topics",
}  # fmt: skip
PARTS = {
    "links": "Link",
    "faq": "FAQ entry",
    "contacts": "Contact",
    "topics": "Topic",
    "people": "Person",
}
LONGEST = 70


def words(old: Timeline, new: Timeline) -> tuple[Line, ...]:
    """Say in a line each what is different in a new course, by time, then everything else."""
    if old.course == new.course:
        return ()
    lines = [*_on_days(old, new), *_instants(old, new), *_elsewhere(old, new)]
    return tuple(dict.fromkeys(lines))


def when(timeline: Timeline, item: Item) -> str:
    """Write an item's day and time of day, in the course's zone."""
    return _moment(timeline, item.starts_at) if item.starts_at else day_name(item.day)


def named(item: Item) -> str:
    """Name an item: its kind, and what it is about."""
    if item.deadline:
        return raised(item.deadline.short)
    begins = item.title.lower().startswith(item.kind.lower())
    who = ", ".join(s.name for s in item.speakers) if not begins else ""
    about = ": ".join(p for p in (who, item.title) if p)
    if not item.is_meeting or about.lower().startswith(item.kind.lower()):
        return raised(about)
    part = f", part {item.part}" if item.part else ""
    return f"{raised(item.kind)}{part}: {about}" if about else f"{raised(item.kind)}{part}"


def called(timeline: Timeline, item: Item) -> str:
    """Name a meeting, or office hours as such: their title may name what else they are for, a lab."""
    if not item.hours:
        return named(item)
    if len(timeline.course.office_hours) == 1:
        return "Office hours"
    return item.title if "office hours" in item.title.lower() else f"Office hours: {item.title}"


def off_text(item: Item) -> str:
    """Return that something isn't held, for office hours with what, and why."""
    told, why = "no class" if item.status == "no class" else "cancelled", item.why or ""
    hours = item.hours
    if hours and hours.after and item.day not in hours.cancelled:
        told += (
            ""
            if why.startswith((f"the {hours.after} has moved", "they close"))
            else f" with the {hours.after}"
        )
    return f"{told} ({why})" if why else told


def _moment(timeline: Timeline, instant: datetime) -> str:
    local = instant.astimezone(timeline.zone)
    return f"{day_name(local.date())}, {clock_time(local.time())}"


def _on_days(old: Timeline, new: Timeline) -> Iterator[Line]:
    before, after = _meetings(old), _meetings(new)
    for day, title in _days_off(new).items():
        if day not in _days_off(old):
            yield Line(str(day), f"{day_name(day)} is a day off: {title}")
    for day, title in _days_off(old).items():
        if day not in _days_off(new):
            yield Line(str(day), f"{day_name(day)} isn't a day off anymore ({title})")
    both = {**before, **after}
    for key in sorted(both, key=lambda k: (both[k].day, both[k].starts_at is None, k)):
        for text in _of_item(old, new, before.get(key), after.get(key)):
            yield Line(both[key].id, text)


def _meetings(timeline: Timeline) -> dict[str, Item]:
    """Return what takes place, or was to, by key. What moved is there once."""
    return {i.key: i for i in timeline.items if (i.is_meeting or i.hours) and i.gone_to is None}


def _days_off(timeline: Timeline) -> dict[date, str]:
    return {i.day: i.title for i in timeline.items if i.day_off}


def _of_item(old: Timeline, new: Timeline, was: Item | None, now: Item | None) -> Iterator[str]:
    if now is None:
        assert was is not None
        off = _days_off(new).get(was.day)
        if off is None:
            gone = "aren't held" if was.hours else "taken off the schedule"
            yield f"{called(old, was)}, {when(old, was)}: {gone}"
        elif was.hours:
            yield f"{called(old, was)}, {day_name(was.day)}: none ({off})"
        return  # of meetings, the day says so
    if was is None:
        if now.hours and now.is_held and now.day in old.days:
            yield f"{called(new, now)}, {day_name(now.day)}: held"
        elif not now.is_held:
            yield f"{named(now)}, {when(new, now)}: {off_text(now)}"
        elif now.status == "moved" and now.moved_from:
            day = now.moved_from.day or now.day
            before = at(day, now.moved_from.starts, new.zone)
            yield f"{named(now)}: {_moment(new, before) if before else day_name(day)} {ARROW} {when(new, now)}"
        elif not now.hours:
            place = f", {now.where}" if now.where else ""
            yield f"{named(now)}, {when(new, now)}{place}: added"
        return
    yield from _status(new, was, now)
    if not now.is_held or not was.is_held:
        return
    why = f" ({now.why})" if now.why and now.why != was.why else ""
    moved = when(old, was) != when(new, now) and not now.hours
    if moved:
        yield f"{named(now)}: {when(old, was)} {ARROW} {when(new, now)}{why}"
    if was.where != now.where:
        yield (
            f"{called(new, now)}, {when(new, now)}: {was.where or 'no stated place'} {ARROW} "
            f"{now.where or 'no stated place'}{'' if moved else why}"
        )
    yield from _length(old, new, was, now)
    if named(was) != named(now):
        yield f"{named(was)}, {when(new, now)}: now {named(now)}"


def _status(new: Timeline, was: Item, now: Item) -> Iterator[str]:
    if was.is_held == now.is_held:
        return
    if now.is_held:
        yield f"{called(new, now)}, {when(new, now)}: on again"
        return
    yield f"{called(new, now)}, {when(new, now)}: {off_text(now)}"


def _length(old: Timeline, new: Timeline, was: Item, now: Item) -> Iterator[str]:
    """Say that something ends, or office hours open, at another time, where it begins as before."""
    if was.hours and (was.starts_at, was.ends_at) != (now.starts_at, now.ends_at):
        opens = (
            f"open at {_clock(new, now.starts_at)}" if now.starts_at else "open after the lecture"
        )
        yield f"{called(new, now)}, {day_name(now.day)}: {opens}, close at {_clock(new, now.ends_at)}"
    elif not was.hours and was.ends_at != now.ends_at and when(old, was) == when(new, now):
        dated = was.last is not None or now.last is not None
        ends = [
            line.told(one.ends_at) if dated and one.ends_at else _clock(line, one.ends_at)
            for line, one in ((old, was), (new, now))
        ]
        yield f"{named(now)}, {when(new, now)}: ends {f' {ARROW} '.join(ends)}"


def _clock(timeline: Timeline, instant: datetime | None) -> str:
    if instant is None:
        return "at no stated time"
    return clock_time(instant.astimezone(timeline.zone).time())


def _instants(old: Timeline, new: Timeline) -> Iterator[Line]:
    """Say what is due, or comes out, at another moment."""
    for was, now in _pairs(old.deadlines, new.deadlines):
        yield from _of_instant(old, new, "due", was, now)
    for was, now in _pairs(old.releases, new.releases):
        yield from _of_instant(old, new, "out", was, now)


def _pairs(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    before, after = {i.stem: i for i in old}, {i.stem: i for i in new}
    for id in dict.fromkeys((*before, *after)):
        yield before.get(id), after.get(id)


def _of_instant(
    old: Timeline, new: Timeline, word: str, was: Item | None, now: Item | None
) -> Iterator[Line]:
    if was is None or now is None:
        there, timeline, change = (was, old, "taken out") if was else (now, new, "added")
        assert there is not None
        yield Line(there.id, f"{named(there)}, {word} {when(timeline, there)}: {change}")
    elif was.starts_at != now.starts_at:
        yield Line(now.id, f"{named(now)}: {when(old, was)} {ARROW} {when(new, now)}")


def _elsewhere(old: Timeline, new: Timeline) -> Iterator[Line]:
    for step in between(old.course, new.course).steps:
        if step.path[0] in ON_ITS_DAY and (
            len(step.path) < 3 or step.path[2] in OF_ITS_DAY or step.path[-1] in OF_ITS_DAY
        ):
            continue
        yield Line(step.path[min(1, len(step.path) - 1)], _of_step(step))


def _of_step(step: Step) -> str:
    place, entry = f"`{dotted(step.path)}`", len(step.path) == 2
    if entry and step.path[0] in PARTS and ABSENT in (step.old, step.new):
        there, change = (step.new, "added") if step.old is ABSENT else (step.old, "taken out")
        answer = there.get("answer") if step.path[0] == "faq" else None
        then = f" {ARROW} {_shown(answer)}" if answer else ""
        return f"{PARTS[step.path[0]]} {change}: {_shown(there)}{then}"
    if step.old is ABSENT:
        return f"{place}: added {_shown(step.new)}"
    if step.new is ABSENT:
        return f"{place}: taken out {_shown(step.old)}"
    return f"{place}: {_shown(step.old)} {ARROW} {_shown(step.new)}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        own = fields.get("title") or ("role" in fields and fields.get("name"))
        first = own or next(iter(fields.get("ask") or ()), None)
        value = first or ", ".join(str(v) for v in fields.values())
    elif isinstance(value, list):
        value = f"{len(cast('list[Any]', value))} entries"
    text = " ".join(str(value).split())
    return f"“{text}”" if len(text) <= LONGEST else f"“{text[: LONGEST - 1]}…”"
