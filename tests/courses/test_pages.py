"""What three courses of other shapes show their people, read and approved as a whole (see `rendered.py`)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.course.words import speaking
from tests.courses.rendered import HERE, approve, calendar_of, pages

SHOWN = {
    "hackathon": (
        ("2026-02-26T20:00:00+01:00", "2026-02-28T15:10:00+01:00", "2026-03-01T16:40:00+01:00"),
        ("x-rules", "rubric-automation", "assignment-project", "awards"),
    ),
    "school": (
        ("2022-07-10T12:00:00+00:00", "2022-07-20T20:00:00+00:00", "2022-07-29T09:00:00+00:00"),
        ("x-w2d5-plan", "grading", "kind-tutorial-day"),
    ),
    "semester": (
        ("2023-10-30T08:20:00-07:00", "2023-11-09T22:00:00-08:00", "2023-12-09T12:00:00-08:00"),
        ("x-submitting", "grading", "assignment-midterm-project", "kind-discussion"),
    ),
}
"""Three instants of each course, and topics that show its rules."""


@pytest.mark.parametrize("name", SHOWN)
def test_its_pages_are_as_they_were_approved(name: str) -> None:
    timeline = Timeline(load_course(Path(HERE / name / "course.yaml")))
    instants, topics = SHOWN[name]
    moments = [datetime.fromisoformat(one) for one in instants]
    with speaking(timeline.course.words):
        told = [*pages(timeline, moments, topics), calendar_of(timeline, moments[0])]
    approve(name, "pages", "\n".join(told))
