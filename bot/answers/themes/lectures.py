"""Lectures: when, where, recorded, for whom."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.compare import at_times, of_words, people_meant
from bot.answers.said import Said, answers, at_place, sentence
from bot.course.cohorts import names_of
from bot.course.meetings import How, resolved
from bot.course.sessions import WeeklySession
from bot.course.values import People
from bot.course.words import of_listeners, who_may
from bot.text import clock_time, day_name, listing, lowered, plural_of, raised
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of, turns

LECTURES, ABOUT, SCHEDULE = "Lectures", "About the course", "Schedule"
NOON = 12
HELD = {"online": "held virtually, ", "in person": "in person, ", "both": "in person and online, "}


@answers("lecture-time")
def lecture_time(q: Asked) -> Said | None:
    """Return when lectures begin."""
    lectures, term = q.course.lectures, q.course.term
    told: list[str] = []
    if lectures.starts:
        ends = f" and end at {clock_time(lectures.ends)}" if lectures.ends else ""
        where = f", {at_place(lectures.where, lectures.modality)}" if lectures.where else ""
        days = sorted({i.day for i in q.timeline.items if i.kind == "lecture" and i.is_session})
        weekdays = sorted({d.weekday() for d in days})
        span = "Monday through Friday, " if weekdays == [0, 1, 2, 3, 4] else ""
        told.append(
            f"Lectures start at {clock_time(lectures.starts)} {q.course.zone_label}{ends}, {span}"
            f"{day_name(term.start)} to {day_name(term.end)}{where}."
        )
    told += [_weekly(q, w) for w in q.course.weekly if w.kind == "lecture"]
    if not told:
        return None
    if q.days and not any(i.kind == "lecture" for d in q.days for i in q.timeline.on(d.first)):
        told.append(f"The schedule has no lecture on {day_name(q.days[0].first)}.")
    starts = [_held(q, w).starts for w in q.course.weekly if w.kind == "lecture"] + [
        lectures.starts
    ]
    fits = at_times(q, [t for t in starts if t])
    if fits is None and q.says("morning") and not turns(q.words):
        fits = any(t.hour < NOON for t in starts if t)
    return Said(" ".join(told), LECTURES, fits=fits, page="topic:0/lectures")


def _held(q: Asked, weekly: WeeklySession) -> How:
    """Return how a series is held, by what its cohort states where it states nothing itself."""
    cohort = q.course.cohort(weekly.cohorts[0]) if weekly.cohorts else None
    return resolved(weekly, cohort) if cohort else weekly


def _weekly(q: Asked, weekly: WeeklySession) -> str:
    days, how = listing(d.capitalize() for d in weekly.weekdays), _held(q, weekly)
    at = f", {clock_time(how.starts)}" if how.starts else ""
    ends = f" to {clock_time(how.ends)} {q.course.zone_label}" if how.ends else ""
    where = f", {how.where}" if how.where else ""
    same = weekly.title.lower().startswith(weekly.kind)
    name = weekly.title if same else f"{weekly.kind.capitalize()} {weekly.title}"
    name = names_of(q.course.cohorts, weekly.cohorts) or name
    return f"{name}: {days}{at}{ends}{where}."


@answers("lecture-end")
def lecture_end(q: Asked) -> Said | None:
    """Return when lectures end, where the page does."""
    stated = q.course.lectures.ends or any(w.ends for w in q.course.weekly if w.kind == "lecture")
    return lecture_time(q) if stated else None


@answers("lecture-where", "room")
def lecture_where(q: Asked) -> Said | None:
    """Return where lectures are."""
    lectures = q.course.lectures
    rooms = [_weekly(q, w) for w in q.course.weekly if w.where]
    rooms += [f"{i.title}: {i.where}." for i in q.timeline.items if i.kind == "exam" and i.where]
    if lectures.where is None:
        rooms += [f"Office hours: {h.where}." for h in q.course.office_hours if rooms]
        return Said(" ".join(rooms), LECTURES, page="topic:0/lectures") if rooms else None
    if not q.says(
        "remote", "online", "virtual", "person", "campus", "hybrid", "physically"
    ) and q.says("room", "building", "classroom", "hall", "auditorium"):
        return None
    how = HELD[lectures.modality] if lectures.modality else ""
    place = at_place(lectures.where, lectures.modality)
    text = f"Lectures are {how}{place}. {lectures.joining or ''}".strip()
    pitches = q.course.pitches
    if pitches and pitches.attendance and q.says("have", "need", "must", "required"):
        text += f" {pitches.attendance}"
    return Said(text, LECTURES, fits=_place_fits(q, lectures), page="topic:0/lectures")


def _place_fits(q: Asked, lectures: How) -> bool | None:
    """Return whether lectures are in person, online, both or at the place that a question names."""
    modality = lectures.modality
    if turns(q.words) or q.says("or") or claim_of(q.words) == "allowed":
        return None
    if q.says("hybrid"):
        return modality == "both" if modality else None
    if q.says("person", "campus", "physically"):
        return modality in ("in person", "both") if modality else None
    if q.says("virtual", "virtually", "online", "remote", "remotely"):
        return modality in ("online", "both") if modality else None
    return of_words(q, "places", [lectures.where])


@answers("zoom-link")
def zoom_link(q: Asked) -> Said | None:
    """Return where the address of the lectures is found."""
    lectures = q.course.lectures
    if lectures.joining is None:
        return None
    link = q.course.link(lectures.link)
    address = (
        f" {link.title}: {link.url}{f' ({link.access})' if link.access else ''}." if link else ""
    )
    return Said(f"{lectures.joining}{address}", LECTURES, page="topic:0/lectures")


@answers("recordings")
def recordings(q: Asked) -> Said | None:
    """Return whether and where lectures are recorded."""
    lectures = q.course.lectures
    if lectures.recordings is None and lectures.recorded is None:
        return None
    link = q.course.link(lectures.link) if lectures.recordings else None
    told = [
        lectures.recordings or f"Lectures are {'' if lectures.recorded else 'not '}recorded.",
        f"{link.title}: {link.url}." if link else "",
        _first(_attendance(q)),
    ]
    text = " ".join(part for part in told if part)
    return Said(text, LECTURES, holds=lectures.recorded, page="topic:0/lectures")


def _first(text: str | None) -> str:
    return sentence(text.split(". ")[0]) if text else ""


@answers("attendance")
def attendance(q: Asked) -> Said | None:
    """Return whether lectures have to be attended; of other kinds of meetings, too, where the question names none."""
    text, stated = _attendance(q), q.course.lectures.attendance
    if text is None or stated is None:
        return None
    told, holds = [text], {None if stated.required is None else not stated.required}
    for kind, how in () if q.says("lecture", "lectures") else q.course.kinds.items():
        if kind != "lecture" and how.attendance and how.attendance.required is not None:
            word = "" if how.attendance.required else "not "
            told.append(f"Attending {plural_of(kind)} is {word}required.")
            told += [how.attendance.text] if how.attendance.text else []
            holds.add(not how.attendance.required)
    [free] = holds if len(holds) == 1 else [None]
    return Said(" ".join(told), LECTURES, holds=free, page="topic:0/lectures")


def _attendance(q: Asked) -> str | None:
    stated = q.course.lectures.attendance
    if stated is None or (stated.required is None and stated.text is None):
        return None
    return stated.text or f"Attending lectures is {'' if stated.required else 'not '}required."


@answers("viewing")
def viewing(q: Asked) -> Said | None:
    """Return whether passing takes watching the lectures."""
    passing = q.course.grading.passing if q.course.grading else ()
    if not passing:
        said = attendance(q)
        return replace(said, holds=None) if said else None
    need = next((p for p in passing if p.counts == "lectures"), None)
    if need is None:
        told = "; ".join(lowered(p.title) for p in passing)
        text = f"Lectures aren't part of what it takes to pass: {told}."
    else:
        text = f"What it takes to pass: {lowered(need.title)}, by {need.proof}. {need.detail or ''}"
    return Said(text.strip(), LECTURES, holds=need is not None, page="topic:0/lectures")


@answers("access")
def access(q: Asked) -> Said | None:
    """Return who may watch, or come; of every kind of meeting that says so, where lectures don't."""
    lectures = q.course.lectures
    if lectures.access:
        text, holds = f"{lectures.access} {lectures.public or ''}", people_meant(q, lectures.who)
        return Said(text.strip(), LECTURES, holds=holds, page="topic:0/lectures")
    stated = {kind: how for kind, how in q.course.kinds.items() if how.access or how.who}
    told = [
        how.access or f"{raised(plural_of(kind))} are {who_may(how.who or People())}."
        for kind, how in stated.items()
    ]
    meant = {people_meant(q, how.who) for how in stated.values()}
    holds = meant.pop() if len(meant) == 1 else None
    return Said(" ".join(told), SCHEDULE, holds=holds) if told else None


@answers("listeners")
def listeners(q: Asked) -> Said | None:
    """Return what listeners may do."""
    course = q.course
    notes = course.prerequisites.notes if course.prerequisites else ()
    told = [text for text in notes if of_listeners(text)]
    if course.lab_rules and course.lab_rules.eligible and of_listeners(course.lab_rules.eligible):
        told.append(f"The lab competitions are open to {course.lab_rules.eligible}")
    if course.pitches and course.pitches.listeners:
        told.append(f"Project pitches: {lowered(course.pitches.listeners)}")
    who = course.lectures.who
    may = who.listeners if who else None
    if not told:
        return None
    return Said(" ".join(told), ABOUT, holds=may, page="topic:0/prerequisites")


@answers("public-edition")
def public_edition(q: Asked) -> Said | None:
    """Return when a public edition comes."""
    public = q.course.lectures.public
    if public is None:
        return None
    return Said(public, LECTURES, page="topic:0/lectures")
