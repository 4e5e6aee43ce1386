"""When the board of the day reads otherwise: neither sooner nor later than its words do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.course.timeline import Timeline
from bot.reminders.ui.loop import next_turn, today_card
from tests.instants import et

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "turns"),
    [
        (et(1, 11, 12), et(1, 18)),  # a week before the term: nothing changes until it begins
        (et(1, 26, 10), et(1, 26, 14)),  # the lecture has ended
        (et(1, 26, 23), et(1, 26, 23, 59, 1)),  # past the second that the deadline names
        (et(1, 29, 23), et(1, 30)),
        (et(1, 30), None),  # the term is over
    ],
)
def test_it_turns_with_office_hours_deadlines_and_days(
    timeline: Timeline, now: datetime, turns: datetime | None
) -> None:
    assert next_turn(timeline, now, {}) == turns


def test_every_turn_of_a_term_is_where_the_words_change(timeline: Timeline) -> None:
    now, turns, minute = et(1, 25, 0, 30), 0, timedelta(minutes=1)
    said = {"office-hours@2021-01-27": et(1, 27, 14, 20)}
    while (at := next_turn(timeline, now, said)) is not None:
        card, looked = today_card(timeline, now, said), now
        while looked < at - minute:
            assert today_card(timeline, looked, said) == card
            looked += 30 * minute
        assert today_card(timeline, at - SECOND, said) == card != today_card(timeline, at, said)
        now, turns = at, turns + 1
    assert turns > 10
