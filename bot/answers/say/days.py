"""Days, lectures and speakers."""

from __future__ import annotations

from datetime import date

from bot.answers.asked import (
    Asked,
    Said,
    answers,
    day_text,
    length,
    lines,
    listing,
    moment,
    sentence,
    session_text,
    time_of,
)
from bot.answers.days import Days
from bot.answers.names import people
from bot.course.timeline import DAY, WEEK, Item, State

SCHEDULE = "Schedule"


def _days(q: Asked) -> list[date]:
    """Give the days a question means; today where it names none."""
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


def _sessions(q: Asked, day: date, *kinds: str) -> list[Item]:
    return [
        i
        for i in q.timeline.on(day)
        if not i.deadline and not i.hours and (not kinds or i.kind in kinds)
    ]


def _line(q: Asked, item: Item) -> str:
    if item.deadline and item.starts_at:
        return f"Due {time_of(q.timeline, item.starts_at)}: {item.title}"
    if item.hours and item.ends_at:
        opens = (
            "after the lecture"
            if item.after_lecture
            else f"from {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
        )  # fmt: skip
        return f"{item.title} in {item.where} {opens}, until {time_of(q.timeline, item.ends_at)}"
    at = f", {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
    place = f", {item.where}" if item.where and item.starts_at else ""
    return f"{session_text(item)}{at}{place}"


def _nothing(q: Asked, day: date, what: str = "Nothing is on the schedule") -> str:
    following = q.timeline.day_after(day)
    then = ""
    if following:
        first = next(iter(q.timeline.on(following)))
        then = f" Next is {day_text(following)}: {_line(q, first)}."
    return f"{what} for {day_text(day)}.{then}"


@answers("on-day")
def on_day(q: Asked) -> Said:
    """Say what is on a day or in a week."""
    days = _days(q)
    busy = [day for day in days if q.timeline.on(day)]
    if not busy:
        return Said(_nothing(q, days[-1]), SCHEDULE, verdict=_off(q, False), page=f"day:{days[0]}")
    verdict = _off(q, any(_sessions(q, day) for day in busy))
    if len(busy) == 1:
        day = busy[0]
        told = lines(_line(q, i) for i in q.timeline.on(day))
        return Said(f"{day_text(day)}:\n{told}", SCHEDULE, verdict, page=f"day:{day}")
    told = lines((f"{day_text(day)}: {_short(q, day)}" for day in busy), 560)
    return Said(told, SCHEDULE, verdict, page=f"day:{busy[0]}")


def _off(q: Asked, has_class: bool) -> bool:
    return not has_class if q.says("off", "cancelled", "canceled", "free") else has_class


def _short(q: Asked, day: date) -> str:
    told = [i.title or listing(s.name for s in i.speakers) for i in _sessions(q, day)]
    told += [f"due: {i.deadline.short}" for i in q.timeline.on(day) if i.deadline]
    return "; ".join(told)


@answers("lecture-on-day")
def lecture_on_day(q: Asked) -> Said:
    """Say which lectures are on a day."""
    return _of_kind(q, "lecture", "No lecture is on the schedule")


@answers("lab-on-day")
def lab_on_day(q: Asked) -> Said:
    """Say which lab is on a day."""
    return _of_kind(q, "lab", "No lab is on the schedule")


def _of_kind(q: Asked, kind: str, none: str) -> Said:
    days = _days(q)
    found = [(day, item) for day in days for item in _sessions(q, day, kind)]
    if q.says("part") and q.numbers:
        found = [(d, i) for d, i in found if i.part in (None, q.numbers[0])] or found
    if not found:
        return Said(_nothing(q, days[-1], none), SCHEDULE, verdict=False, page=f"day:{days[0]}")
    if len({day for day, _ in found}) == 1:
        told = "; ".join(_line(q, item) for _, item in found)
        text = f"{day_text(found[0][0])}: {told}."
    else:
        text = lines(f"{day_text(day)}: {session_text(item)}" for day, item in found)
    return Said(text, SCHEDULE, verdict=True, page=f"day:{found[0][0]}")


