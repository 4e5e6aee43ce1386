"""What has changed: what is cancelled, moved, due at another time, or ends at another; and since when."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.said import Said, answers, lines, moment, sentence, session_text, time_of
from bot.answers.themes.days import SCHEDULE, days_meant
from bot.course.change_words import called, off_text
from bot.course.changed import Changed
from bot.course.timeline import Item
from bot.text import day_name, lowered
from bot.understanding.asked import Asked
from bot.understanding.polarity import turns

DEADLINES = "Deadlines"
HISTORY = "Changes to the course"
MOST = 4
"""Changes that one answer names."""


def _meant(q: Asked) -> list[Item]:
    """Return the meetings a question is about: those it names, else those with a time on its days, else all there."""
    people = set(q.named("person"))
    named = [
        item
        for item in q.timeline.items
        if item.is_meeting
        and (item.id in q.named("topic") or people & {speaker.name for speaker in item.speakers})
    ]
    if named:
        there = [item for item in named if item.gone_to is None]
        then = days_meant(q) if q.days else []
        on_them = [item for item in there if not set(then).isdisjoint(item.days)]
        return on_them or [i for i in there if any(d.holds(i.day) for d in q.days)] or there
    if q.says("hours", "oh"):
        return [i for day in days_meant(q) for i in q.timeline.on(day) if i.hours]
    days = days_meant(q)
    there = list(dict.fromkeys(i for day in days for i in q.timeline.on(day) if i.is_meeting))
    kinds = [item for item in there if q.says(item.kind, f"{item.kind}s")]
    return kinds or [item for item in there if _has_time(item)] or there


def _has_time(item: Item) -> bool:
    return item.begins_at is not None or item.gone_to is not None


def _since(q: Asked, ids: Sequence[str]) -> str:
    """Say when the newest of some things was changed; empty where nobody has changed it."""
    made = next(iter(_changes(q, ids)), None)
    return f" That was changed on {moment(q.timeline, made.at)}." if made else ""


def _changes(q: Asked, ids: Sequence[str]) -> list[Changed]:
    return [one for one in q.timeline.changed if one.line.about in ids]


@answers("class-cancelled")
def class_cancelled(q: Asked) -> Said | None:
    """Return whether meetings are cancelled, with why and since when."""
    days, found = days_meant(q), _meant(q)
    off = [item for item in found if not item.is_held]
    free = [i for day in days for i in q.timeline.on(day) if i.day_off]
    page = f"day:{found[0].day if found else days[0]}"
    if not found:
        if not free:
            return None
        text = sentence(f"{day_name(days[0])} is a day off: {free[0].title}")
        return Said(text, SCHEDULE, fits=_asked_off(q, True), page=page)
    if not off:
        told = "; ".join(_held(q, item) for item in found[:MOST])
        so = _asked_off(q, False)
        return Said(f"Nothing of this is cancelled: {told}.", SCHEDULE, fits=so, page=page)
    told = lines([_off(q, item) for item in off])
    told = told.removeprefix("- ") if len(off) == 1 else told
    since = _since(q, [*(item.id for item in off), *(str(day) for day in days)])
    so = _asked_off(q, True) if len(off) == len(found) else None
    held = [item for item in found if item.is_held]
    still = f" Still on: {'; '.join(_held(q, item) for item in held[:MOST])}." if held else ""
    return Said(f"{sentence(told)}{still}{since}", SCHEDULE, fits=so, page=page)


def _asked_off(q: Asked, off: bool) -> bool | None:
    """Return whether it's as asked: that it's off, or that it's still on; None where that isn't certain."""
    asks_off = q.says("cancelled", "canceled", "cancel", "called", "off")
    asks_on = q.says("still", "happening")
    if turns(q.words) or asks_off == asks_on:
        return None
    return off if asks_off else not off


def _as_asked(q: Asked, so: bool) -> bool | None:
    return None if turns(q.words) else so


def _held(q: Asked, item: Item) -> str:
    at = f", {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
    if item.hours:
        return f"{called(q.timeline, item)}, {day_name(item.day)}{at}"
    return f"{session_text(item)}, {day_name(item.day)}{at}"


def _off(q: Asked, item: Item) -> str:
    if item.gone_to:
        return f"{session_text(item.gone_to)} isn't on {day_name(item.day)}: it moved to {_when(q, item.gone_to)}"
    if item.hours:
        return f"{called(q.timeline, item)}, {day_name(item.day)}: {off_text(item)}"
    return f"{session_text(item)}, {day_name(item.day)}"


def _when(q: Asked, item: Item) -> str:
    return moment(q.timeline, item.starts_at) if item.starts_at else day_name(item.day)


@answers("meeting-moved")
def meeting_moved(q: Asked) -> Said | None:
    """Return when or where something has moved to, from where, and since when."""
    found = [item for item in _meant(q) if item.gone_to is None or item.status == "moved"]
    found = [item.gone_to or item for item in found]
    if not found:
        return None
    moved = [item for item in found if item.status == "moved"]
    page = f"day:{found[0].day}"
    if not moved:
        told = "; ".join(_held(q, item) for item in found[:MOST])
        return Said(f"It hasn't been moved: {told}.", SCHEDULE, fits=_as_asked(q, False), page=page)
    told = " ".join(_moved(q, item) for item in moved[:MOST])
    return Said(
        f"{told}{_since(q, [i.id for i in moved])}", SCHEDULE, fits=_as_asked(q, True), page=page
    )


def _moved(q: Asked, item: Item) -> str:
    former = item.moved_from
    place = f", in {item.where}" if item.where and former and former.where else ""
    was = ""
    if former and former.day and former.day != item.day:
        was = f" It was supposed to be on {day_name(former.day)}."
    elif former and former.where and former.where != item.where:
        was = f" It was supposed to be in {former.where}."
    why = f" Why: {sentence(item.why)}" if item.why else ""
    return f"{session_text(item)} is on {_when(q, item)}{place}.{was}{why}"


@answers("due-changed")
def due_changed(q: Asked) -> Said | None:
    """Return whether a due time was changed, from when to when, and since when."""
    deadlines = [i for i in q.timeline.deadlines if i.id in q.named("due")]
    meant = deadlines or list(q.timeline.deadlines)
    if not meant:
        return None
    changes = _changes(q, [item.id for item in meant])[:MOST]
    first = meant[0]
    page = f"day:{first.day}" if len(meant) == 1 else "deadlines:0"
    if not changes:
        told = [f"{item.deadline.short}: {_when(q, item)}" for item in meant if item.deadline]
        text = "No due time has been changed since the course was set up."
        if len(meant) == 1:
            text = f"It hasn't been changed: {lowered(told[0])}."
        return Said(text, DEADLINES, fits=_as_asked(q, False), page=page)
    told = lines([_told(q, one) for one in changes])
    told = told.removeprefix("- ") if len(changes) == 1 else told
    instant = first.starts_at if len(meant) == 1 else None
    return Said(sentence(told), DEADLINES, fits=_as_asked(q, True), instant=instant, page=page)


def _told(q: Asked, made: Changed) -> str:
    return f"{made.line.text} (changed on {moment(q.timeline, made.at)})"


@answers("what-changed")
def what_changed(q: Asked) -> Said:
    """Return what was changed of the course last."""
    made = q.timeline.changed
    if not made:
        return Said(
            "Nothing has been changed since the course was set up.",
            HISTORY,
            there=False,
            page="next:",
        )
    return Said(lines([_told(q, one) for one in made[:MOST]]), HISTORY, there=True, page="next:")


@answers("meeting-ended")
def meeting_ended(q: Asked) -> Said | None:
    """Return when a meeting ends, where staff have said that it's another time than planned."""
    found = [item for item in _meant(q) if item.is_held and item.ends_at]
    made = _changes(q, [item.id for item in found])
    ends = [one for one in made if ": ends " in one.line.text][:MOST]
    if not ends:
        return None
    told = lines([_told(q, one) for one in ends])
    return Said(sentence(told.removeprefix("- ")), SCHEDULE, page=f"day:{found[0].day}")
