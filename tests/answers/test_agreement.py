"""An answer holds what its question asks for, or it isn't given: a number, a name, a password, one person of two."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answers.answerer import Answerer
from bot.answers.terminal import first_morning
from tests.answers.test_any_course import AT, answerer_of


def told(answerer: Answerer, question: str) -> str:
    reply = answerer.ask(question, first_morning(answerer.timeline))
    return "" if reply.abstained else reply.text


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("names of judges", "averaged"),
        ("which of the two instructors speaks about generative models", "Alexander Amini and"),
        ("which percent is the minimum to not fail", "Do a final project"),
        ("some phone number i can call for zoom", "Zoom links"),
    ],
)
def test_what_lacks_that_which_is_asked_for_is_no_answer(
    answerer: Answerer, question: str, lacking: str
) -> None:
    assert lacking not in told(answerer, question)


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("hackathon", "what is the wifi password"),
        ("hackathon", "minimum age"),
        ("hackathon", "what scale do judges use"),
        ("semester", "who is my tutor"),
        ("semester", "is there some phone number i can call about datahub"),
        ("school", "who is my ta"),
        ("school", "who teaches the optimal control day"),
    ],
)
def test_what_a_file_says_nearby_is_no_answer_either(name: str, question: str) -> None:
    asked_at = datetime.fromisoformat(AT[name]).astimezone(UTC)
    assert answerer_of(name).ask(question, asked_at).abstained


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("who are the instructors", "Alexander Amini"),
        ("how many home maxes are there to win", "4x Google Home Max"),
        ("what score can a judge give, on what scale", "5"),
        ("how much maths do i need", "calculus"),
        ("how many days are left for the review", "days"),
        ("what is the url of piazza", "https://piazza.com"),
        ("what day is the lecture on generative models", "Thu Jan 21"),
        ("who picks the winners", "panel of judges"),
        ("why would i go to office hours", "ask questions"),
        ("why is there no class on the 23rd", "Nothing is on the schedule for Sat Jan 23"),
    ],
)
def test_what_holds_it_is_given(answerer: Answerer, question: str, held: str) -> None:
    assert held in told(answerer, question)


@pytest.mark.parametrize(
    "question",
    [
        "why is the lecture at 1 pm",
        "why are there two options for the final project",
        "why is the review due on thursday",
        "who decided on that framework for the labs",
        "who came up with the rubric",
    ],
)
def test_what_holds_no_reason_answers_no_why(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question, first_morning(answerer.timeline)).abstained


@pytest.mark.parametrize(
    "question",
    [
        "what time does lecture let out",
        "the awards ceremony, like what hour is it",
        "how many hours does one lab take",
        "how much does somebody outside mit pay to follow it",
        "which version of tensorflow do i need",
        "how many inches are the monitors",
        "what is the dataset of faces in lab 2b",
        "when is the next offering of the course",
    ],
)
def test_another_attribute_of_what_is_named_is_no_answer(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question, first_morning(answerer.timeline)).abstained


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("what time is the lecture", "1:00 PM ET"),
        ("cutoff for the lab contest stuff", "Tue Jan 26"),
        ("how many hours are left for the review", "Paper review"),
        ("on which platform are the lectures held", "Zoom"),
        ("how many minutes is a pitch", "3 minutes"),
    ],
)
def test_the_attribute_that_is_asked_for_is_given(
    answerer: Answerer, question: str, held: str
) -> None:
    assert held in told(answerer, question)


def test_a_word_that_nobody_knows_is_no_reason(answerer: Answerer) -> None:
    reply = answerer.ask("does it blorptify a snark", first_morning(answerer.timeline))
    assert reply.abstained and "blorptify" not in reply.text


@pytest.mark.parametrize(
    ("name", "question", "not_said"),
    [
        (
            "semester",
            "whats surajs office number? wanna drop by in person",
            "released about a week",
        ),
        ("hackathon", "are there showers in the building? asking for my whole team", "dashboard"),
        ("school", "im in slot 3. what time does coursework start in utc", "Block 1 (3 h): Monday"),
    ],
)
def test_what_only_tells_something_and_lines_that_share_words_alone_give_no_answer(
    name: str, question: str, not_said: str
) -> None:
    asked_at = datetime.fromisoformat(AT[name]).astimezone(UTC)
    assert not_said not in answerer_of(name).ask(question, asked_at).text


def test_no_line_of_the_file_answers_what_it_only_shares_words_with(answerer: Answerer) -> None:
    asked = "after the three minutes, do the judges ask us questions?"
    assert "evaluates the proposals" not in told(answerer, asked)
