"""Lectures: when, where, recorded, for whom."""

from __future__ import annotations

from bot.answers.said import Said, answers, at_place, is_online, sentence
from bot.course.sessions import WeeklySession
from bot.course.text import clock_time, day_name, listing, lowered
from bot.understanding.asked import Asked

LECTURES, ABOUT = "Lectures", "About the course"
INSIDE = (
    "postdoc", "postdocs", "faculty", "staff", "researchers", "affiliate", "affiliates", "grad", "grads", "employees",
    "undergrads",
)  # fmt: skip
"""Words of people who belong to the institution."""


@answers("lecture-time")
def lecture_time(q: Asked) -> Said | None:
    """Return when lectures begin."""
    lectures, term = q.course.lectures, q.course.term
    told: list[str] = []
    if lectures.starts:
        ends = f" and end at {clock_time(lectures.ends)}" if lectures.ends else ""
        where = f", {at_place(lectures.where)}" if lectures.where else ""
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
    starts = [w.starts for w in q.course.weekly if w.kind == "lecture"] + [lectures.starts]
    verdict = None
    if q.times or q.says("noon"):
        verdict = any(t in starts for t in q.times)
    elif q.says("morning"):
        verdict = any(t.hour < 12 for t in starts if t)
    elif q.says("every", "daily", "always", "same", "weekdays"):
        verdict = bool(lectures.starts)
    return Said(" ".join(told), LECTURES, verdict, page="topic:0/lectures")


def _weekly(q: Asked, weekly: WeeklySession) -> str:
    days = listing(d.capitalize() for d in weekly.weekdays)
    at = f", {clock_time(weekly.starts)}" if weekly.starts else ""
    ends = f" to {clock_time(weekly.ends)} {q.course.zone_label}" if weekly.ends else ""
    where = f", {weekly.where}" if weekly.where else ""
    return f"{weekly.kind.capitalize()} {weekly.title}: {days}{at}{ends}{where}."


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
    online = is_online(lectures.where)
    how = "held virtually, " if online else ""
    text = f"Lectures are {how}{at_place(lectures.where)}. {lectures.joining or ''}"
    verdict = None
    if q.says("person", "campus", "physically", "classroom"):
        verdict = not online
    elif q.says("hybrid"):
        verdict = False
    elif q.says("virtual", "online", "zoom", "remote"):
        verdict = online
    if q.says("or"):
        verdict = None
    return Said(text.strip(), LECTURES, verdict, page="topic:0/lectures")


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
    if lectures.recordings is None:
        return None
    link = q.course.link(lectures.link)
    address = f" {link.title}: {link.url}." if link else ""
    return Said(
        f"{lectures.recordings}{address} {_first(_attendance(q))}".strip(),
        LECTURES,
        page="topic:0/lectures",
    )


def _first(text: str | None) -> str:
    return sentence(text.split(". ")[0]) if text else ""


@answers("attendance", "viewing")
def attendance(q: Asked) -> Said | None:
    """Return whether lectures have to be attended."""
    text = _attendance(q)
    return Said(text, LECTURES, page="topic:0/lectures") if text else None


def _attendance(q: Asked) -> str | None:
    stated = q.course.lectures.attendance
    return stated.text if stated else None


@answers("access")
def access(q: Asked) -> Said | None:
    """Return who may watch."""
    lectures = q.course.lectures
    if lectures.access is None:
        return None
    inside = q.says(*INSIDE)
    verdict = True if inside else None
    if q.yes_no and not inside and q.leaning == "ask":
        verdict = True if q.says("only") else None
    return Said(
        f"{lectures.access} {lectures.public or ''}".strip(),
        LECTURES,
        verdict,
        page="topic:0/lectures",
    )


@answers("listeners")
def listeners(q: Asked) -> Said | None:
    """Return what listeners may do."""
    course = q.course
    notes = course.prerequisites.notes if course.prerequisites else ()
    told = [text for text in notes if "listener" in text.lower()]
    if (
        course.lab_rules
        and course.lab_rules.eligible
        and "listener" in course.lab_rules.eligible.lower()
    ):
        told.append(f"The lab competitions are open to {course.lab_rules.eligible}")
    if course.pitches and course.pitches.listeners:
        told.append(f"Project pitches: {lowered(course.pitches.listeners)}")
    return Said(" ".join(told), ABOUT, page="topic:0/prerequisites") if told else None


@answers("public-edition")
def public_edition(q: Asked) -> Said | None:
    """Return when a public edition comes."""
    public = q.course.lectures.public
    if public is None:
        return None
    verdict = True if q.yes_no and q.says("will", "is", "are") else None
    return Said(
        f"{public} The page doesn't give a date or place for it.",
        LECTURES,
        verdict,
        page="topic:0/lectures",
    )
