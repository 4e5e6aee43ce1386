"""What people type for a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.search import matching
from bot.course.timeline import Timeline
from bot.course.when import Everything, Matching, OneDay, OneWeek, parse_when
from bot.errors import UnknownWhen
from tests.instants import et

MONDAY = et(1, 25, 10)


def jan(day: int) -> OneDay:
    return OneDay(date(2021, 1, day))


@pytest.mark.parametrize(
    ("typed", "scope"),
    [
        ("", Everything()),
        ("whole course", Everything()),
        ("Today", jan(25)),
        ("  TOMORROW?! ", jan(26)),
        ("yesterday", jan(24)),
        ("jan 26", jan(26)),
        ("Jan. 26th", jan(26)),
        ("26 January", jan(26)),
        ("january 26, 2021", jan(26)),
        ("tuesday jan 26", jan(26)),
        ("1/26", jan(26)),
        ("01/26/21", jan(26)),
        ("2021-01-26", jan(26)),
        ("the 27th", jan(27)),
        ("27", jan(27)),
        ("18", jan(18)),
        ("tue", jan(26)),
        ("mon", jan(25)),
        ("thurs", jan(28)),
        ("sat", jan(23)),
        ("this friday", jan(29)),
        ("last friday", jan(22)),
        ("next monday", OneDay(date(2021, 2, 1))),
        ("this week", OneWeek(date(2021, 1, 25))),
        ("last week", OneWeek(date(2021, 1, 18))),
        ("week 1", OneWeek(date(2021, 1, 18))),
        ("dec 31", OneDay(date(2020, 12, 31))),
        ("lab 2", Matching("lab 2")),
        ("lab2", Matching("lab2")),
        ("2b", Matching("2b")),
        ("music", Matching("music")),
        ("reinforcment lerning", Matching("reinforcment lerning")),
        ("saenko", Matching("saenko")),
        ("slides", Matching("slides")),
    ],
)
def test_typed_forms(timeline: Timeline, typed: str, scope: object) -> None:
    assert parse_when(typed, timeline, MONDAY) == scope


@pytest.mark.parametrize(
    "typed", ["2/30", "2021-13-01", "qwerty", "week 9", "week 0", "?", "99", "feb 31"]
)
def test_what_names_nothing_says_what_would(timeline: Timeline, typed: str) -> None:
    if typed == "?":
        assert parse_when(typed, timeline, MONDAY) == Everything()
        return
    with pytest.raises(UnknownWhen) as caught:
        parse_when(typed, timeline, MONDAY)
    assert caught.value.examples
    assert typed in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("lab 2", {20, 21, 26}),
        ("lab 3", {22, 25, 26}),
        ("reinforcment", {22}),
        ("nvidia", {28}),
        ("pitch", {29}),
        ("sign up", {27}),
    ],
)
def test_words_find_their_days(timeline: Timeline, typed: str, days: set[int]) -> None:
    assert {item.day.day for item in matching(timeline, typed)} == days


def test_weekdays_before_the_term_mean_its_first(timeline: Timeline) -> None:
    assert parse_when("tue", timeline, et(1, 4, 9)) == jan(19)


@given(st.text(max_size=80))
def test_no_text_breaks_it(timeline: Timeline, typed: str) -> None:
    try:
        parse_when(typed, timeline, MONDAY)
    except UnknownWhen as error:
        assert len(str(error)) < 400
