"""When a page's countdowns are drawn anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.sandbox.countdowns import said, stamps
from tests.instants import et

NOON = et(1, 26, 12)


def test_the_instants_counted_down_to_are_found_wherever_they_stand() -> None:
    stamp = {"type": "timestamp", "unix": 1611684000, "style": "R"}
    page = {"a": [{"b": stamp}, {"type": "timestamp", "unix": "5", "style": "F"}], "c": [[stamp]]}
    assert list(stamps(page)) == [1611684000, 1611684000]


@pytest.mark.parametrize(
    ("ahead", "passes", "changes"),
    [
        (timedelta(days=9), timedelta(days=1), False),
        (timedelta(days=9), timedelta(days=7), True),
        (timedelta(hours=4), timedelta(minutes=10), False),
        (timedelta(hours=4), timedelta(hours=1), True),
        (timedelta(minutes=3), timedelta(minutes=1), True),
        (timedelta(minutes=3), timedelta(seconds=10), False),
        (timedelta(seconds=40), timedelta(seconds=1), False),
        (timedelta(seconds=40), timedelta(seconds=5), True),
        (timedelta(seconds=20), timedelta(minutes=1), True),
    ],
)
def test_a_countdown_changes_when_its_words_do(
    ahead: timedelta, passes: timedelta, changes: bool
) -> None:
    unix = int((NOON + ahead).timestamp())
    assert (said(unix, NOON) != said(unix, NOON + passes)) is changes
