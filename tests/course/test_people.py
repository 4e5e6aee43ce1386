"""Whoever gives the course stands in the file once, with a role, and is found by it; a course needs no number."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.terminal import first_morning
from bot.course.calendar import EVERYTHING, calendar_file
from bot.course.change_words import words
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.people import Person
from bot.course.timeline import Timeline
from bot.errors import CourseFileInvalid
from bot.logistics.work import all_topics
from tests.instants import et

SHORT = """\
title: Data Systems
term: {name: Spring 2027, start: 2027-02-01, end: 2027-03-12}
timezone: America/New_York
"""
WITH_PEOPLE = f"""\
{SHORT}
people:
  - {{name: Ana Ortiz, role: instructor, affiliation: Example, email: ana@example.edu}}
  - {{name: Bertil Lind, role: head TA, link: "https://example.edu/bertil", also: [Bertie]}}
  - {{name: Chi Nguyen, role: TA, email: chi@example.edu, contact: "@chi on Slack"}}
  - {{name: Dee Park, role: TA}}
  - {{name: Finn Kuhn, role: mentor}}
"""


def read(text: str) -> Course:
    return read_course(Path("course.yaml"), text)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return answerer_for(Timeline(read(WITH_PEOPLE)))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who teaches this", "Instructor: Ana Ortiz. Ana Ortiz: ana@example.edu."),
        ("who is the head ta", "Head TA: Bertil Lind. Bertil Lind: https://example.edu/bertil."),
        ("who are the TAs", "TAs: Chi Nguyen and Dee Park. Chi Nguyen: chi@example.edu · @chi on Slack."),
        ("who are the mentors", "Mentor: Finn Kuhn."),
        ("who is Dee Park", "Dee Park is a TA of the course."),
        ("how do i contact the TAs", "- Chi Nguyen (TA): chi@example.edu · @chi on Slack"),
        ("is ana ortiz the instructor", "Yes. Ana Ortiz (Example) is an instructor of the course (ana@example.edu)."),
        ("what's the course called", "Data Systems, Spring 2027."),
    ],
)  # fmt: skip
def test_people_are_found_by_their_name_and_by_their_role(
    answerer: Answerer, question: str, answer: str
) -> None:
    assert answerer.ask(question, first_morning(answerer.timeline)).text == answer


def test_a_role_that_nobody_has_is_not_stated(answerer: Answerer) -> None:
    morning = first_morning(answerer.timeline)
    assert answerer.ask("how do i become a ta", morning).abstained
    nobody = answerer_for(Timeline(read(SHORT)))
    assert nobody.ask("who are the TAs", morning).abstained
    assert nobody.ask("how do i contact the staff", morning).abstained
    assert nobody.ask("who teaches this", morning).abstained
    assert nobody.ask("what is the course number", morning).text == (
        "The course page gives no course number. The course is Data Systems, Spring 2027."
    )


def test_the_contacts_page_has_everybody_with_how_to_reach_them() -> None:
    topics = all_topics(Timeline(read(WITH_PEOPLE)))
    assert topics["contacts"].answer == "Write to Ana Ortiz: ana@example.edu"
    assert topics["contacts"].lines == (
        "- **Ana Ortiz** (instructor, Example): ana@example.edu",
        "- **Bertil Lind** (head TA): <https://example.edu/bertil>",
        "- **Chi Nguyen** (TA): chi@example.edu · @chi on Slack",
        "- **Dee Park** (TA)",
        "- **Finn Kuhn** (mentor)",
    )
    assert topics["about"].answer == "Data Systems"
    assert "**TAs** Chi Nguyen; Dee Park" in topics["about"].lines
    unreached = read(f"{SHORT}people: [{{name: Dee Park, role: TA}}]")
    assert all_topics(Timeline(unreached))["contacts"].answer == "Who gives the course"


def test_a_course_without_a_number_goes_by_its_title() -> None:
    timeline = Timeline(
        read(f"{SHORT}sessions: [{{id: a, kind: talk, day: 2027-02-01, title: A}}]")
    )
    text = calendar_file(timeline, EVERYTHING, et(1, 18)).decode()
    assert "X-WR-CALNAME:Data Systems\r\n" in text
    assert "@Data-Systems\r\n" in text


def test_nobody_is_named_twice() -> None:
    twice = f"{SHORT}instructors: [{{name: Ana}}]\npeople: [{{name: Ana, role: TA}}]"
    with pytest.raises(CourseFileInvalid) as caught:
        read(twice)
    assert [problem.at("course.yaml") for problem in caught.value.problems] == [
        "course.yaml:5:17 people[0].name: found “Ana” a second time, expected each person once, in one role "
        "(“head TA and mentor”), or a name that tells them apart"
    ]


def test_somebody_new_is_told_of_by_name() -> None:
    before = read(WITH_PEOPLE)
    new = Person(name="Gail Moss", role="TA")
    after = before.model_copy(update={"people": (*before.people, new)})
    told = [line.text for line in words(Timeline(before), Timeline(after))]
    assert told == ["Person added: “Gail Moss”"]
