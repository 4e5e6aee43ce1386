"""How the time of /schedule and /next grows with the course: 10, 100, 1,000 sessions; how long its file takes."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.sessions import Session, Term
from bot.course.timeline import Timeline
from bot.course.when import parse_when
from bot.schedule import upcoming, views
from tools.bench.report import Report, typical_ms

START = date(2025, 1, 6)
END = START + timedelta(days=399)
KINDS = ("lecture", "section", "seminar", "exam")
NOW = datetime(2025, 1, 7, 15, tzinfo=UTC)
GOAL_MS = 5.0
LOAD_MS = 300.0
TYPED = ("all", "today", "this week", "topic 7")
RENDERERS = {
    "course": views.course_card,
    "day": views.day_card,
    "week": views.week_card,
    "find": views.found_card,
}


def course_of(sessions: int) -> Course:
    """A course with this many sessions, four a day."""
    days = [START + timedelta(days=n // 4) for n in range(sessions)]
    return Course(
        title="A course",
        number="1",
        term=Term(name="term", start=START, end=END),
        timezone="America/New_York",
        sessions=tuple(
            Session(
                id=f"s{n}",
                kind=KINDS[n % len(KINDS)],
                day=day,
                title=f"Topic {n} of many",
                starts=time(9 + n % 4 * 2),
                status="cancelled" if n % 20 == 7 else "held",
            )
            for n, day in enumerate(days)
        ),
    )


def file_of(sessions: int) -> str:
    """The file of a course with this many sessions."""
    head = f"title: A course\nnumber: '1'\ntimezone: America/New_York\nterm: {{name: t, start: {START}, end: {END}}}\n"
    lines = [
        f"  - {{id: {s.id}, kind: {s.kind}, day: {s.day}, title: {s.title}, starts: '{s.starts:%H:%M}', "
        f"status: {s.status}}}\n"
        for s in course_of(sessions).sessions
    ]
    return (
        f"{head}kinds: {{seminar: {{where: Hall, reminders: [15m]}}}}\nsessions:\n{''.join(lines)}"
    )


def measure(report: Report) -> None:
    """Measure understanding what was typed and writing the page, for each form and size."""
    for typed in TYPED:
        spent: dict[int, float] = {}
        for sessions in (10, 100, 1000):
            timeline = Timeline(course_of(sessions))
            spent[sessions] = typical_ms(
                lambda timeline=timeline, typed=typed: answer(timeline, typed)
            )
            goal = GOAL_MS if sessions == 1000 else None
            report.add(f"/schedule {typed!r}, {sessions:,} sessions", spent[sessions], "ms", goal)
        report.add(
            f"  growth for 10 times the sessions, {typed!r}", spent[1000] / spent[100], "times", 10
        )

    timeline = Timeline(course_of(1000))
    spent_next = typical_ms(lambda: upcoming.next_card(timeline, "", NOW))
    report.add("/next, 1,000 sessions", spent_next, "ms", GOAL_MS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "course.yaml"
        path.write_text(file_of(1000), encoding="utf-8")
        report.add(
            "read a file of 1,000 sessions", typical_ms(lambda: load_course(path), 5), "ms", LOAD_MS
        )


def answer(timeline: Timeline, typed: str) -> object:
    """Answer /schedule, nothing cached."""
    word, _, rest = views.address_of(parse_when(typed, timeline, NOW)).partition(":")
    return RENDERERS[word](timeline, rest, NOW)
