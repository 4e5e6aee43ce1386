"""How the time of /schedule grows with the course: 10, 100, 1,000 sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.course.model import Course
from bot.course.sessions import Session, Term
from bot.course.timeline import Timeline
from bot.course.when import parse_when
from bot.schedule import views
from tools.bench.report import Report, typical_ms

START = date(2025, 1, 6)
NOW = datetime(2025, 1, 7, 15, tzinfo=UTC)
GOAL_MS = 5.0
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
        term=Term(name="term", start=START, end=START + timedelta(days=399)),
        timezone="America/New_York",
        sessions=tuple(
            Session(id=f"s{n}", kind="lecture", day=day, title=f"Topic {n} of many")
            for n, day in enumerate(days)
        ),
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


def answer(timeline: Timeline, typed: str) -> object:
    """Answer /schedule, nothing cached."""
    word, _, rest = views.address_of(parse_when(typed, timeline, NOW)).partition(":")
    return RENDERERS[word](timeline, rest, NOW)
