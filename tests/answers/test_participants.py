"""Who may take part: what the file says of it, and a yes or a no where that's certain."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.course.loader import read_course
from bot.course.timeline import Timeline

NOW = datetime(2027, 2, 27, 9, tzinfo=UTC)
FAIR = """
title: Garden Fair
term: {name: Spring 2027, start: 2027-03-01, end: 2027-03-06}
timezone: Europe/Vienna
kinds: {workshop: {}}
sessions: [{id: pruning, kind: workshop, day: 2027-03-02, title: Pruning, starts: "10:00", where: Shed}]
groups: {min: 1, max: 3}
prizes: {who: Gardeners of the city win prizes.}
"""
WHO = "Gardeners of any country can take part."


@lru_cache(maxsize=4)
def fair(more: str) -> Answerer:
    return answerer_for(Timeline(read_course(Path("fair.yaml"), FAIR + more)))


def told(question: str, people: str = "", age: str = "") -> str:
    more = f"participants: {{who: {WHO}{people and f', people: {people}'}{age and f', min_age: {age}'}}}"
    return fair(more).ask(question, NOW).text


@pytest.mark.parametrize(
    "question",
    [
        "who can take part",
        "who is allowed to participate in the fair",
        "can alumni join",
        "can high school students participate",
        "are beginners allowed",
        "am i eligible",
        "do i have to be a student to join",
        "who is this for",
        "can i take part if i'm retired",
        "what are the eligibility requirements",
    ],
)
def test_who_may_take_part_is_told_without_a_verdict_on_whom_it_does_not_name(
    question: str,
) -> None:
    assert told(question, "{students: true, public: true}", "16").startswith(WHO)


@pytest.mark.parametrize(
    ("question", "people", "age", "verdict"),
    [
        ("can anyone take part", "{public: true}", "", "Yes. "),
        ("can anyone take part", "{public: false}", "", "No. "),
        ("is it open to the public", "{public: true}", "", "Yes. "),
        ("are students allowed to participate", "{students: false}", "", "No. "),
        ("can staff join", "{affiliates: true}", "", "Yes. "),
        ("can staff join", "{students: true}", "", ""),
        ("can anyone take part", "{public: true}", "18", ""),
        ("are 16 year olds allowed to participate", "", "18", "No. "),
        ("are minors allowed", "", "18", "No. "),
        ("are minors allowed", "", "17", ""),
        ("are 20 year olds allowed to participate", "", "18", ""),
        ("can a 15 year old join", "", "16", "No. "),
    ],
)
def test_a_verdict_follows_the_groups_and_the_age(
    question: str, people: str, age: str, verdict: str
) -> None:
    assert told(question, people, age).startswith(verdict + WHO)


def test_the_age_is_told_and_answers_what_it_is() -> None:
    at_least = f"{WHO} You have to be at least 16 years old."
    assert told("what's the minimum age", age="16") == at_least
    assert WHO not in told("what's the minimum age")


@pytest.mark.parametrize(
    "question",
    [
        "who can win a prize",
        "can i join a group",
        "when can i join",
        "can we attend the pruning workshop",
    ],
)
def test_what_is_asked_of_something_else_is_not_answered_with_it(question: str) -> None:
    assert WHO not in told(question, "{public: true}")


def test_who_may_come_to_a_meeting_is_said_by_its_kind_where_that_says_so() -> None:
    more = f"participants: {{who: {WHO}}}"
    assert fair(more).ask("who can attend", NOW).text == WHO
    stated = FAIR.replace("kinds: {workshop: {}}", "kinds: {workshop: {access: Members only.}}")
    answerer = answerer_for(Timeline(read_course(Path("fair.yaml"), stated + more)))
    assert answerer.ask("who can attend", NOW).text == "Members only."


def test_a_course_that_does_not_say_who_may_take_part_has_nobody_told_they_may() -> None:
    for question in ("can alumni join", "can anyone take part", "who can take part"):
        assert not fair("").ask(question, NOW).text.startswith(("Yes", "No"))
