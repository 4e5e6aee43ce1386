"""Whoever gives the course stands in the file once, with a role, and is found by it; a course needs no number."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.answerer import answerer_for
from bot.answers.catalogue import known_questions
from bot.answers.terminal import first_morning
from bot.course.calendar import EVERYTHING, calendar_file
from bot.course.change_words import words
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.people import Person
from bot.course.timeline import Timeline
from bot.errors import CourseFileInvalid
from bot.logistics.work import all_topics
from tests.contrary.saying import Questions
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
def questions() -> Questions:
    return Questions(Timeline(read(WITH_PEOPLE)))


def ask(questions: Questions, id: str, question: str) -> str:
    """Answer a question as the known one that it is."""
    now = first_morning(questions.timeline)
    answered = questions.answer(known_questions()[id], "ask", question, now)
    assert answered.said
    return answered.said.text


@pytest.mark.parametrize(
    ("id", "question", "answer"),
    [
        ("instructors", "who teaches this", "Instructor: Ana Ortiz. Ana Ortiz: ana@example.edu."),
        ("instructors", "who organizes this, the mentors?", "Mentor: Finn Kuhn."),
        ("staff-names", "who is the head ta", "Head TA: Bertil Lind. Bertil Lind: https://example.edu/bertil."),
        ("staff-names", "who are the TAs", "TAs: Chi Nguyen and Dee Park. Chi Nguyen: chi@example.edu"),
        ("staff-names", "who is head here", "The course page says nothing about the names of the TAs."),
        ("person", "who is Dee Park", "Dee Park is a TA of the course."),
        ("person", "who is Bertie", "Bertil Lind is a head TA of the course (https://example.edu/bertil)."),
        ("person", "who is ana ortiz", "Ana Ortiz (Example) is an instructor of the course (ana@example.edu)."),
        ("contact", "how do i contact the TAs", "- Chi Nguyen (TA): chi@example.edu · @chi on Slack"),
        ("contact", "email of bertil lind", "- Bertil Lind (head TA): https://example.edu/bertil"),
        ("course-name", "what's the course called", "Data Systems, Spring 2027."),
    ],
)  # fmt: skip
def test_people_are_found_by_their_name_and_by_their_role(
    questions: Questions, id: str, question: str, answer: str
) -> None:
    assert ask(questions, id, question).startswith(answer)


def test_a_question_in_plain_words_leads_to_the_person_in_that_role() -> None:
    answerer = answerer_for(Timeline(read(WITH_PEOPLE)))
    answer = answerer.ask("who is the head ta", first_morning(answerer.timeline)).text
    assert answer == "Head TA: Bertil Lind. Bertil Lind: https://example.edu/bertil."


def test_a_role_that_nobody_has_is_not_stated(questions: Questions) -> None:
    assert ask(questions, "staff-names", "how do i become a ta").startswith(
        "The course page says nothing"
    )
    nobody = Questions(Timeline(read(SHORT)))
    now = first_morning(nobody.timeline)
    for id, question in (("contact", "how do i contact the staff"), ("instructors", "who teaches")):
        assert nobody.answer(known_questions()[id], "ask", question, now).said is None
    assert (
        ask(nobody, "staff-names", "who are the TAs")
        == "The course page says nothing about the names of the TAs."
    )
    assert ask(nobody, "course-name", "what is the course number") == (
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
