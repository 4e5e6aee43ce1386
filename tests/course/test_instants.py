from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.course.instants import InstantUnreadable, MomentUnreadable, read_instant, read_moment
from tests.instants import et

BOSTON = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2021-01-25T10:00", "2021-01-25T15:00+00:00"),
        ("2021-07-25 10:00", "2021-07-25T14:00+00:00"),
        ("2021-01-25", "2021-01-25T05:00+00:00"),
        ("2021-01-25T10:00+01:00", "2021-01-25T09:00+00:00"),
        ("2021-01-25T10:00:00Z", "2021-01-25T10:00+00:00"),
    ],
)
def test_an_instant_without_an_offset_is_in_the_courses_zone(typed: str, read: str) -> None:
    assert read_instant(typed, BOSTON, "--at") == datetime.fromisoformat(read)


@pytest.mark.parametrize(
    "typed",
    ["soon", "", "10:00", "2021-02-30", "1999-12-31", "0001-01-01T00:00+05:00", "9999-12-31"],
)
def test_what_is_no_instant_is_refused_with_what_it_was_given_for(typed: str) -> None:
    with pytest.raises(InstantUnreadable) as refused:
        read_instant(typed, BOSTON, "--at")
    assert str(refused.value).startswith(f"--at is “{typed}”, which isn't a date and time")


def test_of_a_long_text_a_refusal_repeats_the_beginning() -> None:
    with pytest.raises(InstantUnreadable) as refused:
        read_instant("x" * 6000, BOSTON, "--at")
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("in 2 hours", et(1, 26, 12)),
        ("5pm", et(1, 26, 17)),
        ("tomorrow 9am", et(1, 27, 9)),
        ("jan 29 13:00", et(1, 29, 13)),
    ],
)
def test_a_moment_ahead_is_read_in_the_courses_zone(typed: str, read: datetime) -> None:
    assert read_moment(typed, et(1, 26, 10), BOSTON) == read


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("blah", "I can't read that as a time"),
        ("0001-01-01T00:00+14:00", "I can't read that as a time"),
        ("yesterday", "that has passed"),
        ("in 3 years", "that is more than a year away"),
    ],
)
def test_what_names_no_moment_ahead_is_refused_with_why(typed: str, why: str) -> None:
    with pytest.raises(MomentUnreadable) as refused:
        read_moment(typed, et(1, 26, 10), BOSTON)
    assert (refused.value.typed, refused.value.why) == (typed, why)
    assert str(refused.value).startswith(f"**“{typed}” isn't a time I can use: {why}.**")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("friday 17:00", et(1, 29, 17)),
        ("Fri 17:00", et(1, 29, 17)),
        ("on friday at 5pm", et(1, 29, 17)),
        ("friday 8:00", et(2, 5, 8)),
        ("thursday 17:00", et(2, 4, 17)),
        ("saturday 17:00", et(1, 30, 17)),
    ],
)
def test_todays_weekday_is_today_while_the_time_is_ahead(typed: str, read: datetime) -> None:
    friday_morning = et(1, 29, 9)
    assert read_moment(typed, friday_morning, BOSTON) == read
