"""Thirty questions about each of three courses of other shapes, and what is read from their files to answer them.

A line of `questions.jsonl` is a question, when it's asked, patterns of which a right answer holds one of each list
(`expect`) and none of others (`forbid`), whether it begins with a yes or a no (`polar`), and whether the course states
it at all (`unstated`). The first line says who wrote them.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.answers.said import Reply
from tests.answers.asking import LONGEST
from tests.answers.test_any_course import AT, answerer_of
from tests.courses.rendered import HERE

RIGHT, WRONG = 0.9, 0.05
QUESTIONS = 30


def ask(name: str, question: str, at: str) -> Reply:
    return answerer_of(name).ask(question, datetime.fromisoformat(at).astimezone(UTC))


def is_right(one: dict[str, Any], reply: Reply) -> bool:
    text = " ".join(reply.text.split()).lower().replace("’", "'").replace("–", "-")
    if one.get("unstated") or reply.abstained:
        return reply.abstained and bool(one.get("unstated"))
    lead = re.match(r"(yes|no)\b", text)
    return (
        len(text) <= LONGEST
        and all(any(re.search(p, text) for p in any_of) for any_of in one["expect"])
        and not any(re.search(p, text) for p in one.get("forbid", ()))
        and not (lead and lead[1] != one.get("polar", lead[1]))
    )


@pytest.mark.parametrize("name", AT)
def test_nine_in_ten_questions_are_answered_rightly_and_hardly_any_wrongly(name: str) -> None:
    lines = (HERE / name / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines[1:]]
    replies = [(one, ask(name, one["q"], one["at"])) for one in asked]
    missed = [(one["q"], reply) for one, reply in replies if not is_right(one, reply)]
    told = "\n".join(f"{question} -> {reply.text}" for question, reply in missed)
    wrong = [question for question, reply in missed if not reply.abstained]
    assert len(asked) == QUESTIONS
    assert len(missed) <= round((1 - RIGHT) * QUESTIONS, 6) and len(wrong) <= WRONG * QUESTIONS, (
        told
    )


@pytest.mark.parametrize(
    ("name", "at", "question", "told"),
    [
        ("hackathon", "2026-03-01T16:31", "is it too late if we submit at 5:01 pm", "Yes. Project"),
        ("hackathon", "2026-03-01T16:31", "can we submit at 4:55", "Yes. Project submission: due"),
        ("hackathon", "2026-03-01T16:31", "if we pushed at 3 pm does it count", "Yes. Project"),
        ("hackathon", "2026-03-01T16:31", "is lunch after 1", "No. Lunch is on Sun Mar 1, 12:30 PM"),
        ("hackathon", "2026-02-27T12:00", "what comes before the demo", "Before Demo and jury fire: Jury"),
        ("hackathon", "2026-02-27T12:00", "what's on at 3pm on saturday", "Opening ceremony, 3:00 PM"),
        ("hackathon", "2026-02-27T12:00", "what comes after the cocktail", "Nothing on the schedule"),
        ("hackathon", "2026-02-27T12:00", "is there a workshop on sunday", "No. There's no workshop on"),
        ("hackathon", "2026-02-27T12:00", "how much is presentation worth", "10% of the score"),
        ("semester", "2023-11-09T20:00", "what lecture comes after models", "Hypothesis Testing"),
        ("semester", "2023-11-09T20:00", "is there lecture on friday", "No. There's no lecture on Fri Nov 10: Vet"),
        ("semester", "2023-11-09T20:00", "is there no lecture on friday", "There's no lecture on Fri"),
        ("semester", "2023-11-09T20:00", "was there lecture on friday", "Yes. Bootstrapping"),
        ("semester", "2023-11-09T20:00", "was the midterm on a monday", "Yes. Midterm Exam was on Mon"),
        ("semester", "2023-11-09T20:00", "can I turn in lab 4 at 12:30 am", "Lab 4: due Thu Nov 9"),
        ("semester", "2023-10-10T12:00", "where is the 5pm discussion", "Mandeville B-210"),
        ("semester", "2023-10-10T12:00", "is there a quiz in discussion this week", "Yes. Quiz 1"),
        ("semester", "2023-10-10T12:00", "what time are lectures", "8:00 AM to 8:50 AM"),
        ("semester", "2023-10-10T12:00", "who teaches the 1pm section", "Suraj Rampure"),
        ("semester", "2023-11-09T20:00", "is the final before 8pm", "Yes. Final Exam is on Sat Dec 9"),
        ("school", "2022-07-15T12:00", "what topics are in week 3", "Tue Jul 26: W3D2: Hidden"),
        ("school", "2022-07-15T12:00", "is there a lecture on tuesday", "No. There's no lecture"),
    ],
)  # fmt: skip
def test_days_times_and_what_comes_before_and_after_are_read_from_the_schedule(
    name: str, at: str, question: str, told: str
) -> None:
    zone = answerer_of(name).timeline.zone
    at_home = datetime.fromisoformat(at).replace(tzinfo=zone)
    reply = ask(name, question, at_home.isoformat())
    assert told in reply.text, reply.text
    assert reply.text.startswith(("Yes.", "No.")) == told.startswith(("Yes.", "No."))


@pytest.mark.parametrize(
    ("name", "at", "question", "told"),
    [
        ("hackathon", "2026-02-28T13:00", "coming out of the metro rn, whats the exact address again", "18 rue la"),
        ("hackathon", "2026-02-28T20:00", "is there somewhere to lie down for a bit at night", "rest areas"),
        ("hackathon", "2026-02-28T20:00", "are meals included or do i bring my own food", "All meals are there"),
        ("semester", "2023-11-08T12:00", "im in lecture A, can i go to the 5pm discussion", "You must attend"),
        ("semester", "2023-11-14T20:00", "can i use my ti-84 on the quiz tmrw", "without computers or calculators"),
        ("school", "2022-07-14T12:00", "does everyone in the group have to speak at the presentation", "a part"),
        ("school", "2022-07-14T12:00", "where do i see what time my slot is in my timezone", "time slot widget"),
    ],
)  # fmt: skip
def test_what_a_file_says_is_found_by_what_it_means(
    name: str, at: str, question: str, told: str
) -> None:
    reply = ask(name, question, f"{at}+00:00")
    assert told in reply.text and not reply.abstained, reply.text


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("hackathon", "is there parking at the venue"),
        ("hackathon", "who won last year"),
        ("semester", "how many questions are on the midterm"),
        ("school", "who is on the industry panel"),
        ("school", "what is the dress code"),
    ],
)
def test_what_a_file_only_comes_near_to_is_not_stated(name: str, question: str) -> None:
    assert ask(name, question, AT[name]).abstained
