"""The whole course files of the documents are courses: they pass `check`, and every page of them is drawn."""

from __future__ import annotations

import re
import textwrap
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.competitions.rounds import contests_of
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.course.words import speaking
from tests.conftest import ROOT
from tests.contrary.saying import first_evening, told

DOCUMENT = ROOT / "docs" / "course-file.md"


def examples() -> dict[str, str]:
    """Return the whole course files of the document, by title."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("## Three examples")[2]
    section = section.partition("\n## ")[0]
    blocks = re.findall(r"(?:^    .*\n|^\n)+", section, re.M)
    texts = [textwrap.dedent(block).strip() for block in blocks]
    return {text.splitlines()[0]: text for text in texts if text.startswith("title:")}


@pytest.fixture(scope="module")
def courses() -> list[Course]:
    found = [read_course(Path("course.yaml"), text) for text in examples().values()]
    assert len(found) == 3
    return found


def test_every_page_reminder_and_calendar_of_an_example_is_drawn(courses: list[Course]) -> None:
    for course in courses:
        timeline = Timeline(course)
        with speaking(course.words):
            said = dict(told(timeline))
        assert len(said) > 12 and all(said.values()), course.title
        assert f"{course.title}" in said["calendar"]
        assert first_evening(timeline) < datetime.combine(
            course.term.end + timedelta(days=1), datetime.min.time(), timeline.zone
        )


def test_the_examples_have_what_they_show(courses: list[Course]) -> None:
    talks, semester, hackathon = courses
    assert talks.number is None and not talks.assignments and not talks.grading
    assert {one.id for one in semester.cohorts} == {"sec-a", "sec-b"}
    (policy,) = (p for p in semester.late_policies if p.id == semester.assignments[0].late)
    assert policy and policy.free_days and semester.grading and semester.grading.passing
    assert list(contests_of(hackathon)) == ["demo-first", "demo-final", "tides"]
    with speaking(hackathon.words):
        pages = dict(told(Timeline(hackathon)))
    text = "\n".join(text for address, text in pages.items() if address != "calendar")
    assert "by a team of 1 to 4" in text and not re.search(r"\bgroups?\b|\bstaff\b", text)
