"""How the time of /schedule and /next grows with the course: 10, 100, 1,000 sessions; how long its file takes."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.course.loader import load_course, read_course
from bot.course.model import Course
from bot.course.sessions import Session, Term
from bot.course.timeline import Timeline
from bot.course.when import parse_when
from bot.logistics import views as logistics
from bot.schedule import office_hours, upcoming, views
from tools.bench.report import Report, typical_ms

START = date(2025, 1, 6)
END = START + timedelta(days=399)
KINDS = ("lecture", "section", "seminar", "exam")
NOW = datetime(2025, 1, 7, 15, tzinfo=UTC)
GOAL_MS = 5.0
LOAD_MS = 300.0
ASSIGNMENTS, COHORTS = 300, 40
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


def whole_file() -> str:
    """The file of the largest course that is promised: 1,000 meetings, 300 assignments, 40 cohorts with their own."""
    numbers = itertools.count()
    meetings = re.sub(
        "kind: section, ",
        lambda _: f"kind: section, cohorts: [c{next(numbers) % COHORTS}], ",
        file_of(1000),
    )
    cohorts = "".join(
        f"  - {{id: c{n}, title: Section {n}, kind: section, role: Section {n}, where: Room {n}}}\n"
        for n in range(COHORTS)
    )
    work = "".join(
        f"  - {{id: a{n}, title: Problem set {n}, kind: problem set, due_at: {_instant(n + 7)}, "
        f"released_at: {_instant(n)}, points: 10, late: usual, parts: [{{id: w, title: Work, accepts: [pdf]}}]}}\n"
        for n in range(ASSIGNMENTS)
    )
    policies = "late_policies: [{id: usual, penalty_percent: 10, closes_after: 3d}]"
    return f"{meetings}cohorts:\n{cohorts}{policies}\nassignments:\n{work}"


def _instant(day: int) -> str:
    zone = ZoneInfo("America/New_York")
    return datetime.combine(START + timedelta(days=day), time(17), zone).isoformat()


def measure_whole(report: Report) -> None:
    """Measure reading the largest course, laying it out, and each of its pages."""
    text = whole_file()
    course = read_course(Path("course.yaml"), text)
    timeline = Timeline(course)
    size = f"1,000 meetings, {ASSIGNMENTS} assignments, {COHORTS} cohorts"
    read = typical_ms(lambda: read_course(Path("course.yaml"), text), 5)
    report.add(f"read {size}", read, "ms", LOAD_MS)
    report.add("  lay it out in time", typical_ms(lambda: Timeline(course), 5), "ms")
    own = timeline.of(frozenset({"c7"}))
    for name, page in PAGES.items():
        report.add(f"  {name}", typical_ms(lambda page=page: page(timeline)), "ms", GOAL_MS)
        report.add(f"  {name}, in a cohort", typical_ms(lambda page=page: page(own)), "ms", GOAL_MS)


PAGES: dict[str, Callable[[Timeline], object]] = {
    "/next": lambda timeline: upcoming.next_card(timeline, "", NOW),
    "/deadlines": lambda timeline: upcoming.deadlines_card(timeline, "0", NOW),
    "/schedule": lambda timeline: answer(timeline, "all"),
    "/schedule this week": lambda timeline: answer(timeline, "this week"),
    "/office-hours": lambda timeline: office_hours.hours_card(timeline, "", NOW),
    "/course": lambda timeline: logistics.topics_page(timeline, "", NOW),
    "/course problem set 5": lambda timeline: logistics.topic_page(
        timeline, "0/assignment-a5", NOW
    ),
}


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
    measure_whole(report)
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
