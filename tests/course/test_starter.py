"""A first course file from eight answers: what they say is in it, and what stands as a comment can be used."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot.course.loader import read_course
from bot.course.starter import QUESTIONS, Unusable, starter
from bot.course.timeline import Timeline

TYPED = {
    "title": "Databases: “an” \\ intro #1",
    "term": "Spring 2027",
    "first-day": "2027-02-01",
    "last-day": "2027-05-14",
    "zone": "America/New_York",
    "meets": "TA section Mon, wednesday 1pm - 2:15pm",
    "due": "Problem set 1, the first, 2027-02-12 23:59",
    "email": "staff@example.org",
}
OPTIONAL = ("meets", "due", "email")


def answered(**typed: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in QUESTIONS:
        text = {**TYPED, **{key.replace("_", "-"): value for key, value in typed.items()}}[
            question.name
        ]
        found[question.name] = None if text is None else question.read(text, found)
    return found


def used(text: str) -> str:
    """The file with every example in it put to use."""
    return re.sub(r"^#(?!#)", "", text.partition("\n")[2], flags=re.M)


@pytest.mark.parametrize("left_out", [(), OPTIONAL, ("meets",), ("due",)])
def test_the_file_says_what_was_answered_and_every_example_in_it_can_be_used(
    left_out: tuple[str, ...],
) -> None:
    text = starter(answered(**dict.fromkeys(left_out)))
    course = read_course(Path("course.yaml"), text)
    assert course.title == TYPED["title"] and course.term.end == date(2027, 5, 14)
    assert bool(course.weekly) is ("meets" not in left_out)
    assert bool(course.assignments) is ("due" not in left_out)
    assert bool(course.contacts) is ("email" not in left_out)
    if not left_out:
        [series], [first] = course.weekly, course.assignments
        assert (series.kind, series.weekdays) == ("ta section", ("mon", "wed"))
        assert series.starts == time(13) and series.ends == time(14, 15)
        assert first.title == "Problem set 1, the first"
        assert first.due_at and first.due_at.isoformat() == "2027-02-12T23:59:00-05:00"
    whole = read_course(Path("course.yaml"), used(text))
    assert (
        whole.competitions and whole.pitches and whole.office_hours and whole.faq and whole.people
    )
    assert len(Timeline(whole).items) > 30


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("title", "x" * 161, "161 characters. Write at most 160"),
        ("first-day", "Feb 1", "isn't a day. Write it like 2027-02-01"),
        ("first-day", "2200-02-01", "Discord can't count that year"),
        ("last-day", "2027-01-01", "before the first day, 2027-02-01"),
        ("last-day", "2072-05-14", "more than two years after"),
        ("zone", "Mars/Olympus", "no time zone “Mars/Olympus”"),
        ("zone", "../etc", "no time zone"),
        ("meets", "at noon", "names no weekday"),
        ("meets", "lecture mon", "names no time of day"),
        ("meets", "lecture mon 25:00", "“25:00” isn't a time of day"),
        ("meets", f"{'long' * 10} mon 13:00", "at most 30 characters"),
        ("due", "Problem set 1", "isn't a day and a time"),
        ("due", "Problem set 1, 2028-02-12 23:59", "2028-02-12 isn't in the term"),
        ("due", ", 2027-02-12 23:59", "names nothing"),
        ("email", "staff", "isn't an email address"),
    ],
)
def test_an_answer_that_can_not_stand_in_the_file_says_why(name: str, typed: str, why: str) -> None:
    [question] = [question for question in QUESTIONS if question.name == name]
    with pytest.raises(Unusable, match=re.escape(why)):
        question.read(typed, answered())


def test_a_course_may_meet_at_a_time_alone() -> None:
    course = read_course(Path("course.yaml"), starter(answered(meets="fri at 9am")))
    [series] = course.weekly
    assert (series.kind, series.weekdays, series.ends) == ("lecture", ("fri",), None)
