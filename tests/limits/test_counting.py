"""When something that is limited may happen again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.limits.store import Use, free_at
from bot.limits.table import HOUR, Limit
from tests.instants import et

LIMIT = Limit("tests", 3, HOUR, "each person", "tests", "Wait.")
NOW = et(1, 26, 12)


def ago(minutes: float, amount: int = 1) -> Use:
    return Use(NOW - timedelta(minutes=minutes), amount)


def test_what_is_within_the_limit_is_free_at_once() -> None:
    assert free_at(LIMIT, [], 1, NOW) == NOW
    assert free_at(LIMIT, [ago(59), ago(1)], 1, NOW) == NOW


def test_one_too_many_is_free_when_the_oldest_counts_no_longer() -> None:
    assert free_at(LIMIT, [ago(50), ago(20), ago(1)], 1, NOW) == NOW + timedelta(minutes=10)
    assert free_at(LIMIT, [ago(60), ago(20), ago(1)], 1, NOW) == NOW


def test_amounts_count_and_more_than_the_whole_is_never_free() -> None:
    assert free_at(LIMIT, [ago(50, 2), ago(20)], 2, NOW) == NOW + timedelta(minutes=10)
    assert free_at(LIMIT, [], 4, NOW) is None


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60))
def test_whatever_waits_its_turn_there_are_never_more_in_any_hour(gaps: list[int]) -> None:
    uses: list[Use] = []
    now = NOW
    for gap in gaps:
        now += timedelta(seconds=gap)
        free = free_at(LIMIT, [u for u in uses if u.at > now - HOUR], 1, now)
        assert free is not None and free >= now
        uses.append(Use(free))
    for use in uses:
        assert sum(use.at - HOUR < other.at <= use.at for other in uses) <= LIMIT.most
