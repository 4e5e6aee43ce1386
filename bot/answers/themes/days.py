"""Days and weeks: what is on, which lecture, which lab, who speaks."""

from __future__ import annotations

from datetime import date, datetime

from bot.answers.compare import turned_off
from bot.answers.meetings import day_off
from bot.answers.said import (
    A_DAY,
    Said,
    answers,
    end_of,
    lines,
    moment,
    sentence,
    session_text,
    time_of,
)
from bot.answers.things import things_of
from bot.course.change_words import called, off_text
from bot.course.timeline import DAY, WEEK, Item
from bot.text import day_name, listing
from bot.understanding.asked import Asked
from bot.understanding.days import Days

SCHEDULE = "Schedule"


def days_meant(q: Asked) -> list[date]:
    """Return the days a question means; today where it names none."""
    if not q.days:
        return [q.today]
    return [day for named in q.days for day in _each(q, named)]


def _each(q: Asked, named: Days) -> list[date]:
    day, last = named.first, named.last
    if named.weekday and not q.timeline.on(day):
        for other in (day + WEEK, day - WEEK):
            if q.timeline.on(other):
                return [other]
    return [day + n * DAY for n in range((last - day).days + 1)]


def sessions_on(q: Asked, day: date, *kinds: str) -> list[Item]:
    """Return a day's sessions, of some kinds or of all."""
    return [i for i in q.timeline.on(day) if i.is_session and (not kinds or i.kind in kinds)]


def line(q: Asked, item: Item) -> str:
    """Return what an item of the schedule is, with its time and place."""
    if item.deadline and item.starts_at:
        return f"Due {time_of(q.timeline, item.starts_at)}: {item.title}"
    if item.release and item.starts_at:
        return f"Out {time_of(q.timeline, item.starts_at)}: {item.title}"
    if item.day_off:
        return f"No class: {item.title}{f' ({item.why})' if item.why else ''}"
    if item.hours and not item.is_held:
        return f"{called(q.timeline, item)}: {off_text(item)}"
    if item.hours and item.ends_at:
        opens = (
            "after the lecture"
            if item.after_lecture
            else f"from {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
        )  # fmt: skip
        return f"{item.title} in {item.where} {opens}, until {time_of(q.timeline, item.ends_at)}"
    at = f", {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
    if item.last and item.starts_at:
        begins = moment(q.timeline, item.starts_at).removesuffix(f" {q.course.zone_label}")
        at = f", {begins} to {end_of(q.timeline, item)}"
    place = f", {item.where}" if item.where and item.starts_at else ""
    return f"{session_text(item)}{at}{place}"


def _nothing(q: Asked, day: date, what: str = "Nothing is on the schedule") -> str:
    following = q.timeline.day_after(day)
    then = ""
    if following:
        first = next(iter(q.timeline.on(following)))
        then = f" Next is {day_name(following)}: {line(q, first)}."
    return f"{what} for {day_name(day)}.{then}"


@answers("on-day")
def on_day(q: Asked) -> Said | None:
    """Return what is on a day or in a week."""
    return _on(q)


def _on(q: Asked) -> Said:
    days = days_meant(q)
    busy = [day for day in days if q.timeline.on(day)]
    if not busy:
        return Said(
            _nothing(q, days[-1]), SCHEDULE, fits=turned_off(q, False), page=f"day:{days[0]}"
        )
    on = turned_off(q, any(_has_asked(q, day) for day in busy))
    if len(busy) == 1 and (at := _at_times(q, busy[0])):
        told = lines(line(q, i) for i in at)
        return Said(f"{day_name(busy[0])}:\n{told}", SCHEDULE, page=f"day:{busy[0]}")
    if len(busy) == 1:
        day = busy[0]
        told = lines((line(q, i) for i in q.timeline.on(day)), A_DAY)
        return Said(f"{day_name(day)}:\n{told}", SCHEDULE, fits=on, page=f"day:{day}")
    told = lines((f"{day_name(day)}: {_short(q, day)}" for day in busy), 560)
    return Said(told, SCHEDULE, fits=on, page=f"day:{busy[0]}")


def _at_times(q: Asked, day: date) -> list[Item]:
    """Return what is on, begins or is due on a day at the time of day that is asked for; nothing for no time."""
    found: list[Item] = []
    for clock in q.times[:1]:
        at = datetime.combine(day, clock, q.timeline.zone)
        for item in q.timeline.on(day):
            begins = item.starts_at
            if begins and begins <= at and (begins == at or (item.ends_at and at < item.ends_at)):
                found.append(item)
    return found


