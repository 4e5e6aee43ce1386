"""When something comes out and whether it is out: from the course file, or that nobody has said so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.course.model import Course
from bot.course.sessions import Release
from bot.course.timeline import Timeline
from tests.instants import et

OUT = et(2, 1, 12)
BEFORE, AFTER = OUT - timedelta(days=3), OUT + timedelta(days=1)
NOON = datetime(2025, 4, 11, 10, tzinfo=UTC)


def with_labs(course: Course, at: datetime | None) -> Answerer:
    """What answers questions about the course whose lab grades come out at an instant."""
    grades = Release(
        id="lab-grades",
        kind="grades",
        title="Lab grades",
        at=at,
        link="canvas",
        also=("lab scores",),
    )
    return answerer_for(Timeline(course.model_copy(update={"releases": (grades,)})))


@pytest.fixture(scope="module")
def timed(course: Course) -> Answerer:
    return with_labs(course, OUT)


@pytest.fixture(scope="module")
def untimed(course: Course) -> Answerer:
    return with_labs(course, None)


ASKED = (
    "when are the lab grades out",
    "are grades released yet",
    "did you post the scores",
    "are the scores for the labs up?",
    "when will the lab scores be posted",
    "have you released our lab grades",
)


@pytest.mark.parametrize("question", ASKED)
def test_when_grades_come_out_is_answered_from_the_course_file(
    timed: Answerer, question: str
) -> None:
    before, after = timed.ask(question, BEFORE), timed.ask(question, AFTER)
    when = "Mon Feb 1, 12:00 PM ET"
    assert f"Lab grades: out on {when}, in 3 days." in before.text and not before.abstained
    assert f"Lab grades: out since {when}. Canvas: https://" in after.text
    polar = not question.startswith("when")
    assert before.text.startswith("No. ") == polar and after.text.startswith("Yes. ") == polar


@pytest.mark.parametrize("question", ASKED)
def test_that_nobody_has_said_when_is_said(untimed: Answerer, question: str) -> None:
    reply = untimed.ask(question, BEFORE)
    assert reply.text.startswith("Nobody has said yet when this comes out: Lab grades.")
    assert reply.abstained


@pytest.mark.parametrize("question", ASKED)
def test_a_course_that_releases_nothing_states_nothing(answerer: Answerer, question: str) -> None:
    reply = answerer.ask(question, BEFORE)
    assert reply.abstained and "The course page says nothing about" in reply.text


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("when do the marks of sheet 1 come out", "Grades of sheet 1: out on Fri Apr 11"),
        ("is my score for sheet 1 up yet", "No. Grades of sheet 1: out on Fri Apr 11"),
        ("do the grades of sheet 1 come out on friday", "Yes. Grades of sheet 1: out on"),
        ("are the exam grades out", "Nobody has said yet when this comes out: Exam grades."),
        ("when is sheet 1 due", "Sheet 1 was due Fri Mar 28"),
        ("how is the course graded", "Graded with letter grades"),
        ("what is on april 11", "Out 12:00 PM Berlin: Grades of sheet 1"),
    ],
)
def test_each_release_is_told_from_the_others_and_from_what_is_due(
    semester_answerer: Answerer, question: str, holds: str
) -> None:
    assert holds in semester_answerer.ask(question, NOON - timedelta(days=2)).text


def test_a_day_on_which_something_comes_out_is_no_day_of_class(semester: Course) -> None:
    first = semester.releases[0].model_copy(update={"at": NOON + timedelta(days=1)})
    answerer = answerer_for(Timeline(semester.model_copy(update={"releases": (first,)})))
    assert answerer.ask("is there class on april 12", NOON).text.startswith("No. ")
