"""What has to be reached to pass stands beside what the grade is made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.catalogue import known_questions
from bot.answers.terminal import first_morning
from bot.assignments.model import StudentRecord
from bot.assignments.progress import progress_of
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.errors import CourseFileInvalid
from bot.ids import UserId
from bot.logistics.work import all_topics
from tests.assignments.test_rules import version
from tests.contrary.saying import Questions

HEAD = """\
title: Algorithms
term: {name: Spring 2027, start: 2027-02-01, end: 2027-05-14}
timezone: America/New_York
grading:
  components: [{id: psets, title: Problem sets, weight: 60}, {id: midterm, title: Midterm, weight: 40}]
  passing:
    - {id: honest, title: Read the rules, proof: honor code}
"""
COURSE = f"""\
{HEAD}\
    - {{id: half, title: Half of the problem sets, proof: grade, at_least: 50, component: psets}}
    - {{id: overall, title: Pass overall, proof: grade, at_least: 60}}
"""


def read(text: str) -> Course:
    return read_course(Path("course.yaml"), text)


def test_the_page_the_answer_and_the_progress_name_what_has_to_be_reached() -> None:
    course = read(COURSE)
    timeline = Timeline(course)
    lines = all_topics(timeline)["grading"].lines
    assert "- **Half of the problem sets** (by grade, at least 50% of Problem sets)" in lines
    assert "- **Pass overall** (by grade, at least 60% of the grade)" in lines
    requirements = progress_of(course, StudentRecord(UserId(1))).requirements
    assert [(r.state, r.proof) for r in requirements[1:]] == [
        ("unknown", "grade, at least 50% of Problem sets"),
        ("unknown", "grade, at least 60% of the grade"),
    ]
    questions, now = Questions(timeline), first_morning(timeline)
    for id, text in (
        ("passing", "- Half of the problem sets (grade, at least 50% of Problem sets)"),
        (
            "honor-code",
            "By honor code: Read the rules. Otherwise: Half of the problem sets (grade, at least",
        ),
    ):
        said = questions.answer(known_questions()[id], "ask", "what does passing take", now).said
        assert said and text in said.text


def test_handing_in_is_not_reaching_a_grade() -> None:
    added = """\
    - {id: done, title: Reach half of the report, proof: submission, at_least: 50}
assignments:
  - {id: report, title: Report, due_at: 2027-03-01T17:00:00-05:00, counts_for: {passing: done},
     parts: [{id: p, title: P, accepts: [text]}]}
"""
    course, record = read(HEAD + added), StudentRecord(UserId(1))
    [_, need] = progress_of(course, record).requirements
    assert need.state == "open" and need.proof == "submission, at least 50% of the grade"
    handed_in = replace(record, versions=(version(assignment="report"),))
    assert progress_of(course, handed_in).requirements[1].state == "unknown"


@pytest.mark.parametrize(
    ("added", "problem"),
    [
        (
            "    - {id: a, title: A, proof: grade, at_least: 50, component: labs}\n",
            "course.yaml:8:64 grading.passing[1].component: found “labs”, expected the id of one of "
            "`grading.components` (psets, midterm)",
        ),
        (
            "    - {id: a, title: A, proof: grade, component: psets}\n",
            "course.yaml:8:50 grading.passing[1].component: found a component alone, expected `at_least` beside it, "
            "in percent",
        ),
        (
            "    - {id: a, title: A, proof: honor code, at_least: 50}\n",
            "course.yaml:8:54 grading.passing[1].at_least: found something to reach by honor code, expected another "
            "`proof`, such as grade, or no `at_least`",
        ),
    ],
)
def test_check_names_what_cannot_be_reached(added: str, problem: str) -> None:
    with pytest.raises(CourseFileInvalid) as caught:
        read(HEAD + added)
    assert [one.at("course.yaml") for one in caught.value.problems] == [problem]
