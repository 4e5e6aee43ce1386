"""Words as people type them, put into a form that can be compared."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.understanding.words import Spelling, stem


def test_a_stem_is_the_same_whoever_else_is_stemming() -> None:
    words = [f"{'abcdefgh'[n % 8] * (n % 5 + 1)}{n:x}submissions" for n in range(4000)]
    stem.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(stem, words))
    stem.cache_clear()
    assert together == [stem(word) for word in words]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("berlin", "berlin"), ("manila", "manila"), ("beginn", "begin"), ("manaul", "manual")],
)
def test_the_name_of_a_city_is_no_typo(typed: str, read: str) -> None:
    assert Spelling(("begin", "manual", "lecture")).mend([typed]) == [read]