def _has_asked(q: Asked, day: date) -> bool:
    """Return whether there is on a day what is asked for: meetings of the kind that is named, else any."""
    kinds = things_of(q.timeline).find(q.text.split()).of("kind")
    if not kinds:
        return _meets(q, day)
    return any(i.kind in kinds for i in sessions_on(q, day) if i.is_held)


def _meets(q: Asked, day: date) -> bool:
    """Return whether there is class on a day: what has a time is held, or nothing that has one was cancelled."""
    off = [i for i in q.timeline.on(day) if i.is_meeting and not i.is_held]
    timed = [i for i in sessions_on(q, day) if i.begins_at]
    return bool(timed) or (bool(sessions_on(q, day)) and not any(i.begins_at for i in off))


def _short(q: Asked, day: date) -> str:
    told = [i.title or listing(s.name for s in i.speakers) for i in sessions_on(q, day)]
    told += [f"due: {i.deadline.short}" for i in q.timeline.on(day) if i.deadline]
    told += [f"out: {i.title}" for i in q.timeline.on(day) if i.release]
    return "; ".join(dict.fromkeys(told))


@answers("lecture-on-day")
def lecture_on_day(q: Asked) -> Said:
    """Return which lectures are on a day."""
    return _of_kind(q, "lecture", "There's no lecture on the schedule")


@answers("lab-on-day")
def lab_on_day(q: Asked) -> Said:
    """Return which lab is on a day."""
    return _of_kind(q, "lab", "There's no lab on the schedule")


def _of_kind(q: Asked, kind: str, none: str) -> Said:
    there = any(item.kind == kind for item in q.timeline.items)
    if not there and not q.says(kind, f"{kind}s"):
        return _on(q)
    days = days_meant(q)
    found = [(day, item) for day in days for item in sessions_on(q, day, kind)]
    if q.says("part") and q.numbers:
        found = [(d, i) for d, i in found if i.part in (None, q.numbers[0])] or found
    if not found:
        text = _nothing(q, days[-1], none)
        return Said(text, SCHEDULE, fits=turned_off(q, False), page=f"day:{days[0]}")
    if len({day for day, _ in found}) == 1:
        told = "; ".join(line(q, item) for _, item in found)
        text = f"{day_name(found[0][0])}: {told}."
    else:
        text = lines(f"{day_name(day)}: {session_text(item)}" for day, item in found)
    return Said(text, SCHEDULE, fits=turned_off(q, True), page=f"day:{found[0][0]}")


@answers("who-on-day")
def who_on_day(q: Asked) -> Said | None:
    """Return who speaks on a day, or that the page doesn't name anybody."""
    days = days_meant(q)
    found = [(day, i) for day in days for i in sessions_on(q, day, "lecture", "event", "exam")]
    if not found:
        return Said(_nothing(q, days[-1], "There's no lecture on the schedule"), SCHEDULE)
    named = [(day, i) for day, i in found if i.speakers]
    if named:
        order = "first" if q.says("first") else "second" if q.says("second") else ""
        parts = {"first": 1, "second": 2}
        chosen = [(d, i) for d, i in named if i.part == parts.get(order, i.part)] or named
        told = lines(f"{day_name(day)}: {session_text(item)}" for day, item in chosen)
        text = told.removeprefix("- ") if len(chosen) == 1 else told
        return Said(sentence(text), SCHEDULE, there=True, page=f"day:{days[0]}")
    day = found[0][0]
    topics = listing(i.title for _, i in found if i.title)
    text = f"The course page doesn't say who lectures on {day_name(day)}."
    text += f" It names the topic: {topics}." if topics else ""
    return Said(text, SCHEDULE, stated=q.yes_no, page=f"day:{day}")


@answers("holiday")
def holiday(q: Asked) -> Said | None:
    """List the days off, or tell of the one that is named."""
    things = things_of(q.timeline)
    if named := day_off(q, things, things.find(q.text.split())):
        return named
    told = [
        f"{day_name(off.day)}{f' to {day_name(off.last)}' if off.last else ''}: {off.title}"
        for off in q.course.days_off
    ]
    there = None if q.says("class", "classes", "lecture", "lectures") else True
    return Said(f"Days off:\n{lines(told)}", SCHEDULE, there=there) if told else None
