"""Topics about each kind of meeting: when, where, how to join, recordings, whether to come, what to bring."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.client.look import KINDS
from bot.course.meetings import MeetingKind
from bot.course.model import Course
from bot.course.words import who_may
from bot.logistics.topics import Topic, visit
from bot.schedule.lines import disputed
from bot.text import clock_time, listing, plural_of, raised

WORDS = "link recordings recorded video attend attendance live access watch when start where place public edition"


def meeting_topics(course: Course) -> Iterator[Topic]:
    """Return a topic for each kind of meeting of which the file says something."""
    for label, kind in course.kinds.items():
        lines = [*_lines(kind), *disputed(kind.also_stated or (), course)]
        if not (lines or kind.starts or kind.where):
            continue
        names = raised(plural_of(label))
        about = listing(_stated(kind))
        yield Topic(
            "lectures"
            if label == "lecture"
            else f"kind-{re.sub(r'[^a-z0-9]+', '-', label.lower())}",
            f"{names}: {about}" if about else names,
            _answer(course, names, kind),
            tuple(lines),
            " ".join((WORDS, kind.where or "", *kind.also)),
            visit(course, kind.link),
            ("What's next", "next:"),
            label if label in KINDS else "event",
        )


def _stated(kind: MeetingKind) -> list[str]:
    """Name what the file states, for the topic's title."""
    stated = {
        "time": kind.starts,
        "place": kind.where or kind.modality or kind.joining,
        "recordings": kind.recordings or kind.recorded is not None,
        "attendance": kind.attendance,
        "what to bring": kind.bring,
        "what to know": kind.note,
    }
    return [name for name, value in stated.items() if value]


def _answer(course: Course, names: str, kind: MeetingKind) -> str:
    where = ""
    if kind.where:
        word = {"online": "on ", "in person": "in ", "both": "in "}.get(kind.modality or "", "")
        where = f", {word}{kind.where}"
    if kind.starts is None:
        return f"{names}{where}"
    if kind.ends:
        span = f"{clock_time(kind.starts)} to {clock_time(kind.ends)}"
        return f"{names}: {span} {course.zone_label}{where}"
    return f"{names} start at {clock_time(kind.starts)} {course.zone_label}{where}"


def _lines(kind: MeetingKind) -> list[str]:
    attendance = kind.attendance
    how_met = {"in person": "In person", "online": "Online", "both": "In person and online"}
    told = {
        "How": how_met.get(kind.modality or ""),
        "Joining": kind.joining,
        "Recordings": kind.recordings
        or _said(kind.recorded, "They're recorded.", "There aren't any."),
        "Attendance": (attendance.text or _said(attendance.required, "Required.", "Not required."))
        if attendance
        else None,
        "Bring": listing(kind.bring) if kind.bring else None,
        "Note": kind.note,
        "Who can watch": kind.access,
        "Who": raised(f"{who_may(kind.who)}.") if kind.who and not kind.access else None,
        "Public edition": kind.public,
    }
    return [f"**{name}** {text}" for name, text in told.items() if text]


def _said(value: bool | None, yes: str, no: str) -> str | None:
    return None if value is None else yes if value else no
