"""Questions about courses that nobody here gives: every answer comes from their files (`tests/courses`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.catalogue import KnownQuestion
from bot.course.loader import load_course, read_course
from bot.course.timeline import Timeline
from bot.understanding.asked import Asked
from tests.conftest import ROOT, SECTIONS_FILE

COURSES = Path(__file__).parents[1] / "courses"
AT = {
    "semester": "2023-10-10T10:00:00-07:00",
    "school": "2022-07-15T12:00:00+00:00",
    "hackathon": "2026-02-27T12:00:00+01:00",
}


@lru_cache(maxsize=3)
def answerer_of(name: str) -> Answerer:
    return answerer_for(Timeline(load_course(COURSES / name / "course.yaml")))


@pytest.mark.parametrize(
    ("name", "question", "told"),
    [
        ("semester", "when is quiz 2", "Quiz 2 is on Wed Oct 25:"),
        ("semester", "when is the final exam", "Sat Dec 9, 7:00 PM to 10:00 PM"),
        ("semester", "how much is the final exam worth", "Final Exam: 20% of the grade."),
        ("semester", "are discussions recorded", "No. Discussions are not recorded."),
        ("semester", "do I have to attend discussion", "Yes. You must attend the discussion"),
        ("semester", "can I skip discussion", "No. You must attend"),
        ("semester", "who teaches lecture section C", "Lecture section C: Suraj Rampure."),
        ("semester", "what time is the section B lecture", "9:00 AM to 9:50 AM"),
        ("semester", "where is discussion B", "Pepper Canyon Hall 109"),
        ("semester", "where are lectures", "Peterson Hall 104"),
        ("semester", "when is the next quiz", "Wed Oct 11"),
        ("semester", "when does lecture B end", "9:50 AM"),
        ("semester", "what is discussion 5 about", "midterm walkthrough"),
        ("semester", "what is lecture 13 about", "Midterm Review"),
        ("semester", "how many quizzes are there", "4 quizzes:"),
        ("semester", "how many lectures are there", "lectures."),
        ("semester", "what should I bring to discussion", "a computer or tablet"),
        ("semester", "is the midterm online", "No. Midterm Exam is in person"),
        ("semester", "is there class on thanksgiving", "No. Fri Nov 24: no class, Thanksgiving"),
        ("semester", "is there a discussion on oct 4", "Yes. Discussion"),
        ("semester", "list the homeworks", "6 homeworks:"),
        ("semester", "when is the next homework due", "HW 1 is due Sat Oct 14"),
        ("semester", "when is homework 3 due", "Sat Oct 28"),
        ("semester", "where do I hand in my homework", "Homeworks: hand in on Gradescope"),
        ("semester", "where do I submit the midterm project", "hand in on Gradescope"),
        ("semester", "is the final project done alone", "Alone or with one partner"),
        ("semester", "can I hand in homework 2 late", "slip days"),
        ("semester", "what is the email of professor rampure", "rampure@ucsd.edu"),
        ("semester", "who are the tutors", "Tutors: Oren Ciolli"),
        ("semester", "where are old exams", "https://practice.dsc10.com"),
        ("semester", "what's on the midterm", "Exams are cumulative"),
        ("semester", "is the lowest quiz dropped", "lowest quiz score"),
        (
            "semester",
            "is there lecture on oct 30",
            "No. There's no lecture on Mon Oct 30 (no class: The Midterm",
        ),
        ("semester", "are there exams", "Midterm Exam"),
        ("school", "when is the opening ceremony", "7:00 AM UTC"),
        ("hackathon", "how do i choose a track", "You choose your track yourself."),
        ("school", "is the course online", "Yes. All of it is online"),
        ("school", "what is W2D3", "Biological Neuron Models"),
        ("school", "where is the closing ceremony", "Crowdcast"),
        ("hackathon", "when do the finals start", "Sun Mar 1, 6:00 PM"),
        ("hackathon", "is it virtual", "in person"),
        ("hackathon", "when is dinner", "Sat Feb 28, 8:00 PM"),
        ("hackathon", "where is it", "The Builders Factory"),
    ],
)
def test_an_answer_comes_from_the_file(name: str, question: str, told: str) -> None:
    reply = answerer_of(name).ask(question, datetime.fromisoformat(AT[name]).astimezone(UTC))
    assert told in reply.text and not reply.abstained


@pytest.mark.parametrize(
    ("name", "question", "told"),
    [
        ("semester", "when are office hours", "Their times are on the Calendar page"),
        ("hackathon", "who are the mentors", "They are introduced at the opening ceremony."),
    ],
)
def test_what_a_file_leaves_open_is_said_to_be_open(name: str, question: str, told: str) -> None:
    reply = answerer_of(name).ask(question, datetime.fromisoformat(AT[name]).astimezone(UTC))
    assert told in reply.text and reply.abstained


@pytest.mark.parametrize(
    ("name", "question", "at", "told"),
    [
        ("school", "what's next", "2022-07-10T20:00:00+00:00", "W1D1: Model Types, Mon Jul 11"),
        ("hackathon", "what is on now", "2026-02-28T20:15:00+01:00", "Dinner"),
        ("hackathon", "what is on now", "2026-02-28T10:00:00+01:00", "nothing right now"),
    ],
)
def test_a_course_without_lectures_has_a_now_and_a_next(
    name: str, question: str, at: str, told: str
) -> None:
    reply = answerer_of(name).ask(question, datetime.fromisoformat(at).astimezone(UTC))
    assert told in reply.text and "lecture" not in reply.text.lower()


@pytest.mark.parametrize("name", AT)
def test_every_day_of_a_course_is_told(name: str) -> None:
    """No day is left out, no answer is longer than a page, and nothing is said of another course."""
    answerer = answerer_of(name)
    for day in answerer.timeline.days:
        reply = answerer.ask(f"what is on {day:%B} {day.day}", answerer.timeline.midnight(day))
        assert reply.text and len(reply.text) < 1200 and "6.S191" not in reply.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is attendance mandatory", "Attending lectures is not required. Attending sections is required."),
        ("are lectures mandatory", "No. "),
        ("may the public attend", "Sections are for registered students, not for listeners."),
        ("who can attend", "Sections are for registered students, not for listeners."),
    ],
)  # fmt: skip
def test_what_is_required_of_one_kind_of_meeting_is_not_said_of_all(
    question: str, told: str
) -> None:
    timeline = Timeline(load_course(SECTIONS_FILE))
    now = datetime(2027, 2, 3, 15, tzinfo=UTC)
    assert answerer_for(timeline).ask(question, now).text.startswith(told)


@lru_cache(maxsize=2)
def graded_course(policy: str) -> Answerer:
    """Return what answers for a graded course whose problem sets are taken late as a policy says."""
    text = (ROOT / "tests" / "course" / "graded.yaml").read_text()
    usual = "{id: psets, free_days: {budget: 3, most: 2}, penalty_percent: 10, closes_after: 5d}"
    assert usual in text
    return answerer_for(
        Timeline(read_course(Path("graded.yaml"), text.replace(usual, f"{{id: psets, {policy}}}")))
    )


LAST = "Late hand-ins are accepted until Wed Feb 10, 11:59 PM ET at the latest."


@pytest.mark.parametrize(
    ("question", "began", "told"),
    [
        ("can I hand in problem set 1 5 days late", "No. Problem set 1: due Mon Feb 8, 11:59 PM", LAST),
        ("can i still hand in problem set 1 three days after the deadline", "No. ", LAST),
        ("is it too late if i submit problem set 1 a week after the deadline", "Yes. ", LAST),
        ("can i hand in problem set 1 two days late", "Problem set 1: due", LAST),
        ("can i use 3 late days on problem set 1", "No. ", "at most 2 for one assignment"),
        ("can i use 2 late days on problem set 1", "Yes. ", LAST),
        ("until when can i hand in problem set 1 late", "Problem set 1 is due Mon Feb 8", LAST),
    ],
)  # fmt: skip
def test_how_late_something_is_taken_follows_from_the_policy(
    question: str, began: str, told: str
) -> None:
    answerer = graded_course("taken: false, free_days: {budget: 3, most: 2}")
    text = answerer.ask(question, datetime(2027, 2, 3, 15, tzinfo=UTC)).text
    assert text.startswith(began) and told in text


@pytest.mark.parametrize(
    ("policy", "question", "began"),
    [
        ("penalty_percent: 10, closes_after: 3d", "can i hand in problem set 1 two days late", "Yes. "),
        ("penalty_percent: 10, closes_after: 3d", "can i hand in problem set 1 more than 3 days late", "No. "),
        ("penalty_percent: 10, closes_after: 3d", "can i hand in problem set 1 within 3 days late", "Problem"),
        ("taken: false", "can i hand in problem set 1 an hour late", "No. Problem set 1: due Mon Feb 8"),
        ("text: Ask us.", "can i hand in problem set 1 90 days late", "Yes. "),
    ],
)  # fmt: skip
def test_a_length_is_compared_with_what_is_taken_of_everybody(
    policy: str, question: str, began: str
) -> None:
    reply = graded_course(policy).ask(question, datetime(2027, 2, 3, 15, tzinfo=UTC))
    assert reply.text.startswith(began)


@pytest.mark.parametrize("name", AT)
def test_a_question_that_a_course_has_nothing_for_is_not_answered_rather_than_looked_at_for_ever(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answerer = answerer_of(name)

    def nothing(asked: Asked, known: KnownQuestion) -> None: ...

    monkeypatch.setattr(answerer, "said", nothing)
    now = datetime.fromisoformat(AT[name]).astimezone(UTC)
    (asked,) = answerer.read("what do we do in the debiasing lab", now)
    (matches,) = answerer.reader.matches([asked])
    faint = [replace(match, chance=0.1) for match in matches]
    found = answerer.candidates(asked, faint)
    assert [one.said for one in found] == [None] * len(matches)
