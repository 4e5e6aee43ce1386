"""Cards keep Discord's limits, and say when they don't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.client.layout import RULE, Card, CardBreaksLimit, Press, Visit, lay_out, paginate
from bot.client.look import KINDS, clip, plain, plural
from bot.course.meetings import USUAL_KINDS
from bot.text import clock_time

KIND = KINDS["course"]


@pytest.mark.parametrize(
    ("card", "why"),
    [
        (Card(KIND, ("x" * 4001,)), "4001 characters"),
        (Card(KIND, ()), "empty"),
        (Card(KIND, (" ",)), "empty"),
        (Card(KIND, ("x",) * 39), "41 components"),
        (Card(KIND, ("x",), tuple(Press(str(n), str(n)) for n in range(6))), "6 buttons"),
        (Card(KIND, ("x",), (Press("a", "same"), Press("b", "same"))), "custom_ids"),
        (Card(KIND, ("x",), (Press("a", "i" * 101),)), "custom_ids"),
    ],
)
async def test_a_card_that_breaks_a_limit_is_refused(card: Card, why: str) -> None:
    with pytest.raises(CardBreaksLimit, match=why):
        lay_out(card)


async def test_a_card_becomes_one_container_with_its_colour() -> None:
    reply = lay_out(Card(KIND, ("a", RULE, "b"), (Press("Go", "go"), Visit("Open", "https://a.b"))))
    [container] = reply.to_components()
    assert container["accent_color"] == KIND.colour
    assert [part["type"] for part in container["components"]] == [10, 14, 10, 1]
    assert reply.is_finished() and not reply.is_dispatchable()


@given(st.lists(st.text(max_size=80), max_size=60), st.integers(20, 200))
def test_pages_keep_order_and_budget(parts: list[str], budget: int) -> None:
    pages = paginate(parts, budget)
    flat = [part for page in pages for part in page]
    assert [f[: budget - 1] for f in flat] == [p[: budget - 1] for p in parts]
    assert all(len("\n".join(page)) <= budget for page in pages)


def test_small_words() -> None:
    assert plural(1, "group") == "1 group" and plural(2, "match", "matches") == "2 matches"
    assert clip("abcdef", 4) == "abc…" and clip("abc", 3) == "abc"
    assert clip("one two three", 9) == "one two…" == clip("one two three", 12)
    assert clip("one " + "x" * 40, 40) == f"one {'x' * 35}…"
    assert plain("**@everyone** `x`") == "\\*\\*@\u200beveryone\\*\\* \\`x\\`"
    from datetime import time

    assert [clock_time(time(h, m)) for h, m in ((0, 5), (12, 0), (13, 0), (23, 59))] == [
        "12:05 AM",
        "12:00 PM",
        "1:00 PM",
        "11:59 PM",
    ]


def test_every_kind_has_an_emoji_a_word_and_a_colour_of_its_own_name() -> None:
    assert len({kind.word for kind in KINDS.values()}) == len(KINDS)
    others = {name: kind for name, kind in KINDS.items() if name not in USUAL_KINDS}
    assert len({kind.emoji for kind in others.values()}) == len(others)
    meetings = {KINDS[name].emoji for name in USUAL_KINDS}  # a quiz may look like an exam
    assert meetings.isdisjoint(kind.emoji for kind in others.values())