@answers("who-on-day")
def who_on_day(q: Asked) -> Said | None:
    """Say who speaks on a day, or that the page doesn't name anybody."""
    days = _days(q)
    found = [(day, i) for day in days for i in _sessions(q, day, "lecture", "event", "exam")]
    if not found:
        return Said(_nothing(q, days[-1], "No lecture is on the schedule"), SCHEDULE, False)
    named = [(day, i) for day, i in found if i.speakers]
    if named:
        order = "first" if q.says("first") else "second" if q.says("second") else ""
        parts = {"first": 1, "second": 2}
        chosen = [(d, i) for d, i in named if i.part == parts.get(order, i.part)] or named
        told = lines(f"{day_text(day)}: {session_text(item)}" for day, item in chosen)
        text = told.removeprefix("- ") if len(chosen) == 1 else told
        return Said(sentence(text), SCHEDULE, True, page=f"day:{days[0]}")
    day = found[0][0]
    topics = listing(i.title for _, i in found if i.title)
    text = f"The course page doesn't state who lectures on {day_text(day)}."
    text += f" It names the topic: {topics}." if topics else ""
    return Said(text, SCHEDULE, stated=q.yes_no, page=f"day:{day}")


def _topic_items(q: Asked) -> list[Item]:
    found: list[Item] = []
    for name in q.named("topic"):
        id, _, number = name.partition("#")
        items = [i for i in q.timeline.items if i.id == id]
        if number and len(items) > int(number):
            found.append(items[int(number)])
        elif number == "" and len(items) > 1:
            found += [i for i in items if i.begins_at is None or i.begins_at >= q.now][:1] or items[
                -1:
            ]
        else:
            found += items[:1]
    return found


@answers("when-topic")
def when_topic(q: Asked) -> Said | None:
    """Say when something is on."""
    found = _topic_items(q)
    if len(found) > 1 and q.says("lab"):
        found = [i for i in found if i.kind == "lab"] or found
    elif len(found) > 1 and q.says("lecture"):
        found = [i for i in found if i.kind == "lecture"] or found
    if not found:
        return None
    told = [_when(q, item) for item in found[:3]]
    if q.says("who", "whose") and not found[0].speakers:
        text = f"The course page doesn't state who gives {found[0].title}. {told[0]}"
        return Said(text, SCHEDULE, page=f"day:{found[0].day}", stated=False)
    verdict = all(any(d.holds(i.day) for d in q.days) for i in found) if q.days else True
    if q.says("already", "happened", "miss", "missed"):
        verdict = found[0].day < q.today
    if verdict is False and q.days:
        told[0] = f"{told[0].removesuffix('.')}, not {day_text(q.days[0].first)}."
    return Said(" ".join(told), SCHEDULE, verdict, found[0].starts_at, f"day:{found[0].day}")


def _when(q: Asked, item: Item) -> str:
    be = "was" if item.day < q.today else "is"
    at = f", {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
    part = f", part {item.part}" if item.part else ""
    what = item.title or session_text(item)
    kind = "" if what.lower().startswith(item.kind) else f" ({item.kind}{part})"
    place = f", {item.where}" if item.where and q.says("where", "room", "hall") else ""
    return f"{what}{kind} {be} on {day_text(item.day)}{at}{place}."


@answers("around-topic")
def around_topic(q: Asked) -> Said | None:
    """Say what comes right before or after something."""
    found = _topic_items(q)
    if not found:
        return None
    item = found[0]
    same = [i for i in q.timeline.items if i.kind == item.kind]
    step = -1 if q.says("before", "precedes", "preceding", "previous", "prior") else 1
    at = same.index(item) + step
    if not 0 <= at < len(same):
        where = "first" if step < 0 else "last"
        return Said(f"{item.title} is the {where} {item.kind} of the course.", SCHEDULE)
    word = "before" if step < 0 else "after"
    other = same[at]
    text = (
        f"The {item.kind} {word} {item.title} is {session_text(other)}, on {day_text(other.day)}."
    )
    return Said(text, SCHEDULE, page=f"day:{other.day}")


