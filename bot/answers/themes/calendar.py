"""The course in time: from when to when, what is on now, what comes next."""

from __future__ import annotations

from bot.answers.compare import asks_closed, is_open, on_days
from bot.answers.said import Said, answers, end_of, length, lines, moment, session_text, time_of
from bot.answers.themes.days import SCHEDULE, line, sessions_on
from bot.course.timeline import DAY, State
from bot.text import day_name, listing, plural, raised
from bot.understanding.asked import Asked
from bot.understanding.polarity import turns


@answers("course-dates")
def course_dates(q: Asked) -> Said:
    """Return from when to when the course runs."""
    term = q.course.term
    days = (term.end - term.start).days + 1
    weeks = plural(round(days / 7), "week")
    text = (
        f"The course runs from {day_name(term.start)} to {day_name(term.end)}, {term.end.year} "
        f"({term.name}, {weeks})."
    )
    if q.says("left") and q.today <= term.end:
        left = (term.end - max(q.today, term.start)).days + 1
        text = f"{plural(left, 'day is', 'days are')} left. {text}"
    first = q.timeline.next_session(q.timeline.midnight(term.start))
    if first and first.starts_at and q.says("start", "first", "begin", "starts"):
        text += f" The first lecture is {first.title}, {moment(q.timeline, first.starts_at)}."
    return Said(text, "Course dates", fits=_course_fits(q))


def _course_fits(q: Asked) -> bool | None:
    """Return whether the course has begun, is over, begins or ends on a day, as asked."""
    term, begins = q.course.term, q.says("start", "starts", "begin", "begins", "first")
    if q.days and (begins or q.says("end", "ends", "last", "finish", "over")):
        return on_days(q, [term.start if begins else term.end])
    if q.days or turns(q.words):
        return None
    if q.says("started", "begun", "began"):
        return q.today >= term.start
    return q.today > term.end if q.says("over", "ended", "finished") else None


@answers("first-lecture")
def first_lecture(q: Asked) -> Said | None:
    """Return what the course begins with."""
    return _edge(q, 0, "The first day")


@answers("last-lecture")
def last_lecture(q: Asked) -> Said | None:
    """Return what the course ends with."""
    return _edge(q, -1, "The last day")


def _edge(q: Asked, at: int, name: str) -> Said | None:
    days = sorted({i.day for i in q.timeline.items if i.is_session})
    if not days:
        return None
    told = "; ".join(line(q, i) for i in sessions_on(q, days[at]))
    return Said(f"{name}, {day_name(days[at])}: {told}.", SCHEDULE, page=f"day:{days[at]}")


@answers("lecture-count")
def lecture_count(q: Asked) -> Said:
    """Count the lectures."""
    lectures = [i for i in q.timeline.items if i.kind == "lecture" and i.is_session]
    days = sorted({i.day for i in lectures})
    text = f"The schedule lists {plural(len(lectures), 'lecture')} on {plural(len(days), 'day')}"
    parts = sum(1 for i in lectures if i.part)
    text += f" ({parts} of them are halves of a two-part lecture)" if parts else ""
    return Said(f"{text}.", SCHEDULE)


@answers("all-topics")
def all_topics(q: Asked) -> Said | None:
    """List what the lectures are about; None where the course has none."""
    told = lines(
        f"{day_name(i.day)}: {i.title or listing(s.name for s in i.speakers)}"
        for i in q.timeline.items
        if i.kind == "lecture" and i.is_session
    )
    return Said(f"The lectures:\n{told}", SCHEDULE, page="course:0") if told else None


@answers("next-lecture")
def next_lecture(q: Asked) -> Said:
    """Return what the next lecture is."""
    item = q.timeline.next_session(q.now)
    if q.says("guest", "guests", "speaker"):
        item = next(
            (i for i in q.timeline.timed if i.speakers and i.starts_at and i.starts_at > q.now),
            item,
        )
    if item is None or item.starts_at is None:
        return Said("There are no lectures left on the schedule.", SCHEDULE)
    told = session_text(item).removeprefix("Lecture: ")
    text = (
        f"The next lecture is {told}: {moment(q.timeline, item.starts_at)}, "
        f"in {length(item.starts_at - q.now)}."
    )
    return Said(text, SCHEDULE, instant=item.starts_at, page=f"day:{item.day}")


@answers("whats-next")
def whats_next(q: Asked) -> Said:
    """Return what comes next: on now, the next meeting, the next deadline."""
    told: list[str] = [
        f"On now: {session_text(i)}." for i in q.timeline.current_sessions(q.now) if i.starts_at
    ]
    soonest = q.today if not told else q.today + DAY
    untimed = (i for i in q.timeline.items if i.is_session and not i.begins_at and i.day >= soonest)
    timed = next(iter(q.timeline.next_sessions(q.now)), None)
    coming = [i for i in (next(untimed, None), timed) if i]
    if coming:
        meeting = min(coming, key=lambda i: i.day)
        what = session_text(meeting).removeprefix(f"{raised(meeting.kind)}: ")
        at = moment(q.timeline, meeting.starts_at) if meeting.starts_at else day_name(meeting.day)
        told.append(f"Next {meeting.kind}: {what}, {at}.")
    due = next(iter(q.timeline.open_deadlines(q.now)), None)
    if due and due.starts_at:
        told.append(f"Next due: {due.title}, {moment(q.timeline, due.starts_at)}.")
    return Said("\n".join(told) or "There's nothing left on the schedule.", SCHEDULE, page="next:")


@answers("now")
def on_now(q: Asked) -> Said:
    """Return what is going on."""
    kinds = {"lecture"} if "lecture" in q.timeline.kinds else set(q.timeline.kinds)
    today = [i for i in sessions_on(q, q.today) if i.starts_at and i.kind in kinds]
    item = next((i for i in today if q.timeline.state(i, q.now) is State.ON), None)
    if item is not None and item.starts_at is not None:
        text = f"{session_text(item)} began at {time_of(q.timeline, item.starts_at)}."
        if item.last:
            began = moment(q.timeline, item.starts_at)
            text = f"{session_text(item)} began {began} and ends {end_of(q.timeline, item)}."
        if item.ends_at is None:
            text += " The course page doesn't say when it ends."
        on = is_open(q, True) if item.ends_at else None
        return Said(text, SCHEDULE, fits=on, page="next:")
    later = next((i for i in q.timeline.next_sessions(q.now) if i.kind in kinds), None)
    text = f"There's {'no lecture' if 'lecture' in kinds else 'nothing'} right now."
    if later and later.starts_at:
        text += f" The next one is {session_text(later)}, {moment(q.timeline, later.starts_at)}."
    been = bool(today) and q.now > (today[0].starts_at or q.now)
    return Said(text, SCHEDULE, fits=been if asks_closed(q) else is_open(q, False), page="next:")


@answers("time-zone")
def time_zone(q: Asked) -> Said:
    """Return which zone the course's times are in."""
    label = q.course.zone_label
    text = f"All course times are in {label} ({q.course.timezone})."
    return Said(text, "Course dates", fits=_zone_fits(q))


def _zone_fits(q: Asked) -> bool | None:
    """Return whether a zone that a question names by its label or its city is the course's."""
    course = q.course
    names = {course.zone_label.lower(), *course.timezone.rsplit("/", 1)[-1].lower().split("_")}
    return True if q.plain & names and not turns(q.words) else None