@answers("person")
def person(q: Asked) -> Said | None:
    """Say who somebody is and when they speak."""
    told: list[str] = []
    met: list[Item] = []
    for name in q.named("person"):
        speaker = next(p for p in people(q.course) if p.name == name)
        spoken = [i for i in q.timeline.items if any(s.name == name for s in i.speakers)]
        place = f" ({speaker.affiliation})" if speaker.affiliation else ""
        for item in spoken[:2]:
            part = f", part {item.part} of the lecture" if item.part else ""
            verb = "spoke" if item.day < q.today else "speaks"
            at = f", from {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
            told.append(f"{name}{place} {verb} on {day_text(item.day)}{part}{at}.")
        if any(i.name == name for i in q.course.instructors):
            told.append(f"{name}{place} is an instructor of the course.")
        met += spoken
    if not told:
        return None
    verdict = None
    if q.days and met:
        verdict = any(d.holds(i.day) for d in q.days for i in met)
    elif not q.says("instructor", "professor", "first", "second"):
        verdict = True
    elif q.says("instructor", "professor"):
        verdict = any(i.name in q.named("person") for i in q.course.instructors)
    return Said(" ".join(told), SCHEDULE, verdict, page=f"day:{met[0].day}" if met else "")


@answers("guest-speakers")
def guest_speakers(q: Asked) -> Said | None:
    """List the named speakers."""
    found = [i for i in q.timeline.items if i.speakers and not i.deadline]
    if not found:
        return None
    told = lines(
        f"{day_text(i.day)}: {listing(f'{s.name}, {s.affiliation}' if s.affiliation else s.name for s in i.speakers)}"
        for i in found
    )
    count = len({s.name for i in found for s in i.speakers})
    return Said(f"{count} speakers are named:\n{told}", SCHEDULE, True)


@answers("course-dates")
def course_dates(q: Asked) -> Said:
    """Say from when to when the course runs."""
    term = q.course.term
    days = (term.end - term.start).days + 1
    weeks = f"{round(days / 7)} weeks"
    text = (
        f"The course runs from {day_text(term.start)} to {day_text(term.end)}, {term.end.year} "
        f"({term.name}, {weeks})."
    )
    verdict = None
    if q.says("start", "started", "begun"):
        verdict = q.today >= term.start
    elif q.says("over", "ended", "finished"):
        verdict = q.today > term.end
    elif q.says("iap", "week", "weeks", "semester"):
        verdict = q.says("weeks") or (q.says("iap") and "iap" in term.name.lower())
    if q.says("left") and q.today <= term.end:
        text = f"{(term.end - max(q.today, term.start)).days + 1} days are left. {text}"
    first = q.timeline.next_session(q.timeline.midnight(term.start))
    if first and first.starts_at and q.says("start", "first", "begin", "starts"):
        text += f" The first lecture is {first.title}, {moment(q.timeline, first.starts_at)}."
    return Said(text, "Course dates", verdict)


@answers("first-lecture")
def first_lecture(q: Asked) -> Said | None:
    """Say what the course begins with."""
    return _edge(q, 0, "The first day")


@answers("last-lecture")
def last_lecture(q: Asked) -> Said | None:
    """Say what the course ends with."""
    return _edge(q, -1, "The last day")


def _edge(q: Asked, at: int, name: str) -> Said | None:
    days = sorted({i.day for i in q.timeline.items if not i.deadline and not i.hours})
    if not days:
        return None
    told = "; ".join(_line(q, i) for i in _sessions(q, days[at]))
    return Said(f"{name}, {day_text(days[at])}: {told}.", SCHEDULE, page=f"day:{days[at]}")


@answers("lecture-count")
def lecture_count(q: Asked) -> Said:
    """Count the lectures."""
    lectures = [i for i in q.timeline.items if i.kind == "lecture"]
    days = sorted({i.day for i in lectures})
    text = f"The schedule lists {len(lectures)} lectures on {len(days)} days"
    parts = sum(1 for i in lectures if i.part)
    text += f" ({parts} of them are halves of a two-part lecture)" if parts else ""
    return Said(f"{text}.", SCHEDULE)


@answers("all-topics")
def all_topics(q: Asked) -> Said:
    """List what the lectures are about."""
    told = lines(
        f"{day_text(i.day)}: {i.title or listing(s.name for s in i.speakers)}"
        for i in q.timeline.items
        if i.kind == "lecture"
    )
    return Said(f"The lectures:\n{told}", SCHEDULE, page="course:0")


@answers("next-lecture")
def next_lecture(q: Asked) -> Said:
    """Say what the next lecture is."""
    item = q.timeline.next_session(q.now)
    if q.says("guest", "guests", "speaker"):
        item = next(
            (i for i in q.timeline.timed if i.speakers and i.starts_at and i.starts_at > q.now),
            item,
        )
    if item is None or item.starts_at is None:
        return Said("No lecture is left on the schedule.", SCHEDULE)
    told = session_text(item).removeprefix("Lecture: ")
    text = (
        f"The next lecture is {told}: {moment(q.timeline, item.starts_at)}, "
        f"in {length(item.starts_at - q.now)}."
    )
    return Said(text, SCHEDULE, None, item.starts_at, f"day:{item.day}")


@answers("whats-next")
def whats_next(q: Asked) -> Said:
    """Say what comes next: on now, the next lecture, the next deadline."""
    told: list[str] = [
        f"On now: {session_text(i)}." for i in q.timeline.current_sessions(q.now) if i.starts_at
    ]
    lecture = q.timeline.next_session(q.now)
    if lecture and lecture.starts_at:
        told.append(
            f"Next lecture: {session_text(lecture).removeprefix('Lecture: ')}, "
            f"{moment(q.timeline, lecture.starts_at)}."
        )
    due = next(iter(q.timeline.open_deadlines(q.now)), None)
    if due and due.starts_at:
        told.append(f"Next due: {due.title}, {moment(q.timeline, due.starts_at)}.")
    return Said("\n".join(told) or "Nothing is left on the schedule.", SCHEDULE, page="next:")


@answers("now")
def on_now(q: Asked) -> Said:
    """Say what is going on."""
    today = [i for i in _sessions(q, q.today) if i.starts_at and i.kind == "lecture"]
    item = next((i for i in today if q.timeline.state(i, q.now) is State.ON), None)
    if item is not None and item.starts_at is not None:
        text = f"{session_text(item)} began at {time_of(q.timeline, item.starts_at)}."
        verdict: bool | None = True
        if item.ends_at is None:
            text += " The course page doesn't state when lectures end."
            verdict = None
        if q.says("over", "end", "ended"):
            verdict = None if item.ends_at is None else False
        return Said(text, SCHEDULE, verdict, page="next:")
    later = q.timeline.next_session(q.now)
    text = "No lecture is on now."
    if later and later.starts_at:
        text += f" The next one is {session_text(later)}, {moment(q.timeline, later.starts_at)}."
    over = q.says("over", "ended", "end") and bool(today) and q.now > (today[0].starts_at or q.now)
    return Said(text, SCHEDULE, over, page="next:")


@answers("time-zone")
def time_zone(q: Asked) -> Said:
    """Say which zone the course's times are in."""
    label = q.course.zone_label
    text = f"All times of the course are in {label} ({q.course.timezone})."
    verdict = q.says("eastern", "et", "est") if q.says("eastern", "et", "est", "pst") else None
    return Said(text, "Course dates", verdict)
